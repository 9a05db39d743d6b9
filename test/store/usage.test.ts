import type { CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import { popularSearches, type SearchCount, searchTotals, usageReport } from '../../src/store/searches.ts'
import type { Database } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { NINE, TEAM } from './rows.ts'

const OTHER = 'T2'
const TODAY = '2026-11-23'
const asked = (query: string, times: number, none = 0, day = TODAY): SearchCount => ({
  ...{ query, day, asked: times, unanswered: none },
})
const vote = (answer: string, changed: Partial<Parameters<typeof keepVote>[1]> = {}) => ({
  ...{ team: TEAM, answer, voter: 'v1', vote: 'down' as const, query: 'fraud', at: NINE, ...changed },
})
const SINCE = { since: TODAY, limit: 10 }

const server = ownPostgres()

describe.each(ENGINES)('what the store on %s knows of questions', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const startTwo = async () => {
    const url = await fresh()
    return [await open(url), await open(url)] as const
  }
  const countsOf = ({ db }: Database) =>
    db.selectFrom('search').select(['query', 'day', 'asked', 'unanswered']).orderBy('day').execute()

  describe('counts', () => {
    it('are added to what is there, each day for itself', async () => {
      const database = await start()
      await countSearches(database, TEAM, [asked('fraud', 2, 1), asked('fraud', 1, 0, '2026-11-22')])
      await countSearches(database, TEAM, [asked('fraud', 3, 1), asked('fraud', 4, 4)])
      await countSearches(database, OTHER, [asked('fraud', 100)])
      await countSearches(database, TEAM, [])
      const ofTeam = await database.db.selectFrom('search').selectAll().where('team', '=', TEAM).execute()
      expect(ofTeam.toSorted((one, other) => (one.day < other.day ? -1 : 1))).toEqual([
        { team: TEAM, ...asked('fraud', 1, 0, '2026-11-22') },
        { team: TEAM, ...asked('fraud', 9, 6) },
      ])
    })

    it('are few statements, however many there are, and none for nothing', async () => {
      const statements: CompiledQuery[] = []
      const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
      statements.length = 0
      await countSearches(database, TEAM, [])
      expect(statements).toEqual([])
      const many = Array.from({ length: 4500 }, (_, n) => asked(`question ${n}`, 1))
      await countSearches(database, TEAM, [...many, ...many])
      expect(statements.filter(({ sql }) => sql.startsWith('insert'))).toHaveLength(3)
      const all = await usageReport(database, { team: TEAM, ...SINCE })
      expect(all).toEqual({ unanswered: [], votedDown: [] })
      expect(await popularSearches(database, { team: TEAM, ...SINCE, limit: 1 })).toEqual([
        { query: 'question 0', asked: 2 },
      ])
    })

    it('of two connections at once lose nothing, in whichever order they come', async () => {
      const [one, two] = await startTwo()
      const some = Array.from({ length: 50 }, (_, n) => asked(`question ${n}`, 1, 1))
      const rounds = Array.from({ length: 10 }, (_, n) =>
        countSearches(n % 2 === 0 ? one : two, TEAM, n % 2 === 0 ? some : some.toReversed()),
      )
      await Promise.all(rounds)
      const counts = await countsOf(one)
      expect(counts).toHaveLength(50)
      expect(counts.every((count) => count.asked === 10 && count.unanswered === 10)).toBe(true)
    })

    it('are kept of whatever was asked, of all that is long the beginning', async () => {
      const database = await start()
      const odd = `'; drop table vote; -- "\\ %_ \n ä \u{1F600}`
      // What cannot be compressed: an index of Postgres's takes the less of it.
      const long = Array.from({ length: 9000 }, (_, n) =>
        String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000)),
      ).join('')
      await countSearches(database, TEAM, [asked(odd, 1, 1), asked(`a\0b`, 2, 2), asked('a\uD800', 3, 3)])
      await countSearches(database, TEAM, [asked(`${long}x`, 4, 4), asked(`${long}y`, 5, 5)])
      const { unanswered } = await usageReport(database, { team: TEAM, ...SINCE })
      expect(unanswered).toEqual([
        { query: long.slice(0, 300), times: 9 },
        { query: 'a\uFFFD', times: 3 },
        { query: 'ab', times: 2 },
        { query: odd, times: 1 },
      ])
      await keepVote(database, vote('A1', { query: `\0${long}` }))
      const { votedDown } = await usageReport(database, { team: TEAM, ...SINCE })
      expect(votedDown).toEqual([{ query: long.slice(0, 300), up: 0, down: 1 }])
    })
  })

  describe('popular questions', () => {
    it('are those that were answered at least once, most asked first, ties by the question', async () => {
      const database = await start()
      await countSearches(database, TEAM, [
        ...[asked('never', 9, 9), asked('once', 9, 8), asked('b', 2), asked('a', 2)],
        ...[
          asked('b', 3, 0, '2026-11-24'),
          asked('a', 3, 3, '2026-11-24'),
          asked('old', 99, 0, '2026-11-22'),
        ],
      ])
      await countSearches(database, OTHER, [asked('elsewhere', 50)])
      const popular = await popularSearches(database, { team: TEAM, ...SINCE })
      expect(popular).toEqual([
        { query: 'once', asked: 9 },
        { query: 'a', asked: 5 },
        { query: 'b', asked: 5 },
      ])
      const two = await popularSearches(database, { team: TEAM, ...SINCE, limit: 2 })
      expect(two).toEqual(popular.slice(0, 2))
      expect(await popularSearches(database, { team: 'T9', ...SINCE })).toEqual([])
    })
  })

  describe('votes', () => {
    const votesOf = ({ db }: Database) => db.selectFrom('vote').select(['answer', 'voter', 'vote']).execute()

    it('are one each, of which the last counts, whichever comes last', async () => {
      const [one, two] = await startTwo()
      const clicks = [
        vote('A1', { vote: 'down', at: 5 }),
        vote('A1', { vote: 'up', at: 9 }),
        vote('A1', { vote: 'down', at: 7 }),
      ]
      await Promise.all(clicks.map((click, n) => keepVote(n === 1 ? one : two, click)))
      expect(await votesOf(one)).toEqual([{ answer: 'A1', voter: 'v1', vote: 'up' }])
      // In the same millisecond it is who comes last.
      await keepVote(two, vote('A1', { vote: 'down', at: 9 }))
      expect(await votesOf(one)).toEqual([{ answer: 'A1', voter: 'v1', vote: 'down' }])
    })

    it('are each voter’s own, of each answer, in each workspace', async () => {
      const database = await start()
      await keepVote(database, vote('A1'))
      for (const other of [vote('A2'), vote('A1', { voter: 'v2' }), vote('A1', { team: OTHER })])
        await keepVote(database, { ...other, vote: 'up' })
      expect(await votesOf(database)).toHaveLength(4)
      const { votedDown } = await usageReport(database, { team: TEAM, ...SINCE })
      expect(votedDown).toEqual([{ query: 'fraud', up: 2, down: 1 }])
    })
  })

  describe('the report', () => {
    it('says what found nothing, and what was voted down, most first, ties by the question', async () => {
      const database = await start()
      await countSearches(database, TEAM, [
        ...[asked('b', 2, 2), asked('a', 5, 2), asked('c', 9, 1), asked('c', 9, 4, '2026-11-25')],
        ...[asked('fine', 9), asked('old', 9, 9, '2026-11-22')],
      ])
      const midnight = Date.UTC(2026, 10, 23)
      const votes = [
        { query: 'x', at: midnight },
        { query: 'x' },
        { query: 'x', vote: 'up' },
        { query: 'z' },
        { query: 'y' },
        { query: 'liked', vote: 'up' },
        { query: 'z', at: midnight - 1 },
      ] as const
      for (const [n, one] of votes.entries()) await keepVote(database, vote(`A${n}`, one))
      const report = await usageReport(database, { team: TEAM, ...SINCE })
      expect(report).toEqual({
        unanswered: [
          { query: 'c', times: 5 },
          { query: 'a', times: 2 },
          { query: 'b', times: 2 },
        ],
        votedDown: [
          { query: 'x', up: 1, down: 2 },
          { query: 'y', up: 0, down: 1 },
          { query: 'z', up: 0, down: 1 },
        ],
      })
      const short = await usageReport(database, { team: TEAM, since: TODAY, limit: 1 })
      expect(short).toEqual({
        unanswered: report.unanswered.slice(0, 1),
        votedDown: report.votedDown.slice(0, 1),
      })
    })

    it('is of one workspace, or of all together', async () => {
      const database = await start()
      for (const team of [TEAM, OTHER]) {
        await countSearches(database, team, [asked('fraud', 3, 2)])
        await keepVote(database, vote('A1', { team }))
      }
      const one = await usageReport(database, { team: OTHER, ...SINCE })
      expect(one).toEqual({
        unanswered: [{ query: 'fraud', times: 2 }],
        votedDown: [{ query: 'fraud', up: 0, down: 1 }],
      })
      expect(await usageReport(database, SINCE)).toEqual({
        unanswered: [{ query: 'fraud', times: 4 }],
        votedDown: [{ query: 'fraud', up: 0, down: 2 }],
      })
    })
  })

  describe('the totals', () => {
    it('are of a workspace or of all, by month, from the first day on', async () => {
      const database = await start()
      await countSearches(database, TEAM, [
        ...[asked('fraud', 3, 1, '2026-10-31'), asked('fraud', 2, 0, '2026-11-01'), asked('x', 4, 4)],
        ...[asked('joins', 5, 0, '2026-12-01'), asked('old', 99, 99, '2026-10-30')],
      ])
      await countSearches(database, OTHER, [asked('fraud', 10, 1), asked('y', 1, 1, '2027-01-01')])
      const since = '2026-10-31'
      expect(await searchTotals(database, { team: TEAM, since })).toEqual({
        ...{ searches: 14, different: 3, unanswered: 5 },
        months: [
          { month: '2026-10', searches: 3, unanswered: 1 },
          { month: '2026-11', searches: 6, unanswered: 4 },
          { month: '2026-12', searches: 5, unanswered: 0 },
        ],
      })
      const all = await searchTotals(database, { since })
      expect(all).toMatchObject({ searches: 25, different: 4, unanswered: 7 })
      expect(all.months.map(({ month, searches }) => [month, searches])).toEqual([
        ...[
          ['2026-10', 3],
          ['2026-11', 16],
          ['2026-12', 5],
          ['2027-01', 1],
        ],
      ])
    })

    it('are nothing where nothing was searched', async () => {
      const none = { searches: 0, different: 0, unanswered: 0, months: [] }
      expect(await searchTotals(await start(), { since: TODAY })).toEqual(none)
    })
  })
})
