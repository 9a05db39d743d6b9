import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import type { Outcome, Poster, PosterOf } from '../../src/digest/poster.ts'
import { type RunnerDeps, startRunner } from '../../src/digest/runner.ts'
import { createLog } from '../../src/log.ts'
import { listSubscriptions, type Subscription } from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import { catalogue } from '../catalogue.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { DAY, delivery, digest, NINE, put, save, sorted } from '../store/rows.ts'

const MINUTE_MS = 60_000
const LATE_MS = 10 * MINUTE_MS
const HALF_PAST = NINE + 3 * LATE_MS

/** What a workspace was asked to post. */
type Posted = { team: string; channel: string; delivery: string }

/** Slack as it is for several workspaces; each answers as the test says. */
function slack(answer: (posted: Posted) => Promise<Outcome> | Outcome = () => SENT) {
  const asked: Posted[] = []
  const told: string[] = []
  const found: string[] = []
  const posterOf = async (team: string): Promise<Poster> => ({
    post: async (channel, _, id) => {
      const posted = { team, channel, delivery: id }
      asked.push(posted)
      return answer(posted)
    },
    find: async (_, id) => {
      found.push(id)
      return { kind: 'absent' }
    },
    tell: async (to) => {
      told.push(`${team} ${to}`)
      return true
    },
    reach: async () => 'in',
  })
  const count = (wanted: (team: string) => boolean) => asked.filter(({ team }) => wanted(team)).length
  return { posterOf, asked, told, found, count }
}

/** Takes what is posted, and does not answer before the end of the test. */
function silence() {
  const ending = new AbortController()
  const over = new Promise<Outcome>((resolve) => ending.signal.addEventListener('abort', () => resolve(SENT)))
  return { ending, ...slack(() => over) }
}

const SENT: Outcome = { kind: 'sent', ts: '1795424400.000100' }

/** Goes on from this moment. */
const clock = (from: number) => {
  const began = performance.now()
  return () => from + Math.round(performance.now() - began)
}

/** Runs the digests of a database until the end of the test. */
function run(
  database: Database,
  changed: Partial<RunnerDeps> & { posterOf: PosterOf },
  ending = new AbortController(),
) {
  const counted: string[] = []
  const runner = startRunner({
    ...{ database, team: undefined, catalogue: () => catalogue, now: clock(NINE), log: createLog('silent') },
    metrics: { digest: (state) => counted.push(state) },
    ...changed,
    settings: { tickMs: 2, settleMs: 0, retryMs: 2, inFlight: 8, ...changed.settings },
  })
  onTestFinished(() => {
    ending.abort()
    return runner.close()
  })
  return { runner, counted }
}

const anything = (channel: string, changed: Partial<Subscription> = {}) =>
  digest(channel, { industries: [], ...changed })

const many = (team: string, count: number, nextAt: number) =>
  Array.from({ length: count }, (_, n) => anything(`C${n}`, { team, nextAt: nextAt + n }))

const rowsOf = ({ db }: Database, team: string) =>
  db.selectFrom('delivery').selectAll().where('team', '=', team).execute()

async function until(holds: () => Promise<void> | void): Promise<void> {
  await vi.waitFor(holds, { timeout: PATIENCE_MS, interval: 5 })
}

/** For a machine that does ten other things at once. */
const PATIENCE_MS = 60_000
vi.setConfig({ testTimeout: PATIENCE_MS })

const server = ownPostgres()

describe.each(ENGINES)('the digests of many workspaces on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(engine === 'sqlite' ? 'file::memory:' : await fresh())

  it('come in time where others are in trouble, whose come when that is over, each once', async () => {
    const database = await start()
    const troubled = ['T10', 'T11', 'T12', 'T13', 'T14']
    const well = Array.from({ length: 20 }, (_, n) => `T${30 + n}`)
    // Those in trouble have waited longest, and have most.
    for (const team of troubled) await save(database, ...many(team, 50, NINE - 10_000))
    for (const team of well) await save(database, ...many(team, 3, NINE - 10))
    let over = false
    const { posterOf, asked, count } = slack(async ({ team }) => {
      if (over || well.includes(team)) return SENT
      if (team === 'T10')
        return { kind: 'passing', reason: 'ratelimited', uncertain: false, retryAfterMs: 20 }
      // Some say so at once, from others nothing is heard for a while.
      if (team > 'T12') await sleep(20)
      return { kind: 'passing', reason: 'http_503', uncertain: true }
    })
    const { counted } = run(database, { posterOf })
    const isWell = (team: string) => well.includes(team)
    await until(() => expect(count(isWell)).toBe(60))
    const before = asked.slice(
      0,
      asked.findLastIndex(({ team }) => isWell(team)),
    )
    // One by one as they became due, all 250 of the others would have come first.
    expect(before.filter(({ team }) => !isWell(team)).length).toBeLessThan(90)
    over = true
    await until(() => expect(counted).toHaveLength(60 + 250))
    expect(new Set(counted)).toEqual(new Set(['sent']))
    const rows = await database.db.selectFrom('delivery').selectAll().execute()
    expect(new Set(rows.map(({ state }) => state))).toEqual(new Set(['sent']))
    expect(new Set(rows.map(({ team, channel }) => `${team} ${channel}`)).size).toBe(310)
    expect(new Set(asked.filter(({ team }) => isWell(team)).map((one) => one.delivery)).size).toBe(60)
  })

  it('are what a process took over, too, however much others left behind', async () => {
    const database = await start()
    const left = { owner: null, uncertain: 0, slot: '2026-11-23', useCase: catalogue.useCases[0]?.id ?? '' }
    for (const team of ['T1', 'T2']) {
      const digests = many(team, team === 'T1' ? 90 : 1, NINE)
      await save(database, ...digests.map((one) => ({ ...one, nextAt: NINE + DAY })))
      const retryAt = team === 'T1' ? NINE - 1000 : NINE
      await put(database, ...digests.map(({ channel }) => delivery(channel, { ...left, team, retryAt })))
    }
    // T1 can do nothing for now.
    let over = false
    const { posterOf, count } = slack(async ({ team }) => {
      if (over || team === 'T2') return SENT
      return { kind: 'passing', reason: 'ratelimited', uncertain: false, retryAfterMs: 1 }
    })
    const { counted } = run(database, { posterOf })
    await until(() => expect(counted).toEqual(['sent']))
    expect(count((team) => team === 'T2')).toBe(1)
    over = true
    await until(() => expect(counted).toHaveLength(91))
  })
})

describe('the digests of many workspaces', () => {
  const start = () => open('file::memory:')

  it('stop where the app is not installed any more, and nowhere else', async () => {
    const database = await start()
    await save(
      database,
      ...many('T1', 1, NINE),
      ...many('T2', 1, NINE),
      anything('C5', { team: 'T2', nextAt: NINE + DAY }),
    )
    const { posterOf, told } = slack()
    const { counted } = run(database, {
      posterOf: async (team) => (team === 'T1' ? posterOf(team) : undefined),
    })
    await until(() => expect(sorted(counted)).toEqual(['failed', 'sent']))
    expect(await rowsOf(database, 'T2')).toMatchObject([{ state: 'failed', reason: 'uninstalled' }])
    const stopped = { stoppedReason: 'uninstalled', nextAt: null }
    expect(await listSubscriptions(database, 'T2')).toMatchObject([stopped, stopped])
    expect(await listSubscriptions(database, 'T1')).toMatchObject([{ stoppedAt: null }])
    expect(told).toEqual([])
  })

  it('wait while it cannot be known whether the app is installed, and are looked for as before', async () => {
    const database = await start()
    await save(database, anything('C1'), anything('C2', { nextAt: NINE + DAY }))
    const useCase = catalogue.useCases[0]?.id ?? ''
    const uncertain = delivery('C2', { owner: null, useCase, slot: '2026-11-23' })
    await put(database, uncertain)
    const { posterOf, asked, found } = slack()
    const away = ['T1', 'T1', 'T1']
    const { counted } = run(database, {
      posterOf: async (team) => {
        if (away.pop()) throw new Error('the database is away')
        return posterOf(team)
      },
    })
    await until(() => expect(counted).toEqual(['sent', 'sent']))
    expect(found).toEqual([uncertain.id])
    expect(sorted(asked.map(({ channel }) => channel))).toEqual(['C1', 'C2'])
  })

  it('are counted as what they came to', async () => {
    const database = await start()
    await save(
      database,
      ...[
        anything('C1', { nextAt: HALF_PAST - LATE_MS + MINUTE_MS }),
        anything('C2', { nextAt: HALF_PAST - LATE_MS - MINUTE_MS }),
      ],
      ...[anything('C3', { industries: ['no such industry'] }), anything('C4', { nextAt: HALF_PAST - 1 })],
    )
    const { posterOf, told } = slack(({ channel }) =>
      channel === 'C4' ? { kind: 'permanent', reason: 'is_archived' } : SENT,
    )
    const { counted } = run(database, { posterOf, now: clock(HALF_PAST) })
    await until(() => expect(sorted(counted)).toEqual(['failed', 'late', 'sent', 'skipped']))
    // Each owner is written to in their own workspace.
    await until(() => expect(told).toEqual(['T1 U1', 'T1 U1']))
  })

  it('are picked from the catalogue of each', async () => {
    const database = await start()
    await save(database, anything('C1', { team: 'T1' }), anything('C1', { team: 'T2' }))
    const [first, second] = catalogue.useCases
    const only = (team: string) => ({
      ...catalogue,
      useCases: [team === 'T1' ? first : second].flatMap((one) => one ?? []),
    })
    const { counted } = run(database, { posterOf: slack().posterOf, catalogue: only })
    await until(() => expect(counted).toHaveLength(2))
    expect(await rowsOf(database, 'T1')).toMatchObject([{ useCase: first?.id }])
    expect(await rowsOf(database, 'T2')).toMatchObject([{ useCase: second?.id }])
  })

  it('are left to others by a process that has the token of one workspace', async () => {
    const database = await start()
    await save(database, ...many('T1', 8, NINE), ...many('T2', 3, NINE - 100))
    await put(database, delivery('C9', { team: 'T2', owner: null }))
    const { posterOf, asked, ending } = silence()
    const { runner } = run(database, { posterOf, team: 'T1' }, ending)
    // It has all places for itself.
    await until(() => expect(runner.inHand()).toBe(8))
    expect(new Set(asked.map(({ team }) => team))).toEqual(new Set(['T1']))
    expect(await rowsOf(database, 'T2')).toMatchObject([{ state: 'claimed', owner: null, version: 0 }])
    expect(await listSubscriptions(database, 'T2')).toMatchObject(Array(3).fill({ nextSlot: '2026-11-23' }))
  })

  it('have a quarter of all places for each workspace', async () => {
    const database = await start()
    await save(database, ...many('T1', 8, NINE - 100), ...many('T2', 1, NINE))
    const { posterOf, asked, ending } = silence()
    const { runner } = run(database, { posterOf }, ending)
    await until(() => expect(runner.inHand()).toBe(3))
    expect(sorted(asked.map(({ team }) => team))).toEqual(['T1', 'T1', 'T2'])
  })
})
