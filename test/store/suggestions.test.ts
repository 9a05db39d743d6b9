import { describe, expect, it } from 'vitest'
import { forgetPerson } from '../../src/store/persons.ts'
import { purge, RETENTION_DAYS } from '../../src/store/retention.ts'
import { FORGOTTEN } from '../../src/store/subscriptions.ts'
import {
  acceptedVersion,
  closeSuggestion,
  findSuggestion,
  keepSuggestion,
  listSuggestions,
  oneByOne,
  type Suggestion,
  updateSuggestion,
} from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { inProcesses } from './processes.ts'
import { DAY, NINE, sorted, TEAM } from './rows.ts'

const ADA = 'U0ADA12345'
const OTHER = 'T2'
const PROBLEMS = { team: TEAM, kind: 'problem', state: 'open', limit: 10 } as const
const IDEAS = { ...PROBLEMS, kind: 'use-case' } as const

type New = Omit<Suggestion, 'state' | 'decidedAt'>

const problem = (id: string, changed: Partial<New> = {}): New => ({
  ...{ id, team: TEAM, kind: 'problem', useCase: 'some-use-case', body: { text: 'wrong' } },
  ...{ createdBy: ADA, createdAt: NINE, ...changed },
})
const idea = (id: string, changed: Partial<New> = {}) => problem(id, { kind: 'use-case', ...changed })

const decide = (database: Database, id: string, state: Suggestion['state'], decidedAt: number, team = TEAM) =>
  updateSuggestion(database, { team, id, useCase: 'acme', body: { by: ADA }, state, decidedAt })

const server = ownPostgres()

describe.each(ENGINES)('suggestions on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const startTwo = async () => {
    const url = await fresh()
    return [await open(url), await open(url)] as const
  }

  it('come back as they were, newest first, ties by id, with how many there are', async () => {
    const database = await start()
    const odd = { text: `'; drop table vote; -- "\\ \0 \uD800 \u{1F600}`, list: [1.5, null, { deep: true }] }
    const [a, b, c] = [
      problem('a', { createdAt: 1, body: odd }),
      problem('b', { createdAt: 2, useCase: null, createdBy: null }),
      problem('c', { createdAt: 2 }),
    ]
    for (const one of [c, a, b]) expect(await keepSuggestion(database, one)).toBe(true)
    const all = await listSuggestions(database, PROBLEMS)
    const open = { state: 'open', decidedAt: null }
    expect(all).toEqual({ total: 3, suggestions: [b, c, a].map((one) => ({ ...one, ...open })) })
    const two = await listSuggestions(database, { ...PROBLEMS, limit: 2 })
    expect(two).toEqual({ total: 3, suggestions: all.suggestions.slice(0, 2) })
    expect(await findSuggestion(database, { team: TEAM, id: 'a' })).toEqual({ ...a, ...open })
    for (const state of ['accepted', 'declined'] as const)
      expect(await listSuggestions(database, { ...PROBLEMS, state })).toEqual({ total: 0, suggestions: [] })
  })

  it('are listed by their kind', async () => {
    const database = await start()
    await keepSuggestion(database, problem('a'))
    await keepSuggestion(database, idea('b'))
    for (const [which, id] of [
      [PROBLEMS, 'a'],
      [IDEAS, 'b'],
    ] as const) {
      const { total, suggestions } = await listSuggestions(database, which)
      expect([total, suggestions.map((one) => one.id)]).toEqual([1, [id]])
    }
  })

  it('are kept once, the first, on whichever connection', async () => {
    const [one, two] = await startTwo()
    const kept = await Promise.all([one, two, one, two].map((on) => keepSuggestion(on, problem('a'))))
    expect(kept.filter(Boolean)).toHaveLength(1)
    expect(await keepSuggestion(one, problem('a', { body: { text: 'other' } }))).toBe(false)
    const { total, suggestions } = await listSuggestions(two, PROBLEMS)
    expect(total).toBe(1)
    expect(suggestions[0]?.body).toEqual({ text: 'wrong' })
  })

  it('are of a workspace, or of all', async () => {
    const database = await start()
    await keepSuggestion(database, problem('a', { createdAt: 1 }))
    expect(await keepSuggestion(database, problem('a', { team: OTHER, createdAt: 2 }))).toBe(true)
    const teams = async (team?: string) =>
      (await listSuggestions(database, { ...PROBLEMS, team })).suggestions.map((one) => one.team)
    expect(await teams(TEAM)).toEqual([TEAM])
    expect(await teams()).toEqual([OTHER, TEAM])
    await decide(database, 'a', 'accepted', 3)
    await closeSuggestion(database, { team: TEAM, id: 'b' })
    expect(await findSuggestion(database, { team: OTHER, id: 'a' })).toMatchObject({ state: 'open' })
    await closeSuggestion(database, { team: TEAM, id: 'a' })
    expect(await findSuggestion(database, { team: TEAM, id: 'a' })).toBeUndefined()
    expect(await findSuggestion(database, { team: OTHER, id: 'a' })).toBeDefined()
  })

  it('are changed, but for who made them and when', async () => {
    const database = await start()
    await keepSuggestion(database, idea('a'))
    await decide(database, 'a', 'accepted', NINE + 1)
    const changed = { useCase: 'acme', body: { by: ADA }, state: 'accepted', decidedAt: NINE + 1 }
    expect(await findSuggestion(database, { team: TEAM, id: 'a' })).toEqual({ ...idea('a'), ...changed })
  })

  it('that somebody spoilt are listed beside the others, empty', async () => {
    const database = await start()
    for (const id of ['a', 'b', 'c']) await keepSuggestion(database, idea(id))
    const spoil = (id: string, body: string) =>
      database.db.updateTable('suggestion').set({ body }).where('id', '=', id).execute()
    await spoil('a', '{"half')
    await spoil('b', 'null')
    const { suggestions } = await listSuggestions(database, IDEAS)
    expect(suggestions.map(({ body }) => body)).toEqual([{}, {}, { text: 'wrong' }])
  })

  it('are changed by one after the other, of all who do so at once', async () => {
    const connections = await startTwo()
    const [first] = connections
    await keepSuggestion(first, idea('a', { body: { seen: [] } }))
    const add = (n: number) =>
      oneByOne(connections[n % 2 === 0 ? 0 : 1], async (database) => {
        const found = await findSuggestion(database, { team: TEAM, id: 'a' })
        if (!found) throw new Error('it is gone')
        const body = { seen: [...(found.body['seen'] as number[]), n] }
        await updateSuggestion(database, { ...found, body })
      })
    const all = Array.from({ length: 20 }, (_, n) => n)
    await Promise.all(all.map(add))
    const found = await findSuggestion(first, { team: TEAM, id: 'a' })
    const seen = found?.body['seen'] as number[] | undefined
    expect(seen?.toSorted((one, other) => one - other)).toEqual(all)
  })

  it('stay as they were where a change fails half-way', async () => {
    const database = await start()
    await keepSuggestion(database, idea('a'))
    const failing = oneByOne(database, async (alone) => {
      await decide(alone, 'a', 'accepted', NINE)
      throw new Error('no further')
    })
    await expect(failing).rejects.toThrow('no further')
    expect(await findSuggestion(database, { team: TEAM, id: 'a' })).toMatchObject(idea('a'))
  })

  it('are decided on once by several processes', async () => {
    const url = await fresh()
    const database = await open(url)
    const ids = Array.from({ length: 20 }, (_, n) => `idea ${n}`)
    for (const id of ids) await keepSuggestion(database, idea(id))
    const won = await inProcesses(3, { task: 'decide', url })
    expect(sorted(won.flat())).toEqual(sorted(ids))
  })

  it('tell when what is accepted is not what it was', async () => {
    const [database, other] = await startTwo()
    for (const id of ['a', 'b', 'c']) await keepSuggestion(database, idea(id))
    const versions = [await acceptedVersion(other, TEAM)]
    const next = async () => {
      versions.push(await acceptedVersion(other, TEAM))
      expect(new Set(versions).size).toBe(versions.length)
    }
    await decide(database, 'a', 'accepted', NINE)
    await next()
    await decide(database, 'b', 'accepted', NINE + 1)
    await next()
    await decide(database, 'a', 'declined', NINE + 2)
    await next()
    // One for the other, between two looks.
    await decide(database, 'b', 'declined', NINE + 3)
    await decide(database, 'c', 'accepted', NINE + 3)
    await next()
  })

  it('tell nothing new where something else changes', async () => {
    const database = await start()
    await keepSuggestion(database, idea('a'))
    await decide(database, 'a', 'accepted', NINE)
    const before = await acceptedVersion(database, TEAM)
    await keepSuggestion(database, idea('b'))
    await keepSuggestion(database, problem('c'))
    await decide(database, 'c', 'accepted', NINE)
    await decide(database, 'b', 'declined', NINE)
    await keepSuggestion(database, idea('a', { team: OTHER }))
    await decide(database, 'a', 'accepted', NINE + 1, OTHER)
    expect(await acceptedVersion(database, TEAM)).toBe(before)
    expect(await acceptedVersion(database, OTHER)).not.toBe(before)
  })

  it('that were declined go after 90 days, others never', async () => {
    const database = await start()
    const oldest = NINE - RETENTION_DAYS * DAY
    for (const id of ['old', 'young', 'accepted', 'open'])
      await keepSuggestion(database, idea(id, { createdAt: 1 }))
    await keepSuggestion(database, idea('old', { team: OTHER, createdAt: 1 }))
    await decide(database, 'old', 'declined', oldest - 1)
    await decide(database, 'old', 'declined', oldest - 1, OTHER)
    await decide(database, 'young', 'declined', oldest)
    await decide(database, 'accepted', 'accepted', 1)
    expect(await purge(database, NINE)).toMatchObject({ suggestion: 2 })
    const left = await database.db.selectFrom('suggestion').select(['team', 'id']).execute()
    expect(sorted(left.map(({ team, id }) => `${team} ${id}`))).toEqual([
      ...['T1 accepted', 'T1 open', 'T1 young'],
    ])
  })

  it('keep nobody’s id who wants to be forgotten, neither as who made nor as who decided', async () => {
    const database = await start()
    await keepSuggestion(database, idea('a'))
    await keepSuggestion(database, idea('b', { createdBy: 'U0BOB12345' }))
    for (const id of ['a', 'b']) await decide(database, id, 'accepted', NINE)
    const version = await acceptedVersion(database, TEAM)
    await forgetPerson(database, { team: TEAM, user: ADA, isVoter: () => false })
    expect(await findSuggestion(database, { team: TEAM, id: 'a' })).toMatchObject({
      ...{ createdBy: null, state: 'accepted', body: { by: FORGOTTEN } },
    })
    expect(await findSuggestion(database, { team: TEAM, id: 'b' })).toMatchObject({
      ...{ createdBy: 'U0BOB12345', state: 'accepted', body: { by: FORGOTTEN } },
    })
    expect(await acceptedVersion(database, TEAM)).toBe(version)
  })
})
