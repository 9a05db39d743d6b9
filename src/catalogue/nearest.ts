import Fuse from 'fuse.js'

/**
 * The known word that a mistyped one most likely means.
 * @param word as typed
 * @param known the words that would have been right
 * @returns one of `known`, or undefined when none is close
 */
export function nearest(word: string, known: readonly string[]): string | undefined {
  // One or two letters are in everything.
  if (word.length < 3) return undefined
  const fuse = new Fuse(known, { threshold: 0.45, ignoreLocation: true, isCaseSensitive: false })
  return fuse.search(word.slice(0, 60), { limit: 1 })[0]?.item
}
