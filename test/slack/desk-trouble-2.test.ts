import { describe, expect, it } from 'vitest'
import { VIEWS } from '../../src/cards/actions.ts'
import { pickOfTheDay } from '../../src/search/lists.ts'
import { catalogue } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import {
  botSaid,
  type Clicks,
  elementsOf,
  notesTo,
  only,
  sharedIn,
  startClicks,
  wholeOf,
} from './clicks-scene.ts'
import {
  type Desk,
  deskOf,
  headOf,
  pressable,
  shows,
  startDesk,
  startWithDatabase,
  sure,
  textOf,
} from './desk-scene.ts'
import { createClock, databaseFile, idOf } from './digest-scene.ts'

const HELP = 'Who uses Kafka Streams for this?'
const HOUR_MS = 60 * 60_000

/** What somebody says in #general, as Slack keeps it. */
async function said({ slack }: Pick<Clicks, 'slack'>, text: string, threadTs?: string) {
  const { ts } = await slack.say({ text, ...(threadTs === undefined ? {} : { threadTs }) })
  return only(slack.workspace.messages.filter((one) => one.ts === ts))
}

/** The answer to the message shortcut. */
async function beside({ slack }: Pick<Clicks, 'slack'>, message: Awaited<ReturnType<typeof said>>) {
  return only(await slack.answers(await slack.shortcut({ callbackId: 'find_use_cases', message })))
}

describe('the message shortcut', () => {
  it('answers in the channel of a message that a thread hangs on, and in the thread of a reply', async () => {
    const scene = await startClicks()
    const root = await said(scene, 'fraud')
    const reply = await said(scene, 'nuuly', root.ts)
    // As Slack has it, once there are replies.
    root.thread_ts = root.ts
    const answer = await beside(scene, root)
    expect(answer).toMatchObject({ channel: idOf(scene.slack, 'general'), visibleTo: 'U0ADA00001' })
    expect(answer.text).toContain('fraud')
    expect(answer.thread_ts).toBeUndefined()
    expect((await beside(scene, reply)).thread_ts).toBe(root.ts)
    await scene.click(answer, 'share')
    expect(only(sharedIn(scene.slack)).thread_ts).toBeUndefined()
  })
})

describe('a talk on YouTube that a person posts', () => {
  const url = sure(
    catalogue.useCases
      .flatMap(({ links }) => links.map((link) => link.url))
      .find((one) => one.startsWith('https://www.youtube.com/watch?v=')),
  )
  async function unfurled({ slack }: Desk) {
    const message = await said({ slack }, `look: <${url}>`)
    const [preview] = await slack.until('a preview', () => message.attachments)
    return (sure(preview)['blocks'] as { type: string }[]).map(({ type }) => type)
  }
  const unfurls = ({ slack }: Desk) => slack.calls.filter(({ method }) => method === 'chat.unfurl').length

  it('can be watched below it', async () => {
    const desk = await startDesk()
    expect(await unfurled(desk)).toEqual(expect.arrayContaining(['video', 'actions']))
    expect(unfurls(desk)).toBe(1)
  })

  it('shows its card alone where Slack takes no video', async () => {
    const desk = await startDesk()
    desk.slack.rejectBlocks(['video'])
    const types = await unfurled(desk)
    expect(types).toContain('actions')
    expect(types).not.toContain('video')
    expect(unfurls(desk)).toBe(2)
    expect(desk.log()).not.toContain('a link could not be unfurled')
  })
})

describe('the Home tab', () => {
  it.each([
    ['saved', 'grace'],
    ['subscription', 'grace'],
    ['suggestion', 'ada'],
    ['vote', 'ada'],
  ])('without the table %s still searches, and has the pick of the day', async (table, user) => {
    const clock = createClock()
    const { slack, home, database, log, logged } = await startWithDatabase({ now: clock.now })
    await database.use(({ db }) => db.schema.dropTable(table).execute())
    const view = await home(user)
    expect(textOf(view)).toContain('cannot be read just now')
    expect(textOf(view)).not.toContain('Nothing yet.')
    expect(textOf(view)).toContain(sure(pickOfTheDay(catalogue, '2026-11-22')).title)
    expect(log()).toMatch(
      new RegExp(`"level":"error".*no such table: ${table}.*a Home tab could not be filled`),
    )
    const found = await slack.opened(await slack.press({ view, actionId: 'home_search', value: 'fraud' }))
    expect(textOf(found)).toMatch(/use cases\s+for\s+fraud/)
    await slack.opened(await slack.press({ view, actionId: 'details' }))
    await logged('"action":"details"')
    expect(slack.workspace.messages).toEqual([])
  })
})

describe('a reported problem', () => {
  /** The Home tab of ada, an admin, with a problem that grace reported. */
  async function reported() {
    const { url, use } = await databaseFile()
    const environment = { DATABASE_URL: url }
    const scene = await startClicks({ environment })
    const { slack, ask, open } = scene
    const form = await open(await open(await ask('nyt', { user: 'grace' }), 'details'), 'report_problem')
    await slack.submit({ view: form, values: { problem_kind: 'wrong' } })
    await shows(slack, form, 'Thank you.')
    const view = await deskOf(scene).home('ada')
    expect(elementsOf(view, 'problem_done')).toHaveLength(1)
    const rows = () => use(({ db }) => db.selectFrom('suggestion').selectAll().execute())
    return { ...scene, environment, view, rows }
  }

  it('is not removed by somebody who is no admin', async () => {
    const { slack, view, rows } = await reported()
    await slack.press({ view, actionId: 'problem_done', user: 'grace' })
    await slack.until('a note', () => notesTo(slack, 'grace')[0])
    expect(await rows()).toHaveLength(1)
    expect(notesTo(slack, 'grace')).toMatchObject([{ text: expect.stringContaining('Only admins') }])
  })

  it('is not removed by who was an admin when their Home tab was shown', async () => {
    const { slack, close, environment, view, rows } = await reported()
    await close()
    const ada = sure(slack.workspace.users.find(({ name }) => name === 'ada'))
    Object.assign(ada, { is_admin: false, is_owner: false, is_primary_owner: false })
    const again = await connectBot(slack, { environment })
    await slack.press({ view, actionId: 'problem_done' })
    await slack.until('a note', () => notesTo(slack, 'ada')[0])
    expect(await rows()).toHaveLength(1)
    expect(pressable(await deskOf(again).home('ada')).map(({ actionId }) => actionId)).not.toContain(
      'problem_done',
    )
  })
})

describe('“more” in a direct message', () => {
  it('goes on for twelve hours, and not longer', async () => {
    const clock = createClock()
    const { dm } = await startDesk({ now: clock.now })
    expect(headOf(await dm('latest'))).toMatch(/^1–5 of/)
    clock.pass(12 * HOUR_MS - 60_000)
    expect(headOf(await dm('more'))).toMatch(/^6–10 of/)
    clock.pass(12 * HOUR_MS + 60_000)
    const late = await dm('more')
    expect(late.text).toContain(HELP)
    expect(headOf(late)).not.toMatch(/ of \d+ use cases/)
  })
})

describe('Share in the details of an answer in the direct message with the bot', () => {
  it('asks where to', async () => {
    const scene = await startClicks()
    const { slack, open, close } = scene
    const details = await open(await deskOf(scene).dm('fraud'), 'details')
    const view = await open(details, 'share')
    expect(view.view['callback_id']).toBe(VIEWS.shareTo)
    expect(sharedIn(slack)).toEqual([])
    await slack.submit({ view, values: { share_to: idOf(slack, 'random') } })
    await slack.until('the card', () => sharedIn(slack)[0])
    await close()
    expect(sharedIn(slack).map(({ channel }) => channel)).toEqual([idOf(slack, 'random')])
  })
})

describe('words that look like a command', () => {
  it.each(['forgot', 'heap size'])('“%s” is none, and no hint is given', async (words) => {
    const { ask } = await startDesk()
    expect((await ask('browze topics')).text).toContain('Did you mean “/kstreams browse topics”?')
    const answer = await ask(words)
    expect(answer.text).not.toContain('Did you mean')
    expect(answer.text).not.toMatch(/\/kstreams (?:forget|help)/)
  })

  it('“privacy?” is carried out', async () => {
    const { ask } = await startDesk()
    const answer = await ask('privacy?')
    expect(answer.text).toMatch(/^For you:/)
    expect(answer.text).toBe((await ask('privacy')).text)
  })
})

describe('what was found by no words of one’s own', () => {
  it.each<[string, (scene: Clicks) => ReturnType<Clicks['ask']>]>([
    ['by chance', ({ ask }) => ask('random')],
    ['by the message shortcut', async (scene) => beside(scene, await said(scene, 'fraud'))],
  ])('%s is shared without “for”', async (_, find) => {
    const scene = await startClicks()
    const answer = await find(scene)
    await scene.click(await scene.open(answer, 'details'), 'share')
    await scene.click(answer, 'share')
    const cards = sharedIn(scene.slack)
    expect(cards).toHaveLength(2)
    for (const card of cards) {
      expect(card.text).toMatch(/^Shared by ada\n\n/)
      expect(wholeOf(card)).toContain('"Shared by ada"')
    }
    expect(botSaid(scene.slack)).toHaveLength(2)
  })
})
