import { describe, expect, it } from 'vitest'
import {
  claimDueLinks,
  deadLinks,
  forgetLinks,
  isProof,
  type KeptResult,
  keepLink,
  readableLinks,
} from '../../src/store/links.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { DAY, NINE, sorted, TEAM } from './rows.ts'

const HOUR = DAY / 24
const A = { team: '', url: 'https://a.example/' }
const B = { team: '', url: 'https://b.example/?x=1' }
const OWN = { team: TEAM, url: A.url }

const server = ownPostgres()

describe.each(ENGINES)('what the store on %s knows of links', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const due = (database: Database, now: number, links = [A], limit = 10) =>
    claimDueLinks(database, { links, now, limit })
  const rowOf = ({ db }: Database, { team, url }: typeof A) =>
    db.selectFrom('link').selectAll().where('team', '=', team).where('url', '=', url).executeTakeFirst()
  const keep = (
    database: Database,
    state: KeptResult['state'],
    checkedAt: number,
    more: Partial<KeptResult> = {},
  ) => keepLink(database, { ...A, state, checkedAt, ...more })

  describe('what is due', () => {
    it('is what was never checked, each link of each team once', async () => {
      const database = await start()
      const taken = await due(database, NINE, [A, B, OWN])
      expect(sorted(taken.map(({ team, url }) => `${team} ${url}`))).toEqual([
        ...[` ${A.url}`, ` ${B.url}`, `${TEAM} ${A.url}`],
      ])
      expect(await due(database, NINE, [A, B, OWN])).toEqual([])
      expect(await due(database, NINE, [])).toEqual([])
    })

    it.each(['ok', 'moved', 'blocked'] as const)('comes back a week after it was %s', async (state) => {
      const database = await start()
      await due(database, NINE - 5)
      await keep(database, state, NINE)
      expect(await due(database, NINE + 7 * DAY - 1)).toEqual([])
      expect(await due(database, NINE + 7 * DAY)).toEqual([A])
    })

    it('comes back a day after it was dead', async () => {
      const database = await start()
      await keep(database, 'dead', NINE)
      expect(await due(database, NINE + DAY - 1)).toEqual([])
      expect(await due(database, NINE + DAY)).toEqual([A])
    })

    it.each(['ok', 'dead'] as const)(
      'comes back an hour after it was claimed while %s, when nothing came of it',
      async (state) => {
        const database = await start()
        await keep(database, state, NINE)
        const later = NINE + 8 * DAY
        expect(await due(database, later)).toEqual([A])
        expect(await due(database, later + HOUR - 1)).toEqual([])
        expect(await due(database, later + HOUR)).toEqual([A])
        expect(await rowOf(database, A)).toMatchObject({ state, since: NINE })
      },
    )

    it('comes in small batches, the longest unchecked first', async () => {
      const database = await start()
      const [C, D] = [
        { team: '', url: 'https://c.example/' },
        { team: '', url: 'https://d.example/' },
      ]
      await keep(database, 'ok', NINE)
      await keep(database, 'ok', NINE - 1, C)
      await keep(database, 'dead', NINE + 7 * DAY, D)
      const later = NINE + 7 * DAY
      expect(await due(database, later, [A, C, D, B], 1)).toEqual([B])
      expect(await due(database, later, [A, C, D, B], 1)).toEqual([C])
      expect(await due(database, later, [A, C, D, B], 1)).toEqual([A])
      expect(await due(database, later, [A, C, D, B], 1)).toEqual([])
    })

    it('is taken by one process only', async () => {
      const url = await fresh()
      const databases = [await open(url), await open(url), await open(url)]
      const links = Array.from({ length: 60 }, (_, n) => ({ team: '', url: `https://${n}.example/` }))
      const claimAll = async (database: Database) => {
        const taken: string[] = []
        for (let n = 0; n < 40; n++)
          taken.push(...(await due(database, NINE, links, 7)).map(({ url }) => url))
        return taken
      }
      const taken = await Promise.all(databases.map(claimAll))
      expect(sorted(taken.flat())).toEqual(sorted(links.map(({ url }) => url)))
    })
  })

  describe('a result', () => {
    it('keeps since when it is so', async () => {
      const database = await start()
      await keep(database, 'moved', NINE, { movedTo: B.url })
      await keep(database, 'moved', NINE + DAY, { movedTo: 'https://c.example/' })
      expect(await rowOf(database, A)).toEqual({
        ...{ ...A, state: 'moved', since: NINE, checkedAt: NINE + DAY },
        ...{ reason: null, movedTo: 'https://c.example/', archive: null },
      })
      await keep(database, 'blocked', NINE + 2 * DAY, { reason: 'robots.txt' })
      expect(await rowOf(database, A)).toEqual({
        ...{ ...A, state: 'blocked', since: NINE + 2 * DAY, checkedAt: NINE + 2 * DAY },
        ...{ reason: 'robots.txt', movedTo: null, archive: null },
      })
    })

    it('keeps the copy of a dead one until there is another, or it is back', async () => {
      const database = await start()
      const archiveAfter = async (state: KeptResult['state'], day: number, archive?: string) => {
        await keep(database, state, NINE + day * DAY, archive === undefined ? {} : { archive })
        return (await rowOf(database, A))?.archive
      }
      expect(await archiveAfter('dead', 0, 'one')).toBe('one')
      expect(await archiveAfter('dead', 1)).toBe('one')
      expect(await archiveAfter('dead', 2, 'two')).toBe('two')
      expect(await archiveAfter('ok', 3)).toBe(null)
    })

    it('that is older than what is known changes nothing', async () => {
      const database = await start()
      await keep(database, 'ok', NINE)
      await keep(database, 'dead', NINE - 1)
      expect(await rowOf(database, A)).toMatchObject({ state: 'ok', since: NINE, checkedAt: NINE })
    })
  })

  describe('what is to be marked as dead', () => {
    it('is what is gone, at once, with the day and the copy', async () => {
      const database = await start()
      await keep(database, 'dead', NINE, { reason: '404 Not Found' })
      await keep(database, 'dead', NINE, { ...B, reason: '410 Gone', archive: 'https://web.archive.org/x' })
      await keep(database, 'dead', NINE, { ...OWN, url: 'https://own.example/', reason: '404 Not Found' })
      expect([...(await deadLinks(database, ''))]).toEqual([
        [A.url, { since: '2026-11-23' }],
        [B.url, { since: '2026-11-23', archive: 'https://web.archive.org/x' }],
      ])
      await keep(database, 'dead', NINE + DAY, { reason: '404 Not Found' })
      expect(await rowOf(database, A)).toMatchObject({ reason: '404 Not Found' })
      expect([...(await deadLinks(database, TEAM)).keys()]).toEqual(['https://own.example/'])
    })

    it('is what did not answer, once it still does not a day later', async () => {
      const database = await start()
      const marked = async () => [...(await deadLinks(database, '')).keys()]
      await keep(database, 'dead', NINE, { reason: 'timed out' })
      await keep(database, 'dead', NINE + DAY - 1, { reason: 'timed out' })
      expect(await marked()).toEqual([])
      // That it is looked at is no proof yet.
      await due(database, NINE + 3 * DAY)
      expect(await marked()).toEqual([])
      expect(await rowOf(database, A)).toMatchObject({ since: NINE, reason: 'timed out' })
      await keep(database, 'dead', NINE + 3 * DAY, { reason: '503 Service Unavailable' })
      expect(await marked()).toEqual([A.url])
      expect(await rowOf(database, A)).toMatchObject({ since: NINE, reason: 'still 503 Service Unavailable' })
      await due(database, NINE + 5 * DAY)
      expect(await marked()).toEqual([A.url])
      await keep(database, 'ok', NINE + 5 * DAY)
      expect(await marked()).toEqual([])
      expect(await rowOf(database, A)).toMatchObject({ reason: null })
    })

    it.each(['ok', 'moved', 'blocked'] as const)('is nothing that is %s', async (state) => {
      const database = await start()
      await keep(database, state, NINE, { reason: '404 Not Found' })
      await keep(database, state, NINE + 9 * DAY, { reason: '404 Not Found' })
      expect((await deadLinks(database, '')).size).toBe(0)
    })
  })

  it('tells which links could be read, the latest first, none that was only claimed', async () => {
    const database = await start()
    await due(database, NINE, [{ team: '', url: 'https://claimed.example/' }])
    await keep(database, 'ok', NINE)
    await keep(database, 'moved', NINE + 1, B)
    await keep(database, 'dead', NINE, { url: 'https://dead.example/' })
    await keep(database, 'ok', NINE, { team: TEAM, url: 'https://own.example/' })
    expect(await readableLinks(database, '', 3)).toEqual([B.url, A.url])
    expect(await readableLinks(database, '', 1)).toEqual([B.url])
  })

  it('forgets links that are there no longer, of these teams', async () => {
    const database = await start()
    const other = { team: 'T2', url: B.url }
    for (const link of [A, B, OWN, other]) await keep(database, 'ok', NINE, link)
    await forgetLinks(database, ['', TEAM], [A])
    const rows = await database.db.selectFrom('link').select(['team', 'url']).orderBy('team').execute()
    expect(rows).toEqual([A, other])
  })
})

describe('a reason', () => {
  it('is proof where the server says that the page is gone', () => {
    const proofs = ['404 Not Found', '410 Gone', '403 Forbidden', 'timed out', '4040', undefined, null].map(
      isProof,
    )
    expect(proofs).toEqual([true, true, false, false, false, false, false])
  })
})
