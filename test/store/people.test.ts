import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { forgetPerson, welcomeOnce } from '../../src/store/persons.ts'
import { isSaved, listSaved, saveUseCase, unsaveUseCase } from '../../src/store/saved.ts'
import { claimOnce, releaseClaim } from '../../src/store/seen.ts'
import {
  FORGOTTEN,
  findSubscription,
  listChanges,
  listSubscriptions,
  saveSubscription,
} from '../../src/store/subscriptions.ts'
import { findSuggestion, keepSuggestion } from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { ENGINES, emptyDatabase, open, ownPostgres, TABLES } from './engines.ts'
import { inProcesses } from './processes.ts'
import { CHANGE, delivery, digest, NINE, put, save, sorted, TEAM } from './rows.ts'

/** As Slack spells one; the other begins alike. */
const ADA = 'U0ADA12345'
const BOB = 'U0BOB12345'
const OTHER = 'T2'

const ofAda = { team: TEAM, user: ADA }
const ONCE = { asked: 1, unanswered: 1 }
const PAGE = { ...ofAda, limit: 10, offset: 0 }

const problem = (id: string, changed: Partial<Parameters<typeof keepSuggestion>[1]> = {}) => ({
  ...{ id, team: TEAM, kind: 'problem' as const, useCase: 'some-use-case', body: { text: 'wrong' } },
  ...{ createdBy: ADA, createdAt: NINE, ...changed },
})

/** All that a workspace has, as text. */
async function dump({ db }: Database, team: string): Promise<string> {
  const all: string[] = []
  for (const table of TABLES) {
    const { rows } = await sql`select * from ${sql.table(table)} where team = ${team}`.execute(db)
    all.push(...rows.map((row) => `${table} ${JSON.stringify(row)}`))
  }
  return all.toSorted().join('\n')
}

const server = ownPostgres()

describe.each(ENGINES)('what the store on %s knows of people', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const startTwo = async () => {
    const url = await fresh()
    return [await open(url), await open(url)] as const
  }

  describe('use cases that are saved', () => {
    const keep = (database: Database, useCase: string, at: number, whose = ofAda) =>
      saveUseCase(database, { ...whose, useCase, at })

    it('are listed newest first, ties by id, page by page', async () => {
      const database = await start()
      const order = [
        ['b', 2],
        ['d', 1],
        ['a', 2],
        ['c', 3],
      ] as const
      for (const [useCase, at] of order) await keep(database, useCase, at)
      expect(await listSaved(database, PAGE)).toEqual({ total: 4, useCases: ['c', 'a', 'b', 'd'] })
      const second = await listSaved(database, { ...PAGE, limit: 2, offset: 1 })
      expect(second).toEqual({ total: 4, useCases: ['a', 'b'] })
      const beyond = await listSaved(database, { ...PAGE, offset: 4 })
      expect(beyond).toEqual({ total: 4, useCases: [] })
      expect(await listSaved(database, { ...PAGE, limit: 0 })).toEqual({ total: 4, useCases: [] })
    })

    it('are each person’s own, in each workspace', async () => {
      const database = await start()
      await keep(database, 'a', NINE)
      const others = [
        { team: TEAM, user: BOB },
        { team: OTHER, user: ADA },
      ]
      for (const other of others) {
        expect(await isSaved(database, { ...other, useCase: 'a' })).toBe(false)
        expect(await listSaved(database, { ...PAGE, ...other })).toEqual({ total: 0, useCases: [] })
        await unsaveUseCase(database, { ...other, useCase: 'a' })
      }
      expect(await isSaved(database, { ...ofAda, useCase: 'a' })).toBe(true)
    })

    it('stay where they were when they are saved again, on both of two connections', async () => {
      const [one, two] = await startTwo()
      await keep(one, 'a', 1)
      await keep(one, 'b', 2)
      await Promise.all([keep(one, 'a', 3), keep(two, 'a', 4), keep(two, 'b', 0)])
      expect(await listSaved(two, PAGE)).toEqual({ total: 2, useCases: ['b', 'a'] })
    })

    it('can be let go, twice as well, and come back as new', async () => {
      const database = await start()
      await keep(database, 'a', 1)
      await keep(database, 'b', 2)
      await unsaveUseCase(database, { ...ofAda, useCase: 'a' })
      await unsaveUseCase(database, { ...ofAda, useCase: 'a' })
      expect(await isSaved(database, { ...ofAda, useCase: 'a' })).toBe(false)
      await keep(database, 'a', 3)
      expect(await listSaved(database, PAGE)).toEqual({ total: 2, useCases: ['a', 'b'] })
    })
  })

  describe('what is done once', () => {
    it('is claimed by one of many on several connections', async () => {
      const connections = await startTwo()
      const claims = Array.from({ length: 20 }, (_, n) => n)
      const on = (n: number) => connections[n % 2 === 0 ? 0 : 1]
      const claimed = await Promise.all(claims.map((n) => claimOnce(on(n), { team: TEAM, key: 'k', at: n })))
      expect(claimed.filter(Boolean)).toHaveLength(1)
      const welcomed = await Promise.all(claims.map((n) => welcomeOnce(on(n), { ...ofAda, at: n })))
      expect(welcomed.filter(Boolean)).toHaveLength(1)
      expect(await welcomeOnce(on(0), { ...ofAda, at: NINE })).toBe(false)
    })

    it('is each workspace’s own, and each key’s', async () => {
      const database = await start()
      const claims = [
        { team: TEAM, key: 'k' },
        { team: OTHER, key: 'k' },
        { team: TEAM, key: 'K' },
      ]
      for (const claim of claims) expect(await claimOnce(database, { ...claim, at: NINE })).toBe(true)
      for (const claim of claims) expect(await claimOnce(database, { ...claim, at: NINE })).toBe(false)
    })

    it('can be given back, for the next one', async () => {
      const database = await start()
      const claim = { team: TEAM, key: 'k', at: NINE }
      await claimOnce(database, claim)
      await claimOnce(database, { ...claim, key: 'other' })
      await releaseClaim(database, claim)
      await releaseClaim(database, claim)
      expect(await claimOnce(database, claim)).toBe(true)
      expect(await claimOnce(database, claim)).toBe(false)
      expect(await claimOnce(database, { ...claim, key: 'other' })).toBe(false)
    })

    it('is done once by several processes, which count and vote meanwhile', async () => {
      const url = await fresh()
      const won = await inProcesses(3, { task: 'people', url })
      const all = Array.from({ length: 20 }, (_, n) => [`key ${n}`, `user ${n}`]).flat()
      expect(sorted(won.flat())).toEqual(sorted(all))
      const { db } = await open(url)
      const counts = await db.selectFrom('search').select(['query', 'asked', 'unanswered']).execute()
      // Each of three processes, twenty times.
      expect(counts.toSorted((one, other) => (one.query < other.query ? -1 : 1))).toEqual([
        { query: 'a', asked: 120, unanswered: 60 },
        { query: 'b', asked: 120, unanswered: 60 },
      ])
      expect(await db.selectFrom('vote').select(['vote', 'at']).execute()).toEqual([
        { vote: 'down', at: NINE + 19 },
      ])
    })
  })

  describe('a person who wants to be forgotten', () => {
    const voterOf = (user: string, answer: string) => `${[...user].toReversed().join('')}/${answer}`
    const forget = (user: string, team = TEAM) => ({
      ...{ team, user },
      isVoter: ({ answer, voter }: { answer: string; voter: string }) => voter === voterOf(user, answer),
    })
    const vote = (user: string, answer: string, team = TEAM) => ({
      ...{ team, answer, voter: voterOf(user, answer), vote: 'down' as const, query: 'fraud', at: NINE },
    })

    /** Whatever the app keeps of somebody. */
    async function leaveTraces(database: Database, user: string, team = TEAM): Promise<void> {
      const channel = `C${user}`.replace(user, user === ADA ? '1' : '2')
      for (const useCase of ['a', 'b']) await saveUseCase(database, { team, user, useCase, at: NINE })
      await welcomeOnce(database, { team, user, at: NINE })
      await claimOnce(database, { team, key: `share ${user} ${'long '.repeat(2000)}`, at: NINE })
      for (const answer of ['A1', 'A2', 'A3']) await keepVote(database, vote(user, answer, team))
      await saveSubscription(database, digest(channel, { team, createdBy: user }), { ...CHANGE, actor: user })
      await put(database, delivery(channel, { team }))
      const body = { text: `Ask <@${user}>\n${user.toLowerCase()}`, [user]: [user] }
      await keepSuggestion(database, problem(`of ${channel}`, { team, createdBy: user, body }))
    }

    it('leaves no row with their id, and everybody else as they were', async () => {
      const database = await start()
      await leaveTraces(database, BOB)
      await leaveTraces(database, ADA, OTHER)
      const [bob, other] = [await dump(database, TEAM), await dump(database, OTHER)]
      await leaveTraces(database, ADA)
      // Others asked about them: such a question is counted no longer, and others’ votes stay.
      await countSearches(database, TEAM, [
        { query: `<@${ADA.toLowerCase()}> fraud`, day: '2026-11-23', ...ONCE },
      ])
      await keepVote(database, { ...vote(BOB, 'A9'), query: `who is <@${ADA.toLowerCase()}>` })
      expect(await dump(database, TEAM)).toContain(ADA)
      const gone = await forgetPerson(database, forget(ADA))
      expect(gone).toEqual({ saved: 2, votes: 3, suggestions: 1, digests: 1 })
      const left = await dump(database, TEAM)
      expect(left.toLowerCase()).not.toContain(ADA.toLowerCase())
      expect(left).toContain(voterOf(BOB, 'A9'))
      expect(left).not.toContain(voterOf(ADA, 'A1'))
      const lines = left.split('\n')
      expect(lines).toEqual(expect.arrayContaining(bob.split('\n')))
      expect(await dump(database, OTHER)).toBe(other)
      expect(other).toContain(ADA)
      const kept = await findSuggestion(database, { team: TEAM, id: 'of C1' })
      expect(kept?.createdBy).toBeNull()
      expect(kept?.body['text']).toBe(`Ask <@${FORGOTTEN}>\n${FORGOTTEN}`)
    })

    it('leaves their digests running, without an owner', async () => {
      const database = await start()
      const change = { ...CHANGE, actor: ADA, details: { until: '2026-12-01' } }
      await saveSubscription(database, digest('C1', { createdBy: ADA }), change)
      await saveSubscription(database, digest('C2', { createdBy: null }), { ...change, actor: BOB })
      await forgetPerson(database, forget(ADA))
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(digest('C1', { createdBy: FORGOTTEN }))
      expect(await findSubscription(database, TEAM, 'C2')).toEqual(digest('C2', { createdBy: null }))
      expect(await listChanges(database, TEAM, 'C1', 5)).toEqual([{ ...change, actor: FORGOTTEN }])
      expect(await listChanges(database, TEAM, 'C2', 5)).toEqual([{ ...change, actor: BOB }])
      expect(await listSubscriptions(database, TEAM, ADA)).toEqual([])
    })

    it('does not come back with a change that was under way', async () => {
      const database = await start()
      await save(database, digest('C1', { createdBy: ADA }), digest('C2', { createdBy: ADA }))
      await forgetPerson(database, forget(ADA))
      const seenBefore = digest('C1', { createdBy: ADA, time: '10:00' })
      await saveSubscription(database, seenBefore, { ...CHANGE, actor: BOB })
      const after = await findSubscription(database, TEAM, 'C1')
      expect(after).toMatchObject({ createdBy: FORGOTTEN, time: '10:00' })
      // It can be taken over, by a person or the environment.
      await saveSubscription(database, { ...seenBefore, createdBy: BOB }, { ...CHANGE, actor: BOB })
      expect(await findSubscription(database, TEAM, 'C1')).toMatchObject({ createdBy: BOB })
      await saveSubscription(database, digest('C2', { createdBy: null }), { ...CHANGE, actor: 'environment' })
      expect(await findSubscription(database, TEAM, 'C2')).toMatchObject({ createdBy: null })
    })

    it('is new again, and can be forgotten again', async () => {
      const database = await start()
      await leaveTraces(database, ADA)
      await forgetPerson(database, forget(ADA))
      const nothing = { saved: 0, votes: 0, suggestions: 0, digests: 0 }
      expect(await forgetPerson(database, forget(ADA))).toEqual(nothing)
      expect(await welcomeOnce(database, { ...ofAda, at: NINE })).toBe(true)
    })

    it('finds their votes among more than are looked at at once', async () => {
      const database = await start()
      const answers = Array.from({ length: 1300 }, (_, n) => `A${n}`)
      const votes = answers.map((answer, n) => vote(n % 100 === 0 ? ADA : BOB, answer))
      // One answer, many voters: pages end within it.
      const many = Array.from({ length: 1200 }, (_, n) => ({ ...vote(BOB, 'A5'), voter: `v${n}` }))
      for (const rows of [votes, many]) await database.db.insertInto('vote').values(rows).execute()
      expect(await forgetPerson(database, forget(ADA))).toMatchObject({ votes: 13 })
      const left = await database.db.selectFrom('vote').select('voter').execute()
      expect(left).toHaveLength(2500 - 13)
      expect(left.some(({ voter }) => voter.startsWith(voterOf(ADA, '')))).toBe(false)
    })

    it('is forgotten wholly or not at all', async () => {
      const database = await start()
      await leaveTraces(database, ADA)
      const before = await dump(database, TEAM)
      const fail = () => {
        throw new Error('no key')
      }
      await expect(forgetPerson(database, { ...ofAda, isVoter: fail })).rejects.toThrow('no key')
      expect(await dump(database, TEAM)).toBe(before)
      await expect(forgetPerson(database, forget(''))).rejects.toThrow('nobody')
      expect(await dump(database, TEAM)).toBe(before)
    })
  })
})
