import { setImmediate as soon } from 'node:timers/promises'
import { expect, test } from 'vitest'
import type { Sliced } from '../../src/catalogue/sliced.ts'
import { gently } from '../../src/library/gently.ts'

/** Keeps the processor busy for so many steps of a millisecond. */
function* busy(steps: number): Sliced<string> {
  for (let step = 0; step < steps; step++) {
    const end = performance.now() + 1
    while (performance.now() < end);
    yield
  }
  return 'done'
}

test('others get their turn while it runs', async () => {
  let turns = 0
  let running = true
  const others = async () => {
    while (running) {
      await soon()
      turns++
    }
  }
  const end = others()
  expect(await gently(busy(60), new AbortController().signal)).toBe('done')
  running = false
  await end
  // Sixty milliseconds of work, of which five at a time.
  expect(turns).toBeGreaterThanOrEqual(10)
})

test('it ends when it is no longer wanted', async () => {
  const closing = new AbortController()
  const { signal } = closing
  let steps = 0
  function* endless(): Sliced<void> {
    for (;;) {
      if (++steps === 10) closing.abort()
      yield
    }
  }
  await expect(gently(endless(), signal)).rejects.toThrow('aborted')
  await expect(gently(busy(1), signal)).rejects.toThrow('aborted')
})

test('what goes wrong in it goes wrong for who asked', async () => {
  // biome-ignore lint/correctness/useYield: it does not come so far
  function* broken(): Sliced<void> {
    throw new Error('broken')
  }
  await expect(gently(broken(), new AbortController().signal)).rejects.toThrow('broken')
})
