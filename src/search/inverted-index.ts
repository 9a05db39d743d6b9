import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { type Sliced, visiting } from '../catalogue/sliced.ts'
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
  /** The words of each document in their order, ` like this | in all its texts `, for what must stand there word for word. */
  texts: readonly string[]
}

/** Adds a term to the document that is being indexed; `share` is how much of the field's weight it has. */
export type AddTerm = (term: string, field: Field, share: number) => void

/**
 * Builds the index of a catalogue, in steps of some use cases or words.
 * @param addConcepts is called for each use case, by its number, to add terms that are not words
 */
export function* buildIndex(
  catalogue: Catalogue,
  addConcepts: (document: number, add: AddTerm) => void,
): Sliced<InvertedIndex> {
  const terms = new Map<string, number>()
  const words = new Map<string, number>()
  const compound = new Map<string, readonly string[]>()
  const postings = collectPostings()
  const texts: string[] = []
  let said: string[] = []
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
    const plain = wordsOf(folded)
    for (const word of plain) addWord(word)
    said.push(plain.join(' '))
    for (const parts of compounds(folded)) {
      const joined = parts.join('')
      addWord(joined)
      // "e-mail" is no mail by the name of e.
      if (parts.every((part) => part.length > 1)) compound.set(joined, parts)
    }
  }
  const addDocument = (useCase: UseCase, document: number) => {
    eachText(useCase, catalogue, addText)
    addConcepts(document, (term, field, share) => {
      postings.within(field, share)
      postings.add(idOf(term))
    })
    postings.finish(document)
    texts.push(` ${said.join(' | ')} `)
    said = []
  }
  yield* visiting(catalogue.useCases, addDocument, 4)
  const families = yield* familiesOf(words)
  const sorted = yield* postings.byTerm(terms.size)
  const idf = yield* rarity(sorted.start, texts.length)
  return { size: texts.length, terms, words, compounds: compound, families, ...sorted, idf, texts }
}

function* familiesOf(words: ReadonlyMap<string, number>): Sliced<Map<string, number[]>> {
  const families = new Map<string, number[]>()
  yield* visiting(words, ([word, term]) => {
    const name = stem(word)
    const family = families.get(name)
    if (!family) families.set(name, [term])
    else if (!family.includes(term)) family.push(term)
  })
  return families
}

/** BM25's idf, never negative (Robertson and Zaragoza 2009, section 3.4.3, as Lucene writes it). */
function* rarity(start: Uint32Array, size: number): Sliced<Float32Array> {
  const idf = new Float32Array(start.length - 1)
  yield* visiting(start.subarray(1), (end, term) => {
    idf[term] = inverseFrequency(end - (start[term] ?? 0), size)
  })
  return idf
}

/** The same for any number of documents, of all those that there are. */
export function inverseFrequency(frequency: number, size: number): number {
  return Math.log(1 + (size - Math.min(frequency, size) + 0.5) / (frequency + 0.5))
}
