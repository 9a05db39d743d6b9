import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Work } from '../../src/digest/deliver.ts'
import { newSubscription } from '../../src/digest/settings.ts'
import { createWorkers } from '../../src/digest/workers.ts'

const LEASE_MS = 90_000

const work = (id: string): Omit<Work, 'mayPost'> => ({
  delivery: {
    ...{ id, team: 'T', channel: `C${id}`, slot: '2026-11-24', dueAt: 0, state: 'claimed', useCase: 'u' },
    ...{ round: 0, ts: null, reason: null, attempts: 0, owner: 'me', version: 1, uncertain: 0, retryAt: 0 },
    ...{ claimedAt: 0, finishedAt: null },
  },
  subscription: newSubscription({ team: 'T', channel: `C${id}`, createdBy: null, at: 0 }),
  ...{ matching: 1, left: 1, fresh: true },
})

/** Four workers, whose works are done when the test says so. */
function four(widenMs = 0) {
  const time = { elapsed: 1000 }
  const stop = new AbortController()
  const begun = new Map<string, { work: Work; finish: () => void }>()
  const workers = createWorkers(
    { inFlight: 4, leaseMs: LEASE_MS, elapsed: () => time.elapsed, stopping: stop.signal, widenMs },
    (one) =>
      new Promise((resolve) => {
        begun.set(one.delivery.id, { work: one, finish: resolve })
      }),
  )
  const begin = (id: string, claimedAt = time.elapsed) => void workers.begin(work(id), claimedAt)
  const mayPost = (id: string) => begun.get(id)?.work.mayPost()
  /** Lets what is waiting for one go on. */
  const finish = async (id: string) => {
    begun.get(id)?.finish()
    await new Promise(setImmediate)
  }
  return { workers, time, stop, begin, finish, mayPost }
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
      { inFlight: 1, leaseMs: 1, elapsed: () => 0, stopping: new AbortController().signal },
      () => Promise.reject(new Error('the database is away')),
    )
    await expect(workers.begin(work('a'), 0)).rejects.toThrow('the database is away')
    expect([workers.room(), workers.has('a')]).toEqual([1, false])
  })

  it('is all of it at first, and after a rest one place, and then another one after each while', async () => {
    const { workers, time, begin, finish } = four(1000)
    expect(workers.room()).toBe(4)
    workers.rest(5000)
    time.elapsed += 5000
    expect(workers.room()).toBe(1)
    begin('a')
    expect(workers.room()).toBe(0)
    time.elapsed += 1000
    expect(workers.room()).toBe(1)
    await finish('a')
    expect(workers.room()).toBe(2)
    time.elapsed += 60_000
    expect(workers.room()).toBe(4)
  })

  it('is none during a rest; of several rests the longest counts', () => {
    const { workers, time } = four()
    workers.rest(5000)
    workers.rest(1000)
    time.elapsed += 4999
    expect(workers.room()).toBe(0)
    time.elapsed += 1
    expect(workers.room()).toBe(4)
  })

  it('is none while stopping', () => {
    const { workers, stop } = four()
    stop.abort()
    expect(workers.room()).toBe(0)
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
    workers.rest(60_000)
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
    await finish('a')
    expect(await done(idle)).toBe(false)
    await finish('b')
    expect(await done(idle)).toBe(true)
  })
})
