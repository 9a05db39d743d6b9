import type { Concepts } from './concepts.ts'
import type { InvertedIndex } from './inverted-index.ts'
import type { Spelling } from './spelling.ts'

/** How a word of the question came to stand for a term of the index. */
export type Via = 'word' | 'name' | 'label' | 'synonym' | 'compound' | 'prefix' | 'typo'

/** A term of the index that answers a word of the question. */
export type Meaning = {
  term: number
  /** How surely it was meant, from 0 to 1 (a company's name a little more). */
  boost: number
  /** Whether it is the word itself, rather than something that it stands for. */
  literal: boolean
  via: Via
}

/** How surely each way leads to what was meant. Chosen on the graded queries, where small changes make no difference. */
export const BOOST: Record<Via, number> = {
  ...{ word: 1, name: 1.2, label: 1, compound: 0.95, prefix: 0.7, synonym: 0.6, typo: 0.9 },
}

/** What is left of the sureness for another form of a word, which may also be another word with the same stem. */
export const KINSHIP = 0.8

/** All that is needed to look up a word. */
export type Lexicon = { index: InvertedIndex; concepts: Concepts; spelling: Spelling }
