import { describe, expect, it } from 'vitest'
import { EXAMPLES } from '../../src/cards/commands.ts'
import { promptsFrom } from '../../src/slack/agent.ts'
import { search } from '../catalogue.ts'
import { type Desk, headOf, startDesk, sure } from './desk-scene.ts'

const EXAMPLE_QUERIES = EXAMPLES.map(({ query }) => query)

async function prompts({ slack }: Desk, user = 'grace') {
  const count = () =>
    slack.calls.filter(({ method }) => method === 'assistant.threads.setSuggestedPrompts').length
  const before = count()
  await slack.openHome({ user, tab: 'messages' })
  await slack.until('prompts', () => (count() > before ? true : undefined))
  return sure(slack.workspace.prompts.find(({ channel }) => channel === slack.dmOf(user).id))
}

describe('prompts', () => {
  it('are examples where nothing was asked yet', async () => {
    const { title, prompts: offered } = await prompts(await startDesk())
    expect(title).not.toBe('')
    expect(offered.map(({ message }) => message)).toEqual(EXAMPLE_QUERIES.slice(0, 4))
  })

  it('are what is asked most, of what the catalogue has a name for, and never what somebody wrote', async () => {
    const desk = await startDesk()
    for (let n = 0; n < 10; n++) await desk.ask('my secret project', { user: 'ada' })
    for (let n = 0; n < 10; n++) await desk.ask('fraud at my secret project', { user: 'ada' })
    for (let n = 0; n < 10; n++) await desk.ask('pizza')
    for (let n = 0; n < 3; n++) await desk.ask('Zalando', { user: 'ada' })
    for (let n = 0; n < 5; n++) await desk.ask('fraud detection', { user: 'ada' })
    const { prompts: offered } = await prompts(desk)
    expect(offered.map(({ message }) => message)).toEqual([
      ...['fraud detection', 'zalando'],
      ...EXAMPLE_QUERIES.slice(0, 2),
    ])
    expect(JSON.stringify(desk.slack.workspace.prompts)).not.toMatch(/secret|pizza/i)
  })

  it('are four at the most, each once, each finding something', () => {
    const names = ['fraud', 'walmart', 'zalando', 'wise', 'ing', 'fraud detection']
    const offered = promptsFrom([...names, ...names], search)
    expect(offered.map(({ message }) => message)).toEqual(names.slice(0, 4))
    for (const { message, title } of [...offered, ...promptsFrom([], search)]) {
      expect(search.search(message).total, message).toBeGreaterThan(0)
      expect(title.toLowerCase()).toBe(message)
    }
  })

  it('are not a beginning or a part of a name', () => {
    for (const words of ['wal', 'walmart secret', 'a', '', 'fraud detection for ada', 'search walmart'])
      expect(
        promptsFrom([words], search).map(({ message }) => message),
        words,
      ).toEqual(EXAMPLE_QUERIES)
  })

  it('that Slack does not take change nothing', async () => {
    const desk = await startDesk()
    const { slack, logged } = desk
    slack.failWith('assistant.threads.setSuggestedPrompts', 'unknown_method')
    await slack.openHome({ user: 'grace', tab: 'messages' })
    await logged('no prompts were set')
    expect(slack.workspace.messages.map(({ channel }) => channel)).toEqual([slack.dmOf('grace').id])
    expect((await desk.dm('nyt', { user: 'grace' })).text).toContain('New York Times')
    expect(desk.log()).not.toMatch(/"level":"(?:warn|error)"/)
  })
})

describe('a thread with one person', () => {
  const titles = ({ slack }: Desk) => slack.workspace.threads.map(({ title }) => title)

  it('gets a title from what was asked, without a status that nobody needs', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const root = await desk.dm('hello', { user: 'grace' })
    await desk.dm('machine <@U0ADA00001> learning', { user: 'grace', threadTs: root.ts })
    await slack.until('a title', () => titles(desk)[0])
    expect(titles(desk)).toEqual(['machine   learning'.replace(/ +/g, ' ')])
    expect(slack.calls.some(({ method }) => method === 'assistant.threads.setStatus')).toBe(false)
  })

  // “more” is no title: it would take the place of what the thread is about.
  it('keeps its title when somebody goes on', async () => {
    const desk = await startDesk()
    const root = await desk.dm('hello', { user: 'grace' })
    await desk.dm('state stores', { user: 'grace', threadTs: root.ts })
    await desk.dm('more', { user: 'grace', threadTs: root.ts })
    await desk.close()
    expect(titles(desk)).toEqual(['state stores'])
  })

  it('says that it looks where that takes long, and stops saying so', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const root = await desk.dm('machine learning', { user: 'grace' })
    await desk.dm('state stores', { user: 'grace', threadTs: root.ts })
    slack.slow('conversations.replies', 900)
    const more = await desk.dm('more', { user: 'grace', threadTs: root.ts })
    expect(headOf(more)).toMatch('6–10 of')
    const statuses = () => slack.calls.filter(({ method }) => method === 'assistant.threads.setStatus')
    const said = await slack.until('both', () => (statuses().length === 2 ? statuses() : undefined))
    expect(said.map(({ arguments: { status } }) => status)).toEqual(['is looking ...', ''])
    expect(slack.workspace.threads[0]?.status).toBe('')
  })

  it('is answered whether or not Slack takes titles and statuses', async () => {
    const desk = await startDesk()
    const { slack } = desk
    const root = await desk.dm('hello', { user: 'grace' })
    const failing = ['assistant.threads.setTitle', 'assistant.threads.setStatus']
    slack.failWith(failing, 'not_allowed_token_type', { times: 10 })
    slack.slow('conversations.replies', 900)
    const answer = await desk.dm('more', { user: 'grace', threadTs: root.ts })
    expect(answer.thread_ts).toBe(root.ts)
    await desk.logged('no title was set')
    expect(
      slack.workspace.messages.filter(({ user, text }) => user !== 'U0GRACE001' && /went wrong/.test(text)),
    ).toEqual([])
    expect(desk.log()).not.toMatch(/"level":"error"/)
  })

  it('is what the calls are for: none without one, and none in a channel', async () => {
    const desk = await startDesk()
    const { slack } = desk
    expect(await desk.callsDuring(() => desk.dm('machine learning'))).toEqual(['chat.postMessage'])
    const answer = await desk.mention('machine learning')
    await desk.mention('more', { threadTs: answer.thread_ts })
    await desk.ask('fraud')
    await desk.close()
    expect(slack.calls.filter(({ method }) => method.startsWith('assistant.'))).toEqual([])
  })
})
