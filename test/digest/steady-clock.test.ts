import { describe, expect, it } from 'vitest'
import { watchClock } from '../../src/digest/steady-clock.ts'

const SETTLE_MS = 60_000

/** A clock that can be set, and one that only grows. */
function clocks() {
  const time = { clock: Date.UTC(2026, 10, 24, 8), grown: 5000 }
  const steady = watchClock(
    () => time.clock,
    () => time.grown,
    SETTLE_MS,
  )
  return {
    steady,
    time,
    /** Lets both go on, and the clock by something else besides. */
    pass: (ms: number, jump = 0) => {
      time.clock += ms + jump
      time.grown += ms
      return steady()
    },
  }
}

describe('a clock', () => {
  it('that runs evenly is trusted from the start', () => {
    const { steady, pass } = clocks()
    expect(steady()).toBe(true)
    expect(pass(1000)).toBe(true)
    // However long nobody looked.
    expect(pass(10 * 60 * 60_000)).toBe(true)
  })

  it.each([
    ['forth', 30_001],
    ['back', -30_001],
    ['forth by years', 3e11],
    ['back to 1970', -1.79e12],
  ])('that jumps %s is trusted after it ran evenly for a while', (_, jump) => {
    const { pass } = clocks()
    expect(pass(1000, jump)).toBe(false)
    expect(pass(SETTLE_MS - 1)).toBe(false)
    expect(pass(1)).toBe(true)
  })

  it('that jumps again begins its while again', () => {
    const { pass } = clocks()
    expect(pass(1000, 60_000)).toBe(false)
    expect(pass(SETTLE_MS - 1000)).toBe(false)
    expect(pass(1000, -60_000)).toBe(false)
    expect(pass(SETTLE_MS - 1)).toBe(false)
    expect(pass(1)).toBe(true)
  })

  it.each([30_000, -30_000])('may be corrected by %i ms between two looks', (correction) => {
    const { pass } = clocks()
    expect(pass(1000, correction)).toBe(true)
    expect(pass(1000)).toBe(true)
  })

  it('may drift a long way, little by little', () => {
    const { pass } = clocks()
    for (let look = 0; look < 1000; look++) expect(pass(1000, 100)).toBe(true)
  })

  it('that jumps does not change the time, until it is trusted again', () => {
    const { steady, pass, time } = clocks()
    const start = time.clock
    expect(steady.now()).toBe(start)
    time.clock += 3_600_000
    // Nobody has looked yet.
    expect(steady.now()).toBe(start)
    pass(1000)
    expect(steady.now()).toBe(start + 1000)
    pass(SETTLE_MS - 1)
    expect(steady.now()).toBe(start + 1000 + SETTLE_MS - 1)
    pass(1)
    expect(steady.now()).toBe(time.clock)
  })

  it('gives the time as it is corrected, in whole milliseconds', () => {
    const { steady, pass, time } = clocks()
    pass(1000, -200)
    expect(steady.now()).toBe(time.clock)
    time.grown += 0.4
    expect(steady.now()).toBe(time.clock)
  })

  it('that jumped before anybody looked is one that jumped', () => {
    const time = { clock: 0 }
    const steady = watchClock(
      () => time.clock,
      () => 0,
      SETTLE_MS,
    )
    time.clock = 60_000
    expect(steady()).toBe(false)
  })
})
