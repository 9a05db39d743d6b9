import { FIELD_NAMES, type Field } from './fields.ts'
import type { InvertedIndex } from './inverted-index.ts'
import type { Meaning, Via } from './meaning.ts'
import { worth } from './rank.ts'
import type { Subject } from './understand.ts'

/** Why a use case is an answer: a word of the question, where it was found, and how it led there. */
export type Reason = { word: string; field: Field; via: Via }

/** The reasons of one hit, in the order of the question; each word with the field that counts most. */
export function reasons(document: number, subjects: readonly Subject[], index: InvertedIndex): Reason[] {
  return subjects.flatMap(({ word, meanings }) => {
    let best: { value: number; reason: Reason } | undefined
    for (const meaning of meanings) {
      const place = posting(document, meaning, index)
      if (place === undefined) continue
      const value = worth(meaning, index.impact[place] ?? 0)
      const field = FIELD_NAMES.find((_, bit) => (index.fields[place] ?? 0) & (1 << bit)) ?? 'details'
      if (value > (best?.value ?? 0)) best = { value, reason: { word, field, via: meaning.via } }
    }
    return best ? [best.reason] : []
  })
}

/** One line for a machine or a curious person: `fraud (title), detection (topic)`. */
export function formatReasons(found: readonly Reason[]): string {
  return found.map(({ word, field, via }) => `${word} (${field}${NOTE[via]})`).join(', ')
}

const NOTE: Record<Via, string> = {
  ...{
    word: '',
    name: '',
    label: '',
    compound: '',
    prefix: ', beginning',
    synonym: ', synonym',
    typo: ', corrected',
  },
}

/** The place of a document among the postings of a term, by binary search. */
function posting(document: number, { term }: Meaning, { start, docs }: InvertedIndex): number | undefined {
  let low = start[term] ?? 0
  let high = start[term + 1] ?? 0
  while (low < high) {
    const middle = (low + high) >> 1
    if ((docs[middle] ?? 0) < document) low = middle + 1
    else high = middle
  }
  return low < (start[term + 1] ?? 0) && docs[low] === document ? low : undefined
}
