import type { InvertedIndex } from './inverted-index.ts'
import type { Meaning, Subject } from './understand.ts'

/** A document by number, with its score and the share of the question that it answers (both above 0). */
export type Scored = { document: number; score: number; coverage: number }

/** Reusable tables for one index, so that a search allocates next to nothing. Not for two searches at a time. */
export type Workspace = {
  score: Float32Array
  covered: Float32Array
  best: Float32Array
  others: Float32Array
  quality: Float32Array
}

export function createWorkspace(size: number): Workspace {
  const table = () => new Float32Array(size)
  return { score: table(), covered: table(), best: table(), others: table(), quality: table() }
}

// The word itself, wherever it stands, says more than a synonym in the best place.
const FLOOR = 0.35
// Further meanings of one word that lead to the same document confirm it, but count for less than the best.
const CONFIRMATION = 0.35

/**
 * Scores every document that answers some of the question.
 *
 * A document's score is the sum over the subjects of (weight of the word x how much the document is about it),
 * times the share of the question that it answers, so that all of a question beats part of it.
 *
 * @returns the documents in no order
 */
export function score(subjects: readonly Subject[], index: InvertedIndex, space: Workspace): Scored[] {
  const touched: number[] = []
  let total = 0
  for (const subject of subjects) {
    total += subject.weight
    for (const document of gatherMeanings(subject, index, space)) {
      const value = (space.best[document] ?? 0) + CONFIRMATION * (space.others[document] ?? 0)
      if (space.score[document] === 0) touched.push(document)
      space.score[document] = (space.score[document] ?? 0) + subject.weight * value
      space.covered[document] =
        (space.covered[document] ?? 0) + subject.weight * (space.quality[document] ?? 0)
      space.best[document] = 0
      space.others[document] = 0
      space.quality[document] = 0
    }
  }
  return touched.map((document) => {
    const coverage = (space.covered[document] ?? 0) / total
    const scored = { document, score: (space.score[document] ?? 0) * coverage, coverage }
    space.score[document] = 0
    space.covered[document] = 0
    return scored
  })
}

/** What a match is worth: how much the document is about the term, and how surely the term was meant. */
export function worth({ boost, literal }: Meaning, impact: number): number {
  return boost * (literal ? FLOOR + (1 - FLOOR) * impact : impact)
}

/** Fills the tables with what each document has to say on one word; gives the documents that say something. */
function gatherMeanings(
  { meanings }: Subject,
  { start, docs, impact }: InvertedIndex,
  space: Workspace,
): number[] {
  const touched: number[] = []
  for (const meaning of meanings) {
    const end = start[meaning.term + 1] ?? 0
    const quality = Math.min(1, 0.4 + 0.6 * meaning.boost)
    for (let place = start[meaning.term] ?? 0; place < end; place++) {
      const document = docs[place] ?? 0
      const value = worth(meaning, impact[place] ?? 0)
      const known = space.best[document] ?? 0
      if (known === 0) touched.push(document)
      space.best[document] = Math.max(known, value)
      space.others[document] = (space.others[document] ?? 0) + Math.min(known, value)
      if (quality > (space.quality[document] ?? 0)) space.quality[document] = quality
    }
  }
  return touched
}
