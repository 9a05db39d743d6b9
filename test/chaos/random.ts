/** Numbers from 0 to 1 that look drawn and are the same for the same seed (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** One of these. @param drawn from 0 to 1 */
export function oneOf<T>(items: readonly T[], drawn: number): T {
  const item = items[Math.floor(drawn * items.length)]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}
