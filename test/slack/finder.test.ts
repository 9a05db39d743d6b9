import { describe, expect, it } from 'vitest'
import type { SlackMessage } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { headOf, pressable, shows, startDesk, startWithDatabase, sure, textOf } from './desk-scene.ts'

describe('the search that opens anywhere', () => {
  it('offers the very words first, then what finds something', async () => {
    const { slack, finder } = await startDesk()
    const view = await finder()
    for (const value of ['fra', 'who uses joins?', 'a', 'walmart']) {
      const [first, ...others] = await slack.suggest({ view, actionId: 'search', value })
      expect(first?.value).toBe(value)
      expect(others.map((one) => one.value.toLowerCase())).not.toContain(value)
    }
    const offered = await slack.suggest({ view, actionId: 'search', value: 'fra' })
    expect(offered.map(({ value }) => value)).toContain('fraud detection')
    const odd = await slack.suggest({ view, actionId: 'search', value: `<!channel> ${'x'.repeat(500)}` })
    expect(odd[0]?.value.length).toBeLessThanOrEqual(75)
  })

  it('shows what it finds in the same view, page by page', async () => {
    const { slack, finder, press } = await startDesk()
    const view = await finder('grace')
    await slack.suggest({ view, actionId: 'search', value: 'machine learning' })
    await press(view, { actionId: 'search', value: 'machine learning' }, '1–5 of')
    await press(view, { actionId: 'page_next' }, '6–')
    await press(view, { actionId: 'page_back' }, '1–5 of')
    await slack.suggest({ view, actionId: 'search', value: 'pizza' })
    await press(view, { actionId: 'search', value: 'pizza' }, 'I know no public use case')
    const offer = sure(pressable(view).find(({ actionId }) => actionId === 'ask_again:1'))
    await press(view, { actionId: 'ask_again:1' }, offer.label)
    expect(slack.workspace.views).toHaveLength(1)
    expect(slack.workspace.messages).toEqual([])
  })

  it('can be browsed', async () => {
    const { slack, finder, press } = await startDesk()
    const industry = await finder()
    await press(industry, { actionId: 'browse_industry', value: 'gaming' }, 'industry:"gaming"')
    const topic = await finder()
    const [fraud] = await slack.suggest({ view: topic, actionId: 'browse_topic', value: 'fraud' })
    await press(topic, { actionId: 'browse_topic', value: fraud?.value }, 'topic:"fraud detection"')
    const company = await finder()
    const [walmart] = await slack.suggest({ view: company, actionId: 'browse_company', value: 'walm' })
    await press(company, { actionId: 'browse_company', value: walmart?.value }, '2 use cases')
  })

  it('puts details on top, and what is shared from there asks where', async () => {
    const { slack, finder, press } = await startDesk()
    const view = await finder('grace')
    await slack.suggest({ view, actionId: 'search', value: 'nyt' })
    await press(view, { actionId: 'search', value: 'nyt' }, 'New York Times')
    const details = await slack.opened(await slack.press({ view, actionId: 'details' }))
    expect(details).toMatchObject({ previousId: view.id, user: 'U0GRACE001' })
    const where = await slack.opened(await slack.press({ view: details, actionId: 'share' }))
    expect(textOf(where)).toContain('New York Times')
    expect(slack.workspace.messages).toEqual([])
    await slack.submit({ view: where, values: { share_to: 'C0RANDOM01' } })
    const shared = await slack.until('it', () => slack.workspace.messages[0])
    expect(shared).toMatchObject({ channel: 'C0RANDOM01', notifies: [] })
    expect(shared.visibleTo).toBeUndefined()
    expect(headOf(shared)).toBe('Shared by grace for “nyt”')
  })

  it('counts each search once, whatever is paged and however often', async () => {
    const { slack, finder, press, rows } = await startWithDatabase()
    const view = await finder('grace')
    await slack.suggest({ view, actionId: 'search', value: 'machine learning' })
    await press(view, { actionId: 'search', value: 'machine learning' }, '1–5 of')
    await press(view, { actionId: 'page_next' }, '6–')
    const counted = await rows('search ')
    expect(counted).toHaveLength(1)
    expect(counted[0]).toMatch(/"query":"machine learning","asked":1,"unanswered":0/)
  })

  // Back on the first page, it is the same question still.
  it('does not count a search again for who goes back', async () => {
    const { slack, finder, press, rows } = await startWithDatabase()
    const view = await finder('grace')
    await slack.suggest({ view, actionId: 'search', value: 'machine learning' })
    await press(view, { actionId: 'search', value: 'machine learning' }, '1–5 of')
    await press(view, { actionId: 'page_next' }, '6–')
    await press(view, { actionId: 'page_back' }, '1–5 of')
    expect((await rows('search ')).join('\n')).toContain('"asked":1')
  })
})

describe('the shortcut of a message', () => {
  const NEEDLE = 'fraud among zebras'

  async function say(
    desk: Awaited<ReturnType<typeof startDesk>>,
    text: string,
    at: { channel?: string; threadTs?: string } = {},
  ): Promise<SlackMessage> {
    const { ts } = await desk.slack.say({ text, user: 'ada', channel: 'general', ...at })
    return sure(desk.slack.workspace.messages.find((one) => one.ts === ts))
  }
  async function look(desk: Awaited<ReturnType<typeof startDesk>>, message: SlackMessage, user = 'grace') {
    const { slack } = desk
    const [answer] = await slack.answers(
      await slack.shortcut({ callbackId: 'find_use_cases', user, message }),
    )
    return sure(answer)
  }

  it('answers privately beside the message, also where the bot is not, and in a thread', async () => {
    const desk = await startDesk()
    const elsewhere = await look(desk, await say(desk, 'we want fraud detection', { channel: 'random' }))
    expect(elsewhere).toMatchObject({ channel: 'C0RANDOM01', visibleTo: 'U0GRACE001', notifies: [] })
    expect(elsewhere.text).toContain('StubHub')
    expect(elsewhere.thread_ts).toBeUndefined()
    const root = await say(desk, 'a question')
    const reply = await say(desk, 'real estate?', { threadTs: root.ts })
    const inThread = await look(desk, reply)
    expect(inThread).toMatchObject({ thread_ts: root.ts, visibleTo: 'U0GRACE001' })
    expect(inThread.text).toContain('LIFULL Connect')
  })

  it('takes a long text, an empty one, and one with mentions and links', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const long = await look(desk, await say(desk, `fraud ${'and so on and on '.repeat(600)}`))
    expect(long.visibleTo).toBe('U0GRACE001')
    expect(long.text.length).toBeLessThan(4000)
    const file = await say(desk, 'to be emptied')
    file.text = ''
    expect((await look(desk, file)).text).toContain('Who uses Kafka Streams for this?')
    const hostile = '<@U0ADA00001> <!channel> see <https://evil.example/x|fraud> *detection* &lt;!here&gt;'
    const answer = await look(desk, await say(desk, hostile))
    expect(answer.notifies).toEqual([])
    expect(answer.links.filter((link) => link.includes('evil'))).toEqual([])
    expect(answer.text).toContain('StubHub')
    expect(slack.workspace.messages.filter(({ bot_id, visibleTo }) => bot_id && !visibleTo)).toEqual([])
  })

  it('never takes a message for a command', async () => {
    const desk = await startDesk()
    for (const text of ['forget me', 'digest stop', 'browse', 'random', 'privacy']) {
      const answer = await look(desk, await say(desk, text))
      expect(answer.text, text).not.toMatch(/nothing of you|no digest here|Choose one|by chance|For you:/)
    }
  })

  it('counts the words nowhere, whatever is pressed in the answer', async () => {
    const desk = await startWithDatabase()
    const answer = await look(desk, await say(desk, NEEDLE))
    const again = pressable(answer).find(({ actionId }) => actionId.startsWith('ask_again'))
    if (again) await desk.slack.press({ message: answer, actionId: again.actionId })
    const found = await look(desk, await say(desk, 'machine learning for zebras'))
    if (pressable(found).some(({ actionId }) => actionId === 'page_next'))
      await desk.press(found, { actionId: 'page_next' }, '6–')
    const all = (await desk.rows()).join('\n')
    expect(all).not.toContain('zebra')
    expect(all).not.toMatch(/^search /m)
  })

  // A thumb would keep what was asked, which here is what somebody else wrote.
  it('asks for no thumbs, and no page of it has any', async () => {
    const desk = await startWithDatabase()
    const answer = await look(desk, await say(desk, 'machine learning'))
    const thumbs = () => pressable(answer).filter(({ actionId }) => actionId.startsWith('feedback'))
    expect(thumbs()).toEqual([])
    await desk.press(answer, { actionId: 'page_next' }, '6–')
    expect(thumbs()).toEqual([])
    expect(await desk.rows('vote ')).toEqual([])
  })

  it('says what went wrong where it was asked', async () => {
    const desk = await startDesk()
    const message = await say(desk, 'fraud')
    desk.slack.failHttp('response_url', 404)
    const answer = await look(desk, message)
    expect(answer.text).toMatch(/reference [0-9a-f]{6}/)
    expect(answer.visibleTo).toBe('U0GRACE001')
  })
})

describe('what is searched for in the catalogue', () => {
  it('is offered for every company', async () => {
    const { slack, finder } = await startDesk()
    const view = await finder()
    for (const { company } of catalogue.useCases.slice(0, 20)) {
      const offered = await slack.suggest({ view, actionId: 'search', value: company.slice(0, 6) })
      expect(
        offered.map(({ value }) => value),
        company,
      ).toContain(company)
    }
    await shows(slack, view, 'Who uses')
  })
})
