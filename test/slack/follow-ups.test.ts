import { describe, expect, it } from 'vitest'
import { catalogue, search } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import { type Desk, deskOf, headings, headOf, startDesk, sure } from './desk-scene.ts'

/** What a later message goes on from; which message was answered differs. */
function continued({ metadata }: { metadata?: unknown }) {
  const { request: _, ...payload } = (metadata as { event_payload: Record<string, unknown> }).event_payload
  return payload
}

const HELP = 'Who uses Kafka Streams for this?'
const totalOf = (query: string) => search.search(query).total

/** A thread in #general, in which everything that is said mentions the bot. */
async function openThread(desk: Desk, question: string) {
  const answer = await desk.mention(question)
  const say = async (words: string, user = 'ada') => {
    const next = await desk.mention(words, { user, threadTs: answer.thread_ts })
    expect(next.thread_ts).toBe(answer.thread_ts)
    return next
  }
  return { answer, say, thread: sure(answer.thread_ts) }
}

describe('“more” in a thread', () => {
  it('pages on until that is all, and back', async () => {
    const { answer, say } = await openThread(await startDesk(), 'machine learning')
    const total = totalOf('machine learning')
    expect(headOf(answer)).toMatch(`1–5 of ${total} use cases`)
    const seen = headings(answer)
    const next = await say('more', 'grace')
    expect(headOf(next)).toMatch(new RegExp(`^6(–${total})? of ${total} use cases`))
    expect([...seen, ...headings(next)].length).toBe(total)
    expect(new Set([...seen, ...headings(next)]).size).toBe(total)
    expect(headOf(await say('show me more, please!'))).toMatch(
      `That is all: ${total} use cases for “machine learning”`,
    )
    expect(headOf(await say('more'))).toMatch(/^That is all/)
    expect(headOf(await say('back'))).toMatch('1–5 of')
    expect(headOf(await say('back'))).toMatch('1–5 of')
    expect(headOf(await say('next page'))).toMatch(/^6/)
  })

  it('goes through a list that is no search', async () => {
    const { say } = await openThread(await startDesk(), 'latest')
    expect(headOf(await say('more'))).toMatch(/^6–\d+ of 70 use cases, the latest/)
    const similar = await openThread(await startDesk(), 'similar walmart')
    expect(headOf(await similar.say('more'))).toMatch(/^6–\d+ of \d+ use cases like those of “Walmart”/)
    const company = await openThread(await startDesk(), 'walmart')
    expect(headOf(await company.say('more'))).toBe('That is all: 2 use cases of “Walmart”')
  })

  it('gives help where nothing was asked', async () => {
    const desk = await startDesk()
    const { say } = await openThread(desk, 'hi')
    for (const words of ['more', 'back', 'next']) expect((await say(words)).text).toContain(HELP)
    expect((await desk.mention('more')).text).toContain(HELP)
    expect((await desk.dm('more')).text).toContain(HELP)
    expect((await desk.ask('more')).text).toContain(HELP)
  })

  it('knows only this thread', async () => {
    const desk = await startDesk()
    await openThread(desk, 'machine learning')
    const other = await openThread(desk, 'hello')
    expect((await other.say('more')).text).toContain(HELP)
  })

  it('after a random one does not claim that there are no others', async () => {
    const { say } = await openThread(await startDesk(), 'random')
    expect(headOf(await say('more'))).not.toMatch(/^That is (?:all|the only)/)
  })
})

describe('fewer of what was found', () => {
  it.each([
    ['only banks', 'machine learning industry:"banks"'],
    ['just finance, please', 'machine learning industry:"finance"'],
    ['only talks', 'machine learning kind:"talks"'],
    ['since 2021', 'machine learning since:2021'],
    ['only since 2021', 'machine learning since:2021'],
    ['after 2020', 'machine learning since:2021'],
    ['and in 2020?', 'machine learning year:2020'],
    ['without walmart', 'machine learning -company:"walmart"'],
    ['kind:talk', 'machine learning kind:talk'],
    ['industry:banking -walmart', 'machine learning industry:banking -walmart'],
  ])('“%s” is what “%s” finds', async (said, query) => {
    const { say } = await openThread(await startDesk(), 'machine learning')
    const answer = await say(said)
    const total = totalOf(query)
    expect(total).toBeLessThan(totalOf('machine learning'))
    const [, number] = /^(?:\S+ of )?(\d+) use cases? /.exec(headOf(answer)) ?? []
    expect(Number(number ?? 0)).toBe(total)
  })

  it('“without spark” leaves out whatever mentions it', async () => {
    const { say } = await openThread(await startDesk(), 'stream processing')
    expect(totalOf('stream processing -spark')).toBeLessThan(totalOf('stream processing'))
    expect(headOf(await say('without spark'))).toMatch(`of ${totalOf('stream processing -spark')} use cases`)
  })

  it('can be made fewer again, and paged', async () => {
    const { say } = await openThread(await startDesk(), 'state stores')
    expect(headOf(await say('only talks'))).toMatch(`of ${totalOf('state stores kind:talks')} use cases`)
    const query = 'state stores kind:talks since:2019'
    expect(headOf(await say('since 2019'))).toMatch(`of ${totalOf(query)} use cases`)
    expect(headOf(await say('more'))).toMatch(new RegExp(`^6.* of ${totalOf(query)} use cases`))
  })

  it('says when nothing is left, and goes on from the answer before', async () => {
    const { answer, say } = await openThread(await startDesk(), 'machine learning')
    const nothing = await say('only space travel')
    expect(headOf(nothing)).toBe('Nothing of what I found for “machine learning” fits “only space travel”.')
    expect(continued(nothing)).toEqual(continued(answer))
    expect(headOf(await say('more'))).toMatch(/^6/)
    expect(headOf(await say('only yoghurt makers'))).toMatch(/^Nothing of what I found/)
    expect(headOf(await say('since 2019'))).not.toMatch(/^Nothing/)
    expect(headings(answer).length).toBe(5)
  })

  it('stands for itself after a list that is no search', async () => {
    const { say } = await openThread(await startDesk(), 'latest')
    expect(headOf(await say('only banks'))).toMatch(`${totalOf('industry:banks')} use cases`)
  })

  // “help” is a command when it stands alone; here it is the first word of a question.
  it('keeps a question that begins as a command does', async () => {
    const { answer, say } = await openThread(await startDesk(), 'help us stop fraud')
    expect(answer.text).toContain('StubHub')
    expect(headOf(await say('only retail'))).toMatch(
      `${totalOf('help us stop fraud industry:retail')} use case`,
    )
  })

  // Values of one filter are alternatives in a question: here the later one counts.
  it.each([
    ['only banks', 'only gaming', 'state industry:gaming'],
    ['since 2019', 'since 2022', 'state since:2022'],
    ['2019', 'since 2022', 'state since:2022'],
    ['since 2022', '2019', 'state year:2019'],
    ['only talks', 'only slides', 'state kind:slides'],
  ])('“%s”, then “%s” is what “%s” finds', async (first, second, query) => {
    const { say } = await openThread(await startDesk(), 'state')
    await say(first)
    expect(numberIn(headOf(await say(second)))).toBe(totalOf(query))
  })

  it('a fresh question is a fresh search', async () => {
    const desk = await startDesk()
    const { say } = await openThread(desk, 'machine learning')
    expect(headOf(await say('walmart'))).toBe('2 use cases of “Walmart”')
    expect(headOf(await say('more'))).toBe('That is all: 2 use cases of “Walmart”')
    expect(headOf(await say('more fraud detection'))).toMatch('more fraud detection')
    const calls = await desk.callsDuring(() => say('real estate'))
    expect(calls).toEqual(['chat.postMessage'])
  })
})

const numberIn = (head: string) => Number(/(\d+) use cases? /.exec(head)?.[1] ?? 0)

describe('what a follow-up goes on from', () => {
  it('is looked for with one call beside the answer', async () => {
    const desk = await startDesk()
    const { say } = await openThread(desk, 'machine learning')
    expect(await desk.callsDuring(() => say('more'))).toEqual(['conversations.replies', 'chat.postMessage'])
    await desk.dm('machine learning')
    expect(await desk.callsDuring(() => desk.dm('more'))).toEqual([
      'conversations.history',
      'chat.postMessage',
    ])
  })

  it('is still known after a restart', async () => {
    const first = await startDesk()
    const { answer } = await openThread(first, 'machine learning')
    await first.dm('state stores')
    await first.close()
    const second = deskOf(await connectBot(first.slack))
    expect(headOf(await second.mention('more', { threadTs: answer.thread_ts }))).toMatch(/^6/)
    expect(headOf(await second.dm('more'))).toMatch(`6–10 of ${totalOf('state stores')}`)
  })

  it('is no answer of another app, whatever it says of itself', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const { answer: ours } = await openThread(desk, 'machine learning')
    const root = await slack.say({ text: 'a thread of another bot', channel: 'general' })
    const thread = sure(root.ts)
    slack.workspace.messages.push({
      ...structuredClone(ours),
      ...{ ts: `${thread}9`, thread_ts: thread, bot_id: 'B0OTHER001', user: 'U0GRACE001', app_id: 'A0OTHER' },
    })
    expect((await desk.mention('more', { threadTs: thread })).text).toContain(HELP)
  })

  it('is passed over when what it carries cannot be read', async () => {
    const desk = await startDesk()
    const { answer, say } = await openThread(desk, 'machine learning')
    const event_payload = { ask: '{"w":1}', shown: 'many' }
    answer.metadata = { event_type: 'kstreams_answer', event_payload }
    expect((await say('more')).text).toContain(HELP)
  })

  it('is done without when Slack does not tell, and the log says why', async () => {
    const desk = await startDesk()
    const { say } = await openThread(desk, 'machine learning')
    desk.slack.failWith('conversations.replies', 'missing_scope')
    expect((await say('more')).text).toContain(HELP)
    expect(desk.log()).toMatch(/missing_scope.*could not look for the answer before/)
    expect(headOf(await say('more'))).toMatch(/^6/)
  })

  it('is what everybody wrote to it directly, flat and in a thread, each for itself', async () => {
    const desk = await startDesk()
    const flat = await desk.dm('machine learning', { user: 'kenji' })
    expect(headOf(await desk.dm('more', { user: 'kenji' }))).toMatch(/^6/)
    expect((await desk.dm('more', { user: 'grace' })).text).toContain(HELP)
    const threadTs = flat.ts
    const inThread = await desk.dm('state stores', { user: 'kenji', threadTs })
    expect(inThread.thread_ts).toBe(threadTs)
    const more = await desk.dm('more', { user: 'kenji', threadTs })
    expect(more.thread_ts).toBe(threadTs)
    expect(headOf(more)).toMatch(`6–10 of ${totalOf('state stores')}`)
  })

  it('is made fewer directly, too', async () => {
    const { dm } = await startDesk()
    await dm('machine learning')
    const total = totalOf('machine learning -walmart')
    expect(numberIn(headOf(await dm('without walmart')))).toBe(total)
    expect(headOf(await dm('more'))).toMatch(`6–${total} of ${total}`.replace(/6–6/, '6'))
  })

  // Slack gives a thread from its beginning, so that the latest answer of a long one is not on the first page.
  it('is the latest answer of a long thread', async () => {
    const desk = await startDesk()
    const { say, thread } = await openThread(desk, 'machine learning')
    for (let n = 0; n < 110; n++)
      await desk.slack.say({ text: `talk ${n}`, channel: 'general', threadTs: thread })
    expect(headOf(await say('state stores'))).toMatch('1–5 of')
    expect(headOf(await say('more'))).toMatch(`6–10 of ${totalOf('state stores')}`)
  })

  // The buttons change what stands there, not what the message carries.
  it('is the page that is shown, whoever turned to it by a button', async () => {
    const desk = await startDesk()
    const { answer, say } = await openThread(desk, 'machine learning')
    await desk.press(answer, { actionId: 'page_next' }, '6–')
    expect(headOf(await say('more'))).toMatch(/^That is all/)
  })

  it('is what somebody chose in a menu', async () => {
    const desk = await startDesk()
    const { answer, say } = await openThread(desk, 'browse')
    await desk.press(answer, { actionId: 'browse_industry', value: 'finance' }, '1–5 of')
    expect(headOf(await say('more'))).toMatch(/^6/)
  })

  // What was asked last found nothing: there is no more of it.
  it('is no question before the last one', async () => {
    const { say } = await openThread(await startDesk(), 'machine learning')
    await say('pizza')
    expect(headOf(await say('more'))).not.toContain('machine learning')
  })

  it('is not said to anybody: the answer carries only what it says itself', async () => {
    const { answer } = await openThread(await startDesk(), 'machine learning')
    const { event_payload } = answer.metadata as { event_payload: Record<string, unknown> }
    expect(Object.keys(event_payload)).toEqual(['request', 'ask', 'shown'])
    expect(event_payload['shown']).toBe(5)
    expect(catalogue.version).toBe((JSON.parse(String(event_payload['ask'])) as { v: string }).v)
  })
})
