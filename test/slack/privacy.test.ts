import { describe, expect, it } from 'vitest'
import type { SlackMessage } from '../../src/playground/index.ts'
import { everythingIn, headOf, shows, startDesk, startWithDatabase, sure } from './desk-scene.ts'
import { databaseFile } from './digest-scene.ts'

const ADA = 'U0ADA00001'
const GRACE = 'U0GRACE001'
type Desk = Awaited<ReturnType<typeof startWithDatabase>>

function thumb(answer: SlackMessage, which: 'positive_button' | 'negative_button'): unknown {
  const block = sure(answer.blocks?.find(({ type }) => type === 'context_actions'))
  const [element] = block['elements'] as Record<string, { value: unknown }>[]
  return element?.[which]?.value
}

/** Everything that is kept of somebody: saved, voted, reported, welcomed, shared, a digest set up and changed. */
async function leaveTraces(desk: Desk, user: string, channel: string) {
  const { slack, ask, press } = desk
  const answer = await ask('machine learning', { user, channel })
  const votes = desk.log().split('"action":"feedback"').length
  await slack.press({ message: answer, actionId: 'feedback', value: thumb(answer, 'negative_button') })
  await desk.logged('"action":"feedback"', votes)
  const view = await slack.opened(await slack.press({ message: answer, actionId: 'details' }))
  await press(view, { actionId: 'save' }, 'Saved.')
  await press(view, { actionId: 'share' }, 'Shared.')
  const form = await slack.opened(await slack.press({ view, actionId: 'report_problem' }))
  const problem_note = `ask <@${user}> or ${user.toLowerCase()}`
  await slack.submit({ view: form, values: { problem_kind: 'wrong', problem_note } })
  await shows(slack, form, 'hank')
  const prompts = () => slack.workspace.prompts.find((one) => one.channel === slack.dmOf(user).id)
  await slack.openHome({ user, tab: 'messages' })
  await slack.until('the welcome', prompts)
  await ask('digest 9am daily', { user, channel })
  await ask('digest pause until tomorrow', { user, channel })
}

describe('/kstreams privacy', () => {
  it('says in five lines what is kept, why, how long, what never, and how to erase it', async () => {
    const { slack, mention, dm } = await startDesk()
    const [answer] = await slack.answers(await slack.command({ text: 'privacy', command: '/prior-art' }))
    const lines = sure(answer).text.split('\n')
    expect(lines.map((line) => line.split(':')[0])).toEqual([
      ...['For you', 'To get better', 'To do its work', 'Never', 'To erase it'],
    ])
    expect(sure(answer).text).toContain('90 days')
    expect(lines.at(-1)).toContain('/prior-art forget me')
    expect(headOf(await mention('privacy'))).toBe(lines[0])
    expect(headOf(await dm('Privacy'))).toBe(lines[0])
  })
})

describe('/kstreams forget me', () => {
  it('erases somebody from every column of every table, and leaves others alone', async () => {
    const desk = await startWithDatabase()
    await leaveTraces(desk, GRACE, 'general')
    await leaveTraces(desk, ADA, 'streaming')
    const before = await desk.database.use(everythingIn)
    for (const table of ['saved', 'vote', 'suggestion', 'welcome', 'subscription', 'audit', 'seen_event'])
      expect(before, table).toMatch(new RegExp(`^${table} `, 'm'))
    expect(before.match(new RegExp(GRACE, 'gi'))?.length).toBeGreaterThan(5)
    const answer = await desk.ask('forget me', { user: GRACE })
    expect(answer.text).toBe(
      [
        'Erased: 1 saved use case and 1 vote.',
        'Your name is taken out of 1 contribution and 1 digest. The rest stays, since others need it.',
      ].join('\n'),
    )
    expect(answer.visibleTo).toBe(GRACE)
    const after = await desk.rows()
    expect(after.join('\n').toLowerCase()).not.toContain(GRACE.toLowerCase())
    const ofAda = before.split('\n').filter((line) => line.includes(ADA) && !line.includes('"next_at"'))
    expect(ofAda.length).toBeGreaterThan(4)
    expect(after).toEqual(expect.arrayContaining(ofAda))
    expect(after.filter((line) => line.startsWith('vote '))).toHaveLength(1)
    expect(after.filter((line) => line.startsWith('subscription '))).toHaveLength(2)
  })

  it('erases also by mention and direct message, and says the second time that there was nothing', async () => {
    const desk = await startWithDatabase()
    await leaveTraces(desk, GRACE, 'general')
    expect(headOf(await desk.mention('forget me', { user: GRACE }))).toBe(
      // In a channel nobody reads how much it was.
      'Done: what I kept of you is erased.',
    )
    expect(headOf(await desk.dm('Forget me!', { user: GRACE }))).toBe('There was nothing of you to erase.')
    expect(headOf(await desk.ask('forget me.', { user: ADA }))).toBe('There was nothing of you to erase.')
    expect((await desk.rows()).join('\n').toLowerCase()).not.toContain(GRACE.toLowerCase())
  })

  it('is a search with other words', async () => {
    const desk = await startWithDatabase()
    await leaveTraces(desk, GRACE, 'general')
    for (const words of ['forget', 'forget me not', 'forget us', 'please forget me', 'search forget me'])
      expect((await desk.ask(words, { user: GRACE })).text, words).not.toMatch(/Erased|nothing of you/)
    expect((await desk.rows('saved ')).join('\n')).toContain(GRACE)
  })

  it('makes somebody new: the next look is welcomed again', async () => {
    const { slack, ask } = await startDesk()
    const prompts = () =>
      slack.calls.filter(({ method }) => method === 'assistant.threads.setSuggestedPrompts').length
    const look = async (n: number) => {
      await slack.openHome({ user: 'grace', tab: 'messages' })
      await slack.until('prompts', () => (prompts() === n ? true : undefined))
    }
    const welcomes = () => slack.workspace.messages.filter(({ text }) => text.includes('comes once')).length
    await look(1)
    await look(2)
    expect(welcomes()).toBe(1)
    await ask('forget me', { user: 'grace' })
    await look(3)
    expect(welcomes()).toBe(2)
  })

  it('leaves the digest without an owner, so that others can take it over', async () => {
    const { ask } = await startDesk()
    await ask('digest 9am daily', { user: 'grace' })
    await ask('forget me', { user: 'grace' })
    const status = (await ask('digest status', { user: 'ada' })).text
    expect(status).toContain('09:00')
    expect(status).not.toMatch(/grace|U0GRACE/i)
  })
})

describe('searches', () => {
  it('are counted by workspace and day, without who asked', async () => {
    const desk = await startWithDatabase()
    for (const user of ['ada', 'grace', 'kenji']) await desk.ask('  Machine   Learning? ', { user })
    await desk.mention('machine learning', { user: 'grace' })
    await desk.dm('pizza', { user: 'grace' })
    const rows = await desk.rows('search ')
    const day = new Date().toISOString().slice(0, 10)
    expect(rows.map((row) => JSON.parse(row.slice('search '.length)) as unknown)).toEqual([
      { team: 'T0LOCAL001', day, query: 'machine learning', asked: 4, unanswered: 0 },
      { team: 'T0LOCAL001', day, query: 'pizza', asked: 1, unanswered: 1 },
    ])
  })

  it('of more than 60 characters are not counted, nor is what is no search', async () => {
    const desk = await startWithDatabase()
    const just = `fraud ${'x'.repeat(54)}`
    await desk.ask(just)
    await desk.ask(`${just}y`)
    await desk.ask(`who is stealing from ${'my company '.repeat(6)}`)
    for (const words of [
      'help',
      'hi',
      'browse',
      'latest',
      'random',
      'similar walmart',
      'privacy',
      'digest status',
    ])
      await desk.ask(words)
    const answer = await desk.mention('machine learning')
    await desk.mention('more', { threadTs: answer.thread_ts })
    const rows = await desk.rows('search ')
    expect(rows.map((row) => (JSON.parse(row.slice('search '.length)) as { query: string }).query)).toEqual([
      just,
      'machine learning',
    ])
    expect(rows.at(-1)).toContain('"asked":1')
  })

  it('are answered all the same while they cannot be counted', async () => {
    const desk = await startWithDatabase()
    await desk.database.use(({ db }) => db.schema.dropTable('search').execute())
    expect((await desk.ask('fraud')).text).toContain('StubHub')
    await desk.close()
    expect(desk.log()).toContain('searches could not be counted')
  })
})

describe('what is older than 90 days', () => {
  it('is gone once the bot has started', async () => {
    const database = await databaseFile()
    const [old, young] = [91, 89].map((days) =>
      new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10),
    )
    const rows = [sure(old), sure(young)].map((day) => ({
      ...{ team: 'T0LOCAL001', day, query: 'fraud', asked: 1, unanswered: 0 },
    }))
    await database.use(({ db }) => db.insertInto('search').values(rows).execute())
    const { close } = await startDesk({ environment: { DATABASE_URL: database.url } })
    await close()
    const left = await database.use(({ db }) => db.selectFrom('search').select('day').execute())
    expect(left).toEqual([{ day: young }])
  })
})

describe('votes', () => {
  it('are one for each answer of a person, without a name', async () => {
    const desk = await startWithDatabase()
    const { slack } = desk
    const answer = await desk.ask('machine learning', { user: 'grace' })
    const count = () => desk.log().split('"action":"feedback"').length - 1
    for (const which of ['positive_button', 'negative_button', 'negative_button'] as const) {
      const before = count()
      await slack.press({ message: answer, actionId: 'feedback', value: thumb(answer, which) })
      await desk.logged('"action":"feedback"', before + 1)
    }
    const rows = await desk.rows('vote ')
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatch(/"vote":"down","query":"machine learning"/)
    expect(rows[0]?.toLowerCase()).not.toContain(GRACE.toLowerCase())
  })
})
