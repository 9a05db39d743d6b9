import type { InvertedIndex } from './inverted-index.ts'
import type { Meaning } from './meaning.ts'
import type { Subject } from './understand.ts'

/** A document by number, with its score. */
export type Scored = { document: number; score: number }

/** Reusable tables for one index, so that a search allocates next to nothing. Not for two searches at a time. */
export type Workspace = Record<
  'score' | 'covered' | 'literal' | 'concept' | 'concepts' | 'quality',
  Float32Array
> &
  Record<'touched' | 'answering', Uint32Array>

export function createWorkspace(size: number): Workspace {
  const table = () => new Float32Array(size)
  const list = () => new Uint32Array(size)
  return {
    ...{ score: table(), covered: table(), quality: table(), touched: list(), answering: list() },
    ...{ literal: table(), concept: table(), concepts: table() },
  }
}

// The word itself, wherever it stands, says more than a synonym in the best place.
const FLOOR = 0.35
// What else leads from one word to the same document confirms it, but counts for less than the best.
const CONFIRMATION = 0.35
// A hit that says far less than the best one is a mention in passing.
const LEAST_OF_BEST = 0.15

/**
 * The share of a question that a document must answer to be called an answer: of two words one that says at least as
 * much as the other; a long question names much that no use case has.
 */
const needed = (subjects: number) => Math.min(0.44, Math.max(0.25, 0.55 - 0.06 * (subjects - 1)))

/**
 * Finds the documents that answer a question, best first.
 *
 * A document's score is the sum over the subjects of (weight of the word x how much the document is about it),
 * times the share of the question that it answers, so that all of a question beats part of it.
 *
 * @param accept whether a document may be an answer at all (filters, phrases)
 * @param most how many of the best to give
 * @returns these, and how many answers there are in all
 */
export function rank(
  subjects: readonly Subject[],
  index: InvertedIndex,
  space: Workspace,
  accept: (document: number) => boolean,
  most: number,
): { total: number; best: Scored[] } {
  const { score, covered, touched } = space
  const count = scoreAll(subjects, index, space)
  const whole = subjects.reduce((sum, { weight }) => sum + weight, 0)
  const least = whole * needed(subjects.length)
  let top = 0
  for (let place = 0; place < count; place++) {
    const document = touched[place] ?? 0
    const share = covered[document] ?? 0
    const answers = share >= least && accept(document)
    const value = answers ? ((score[document] ?? 0) * share) / whole : 0
    score[document] = value
    covered[document] = 0
    if (value > top) top = value
  }
  const best: Scored[] = []
  let total = 0
  for (let place = 0; place < count; place++) {
    const document = touched[place] ?? 0
    const value = score[document] ?? 0
    score[document] = 0
    if (value === 0 || value < top * LEAST_OF_BEST) continue
    total++
    keepBest(best, { document, score: value }, most)
  }
  return { total, best }
}

/** Puts a document where it belongs among the best, of which no more than `most` stay. */
function keepBest(best: Scored[], one: Scored, most: number): void {
  const last = best.at(-1)
  if (best.length >= most && last && !before(one, last)) return
  let place = best.length
  while (place > 0 && before(one, best[place - 1] ?? one)) place--
  best.splice(place, 0, one)
  if (best.length > most) best.pop()
}

const before = (a: Scored, b: Scored) => a.score > b.score || (a.score === b.score && a.document < b.document)

/** What a match is worth: how much the document is about the term, and how surely the term was meant. */
export function worth({ boost, literal }: Meaning, impact: number): number {
  return boost * (literal ? FLOOR + (1 - FLOOR) * impact : impact)
}

/** Adds up what every document says on the question; `touched` has those that say something, so many as returned. */
function scoreAll(subjects: readonly Subject[], index: InvertedIndex, space: Workspace): number {
  const { score, covered, literal, concept, concepts, quality, touched, answering } = space
  let count = 0
  for (const subject of subjects) {
    const found = gatherMeanings(subject, index, space)
    for (let place = 0; place < found; place++) {
      const document = answering[place] ?? 0
      if (score[document] === 0) touched[count++] = document
      const word = literal[document] ?? 0
      const best = Math.max(word, concept[document] ?? 0)
      const others = word + (concepts[document] ?? 0) - best
      score[document] = (score[document] ?? 0) + subject.weight * (best + CONFIRMATION * others)
      covered[document] = (covered[document] ?? 0) + subject.weight * (quality[document] ?? 0)
      literal[document] = 0
      concept[document] = 0
      concepts[document] = 0
      quality[document] = 0
    }
  }
  return count
}

/**
 * Fills the tables with what each document says on one word: the best of the forms of the word itself, and the best
 * and the sum of the concepts that it stands for. `answering` has the documents, so many as returned.
 */
function gatherMeanings(
  { meanings }: Subject,
  { start, docs, impact }: InvertedIndex,
  space: Workspace,
): number {
  const { literal, concept, concepts, quality, answering } = space
  let count = 0
  for (const meaning of meanings) {
    const end = start[meaning.term + 1] ?? 0
    const sureness = Math.min(1, 0.4 + 0.6 * meaning.boost)
    const table = meaning.literal ? literal : concept
    for (let place = start[meaning.term] ?? 0; place < end; place++) {
      const document = docs[place] ?? 0
      const value = worth(meaning, impact[place] ?? 0)
      if (quality[document] === 0) answering[count++] = document
      if (value > (table[document] ?? 0)) table[document] = value
      if (!meaning.literal) concepts[document] = (concepts[document] ?? 0) + value
      if (sureness > (quality[document] ?? 0)) quality[document] = sureness
    }
  }
  return count
}
