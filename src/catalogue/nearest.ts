import Fuse from 'fuse.js'

/**
 * Prepares to find known words near to mistyped ones.
 * @param known the words that would have been right
 * @param threshold how far from a known word is still near: 0 is the same, 1 is anything
 * @returns for a word as typed, up to `limit` of the known words, closest first; none when none is close
 */
export function matcher(
  known: readonly string[],
  threshold = 0.45,
): (word: string, limit: number) => string[] {
  const fuse = new Fuse(known, { threshold, ignoreLocation: true })
  return (word, limit) => {
    // One or two letters are in everything, and beyond 32 Fuse compares piece by piece.
    if (word.length < 3) return []
    return fuse.search(word.slice(0, 32), { limit }).map((result) => result.item)
  }
}

/** The known word that a mistyped one most likely means, if any is close. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return matcher(known)(word, 1)[0]
}
