import type { Catalogue, VocabularyName } from '../catalogue/catalogue.ts'
import { type Sliced, visiting } from '../catalogue/sliced.ts'
import { topicShare } from './fields.ts'
import type { AddTerm } from './inverted-index.ts'
import { fold, singular, stem, words } from './text.ts'

/** How a phrase names its concept: a company's name, the concept's own label, or one of its synonyms. */
export type Naming = 'name' | 'label' | 'synonym'

/**
 * What a phrase stands for: a concept, which in the index is a term like any word; or another word, if `literal`.
 */
export type Sense = { naming: Naming; term: string; literal: boolean }

/** What phrases mean, from the names of companies and the vocabularies. */
export type Concepts = {
  /** What is meant by a phrase, by its words in the singular, joined by a space. */
  phrases: ReadonlyMap<string, readonly Sense[]>
  /** The words of the phrases, as written. */
  words: ReadonlySet<string>
  /** The words of the names of companies and products. */
  names: ReadonlySet<string>
  /** The words of the phrases, in the singular, by their stem. */
  kin: ReadonlyMap<string, readonly string[]>
  /** The longest phrase, in words. */
  longest: number
  /** Adds the concepts of a use case, by its number, to the index. */
  addTo: (document: number, add: AddTerm) => void
}

/** The vocabularies whose terms are concepts of use cases. */
const CONCEPTS = ['topics', 'industries', 'countries'] as const satisfies VocabularyName[]

// A colon cannot be part of a word, so a concept never meets a stem of the same name.
const conceptTerm = (vocabulary: VocabularyName, id: string) => `${vocabulary}:${id}`
const companyTerm = (company: string) => `company:${fold(company)}`

/** Collects what phrases mean in a catalogue, in steps of some use cases or terms. */
export function* collectConcepts(catalogue: Catalogue): Sliced<Concepts> {
  const book = phraseBook()
  const names = new Set<string>()
  yield* visiting(
    catalogue.useCases,
    ({ company, aliases }) => {
      const sense: Sense = { naming: 'name', term: companyTerm(company), literal: false }
      for (const name of [company, ...aliases]) {
        book.learn(name, sense)
        for (const word of words(fold(name))) names.add(word)
      }
    },
    32,
  )
  for (const vocabulary of CONCEPTS) {
    for (const [id, { label, synonyms }] of catalogue[vocabulary]) {
      const term = conceptTerm(vocabulary, id)
      book.learn(label, { naming: 'label', term, literal: false })
      const other: Sense = { naming: 'synonym', term, literal: false }
      for (const synonym of synonyms) book.learn(synonym, other)
      // "k8s" also means the word Kubernetes, wherever it stands; "fraud ring" does not mean every detection.
      const [word = '', ...more] = words(fold(label))
      if (more.length === 0) book.standFor(word, synonyms)
      yield
    }
  }
  for (const { label, synonyms } of catalogue.words.values()) {
    for (const word of words(fold(label))) book.standFor(word, synonyms)
    yield
  }
  return { ...(yield* book.read()), names, addTo: (document, add) => addConcepts(catalogue, document, add) }
}

function phraseBook() {
  const phrases = new Map<string, Sense[]>()
  const vocabulary = new Set<string>()
  let longest = 1
  const learn = (text: string, sense: Sense): void => {
    const parts = words(fold(text))
    for (const part of parts) vocabulary.add(part)
    if (parts.length > longest) longest = parts.length
    const key = parts.length === 1 ? singular(parts[0] ?? '') : parts.map(singular).join(' ')
    const known = phrases.get(key)
    if (known === undefined) phrases.set(key, [sense])
    else if (!known.some(({ term }) => term === sense.term)) known.push(sense)
  }
  return {
    learn,
    /** Each of the synonyms stands for the word. */
    standFor(word: string, synonyms: readonly string[]): void {
      const sense: Sense = { naming: 'synonym', term: singular(word), literal: true }
      for (const synonym of synonyms) learn(synonym, sense)
    },
    *read(): Sliced<Pick<Concepts, 'phrases' | 'words' | 'kin' | 'longest'>> {
      return { phrases, words: vocabulary, kin: yield* kinOf(vocabulary), longest }
    },
  }
}

function* kinOf(vocabulary: ReadonlySet<string>): Sliced<Map<string, string[]>> {
  const kin = new Map<string, string[]>()
  yield* visiting(vocabulary, (word) => {
    const form = singular(word)
    const name = stem(word)
    const known = kin.get(name)
    if (known === undefined) kin.set(name, [form])
    else if (!known.includes(form)) known.push(form)
  })
  return kin
}

function addConcepts(catalogue: Catalogue, document: number, add: AddTerm): void {
  const useCase = catalogue.useCases[document]
  if (!useCase) return
  add(companyTerm(useCase.company), 'company', 1)
  useCase.topics.forEach((topic, place) => {
    add(conceptTerm('topics', topic), 'topic', topicShare(place))
  })
  add(conceptTerm('industries', useCase.industry), 'industry', 1)
  for (const country of useCase.countries) add(conceptTerm('countries', country.toLowerCase()), 'country', 1)
}
