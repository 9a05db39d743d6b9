import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Work } from '../../src/digest/deliver.ts'
import { newSubscription } from '../../src/digest/settings.ts'
import { createWorkers } from '../../src/digest/workers.ts'

const LEASE_MS = 90_000

const work = (id: string, team = 'T'): Omit<Work, 'mayPost'> => ({
  delivery: {
    ...{ id, team, channel: `C${id}`, slot: '2026-11-24', dueAt: 0, state: 'claimed', useCase: 'u' },
    ...{ round: 0, ts: null, reason: null, attempts: 0, owner: 'me', version: 1, uncertain: 0, retryAt: 0 },
    ...{ claimedAt: 0, finishedAt: null },
  },
  subscription: newSubscription({ team, channel: `C${id}`, createdBy: null, at: 0 }),
  ...{ matching: 1, left: 1, fresh: true },
})

/** Four workers, whose works are done when the test says so. @param each how many of them one workspace may have */
function four(widenMs = 0, each = 4) {
  const time = { elapsed: 1000 }
  const stop = new AbortController()
  const begun = new Map<string, { work: Work; finish: () => void }>()
  const workers = createWorkers(
    { inFlight: 4, each, leaseMs: LEASE_MS, elapsed: () => time.elapsed, stopping: stop.signal, widenMs },
    (one) =>
      new Promise((resolve) => {
        begun.set(one.delivery.id, { work: one, finish: resolve })
      }),
  )
  const begin = (id: string, claimedAt = time.elapsed) => void workers.begin(work(id), claimedAt)
  const beginFor = (team: string, ...ids: string[]) => {
    for (const id of ids) void workers.begin(work(id, team), time.elapsed)
  }
  /** How many places each of these workspaces gets. */
  const share = (...teams: string[]) => Object.fromEntries(workers.share(teams))
  const mayPost = (id: string) => begun.get(id)?.work.mayPost()
  /** Lets what is waiting for one go on. */
  const finish = async (id: string) => {
    begun.get(id)?.finish()
    await new Promise(setImmediate)
  }
  return { workers, time, stop, begin, beginFor, share, finish, mayPost }
}

/** Whether a promise is done, without waiting for it. */
async function done(promise: Promise<unknown>): Promise<boolean> {
  let isDone = false
  void promise.then(() => {
    isDone = true
  })
  await new Promise(setImmediate)
  return isDone
}

afterEach(() => vi.useRealTimers())

describe('the room', () => {
  it('is what is not in hand', async () => {
    const { workers, begin, finish } = four()
    expect(workers.room()).toBe(4)
    for (const id of ['a', 'b', 'c']) begin(id)
    expect([workers.room(), workers.has('a'), workers.has('d')]).toEqual([1, true, false])
    await finish('a')
    expect([workers.room(), workers.has('a'), workers.has('b')]).toEqual([2, false, true])
  })

  it('is as large after a work that failed', async () => {
    const workers = createWorkers(
      { inFlight: 1, each: 1, leaseMs: 1, elapsed: () => 0, stopping: new AbortController().signal },
      () => Promise.reject(new Error('the database is away')),
    )
    await expect(workers.begin(work('a'), 0)).rejects.toThrow('the database is away')
    expect([workers.room(), workers.has('a')]).toEqual([1, false])
  })

  it('is all of it at first, and after a rest one place, and then another one after each while', async () => {
    const { workers, time, begin, share, finish } = four(1000)
    expect(share('T')).toEqual({ T: 4 })
    workers.rest('T', 5000)
    time.elapsed += 5000
    expect(share('T')).toEqual({ T: 1 })
    begin('a')
    expect([share('T'), workers.full('T')]).toEqual([{}, true])
    time.elapsed += 1000
    expect([share('T'), workers.full('T')]).toEqual([{ T: 1 }, false])
    await finish('a')
    expect(share('T')).toEqual({ T: 2 })
    time.elapsed += 60_000
    expect(share('T')).toEqual({ T: 4 })
  })

  it('is none during a rest; of several rests the longest counts', () => {
    const { workers, time, share } = four()
    workers.rest('T', 5000)
    workers.rest('T', 1000)
    time.elapsed += 4999
    expect(share('T')).toEqual({})
    time.elapsed += 1
    expect(share('T')).toEqual({ T: 4 })
  })

  it('is none while stopping', () => {
    const { workers, stop, share } = four()
    stop.abort()
    expect([workers.room(), share('T')]).toEqual([0, {}])
  })
})

describe('the room of several workspaces', () => {
  it('is a share for each at the most', async () => {
    const { workers, share, beginFor, finish } = four(0, 2)
    expect(share('A')).toEqual({ A: 2 })
    beginFor('A', 'a', 'b')
    expect([share('A', 'B'), workers.full('A'), workers.full('B')]).toEqual([{ B: 2 }, true, false])
    await finish('a')
    expect([share('A', 'B'), workers.full('A')]).toEqual([{ A: 1, B: 2 }, false])
  })

  it('goes round: one place each, and first to whose turn was longest ago', async () => {
    const { share, beginFor, finish } = four(0, 2)
    expect(share('A', 'B', 'C')).toEqual({ A: 2, B: 1, C: 1 })
    // Whoever waits for the first time comes first, however long the others have.
    expect(share('A', 'B', 'C', 'D', 'E')).toEqual({ A: 1, B: 1, D: 1, E: 1 })
    beginFor('A', 'a', 'b')
    beginFor('B', 'c', 'd')
    await finish('a')
    expect(share('A', 'B', 'C')).toEqual({ C: 1 })
    expect(share('A', 'C')).toEqual({ A: 1 })
  })

  it('of one that rests is none, and that of the others is as it was', () => {
    const { workers, time, share } = four(1000, 2)
    workers.rest('A', 5000)
    expect(share('A', 'B')).toEqual({ B: 2 })
    expect(workers.full('A')).toBe(false)
    time.elapsed += 5000
    expect(share('A', 'B')).toEqual({ A: 1, B: 2 })
  })

  it('is never more than half for those in trouble, until something goes well there', async () => {
    const { workers, time, share, beginFor, finish } = four(1000, 1)
    for (const team of ['A', 'B', 'C']) workers.rest(team, 5000)
    // Long ago: they would all have their places again.
    time.elapsed += 60_000
    expect(share('A', 'B', 'C', 'D')).toEqual({ A: 1, B: 1, D: 1 })
    beginFor('A', 'a')
    beginFor('B', 'b')
    expect(share('C', 'D')).toEqual({ D: 1 })
    // It took its place before this rest, and says nothing of what is now.
    workers.rest('A', 1000)
    await finish('a')
    beginFor('C', 'c')
    time.elapsed += 1000
    expect(share('A', 'D')).toEqual({ D: 1 })
    await finish('b')
    beginFor('A', 'd')
    // B is as well as anybody again.
    expect(share('A', 'B', 'D')).toEqual({ B: 1, D: 1 })
  })
})

describe('room again', () => {
  it('is at once where half is free, and when half becomes free', async () => {
    const { workers, begin, finish } = four()
    begin('a')
    begin('b')
    expect(await done(workers.roomAgain(60_000))).toBe(true)
    begin('c')
    begin('d')
    const again = workers.roomAgain(60_000)
    await finish('a')
    expect(await done(again)).toBe(false)
    await finish('c')
    expect(await done(again)).toBe(true)
  })

  it('is where a workspace has half of its share again, but no sooner', async () => {
    const { workers, beginFor, finish } = four(0, 2)
    beginFor('A', 'a', 'b')
    const again = workers.roomAgain(60_000)
    expect(await done(again)).toBe(false)
    await finish('a')
    expect(await done(again)).toBe(true)
  })

  it('is waited for no longer than was said, and leaves no timer behind', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { workers, begin } = four()
    for (const id of ['a', 'b', 'c']) begin(id)
    const again = workers.roomAgain(1000)
    vi.advanceTimersByTime(999)
    expect(await done(again)).toBe(false)
    vi.advanceTimersByTime(1)
    expect(await done(again)).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('is not waited for during a rest with nothing in hand', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const { workers } = four()
    workers.rest('T', 60_000)
    expect(await done(workers.roomAgain(1000))).toBe(true)
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('the right to post', () => {
  it('lasts for half of the lease from before the claim', () => {
    const { time, begin, mayPost } = four()
    begin('a', time.elapsed - 10_000)
    expect(mayPost('a')).toBe(true)
    time.elapsed += LEASE_MS / 2 - 10_001
    expect(mayPost('a')).toBe(true)
    time.elapsed += 1
    expect(mayPost('a')).toBe(false)
  })

  it('ends when the process is told to stop', () => {
    const { stop, begin, mayPost } = four()
    begin('a')
    stop.abort()
    expect(mayPost('a')).toBe(false)
  })
})

describe('idle', () => {
  it('is when nothing is in hand any more', async () => {
    const { workers, begin, finish } = four()
    expect(await done(workers.idle())).toBe(true)
    begin('a')
    begin('b')
    const idle = workers.idle()
    expect(workers.inHand()).toBe(2)
    await finish('a')
    expect([await done(idle), workers.inHand()]).toEqual([false, 1])
    await finish('b')
    expect([await done(idle), workers.inHand()]).toEqual([true, 0])
  })
})
