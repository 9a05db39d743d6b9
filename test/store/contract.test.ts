import { CompiledQuery, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import {
  finishDelivery,
  lastStamp,
  openDeliveries,
  releaseDelivery,
  takeOver,
} from '../../src/store/claims.ts'
import { claimDue, claimNow, type Plan, shownIn } from '../../src/store/deliveries.ts'
import { lastDeliveries } from '../../src/store/delivery-history.ts'
import {
  findSubscription,
  listChanges,
  listSubscriptions,
  type Subscription,
  saveSubscription,
  stopSubscriptions,
} from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { inProcesses } from './processes.ts'
import {
  CHANGE,
  DAY,
  delivery,
  digest,
  findDelivery,
  NINE,
  nextDay,
  post,
  put,
  save,
  sorted,
  TEAM,
} from './rows.ts'

const CLAIM = { team: TEAM, now: NINE, limit: 10, owner: 'run-1', plan: post() }
const channelsOf = (rows: readonly { channel: string }[]) => rows.map(({ channel }) => channel)

/** How each engine says that it goes to the rows right away: to what is due, and to what is open and due. */
const REACH = {
  sqlite: {
    due: /SEARCH subscription USING (COVERING )?INDEX subscription_(due|next) \((team=\? AND )?next_at<\?\)$/,
    waiting: /SEARCH delivery USING INDEX delivery_(open|waiting) \((team=\? AND )?retry_at<\?\)$/,
  },
  postgres: {
    due: /Index Scan using subscription_(due|next) .*\n +Index Cond: .*\(next_at <=/,
    waiting:
      /(Index Scan using|Bitmap Index Scan on) delivery_(open|waiting) .*\n +Index Cond: .*\(retry_at <=/,
  },
}

const server = ownPostgres()

describe.each(ENGINES)('the store on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  /** The same database on several connections of this process. */
  const startMany = async (count: number): Promise<[Database, ...Database[]]> => {
    const url = await fresh()
    const others: Database[] = []
    const first = await open(url)
    while (others.length < count - 1) others.push(await open(url))
    return [first, ...others]
  }

  describe('digests', () => {
    it('come back as they were saved, whatever is in them', async () => {
      const database = await start()
      const odd = `'; drop table audit; -- "\\ %_ \n\t ä €\u{1F600}\u202E\uFFFF ${'long '.repeat(20_000)}`
      const kept = digest('C1', {
        ...{
          industries: [odd, '\u0000', '\uD800', ''],
          topics: [],
          days: ['sun'],
          zone: odd,
          environment: odd,
        },
        ...{ stoppedReason: odd, createdAt: 2 ** 31 + 1, nextAt: Number.MAX_SAFE_INTEGER, pausedUntil: 0 },
        ...{ stoppedAt: -1, createdBy: '', nextSlot: odd, lastUseCase: odd, round: 2 ** 31 - 1 },
      })
      const change = { ...CHANGE, actor: odd, details: { [odd]: ['\u0000', null, 1.5, NINE] }, at: NINE }
      await saveSubscription(database, kept, change)
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(kept)
      expect(await listChanges(database, TEAM, 'C1', 10)).toEqual([change])
    })

    it('are found by workspace and channel', async () => {
      const database = await start()
      await save(database, digest('C1'), digest('C2', { time: '10:00' }))
      expect(await findSubscription(database, TEAM, 'C2')).toMatchObject({ channel: 'C2', time: '10:00' })
      expect(await findSubscription(database, TEAM, 'c2')).toBeUndefined()
      expect(await findSubscription(database, TEAM, 'C3')).toBeUndefined()
    })

    it('are listed oldest first, all or those of a person', async () => {
      const database = await start()
      await save(
        database,
        digest('C3', { createdAt: 2, createdBy: 'U1' }),
        digest('C2', { createdAt: 3, createdBy: 'U2' }),
        digest('C4', { createdAt: 1, createdBy: null }),
        digest('C1', { createdAt: 2, createdBy: 'U1' }),
      )
      expect(channelsOf(await listSubscriptions(database, TEAM))).toEqual(['C4', 'C1', 'C3', 'C2'])
      expect(channelsOf(await listSubscriptions(database, TEAM, 'U1'))).toEqual(['C1', 'C3'])
      expect(await listSubscriptions(database, TEAM, 'U3')).toEqual([])
    })

    it('keep how far the round is when somebody changes them', async () => {
      const database = await start()
      await save(database, digest('C1', { round: 3, lastUseCase: 'shown' }))
      const changed = digest('C1', { time: '11:30', nextAt: NINE + 1, createdBy: 'U2', environment: 'x' })
      await saveSubscription(database, changed, CHANGE)
      const kept = { ...changed, round: 3, lastUseCase: 'shown' }
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(kept)
    })

    it('remember who changed what, newest first', async () => {
      const database = await start()
      for (const [at, action] of [
        [2, 'pause'],
        [1, 'set'],
        [3, 'resume'],
      ] as const) {
        await saveSubscription(database, digest('C1'), { actor: 'U1', action, details: { at }, at })
      }
      await saveSubscription(database, digest('C2'), { ...CHANGE, at: 9 })
      const changes = await listChanges(database, TEAM, 'C1', 2)
      expect(changes).toEqual([
        { actor: 'U1', action: 'resume', details: { at: 3 }, at: 3 },
        { actor: 'U1', action: 'pause', details: { at: 2 }, at: 2 },
      ])
    })

    it('are not changed when that cannot be remembered', async () => {
      const database = await start()
      await saveSubscription(database, digest('C1'), CHANGE)
      const bad = { ...CHANGE, details: { n: 1n } }
      await expect(saveSubscription(database, digest('C1', { time: '12:00' }), bad)).rejects.toThrow('BigInt')
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(digest('C1'))
      expect(await listChanges(database, TEAM, 'C1', 10)).toHaveLength(1)
    })

    it('are stopped once: those that run, of a channel or of all', async () => {
      const database = await start()
      const stopped = digest('C3', { stoppedAt: 1, stoppedReason: 'before', nextAt: null, nextSlot: null })
      await save(database, digest('C1', { pausedUntil: NINE }), digest('C2'), stopped, digest('C4'))
      const stoppedAt5 = (channel: string) =>
        digest(channel, { stoppedAt: 5, stoppedReason: 'gone', nextAt: null, nextSlot: null })
      expect(await stopSubscriptions(database, { team: TEAM, channel: 'C1' }, 'gone', 5)).toEqual([
        stoppedAt5('C1'),
      ])
      expect(await findSubscription(database, TEAM, 'C2')).toEqual(digest('C2'))
      const rest = await stopSubscriptions(database, { team: TEAM }, 'gone', 5)
      expect(sorted(channelsOf(rest))).toEqual(['C2', 'C4'])
      expect(await stopSubscriptions(database, { team: TEAM }, 'again', 6)).toEqual([])
      const all = await listSubscriptions(database, TEAM)
      expect(all).toEqual([stoppedAt5('C1'), stoppedAt5('C2'), stopped, stoppedAt5('C4')])
    })
  })

  describe('slots that are due', () => {
    it('are claimed oldest first, so many at a time, and none that is not due', async () => {
      const database = await start()
      await save(
        database,
        ...[
          digest('C1', { nextAt: NINE }),
          digest('C2', { nextAt: NINE - 5 }),
          digest('C3', { nextAt: NINE + 1 }),
        ],
        ...[digest('C4', { nextAt: NINE - 7 }), digest('C5', { nextAt: null, nextSlot: null, stoppedAt: 1 })],
      )
      // Now Postgres knows how few there are, and would take them as they come.
      await sql`analyze`.execute(database.db)
      const first = await claimDue(database, { ...CLAIM, limit: 2 })
      expect(first.map(({ delivery }) => delivery.channel)).toEqual(['C4', 'C2'])
      const second = await claimDue(database, { ...CLAIM, limit: 2 })
      expect(second.map(({ delivery }) => delivery.channel)).toEqual(['C1'])
      expect(await claimDue(database, CLAIM)).toEqual([])
    })

    it('become a delivery, and the digest goes on', async () => {
      const database = await start()
      await save(database, digest('C1', { nextAt: NINE - 60_000, pausedUntil: 7, round: 2 }))
      const plan = (subscription: Subscription): Plan => ({
        ...post('next')(subscription),
        subscription: {
          ...nextDay(subscription),
          pausedUntil: null,
          round: 3,
          lastUseCase: 'next',
          time: 'not this',
        },
      })
      const [claimed, ...others] = await claimDue(database, { ...CLAIM, plan })
      expect(others).toEqual([])
      const id = claimed?.delivery.id ?? ''
      expect(claimed?.delivery).toEqual({
        ...{ id, team: TEAM, channel: 'C1', slot: '2026-11-23', dueAt: NINE - 60_000, state: 'claimed' },
        ...{ useCase: 'next', round: 3, ts: null, reason: null, attempts: 0, owner: 'run-1', version: 0 },
        ...{ uncertain: 1, retryAt: NINE, claimedAt: NINE, finishedAt: null },
      })
      expect(claimed?.plan).toMatchObject({ useCase: 'next' })
      expect(await findDelivery(database, id)).toEqual(claimed?.delivery)
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(
        digest('C1', {
          ...{ nextAt: NINE - 60_000 + DAY, nextSlot: '2026-11-24', round: 3, lastUseCase: 'next' },
        }),
      )
    })

    it('are neither claimed nor passed over when a plan fails', async () => {
      const database = await start()
      await save(database, digest('C1'), digest('C2'))
      const plan = (subscription: Subscription): Plan => {
        if (subscription.channel === 'C2') throw new Error('no plan')
        return post()(subscription)
      }
      await expect(claimDue(database, { ...CLAIM, plan })).rejects.toThrow('no plan')
      expect(await openDeliveries(database, { team: TEAM, now: NINE, limit: 10 })).toEqual([])
      expect(await claimDue(database, CLAIM)).toHaveLength(2)
    })

    it('can be skipped, which is finished at once', async () => {
      const database = await start()
      await save(database, digest('C1'))
      const plan = (subscription: Subscription): Plan => ({
        ...{ state: 'skipped', useCase: null, reason: 'nothing-new' },
        subscription: { ...nextDay(subscription), round: 1 },
      })
      const [claimed] = await claimDue(database, { ...CLAIM, plan })
      expect(claimed?.delivery).toMatchObject({
        ...{
          state: 'skipped',
          reason: 'nothing-new',
          useCase: null,
          owner: null,
          finishedAt: NINE,
          round: 1,
        },
      })
      expect(await openDeliveries(database, { team: TEAM, now: NINE, limit: 10 })).toEqual([])
      const after = await findSubscription(database, TEAM, 'C1')
      expect(after).toMatchObject({ round: 1, lastUseCase: null, nextSlot: '2026-11-24' })
    })

    it('only move on when the slot was taken before', async () => {
      const database = await start()
      await save(database, digest('C1', { round: 4, lastUseCase: 'before' }), digest('C2'))
      const taken = delivery('C1', { slot: '2026-11-23', state: 'sent', ts: '1.0', finishedAt: NINE - 1 })
      await put(database, taken)
      const plan = (subscription: Subscription): Plan => ({
        ...post('other')(subscription),
        subscription: { ...nextDay(subscription), round: 9, lastUseCase: 'other' },
      })
      const claimed = await claimDue(database, { ...CLAIM, plan })
      expect(claimed.map(({ delivery }) => delivery.channel)).toEqual(['C2'])
      expect(await findDelivery(database, taken.id)).toEqual(taken)
      const moved = { round: 4, lastUseCase: 'before', nextSlot: '2026-11-24', nextAt: NINE + DAY }
      expect(await findSubscription(database, TEAM, 'C1')).toMatchObject(moved)
      expect(await findSubscription(database, TEAM, 'C2')).toMatchObject({ round: 9, lastUseCase: 'other' })
    })

    it('go to one of many claimers on several connections', async () => {
      const [first, ...others] = await startMany(5)
      const channels = Array.from({ length: 40 }, (_, index) => `C${100 + index}`)
      await save(first, ...channels.map((channel) => digest(channel)))
      const claimer = async (database: Database) => {
        const claimed: string[] = []
        // Whoever found nothing has only found nothing that nobody else was at.
        for (let turn = 0; turn < 20; turn += 1) {
          const won = await claimDue(database, { ...CLAIM, limit: 3 })
          claimed.push(...won.map(({ delivery }) => delivery.channel))
        }
        return claimed
      }
      const claimed = await Promise.all([first, ...others].flatMap((one) => [claimer(one), claimer(one)]))
      expect(sorted(claimed.flat())).toEqual(channels)
      const next = { slot: '2026-11-24', count: channels.length }
      const all = await listSubscriptions(first, TEAM)
      expect(all.filter(({ nextSlot }) => nextSlot === next.slot)).toHaveLength(next.count)
    })

    it.runIf(engine === 'postgres')('do not wait for one that somebody else is at', async () => {
      const [database, other] = await startMany(2)
      await save(database, digest('C1'), digest('C2'))
      await other?.db.transaction().execute(async (transaction) => {
        await sql`select 1 from subscription where channel = 'C1' for update`.execute(transaction)
        const claimed = await claimDue(database, CLAIM)
        expect(claimed.map(({ delivery }) => delivery.channel)).toEqual(['C2'])
      })
    })

    it('go to one of several processes', async () => {
      const url = await fresh()
      const database = await open(url)
      const channels = Array.from({ length: 60 }, (_, index) => `C${100 + index}`)
      await save(database, ...channels.map((channel) => digest(channel)))
      const claimed = await inProcesses(3, { task: 'claim', url })
      expect(sorted(claimed.flat())).toEqual(channels.map((channel) => `${channel} 2026-11-23`))
    })
  })

  describe('rounds', () => {
    it('know what they have shown, or may have', async () => {
      const database = await start()
      const subscription = digest('C1', { round: 1 })
      await save(database, subscription)
      const of = (useCase: string | null, changed: Parameters<typeof delivery>[1]) =>
        delivery('C1', { useCase, round: 1, ...changed })
      await put(
        database,
        ...[of('sent', { state: 'sent' }), of('claimed', {}), of('maybe', { state: 'failed', uncertain: 1 })],
        ...[of('failed', { state: 'failed', uncertain: 0 }), of('skipped', { state: 'skipped' })],
        ...[of(null, { state: 'sent' }), of('round before', { state: 'sent', round: 0 })],
        delivery('C2', { useCase: 'elsewhere', round: 1, state: 'sent' }),
      )
      expect(sorted(await shownIn(database, subscription))).toEqual(['claimed', 'maybe', 'sent'])
      expect([...(await shownIn(database, digest('C9')))]).toEqual([])
    })

    it('are told to the plan of each slot', async () => {
      const database = await start()
      await save(database, digest('C1', { round: 1 }), digest('C2'), digest('C3'))
      await put(
        database,
        ...[delivery('C1', { useCase: 'a', round: 1 }), delivery('C1', { useCase: 'b', round: 0 })],
        ...[delivery('C2', { useCase: 'c', state: 'sent' }), delivery('C2', { useCase: 'd', state: 'sent' })],
      )
      const seen: Record<string, string[]> = {}
      const plan = (subscription: Subscription, shown: ReadonlySet<string>) => {
        seen[subscription.channel] = sorted(shown)
        return post()(subscription)
      }
      await claimDue(database, { ...CLAIM, plan })
      expect(seen).toEqual({ C1: ['a'], C2: ['c', 'd'], C3: [] })
    })
  })

  describe('deliveries out of schedule', () => {
    const choose = (useCase: string, round: number) => (subscription: Subscription) => ({
      ...{ state: 'claimed' as const, useCase, reason: null },
      subscription: { ...subscription, round, lastUseCase: useCase },
    })
    const now = (changed: Partial<Parameters<typeof claimNow>[1]> = {}) => ({
      ...{ team: TEAM, channel: 'C1', slot: 'now-1', owner: 'run-1', now: NINE + 5 },
      ...{ plan: choose('chosen', 2), ...changed },
    })

    it('are claimed once for one request, on whichever connection', async () => {
      const connections = await startMany(4)
      await save(connections[0], digest('C1', { round: 1 }))
      const claims = Array.from({ length: 20 }, (_, index) => index)
      const won = await Promise.all(
        claims.map((index) => claimNow(connections[index % 4] ?? connections[0], now())),
      )
      expect(won.filter((one) => one !== undefined)).toHaveLength(1)
      expect(await lastDeliveries(connections[0], TEAM, 'C1', 30)).toHaveLength(1)
    })

    it('count in the round and leave the schedule alone', async () => {
      const database = await start()
      await save(database, digest('C1', { round: 1 }))
      const claimed = await claimNow(database, now())
      expect(claimed?.delivery).toMatchObject({
        ...{
          slot: 'now-1',
          dueAt: NINE + 5,
          claimedAt: NINE + 5,
          useCase: 'chosen',
          round: 2,
          state: 'claimed',
        },
      })
      const after = digest('C1', { round: 2, lastUseCase: 'chosen' })
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(after)
      expect(await claimNow(database, now({ plan: choose('other', 5) }))).toBeUndefined()
      expect(await findSubscription(database, TEAM, 'C1')).toEqual(after)
      expect(await claimNow(database, now({ slot: 'now-2' }))).toMatchObject({ delivery: { slot: 'now-2' } })
    })

    it('know what the others chose, however many there are at once', async () => {
      const connections = await startMany(4)
      await save(connections[0], digest('C1', { round: 1 }))
      const plan = (subscription: Subscription, shown: ReadonlySet<string>) =>
        choose(`use-case-${shown.size}`, 1)(subscription)
      const claims = await Promise.all(
        connections.map((one, index) => claimNow(one, now({ slot: `now-${index}`, plan }))),
      )
      const chosen = claims.map((claim) => claim?.delivery.useCase).toSorted()
      expect(chosen).toEqual(['use-case-0', 'use-case-1', 'use-case-2', 'use-case-3'])
    })

    it('are none where there is no digest, or nothing is planned', async () => {
      const database = await start()
      expect(await claimNow(database, now())).toBeUndefined()
      await save(database, digest('C1', { round: 1 }))
      expect(await claimNow(database, now({ plan: () => undefined }))).toBeUndefined()
      expect(await lastDeliveries(database, TEAM, 'C1', 1)).toEqual([])
    })
  })

  describe('claims', () => {
    const OPEN = { team: TEAM, now: NINE, limit: 10 }

    it('that are open are those to be tried now, longest waiting first', async () => {
      const database = await start()
      const [a, b, c] = [-1, -9, -5].map((ms) => delivery('C1', { retryAt: NINE + ms }))
      await put(database, ...[a, b, c].flatMap((one) => one ?? []))
      await put(database, delivery('C1', { retryAt: NINE + 1 }), delivery('C1', { state: 'sent' }))
      await put(database, delivery('C1', { state: 'failed' }), delivery('C1', { state: 'skipped' }))
      expect(await openDeliveries(database, OPEN)).toEqual([b, c, a])
      expect(await openDeliveries(database, { ...OPEN, limit: 2 })).toEqual([b, c])
    })

    it('are taken over by one of twenty', async () => {
      const connections = await startMany(4)
      const seen = delivery('C1', { version: 7 })
      await put(connections[0], seen)
      const owners = Array.from({ length: 20 }, (_, index) => `run-${index}`)
      const takers = owners.map((owner, index) =>
        takeOver(connections[index % 4] ?? connections[0], seen, owner),
      )
      const won = (await Promise.all(takers)).filter((one) => one !== undefined)
      expect(won).toHaveLength(1)
      expect(won[0]).toEqual({ ...seen, version: 8, owner: won[0]?.owner })
      expect(await findDelivery(connections[0], seen.id)).toEqual(won[0])
    })

    it('may be posted once they are taken over: who finds them next must look first', async () => {
      const database = await start()
      const seen = delivery('C1', { uncertain: 0 })
      await put(database, seen)
      expect(await takeOver(database, seen, 'run-2')).toMatchObject({ uncertain: 0, owner: 'run-2' })
      expect(await findDelivery(database, seen.id)).toMatchObject({ uncertain: 1, owner: 'run-2' })
    })

    it('are not taken over when they are finished', async () => {
      const database = await start()
      const seen = delivery('C1')
      await put(database, { ...seen, state: 'sent' })
      expect(await takeOver(database, seen, 'run-2')).toBeUndefined()
      expect(await findDelivery(database, seen.id)).toEqual({ ...seen, state: 'sent' })
    })

    it('are given back for another attempt', async () => {
      const database = await start()
      const held = delivery('C1', { version: 3, attempts: 1, uncertain: 1 })
      await put(database, held)
      const next = { retryAt: NINE + 500, uncertain: false, reason: 'ratelimited' }
      await releaseDelivery(database, held, next)
      const given = {
        ...held,
        owner: null,
        version: 4,
        attempts: 2,
        retryAt: NINE + 500,
        uncertain: 0,
        reason: 'ratelimited',
      }
      expect(await findDelivery(database, held.id)).toEqual(given)
      expect(await openDeliveries(database, OPEN)).toEqual([])
      expect(await openDeliveries(database, { ...OPEN, now: NINE + 500 })).toEqual([given])
      await releaseDelivery(database, given, { ...next, uncertain: true })
      expect(await findDelivery(database, held.id)).toMatchObject({ uncertain: 1, version: 5 })
    })

    it('are given back by who still holds them only', async () => {
      const database = await start()
      const held = delivery('C1')
      await put(database, held)
      const taken = await takeOver(database, held, 'run-2')
      await releaseDelivery(database, held, { retryAt: NINE + 500, uncertain: true, reason: 'late' })
      expect(await findDelivery(database, held.id)).toEqual(taken)
      await finishDelivery(database, held.id, { state: 'sent', ts: '1.0', at: NINE })
      const sent = await findDelivery(database, held.id)
      await releaseDelivery(
        database,
        { ...held, version: 1 },
        { retryAt: 0, uncertain: true, reason: 'late' },
      )
      expect(await findDelivery(database, held.id)).toEqual(sent)
    })

    it('are finished once, whoever holds them', async () => {
      const database = await start()
      const held = delivery('C1', { reason: 'ratelimited' })
      await put(database, held)
      await takeOver(database, held, 'run-2')
      await finishDelivery(database, held.id, { state: 'sent', ts: '1795424400.000100', at: NINE + 9 })
      const sent = {
        ...{ ...held, version: 1, state: 'sent', ts: '1795424400.000100', reason: null, uncertain: 0 },
        ...{ finishedAt: NINE + 9, owner: null },
      }
      expect(await findDelivery(database, held.id)).toEqual(sent)
      await finishDelivery(database, held.id, {
        state: 'failed',
        reason: 'late',
        uncertain: true,
        at: NINE + 10,
      })
      expect(await findDelivery(database, held.id)).toEqual(sent)
    })

    it('that failed say why, and whether it is sure', async () => {
      const database = await start()
      const held = delivery('C1', { uncertain: 0 })
      await put(database, held)
      await finishDelivery(database, held.id, {
        state: 'failed',
        reason: 'uncertain',
        uncertain: true,
        at: NINE,
      })
      const failed = { state: 'failed', reason: 'uncertain', uncertain: 1, ts: null, finishedAt: NINE }
      expect(await findDelivery(database, held.id)).toMatchObject(failed)
    })
  })

  describe('what a channel got', () => {
    const sent = (seconds: number, changed: Parameters<typeof delivery>[1] = {}) =>
      delivery('C1', { state: 'sent', ts: `${seconds}.000100`, finishedAt: seconds * 1000, ...changed })
    const at = Math.floor(NINE / 1000)

    it('is listed newest first', async () => {
      const database = await start()
      const [a, b, c] = [
        delivery('C1', { claimedAt: 2 }),
        delivery('C1', { claimedAt: 3 }),
        delivery('C1', { claimedAt: 1 }),
      ]
      await put(database, a, b, c, delivery('C2', { claimedAt: 4 }))
      expect(await lastDeliveries(database, TEAM, 'C1', 10)).toEqual([b, a, c])
      expect(await lastDeliveries(database, TEAM, 'C1', 1)).toEqual([b])
    })

    it('has a last message, whichever was claimed last', async () => {
      const database = await start()
      expect(await lastStamp(database, TEAM, 'C1')).toBeUndefined()
      await put(
        database,
        sent(at, { claimedAt: 5 }),
        sent(at - 60, { claimedAt: 9 }),
        delivery('C2', { ts: '9.9' }),
      )
      expect(await lastStamp(database, TEAM, 'C1')).toBe(`${at}.000100`)
    })

    it('has one that is surely from before a delivery that is open', async () => {
      const database = await start()
      const waiting = delivery('C1', { claimedAt: NINE })
      // Sent after the other was claimed, and perhaps after it was posted, too.
      await put(database, sent(at - 86_400), waiting, sent(at + 30, { claimedAt: NINE + 20_000 }))
      expect(await lastStamp(database, TEAM, 'C1')).toBe(`${at - 86_400}.000100`)
      await put(database, sent(at - 660), sent(at - 540))
      expect(await lastStamp(database, TEAM, 'C1')).toBe(`${at - 660}.000100`)
      await finishDelivery(database, waiting.id, { state: 'failed', at: NINE })
      expect(await lastStamp(database, TEAM, 'C1')).toBe(`${at + 30}.000100`)
    })
  })

  describe('a look at what is to do, each second', () => {
    /** What the engine says of how it would run each of these statements. */
    async function plansOf({ db }: Database, statements: readonly CompiledQuery[]): Promise<string[]> {
      const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'
      const plans: string[] = []
      for (const { sql, parameters } of [...statements]) {
        const { rows } = await db.executeQuery(CompiledQuery.raw(`${explain} ${sql}`, [...parameters]))
        plans.push(rows.map((row) => Object.values(row as object).join(' ')).join('\n'))
      }
      return plans
    }

    it('costs two statements that read no more the more digests and deliveries there are', async () => {
      const statements: CompiledQuery[] = []
      const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
      const ten = 'with recursive n(n) as (values (0) union all select n + 1 from n where n < 9)'
      const numbers = `${ten} select a.n + 10 * b.n + 100 * c.n + 1000 * d.n as n from n a, n b, n c, n d`
      const insert = async (table: string, columns: string, values: string) =>
        sql
          .raw(`insert into ${table} (${columns}) select ${values} from (${numbers}) numbers`)
          .execute(database.db)
      await insert(
        'subscription',
        'team, channel, time, days, zone, industries, topics, created_at, round, next_at',
        `'${TEAM}', 'C' || n, '09:00', '[]', 'UTC', '[]', '[]', 0, 0, ${NINE} + 1 + n`,
      )
      await insert(
        'delivery',
        'id, team, channel, slot, due_at, state, round, attempts, version, uncertain, retry_at, claimed_at',
        `'D' || n, '${TEAM}', 'C' || n, 'x', 0, case n % 500 when 7 then 'claimed' else 'sent' end, 0, 0, 0, 0, n, 0`,
      )
      // Postgres does so by itself, and SQLite never does.
      if (engine === 'postgres') await sql`analyze`.execute(database.db)
      statements.length = 0
      expect(await claimDue(database, CLAIM)).toEqual([])
      expect(await openDeliveries(database, { team: TEAM, now: NINE, limit: 200 })).toHaveLength(20)
      expect(statements).toHaveLength(2)
      const [due, waiting] = await plansOf(database, statements)
      expect(due).toMatch(REACH[engine].due)
      expect(waiting).toMatch(REACH[engine].waiting)
    })
  })

  it('never gives out what belongs to another workspace', async () => {
    const database = await start()
    const other = { team: 'T2' }
    await saveSubscription(database, digest('C1', other), CHANGE)
    await saveSubscription(database, digest('C2', { ...other, nextAt: NINE - 1 }), CHANGE)
    const sent = delivery('C1', { ...other, state: 'sent', ts: '5.0', finishedAt: NINE - DAY })
    await put(database, sent, delivery('C1', other))
    const before = await database.db.selectFrom('delivery').selectAll().execute()
    await saveSubscription(database, digest('C1', { nextAt: NINE + 1 }), CHANGE)
    expect(await findSubscription(database, TEAM, 'C2')).toBeUndefined()
    expect(channelsOf(await listSubscriptions(database, TEAM))).toEqual(['C1'])
    expect(channelsOf(await listSubscriptions(database, TEAM, 'U1'))).toEqual(['C1'])
    expect(await listChanges(database, TEAM, 'C2', 10)).toEqual([])
    expect(await listChanges(database, TEAM, 'C1', 10)).toHaveLength(1)
    expect(await claimDue(database, CLAIM)).toEqual([])
    expect(await openDeliveries(database, { team: TEAM, now: NINE, limit: 10 })).toEqual([])
    expect(await lastStamp(database, TEAM, 'C1')).toBeUndefined()
    expect(await lastDeliveries(database, TEAM, 'C1', 10)).toEqual([])
    expect([...(await shownIn(database, digest('C1')))]).toEqual([])
    expect(await stopSubscriptions(database, { team: TEAM }, 'gone', NINE)).toMatchObject([{ channel: 'C1' }])
    const untouched = [digest('C1', other), digest('C2', { ...other, nextAt: NINE - 1 })]
    expect(await listSubscriptions(database, 'T2')).toEqual(untouched)
    expect(await database.db.selectFrom('delivery').selectAll().execute()).toEqual(before)
    // There they are: T2 gets all of it.
    expect(await claimDue(database, { ...CLAIM, ...other })).toHaveLength(2)
    expect(await lastStamp(database, 'T2', 'C1')).toBe('5.0')
  })
})
