import Fuse from 'fuse.js'
import type { Sliced } from './sliced.ts'

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

// One letter in five may be wrong. With one in four, "todo" would be a "developer-tooling".
const GUESS = 0.2

/** The known word that a mistyped one most likely means, if any is close: nearer than in a search, where one may choose. */
export function nearest(word: string, known: readonly string[]): string | undefined {
  return matcher(known, GUESS)(word, 1)[0]
}

// Fuse compares about a hundred words in a millisecond.
const ROUND = 100

/** The same among any number of words: the best of each round, and of those the best. */
export function* nearestOfMany(word: string, known: readonly string[]): Sliced<string | undefined> {
  if (known.length <= ROUND) return nearest(word, known)
  const winners: string[] = []
  for (let from = 0; from < known.length; from += ROUND) {
    winners.push(...matcher(known.slice(from, from + ROUND), GUESS)(word, 1))
    yield
  }
  return yield* nearestOfMany(word, winners)
}
