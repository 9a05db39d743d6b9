import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
import { type Sliced, visiting } from '../catalogue/sliced.ts'
import type { InvertedIndex } from './inverted-index.ts'
import { fold, words } from './text.ts'
import type { Subject } from './understand.ts'

/** A search that finds something: what to type, and the forms under which it is offered. */
type Offer = { text: string; folded: string; rank: number }

export type Suggest = {
  /** Searches near to a question that found nothing: its topics first, then similar words, then what many ask. */
  instead: (subjects: readonly Subject[]) => string[]
  /** Searches that begin with what was typed, or have a word that does: names before topics before synonyms. */
  complete: (prefix: string, limit: number) => string[]
}

const INSTEAD = 3

/** Collects the searches that can be offered, in steps; each finds at least one use case of the catalogue. */
export function* collectSuggestions(catalogue: Catalogue, index: InvertedIndex): Sliced<Suggest> {
  const counts = new Map<string, number>()
  yield* visiting(catalogue.useCases, ({ topics, industry }) => {
    for (const id of [...topics.map(topicTerm), industryTerm(industry)])
      counts.set(id, (counts.get(id) ?? 0) + 1)
  })
  const labels = liveTerms(catalogue, counts)
  const popular = tellingTopics(catalogue, counts)
  const near = matcher(popular, 0.25)
  const concepts = new Map<number, string>()
  for (const { term, label } of labels) {
    const id = index.terms.get(term)
    if (id !== undefined) concepts.set(id, label.toLowerCase())
  }
  const offers = yield* collectOffers(catalogue, labels)
  return {
    instead(subjects) {
      const meant = subjects.flatMap(({ meanings }) =>
        meanings.flatMap(({ term }) => concepts.get(term) ?? []),
      )
      const alike = subjects.slice(0, 6).flatMap(({ word }) => near(word, 1))
      return [...new Set([...meant, ...alike, ...popular])].slice(0, INSTEAD)
    },
    complete(prefix, limit) {
      const typed = fold(prefix.slice(0, 100)).trim()
      if (typed === '') return popular.slice(0, limit)
      const fitting = offers.filter(({ folded }) => folded.startsWith(typed) || folded.includes(` ${typed}`))
      const order = ({ folded, rank }: Offer) => (folded.startsWith(typed) ? 0 : 10) + rank
      const sorted = fitting.toSorted((a, b) => order(a) - order(b) || a.text.length - b.text.length)
      return [...new Set(sorted.map(({ text }) => text))].slice(0, limit)
    },
  }
}

const topicTerm = (id: string) => `topics:${id}`
const industryTerm = (id: string) => `industries:${id}`
/** How many use cases have each topic and each industry, by its name in the index. */
type Counts = ReadonlyMap<string, number>

/** Topics and industries that some use case has. */
function liveTerms({ topics, industries }: Catalogue, counts: Counts) {
  return [
    ...[...topics.values()].map((term) => ({ ...term, term: topicTerm(term.id) })),
    ...[...industries.values()].map((term) => ({ ...term, term: industryTerm(term.id) })),
  ].filter(({ term }) => counts.has(term))
}

/** Labels of topics that say most: not those of every other use case, and of the others the most common first. */
function tellingTopics({ useCases, topics }: Catalogue, counts: Counts): string[] {
  const common = Math.max(3, useCases.length * 0.09)
  return [...topics.values()]
    .map(({ id, label }) => ({ id, label, count: counts.get(topicTerm(id)) ?? 0 }))
    .filter(({ count }) => count > 0 && count <= common)
    .toSorted((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1))
    .map(({ label }) => label.toLowerCase())
}

function* collectOffers({ useCases }: Catalogue, labels: ReturnType<typeof liveTerms>): Sliced<Offer[]> {
  const offers: Offer[] = []
  const offer = (text: string, rank: number) => {
    offers.push({ text, folded: words(fold(text)).join(' '), rank })
  }
  const offerCompany = ({ company, aliases }: UseCase) => {
    offer(company, 0)
    for (const alias of aliases) offer(alias, 2)
  }
  yield* visiting(useCases, offerCompany)
  for (const { label, synonyms } of labels) {
    offer(label.toLowerCase(), 1)
    for (const synonym of synonyms) offer(synonym, 3)
    yield
  }
  return offers
}
