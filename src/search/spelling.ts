import Fuse from 'fuse.js'
import { type Sliced, visiting } from '../catalogue/sliced.ts'

/** A word of the catalogue that a typed word may mean. */
export type Guess = {
  word: string
  /** How sure that is, from 0 to 1: an edit costs more in a short word. */
  quality: number
}

export type Spelling = {
  /** Words that the typed word may be a slip of, best first; empty when none is near enough. */
  correct: (word: string) => readonly Guess[]
  /** Words that begin with the typed letters, shortest first. */
  complete: (prefix: string, limit: number) => readonly string[]
}

// However large the catalogue, no more than this many words are compared: those that share most letter pairs.
const CANDIDATES = 16
const GUESSES = 3
const LONGEST = 24
const COMPLETIONS = 200

/**
 * Learns the spelling of a set of words: which words have which pairs of letters, so that a slip is compared with a
 * few words only. In steps of some words.
 * @param known all words that are right, folded
 * @param names those of them that are names, in which people slip more
 */
export function* learnSpelling(
  known: Iterable<string>,
  names: ReadonlySet<string> = new Set(),
): Sliced<Spelling> {
  const words = yield* byLength(known)
  const nearest = yield* pairTable(words)
  const sorted = yield* alphabetical(words)
  return {
    correct: (word) => correct(word, nearest, names),
    complete: (prefix, limit) => complete(prefix, sorted, limit),
  }
}

function* byLength(known: Iterable<string>): Sliced<string[]> {
  const lengths: string[][] = Array.from({ length: LONGEST + 1 }, () => [])
  yield* visiting(known, (word) => lengths[word.length]?.push(word))
  return lengths.flat()
}

/** Sorts the words of each beginning by themselves, so that no step is long. */
function* alphabetical(words: readonly string[]): Sliced<string[]> {
  const groups = new Map<string, string[]>()
  yield* visiting(words, (word) => {
    const start = word.slice(0, 2)
    const group = groups.get(start)
    if (group === undefined) groups.set(start, [word])
    else group.push(word)
  })
  const sorted: string[] = []
  for (const start of [...groups.keys()].toSorted()) {
    sorted.push(...(groups.get(start) ?? []).toSorted())
    yield
  }
  return sorted
}

/** One edit in words of four letters or more, two in long ones; three letters leave nothing to go by. */
const editsAllowed = (length: number, isName: boolean) => (length < 4 ? 0 : length < (isName ? 7 : 9) ? 1 : 2)

function correct(
  word: string,
  nearest: (word: string, edits: number) => string[],
  names: ReadonlySet<string>,
): Guess[] {
  const most = editsAllowed(word.length, true)
  if (most === 0 || word.length > LONGEST || /\d/.test(word)) return []
  const within = nearest(word, most).flatMap((candidate) => {
    const edits = isCandidate(word, candidate) ? distance(word, candidate) : Number.POSITIVE_INFINITY
    if (edits > editsAllowed(word.length, names.has(candidate))) return []
    return [{ word: candidate, quality: 1 - (1.5 * edits) / word.length }]
  })
  if (within.length < 2) return within
  const order = new Fuse(within, { keys: ['word'], threshold: 1 }).search(word).map(({ item }) => item)
  return order.toSorted((a, b) => b.quality - a.quality).slice(0, GUESSES)
}

/** Slips that people do not make, and that would make another word of the one they typed. */
function isCandidate(word: string, candidate: string): boolean {
  // Hardly anybody gets the first letter wrong, but for a swap.
  const sameStart = candidate[0] === word[0] || (candidate[0] === word[1] && candidate[1] === word[0])
  // In a short word, one letter exchanged makes another word: a park is no part, and Quora no quota.
  const exchanged =
    word.length < 6 && candidate.length === word.length && letters(word) !== letters(candidate)
  return candidate.length > 3 && sameStart && !exchanged
}

const letters = (word: string) => [...word].toSorted().join('')

const PAIRS = 4096
const pairAt = (word: string, place: number) =>
  ((word.charCodeAt(place) || 0) * 61 + (word.charCodeAt(place + 1) || 0)) % PAIRS

/**
 * Which words share the most letter pairs with a given one. The words come by length, so that for each pair those
 * of a fitting length stand together.
 */
function* pairTable(words: readonly string[]): Sliced<(word: string, edits: number) => string[]> {
  const start = new Uint32Array(PAIRS + 1)
  const eachPair = (word: string, visit: (pair: number) => void) => {
    for (let place = -1; place < word.length; place++) visit(pairAt(word, place))
  }
  yield* visiting(words, (word) => {
    eachPair(word, (pair) => {
      start[pair + 1] = (start[pair + 1] ?? 0) + 1
    })
  })
  for (let pair = 0; pair < PAIRS; pair++) start[pair + 1] = (start[pair + 1] ?? 0) + (start[pair] ?? 0)
  const having = new Uint32Array(start[PAIRS] ?? 0)
  const next = start.slice()
  yield* visiting(words, (word, index) => {
    eachPair(word, (pair) => {
      having[next[pair] ?? 0] = index
      next[pair] = (next[pair] ?? 0) + 1
    })
  })
  const shared = new Uint8Array(words.length)
  return (word, edits) => {
    const [from, to] = [
      firstOfLength(words, word.length - edits),
      firstOfLength(words, word.length + edits + 1),
    ]
    eachPair(word, (pair) => {
      const end = start[pair + 1] ?? 0
      for (let place = lowerBound(having, start[pair] ?? 0, end, from); place < end; place++) {
        const index = having[place] ?? 0
        if (index >= to) break
        shared[index] = (shared[index] ?? 0) + 1
      }
    })
    return best(shared, from, to, word.length + 1 - 3 * edits).map((index) => words[index] ?? '')
  }
}

/** The places from `from` to `to` with the highest counts, of at least `least`; clears the counts. */
function best(counts: Uint8Array, from: number, to: number, least: number): number[] {
  const found: { index: number; count: number }[] = []
  for (let index = from; index < to; index++) {
    const count = counts[index] ?? 0
    if (count >= Math.max(1, least)) found.push({ index, count })
  }
  counts.fill(0, from, to)
  return found
    .toSorted((a, b) => b.count - a.count)
    .slice(0, CANDIDATES)
    .map(({ index }) => index)
}

/** The first place whose word has at least this length. */
function firstOfLength(words: readonly string[], length: number): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '').length < length) low = middle + 1
    else high = middle
  }
  return low
}

function lowerBound(sorted: Uint32Array, from: number, to: number, value: number): number {
  let [low, high] = [from, to]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? 0) < value) low = middle + 1
    else high = middle
  }
  return low
}

/** Edits between two words, a swap of neighbours being one (Damerau's distance, optimal string alignment). */
export function distance(a: string, b: string): number {
  let older: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let best = Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        best = Math.min(best, (older[j - 2] ?? 0) + 1)
      }
      row.push(best)
    }
    older = previous
    previous = row
  }
  return previous[b.length] ?? 0
}

/** Binary search: the words are sorted, so those with one prefix stand together. */
function complete(prefix: string, words: readonly string[], limit: number): string[] {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle] ?? '') < prefix) low = middle + 1
    else high = middle
  }
  const found: string[] = []
  for (let place = low; words[place]?.startsWith(prefix) && found.length < COMPLETIONS; place++) {
    found.push(words[place] ?? '')
  }
  return found.toSorted((a, b) => a.length - b.length).slice(0, limit)
}
