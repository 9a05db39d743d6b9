import type { Catalogue } from '../catalogue/catalogue.ts'
import { eachText, type Field } from './fields.ts'
import { collectPostings } from './postings.ts'
import { compounds, fold, singular, stem, words as wordsOf } from './text.ts'

/**
 * For each term the documents that hold it, in compressed rows: the postings of term `t` are the places
 * `start[t]` to `start[t + 1]` of `docs`, `impact` and `fields`. A term is a word, singular and plural being one, or
 * a concept (see concepts.ts).
 */
export type InvertedIndex = {
  /** How many documents there are; document `d` is `catalogue.useCases[d]`. */
  size: number
  /** Terms by name. */
  terms: ReadonlyMap<string, number>
  /** Every word of the catalogue as written (folded), with the term it is counted under. */
  words: ReadonlyMap<string, number>
  /** The words of each compound, by the compound written as one word. */
  compounds: ReadonlyMap<string, readonly string[]>
  /** The terms of all words that share a stem, by that stem. */
  families: ReadonlyMap<string, readonly number[]>
  start: Uint32Array
  docs: Uint32Array
  /** How much a document is about the term, from 0 to 1. */
  impact: Float32Array
  /** The fields in which it was found, as bits in the order of FIELD_NAMES. */
  fields: Uint16Array
  /** How rare the term is (BM25's idf). */
  idf: Float32Array
}

/** Adds a term to the document that is being indexed; `share` is how much of the field's weight it has. */
export type AddTerm = (term: string, field: Field, share: number) => void

/**
 * Builds the index of a catalogue.
 * @param addConcepts is called for each use case, by its number, to add terms that are not words
 */
export function buildIndex(
  catalogue: Catalogue,
  addConcepts: (document: number, add: AddTerm) => void,
): InvertedIndex {
  const terms = new Map<string, number>()
  const words = new Map<string, number>()
  const compound = new Map<string, readonly string[]>()
  const postings = collectPostings()
  const idOf = (name: string) => {
    const known = terms.get(name)
    if (known !== undefined) return known
    terms.set(name, terms.size)
    return terms.size - 1
  }
  const addWord = (word: string) => {
    let id = words.get(word)
    if (id === undefined) {
      id = idOf(singular(word))
      words.set(word, id)
    }
    postings.add(id)
  }
  const addText = (field: Field, text: string, share: number) => {
    postings.within(field, share)
    const folded = fold(text)
    for (const word of wordsOf(folded)) addWord(word)
    for (const parts of compounds(folded)) {
      const joined = parts.join('')
      addWord(joined)
      // "e-mail" is no mail by the name of e.
      if (parts.every((part) => part.length > 1)) compound.set(joined, parts)
    }
  }
  catalogue.useCases.forEach((useCase, document) => {
    eachText(useCase, catalogue, addText)
    addConcepts(document, (term, field, share) => {
      postings.within(field, share)
      postings.add(idOf(term))
    })
    postings.finish(document)
  })
  const families = familiesOf(words)
  const sorted = postings.byTerm(terms.size)
  const size = catalogue.useCases.length
  return { size, terms, words, compounds: compound, families, ...sorted, idf: rarity(sorted.start, size) }
}

function familiesOf(words: ReadonlyMap<string, number>): Map<string, number[]> {
  const families = new Map<string, number[]>()
  for (const [word, term] of words) {
    const name = stem(word)
    const family = families.get(name)
    if (!family) families.set(name, [term])
    else if (!family.includes(term)) family.push(term)
  }
  return families
}

/** BM25's idf, never negative (Robertson and Zaragoza 2009, section 3.4.3, as Lucene writes it). */
function rarity(start: Uint32Array, size: number): Float32Array {
  return Float32Array.from({ length: start.length - 1 }, (_, term) => {
    return inverseFrequency((start[term + 1] ?? 0) - (start[term] ?? 0), size)
  })
}

/** The same for any number of documents, of all those that there are. */
export function inverseFrequency(frequency: number, size: number): number {
  return Math.log(1 + (size - Math.min(frequency, size) + 0.5) / (frequency + 0.5))
}
