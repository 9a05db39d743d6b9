import type { Catalogue } from '../catalogue/catalogue.ts'
import { topicShare } from './fields.ts'
import type { AddTerm } from './inverted-index.ts'
import { fold, stem, words } from './text.ts'

/** How a phrase names its concept: a company's name, the concept's own label, or one of its synonyms. */
export type Naming = 'name' | 'label' | 'synonym'
export type Concept = { term: string; naming: Naming }

/**
 * What phrases mean. A concept is a company, topic or industry; in the index it is a term like any word, and
 * the phrases that people type for it lead there.
 */
export type Concepts = {
  /** Concepts by phrase, the phrase being its stems joined by a space. */
  phrases: ReadonlyMap<string, readonly Concept[]>
  /** The words of the phrases as written, so that a slip in them can be mended, and their stems. */
  words: ReadonlySet<string>
  stems: ReadonlySet<string>
  /** The longest phrase, in words. */
  longest: number
  /** Adds the concepts of a use case, by its number, to the index. */
  addTo: (document: number, add: AddTerm) => void
}

/** Collects the concepts of a catalogue from its names and its two vocabularies. */
export function collectConcepts(catalogue: Catalogue): Concepts {
  const phrases = new Map<string, Concept[]>()
  const vocabulary = new Set<string>()
  let longest = 1
  const learn = (phrase: string, concept: Concept) => {
    const found = words(fold(phrase))
    for (const word of found) vocabulary.add(word)
    longest = Math.max(longest, found.length)
    const key = found.map(stem).join(' ')
    const known = phrases.get(key)
    if (!known) phrases.set(key, [concept])
    else if (!known.some((other) => other.term === concept.term)) known.push(concept)
  }
  for (const { company, aliases } of catalogue.useCases) {
    for (const name of [company, ...aliases]) learn(name, { term: companyTerm(company), naming: 'name' })
  }
  for (const kind of ['topics', 'industries'] as const) {
    for (const [id, { label, synonyms }] of catalogue[kind]) {
      learn(label, { term: `${kind}:${id}`, naming: 'label' })
      for (const synonym of synonyms) learn(synonym, { term: `${kind}:${id}`, naming: 'synonym' })
    }
  }
  return {
    phrases,
    words: vocabulary,
    stems: new Set([...vocabulary].map(stem)),
    longest,
    addTo: (document, add) => addConcepts(catalogue, document, add),
  }
}

// A colon cannot be part of a word, so a concept never meets a stem of the same name.
const companyTerm = (company: string) => `company:${fold(company)}`

function addConcepts(catalogue: Catalogue, document: number, add: AddTerm): void {
  const useCase = catalogue.useCases[document]
  if (!useCase) return
  add(companyTerm(useCase.company), 'company', 1)
  useCase.topics.forEach((topic, place) => {
    add(`topics:${topic}`, 'topic', topicShare(place))
  })
  add(`industries:${useCase.industry}`, 'industry', 1)
}
