import { describe, expect, it } from 'vitest'
import { watchLeases } from '../../src/digest/lease.ts'
import type { Delivery } from '../../src/store/deliveries.ts'

const LEASE_MS = 90_000

const claim = (id: string, version = 1, owner: string | null = 'another run'): Delivery => ({
  ...{ id, team: 'T', channel: `C${id}`, slot: '2026-11-24', dueAt: 0, state: 'claimed', useCase: 'u' },
  ...{ round: 0, ts: null, reason: null, attempts: 0, owner, version, uncertain: 0, retryAt: 0 },
  ...{ claimedAt: 0, finishedAt: null },
})

function watch() {
  let elapsed = 0
  const leases = watchLeases(LEASE_MS, () => elapsed)
  /** Which of them are free, so much later. */
  return (later: number, ...open: Delivery[]) => {
    elapsed += later
    return leases.free(open).map(({ id }) => id)
  }
}

describe('a claim', () => {
  it('is its holder’s until it did not change for the whole lease, as seen from here', () => {
    const freeAfter = watch()
    // Long ago by any clock of the database: that does not count.
    expect(freeAfter(10 * LEASE_MS, claim('a'))).toEqual([])
    expect(freeAfter(LEASE_MS - 1, claim('a'))).toEqual([])
    expect(freeAfter(1, claim('a'))).toEqual(['a'])
    expect(freeAfter(1, claim('a'))).toEqual(['a'])
  })

  it('that changed hands begins its lease again', () => {
    const freeAfter = watch()
    freeAfter(0, claim('a'))
    expect(freeAfter(LEASE_MS - 1, claim('a', 2))).toEqual([])
    expect(freeAfter(LEASE_MS - 1, claim('a', 2))).toEqual([])
    expect(freeAfter(1, claim('a', 2))).toEqual(['a'])
  })

  it('that nobody holds is free at once', () => {
    expect(watch()(0, claim('a'), claim('b', 1, null))).toEqual(['b'])
  })

  it('has a lease of its own', () => {
    const freeAfter = watch()
    freeAfter(0, claim('a'))
    freeAfter(LEASE_MS / 2, claim('a'), claim('b'))
    expect(freeAfter(LEASE_MS / 2, claim('a'), claim('b'))).toEqual(['a'])
    expect(freeAfter(LEASE_MS / 2, claim('b'))).toEqual(['b'])
  })

  it('keeps its lease while others are shown, and is as one never seen after ten', () => {
    const freeAfter = watch()
    freeAfter(0, claim('a'), claim('b'))
    expect(freeAfter(LEASE_MS - 1, claim('b'))).toEqual([])
    expect(freeAfter(1, claim('a'))).toEqual(['a'])
    expect(freeAfter(10 * LEASE_MS, claim('a'))).toEqual(['a'])
    freeAfter(10 * LEASE_MS + 1)
    expect(freeAfter(0, claim('a'))).toEqual([])
    expect(freeAfter(LEASE_MS, claim('a'))).toEqual(['a'])
  })
})
