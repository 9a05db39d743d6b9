import Fuse from 'fuse.js'

/**
 * The known word that a mistyped one most likely means.
 * @param word as typed
 * @param known the words that would have been right
 * @returns one of `known`, or undefined when none is close
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return nearestFew(word, known, 1)[0]
}

/** Like {@link nearest}: up to `limit` known words, closest first. */
export function nearestFew(word: string, known: readonly string[], limit: number): string[] {
  // One or two letters are in everything.
  if (word.length < 3) return []
  const fuse = new Fuse(known, { threshold: 0.45, ignoreLocation: true })
  // Fuse takes no more than 32 characters at a time, and a name is not longer.
  return fuse.search(word.slice(0, 32), { limit }).map((result) => result.item)
}
