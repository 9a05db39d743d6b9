import { describe, expect, it } from 'vitest'
import { headingOf } from '../../src/cards/use-case.ts'
import { catalogue, found } from '../catalogue.ts'
import {
  botSaid,
  type Clicks,
  callsDuring,
  catalogueWithout,
  elementsOf,
  forge,
  notesTo,
  only,
  restartWith,
  sharedIn,
  startClicks,
  typesOf,
  wholeOf,
} from './clicks-scene.ts'
import { createClock, databaseFile, idOf } from './digest-scene.ts'

const useCaseOf = (id: string | undefined) => {
  const useCase = catalogue.byId.get(id ?? '')
  if (useCase === undefined) throw new Error(`no use case ${id}`)
  return useCase
}

const INVITE = 'Type /invite'
const MINUTE = 60_000

/** Lets the address of a click, and of what is said of it, be too old. */
const tooOld = ({ slack }: Clicks, times: number) => slack.failHttp('response_url', 404, { times })

describe('Share on a private answer', () => {
  it('posts the very card for all to read, and clears the private answer away', async () => {
    const { slack, ask, click } = await startClicks()
    const answer = await ask('fraud')
    const [first, second] = found('fraud').map(useCaseOf)
    const calls = await callsDuring(slack, () => click(answer, 'share', { nth: 1 }))
    const shared = only(botSaid(slack))
    expect(shared).toMatchObject({ channel: idOf(slack, 'general'), notifies: [] })
    expect(shared.visibleTo).toBeUndefined()
    expect(shared.thread_ts).toBeUndefined()
    expect(shared.text).toContain(`Shared by ada for “fraud”\n\n${second && headingOf(second)}`)
    expect(shared.text).not.toContain(first?.company)
    expect(shared.links).toEqual(expect.arrayContaining(second?.links.map(({ url }) => url) ?? []))
    expect(typesOf(shared)[0]).toBe('card')
    expect(wholeOf(shared)).toContain('Shared by ada for *fraud*')
    expect(answer.deleted).toBe(true)
    expect(calls).toEqual(['users.info', 'response_url'])
  })

  it('stands on each card of each page, in both looks of a card', async () => {
    const { slack, ask, click } = await startClicks()
    const native = await ask('machine learning')
    await click(native, 'page_next')
    slack.rejectBlocks(['card'])
    const classic = await ask('machine learning')
    const total = found('machine learning', 100).length
    expect(elementsOf(native, 'share')).toHaveLength(total - 5)
    expect(elementsOf(classic, 'share')).toHaveLength(5)
    const [alone] = catalogue.useCases
    expect(elementsOf(await ask(`company:"${alone?.company}"`), 'share')).toHaveLength(1)
  })

  it('is missing where all read it already: mentions, direct messages, and what was shared', async () => {
    const { slack, ask, click, mention } = await startClicks()
    const direct = only(await slack.answers(await slack.dm({ text: 'fraud' })))
    await click(await ask('fraud'), 'share')
    for (const message of [await mention('fraud'), direct, only(sharedIn(slack))]) {
      expect(elementsOf(message, 'share')).toEqual([])
      expect(elementsOf(message, 'details').length).toBeGreaterThan(0)
    }
  })

  it('posts into the thread where the answer stands in one', async () => {
    const { slack, askInThread, click } = await startClicks()
    const { root, answer } = await askInThread('fraud')
    await click(answer, 'share')
    const shared = only(botSaid(slack))
    expect(shared).toMatchObject({ thread_ts: root, notifies: [] })
    expect(shared.visibleTo).toBeUndefined()
    expect(shared.reply_broadcast).toBeUndefined()
    expect(answer.deleted).toBe(true)
  })

  it('posts where the bot is no member, and guests can do it', async () => {
    const { slack, ask, click } = await startClicks()
    await click(await ask('fraud', { channel: 'random' }), 'share')
    await click(await ask('fraud', { user: 'kenji' }), 'share')
    expect(botSaid(slack).map(({ channel, text }) => [channel, text.split(' for ')[0]])).toEqual([
      [idOf(slack, 'random'), 'Shared by ada'],
      [idOf(slack, 'general'), 'Shared by kenji'],
    ])
  })

  it('posts classic blocks where Slack takes no cards, and leaves nothing behind', async () => {
    const { slack, ask, click } = await startClicks()
    slack.rejectBlocks(['card'])
    await click(await ask('fraud'), 'share')
    const shared = only(botSaid(slack))
    expect(typesOf(shared).slice(0, 3)).toEqual(['section', 'context', 'actions'])
    expect(typesOf(shared)).not.toContain('card')
    expect(shared.text).toMatch(/^Shared by ada for “fraud”/)
  })

  it('notifies nobody, whatever somebody is called and asked', async () => {
    const { slack, ask, click } = await startClicks()
    const name = '<!channel> *stars* <@U0GRACE001> @here'
    const ada = slack.workspace.users.find((one) => one.name === 'ada')
    if (ada) ada.name = name
    const answer = await ask('fraud', { user: 'U0ADA00001' })
    const place = { u: found('fraud', 1)[0], w: 'fraud <!channel> *bold* @here <https://evil.example|x>' }
    forge(answer, 'share', { value: JSON.stringify(place) })
    await click(answer, 'share')
    const shared = only(sharedIn(slack))
    const whole = wholeOf(shared).replace(/"value":"(?:[^"\\]|\\.)*"/g, '')
    expect(shared.notifies).toEqual([])
    expect(shared.text).toContain('Shared by &lt;!channel&gt; ∗stars∗ &lt;@\u2060U0GRACE001&gt; @\u2060here')
    expect(whole).toContain('Shared by &lt;!channel&gt; ∗stars∗')
    expect(shared.links.filter((link) => link.includes('evil'))).toEqual([])
    for (const mark of ['<!', '<@', '*stars', '*bold', '@here']) expect(whole).not.toContain(mark)
  })

  it('says “Somebody” where Slack does not tell who it was', async () => {
    const { slack, ask, click } = await startClicks()
    slack.failWith('users.info', 'user_not_found')
    await click(await ask('fraud'), 'share')
    expect(only(botSaid(slack)).text).toMatch(/^Shared by Somebody for “fraud”/)
  })

  it('tells, beside it, of a use case that is gone from the catalogue', async () => {
    const bot = await startClicks()
    const answer = await bot.ask('fraud')
    await restartWith(bot, catalogueWithout(...found('fraud', 1)))
    const told = await bot.told(answer, 'share')
    expect(told).toMatchObject({ visibleTo: answer.visibleTo, channel: answer.channel })
    expect(told.text).toContain('does nothing any more')
    expect(sharedIn(bot.slack)).toEqual([])
  })
})

describe('Share, once', () => {
  it('posts once for a double click, and for one that Slack delivers twice', async () => {
    const { slack, ask, close } = await startClicks()
    const answer = await ask('fraud', { channel: 'random' })
    const presses = [1, 2].map(() => slack.press({ message: answer, actionId: 'share' }))
    const [first] = await Promise.all(presses)
    if (first === undefined) throw new Error('not pressed')
    await Promise.all((await Promise.all(presses)).map(({ acked }) => acked))
    await (await slack.redeliver(first)).acked
    await close()
    expect(botSaid(slack)).toEqual([
      expect.objectContaining({ text: expect.stringMatching(/^Shared by ada/) }),
    ])
  })

  it.each([
    ['is lost', (slack: Clicks['slack']) => slack.loseAnswer('response_url')],
    [
      'is a fault of Slack’s own',
      (slack: Clicks['slack']) => slack.failHttp('response_url', 503, { carriedOut: true }),
    ],
  ])('posts once, and claims no failure, when the answer of Slack %s', async (_, fault) => {
    const { slack, ask, click, close } = await startClicks()
    const answer = await ask('fraud')
    fault(slack)
    await click(answer, 'share')
    await close()
    expect(only(botSaid(slack)).text).toMatch(/^Shared by ada/)
  })

  it('posts once as the bot, too, when the answer is lost', async () => {
    const bot = await startClicks()
    const answer = await bot.ask('fraud')
    tooOld(bot, 1)
    bot.slack.loseAnswer('chat.postMessage')
    await bot.click(answer, 'share')
    await bot.close()
    expect(sharedIn(bot.slack)).toHaveLength(1)
    expect(notesTo(bot.slack, 'ada')).toEqual([])
  })

  it('waits where Slack wants that, and posts once', async () => {
    const bot = await startClicks()
    const answer = await bot.ask('fraud')
    tooOld(bot, 1)
    bot.slack.rateLimit('chat.postMessage', { retryAfterSeconds: 0 })
    await bot.click(answer, 'share')
    expect(sharedIn(bot.slack)).toHaveLength(1)
  })

  it('does not stop while the database is away', async () => {
    const { url, use } = await databaseFile()
    const { slack, ask, click, log } = await startClicks({ environment: { DATABASE_URL: url } })
    const answer = await ask('fraud')
    await use(({ db }) => db.schema.dropTable('seen_event').execute())
    await click(answer, 'share')
    expect(only(botSaid(slack)).text).toMatch(/^Shared by ada/)
    expect(log()).toContain('could not look whether this was done already')
  })
})

describe('Share, when the address of the click is used up or too old', () => {
  it('posts as the bot where it is a member, and only once', async () => {
    const bot = await startClicks()
    const answer = await bot.ask('fraud')
    tooOld(bot, 1)
    const calls = await callsDuring(bot.slack, () => bot.click(answer, 'share'))
    const shared = only(sharedIn(bot.slack))
    expect(shared).toMatchObject({ channel: idOf(bot.slack, 'general'), notifies: [] })
    expect(calls).toEqual(['users.info', 'response_url', 'chat.postMessage'])
    expect(notesTo(bot.slack, 'ada')).toEqual([])
  })

  it('posts as the bot into the thread', async () => {
    const bot = await startClicks()
    const { root, answer } = await bot.askInThread('fraud')
    tooOld(bot, 1)
    await bot.click(answer, 'share')
    expect(only(sharedIn(bot.slack)).thread_ts).toBe(root)
  })

  it('tells by direct message what to do where the bot is no member, and can be done again then', async () => {
    const bot = await startClicks()
    const { slack, ask, click } = bot
    const answer = await ask('fraud', { channel: 'random' })
    tooOld(bot, 2)
    await click(answer, 'share')
    const note = await slack.until('a note', () => notesTo(slack, 'ada')[0])
    const useCase = useCaseOf(found('fraud', 1)[0])
    expect(note.text).toContain(`I could not post “${headingOf(useCase)}” there`)
    expect(note.text).toContain(INVITE)
    expect(note.text).toContain('/kstreams fraud')
    expect(answer.deleted).toBeUndefined()
    expect(sharedIn(slack)).toEqual([])
    slack.join({ user: slack.workspace.app.botUserId, channel: 'random' })
    tooOld(bot, 1)
    await click(answer, 'share')
    expect(only(sharedIn(slack)).channel).toBe(idOf(slack, 'random'))
  })

  it('tells Slack’s reason where it is another one', async () => {
    const bot = await startClicks()
    const answer = await bot.ask('fraud')
    bot.slack.archive({ user: 'ada', channel: 'general', archived: true })
    tooOld(bot, 2)
    await bot.click(answer, 'share')
    const note = await bot.slack.until('a note', () => notesTo(bot.slack, 'ada')[0])
    expect(note.text).toContain('archived')
    expect(note.text).not.toContain(INVITE)
  })

  it('goes by Slack’s own clock: the address of an opened view lasts half an hour', async () => {
    const clock = createClock()
    const { slack, ask, open, click } = await startClicks({ now: clock.now })
    const inGeneral = await open(await ask('fraud'), 'details')
    const inRandom = await open(await ask('fraud', { channel: 'random' }), 'details')
    clock.pass(31 * MINUTE)
    const calls = await callsDuring(slack, () => click(inGeneral, 'share'))
    expect(calls).toEqual(['users.info', 'response_url', 'chat.postMessage', 'views.update'])
    expect(only(sharedIn(slack)).channel).toBe(idOf(slack, 'general'))
    await click(inRandom, 'share')
    const note = await slack.until('a note', () => notesTo(slack, 'ada')[0])
    expect(note.text).toContain(INVITE)
    expect(sharedIn(slack)).toHaveLength(1)
    expect(wholeOf(inRandom)).not.toContain('Shared.')
  })

  it('goes by Slack’s own count: the sixth from one view is posted by the bot', async () => {
    const { slack, ask, open, click } = await startClicks()
    const view = await open(await ask('fraud'), 'details')
    await click(view, 'share')
    for (const nth of [0, 1, 2, 3, 4]) {
      await click(view, 'details', { nth })
      await click(view, 'share')
      await click(view, 'details_back')
    }
    expect(sharedIn(slack)).toHaveLength(6)
    expect(new Set(sharedIn(slack).map(({ text }) => text)).size).toBe(6)
    expect(slack.calls.filter(({ method }) => method === 'chat.postMessage')).toHaveLength(1)
  })
})
