import type { Catalogue } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
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

/** Collects the searches that can be offered; each finds at least one use case of the catalogue. */
export function createSuggest(catalogue: Catalogue, index: InvertedIndex): Suggest {
  const labels = liveTerms(catalogue)
  const popular = tellingTopics(catalogue)
  const near = matcher(popular, 0.25)
  const concepts = new Map<number, string>()
  for (const { term, label } of labels) {
    const id = index.terms.get(term)
    if (id !== undefined) concepts.set(id, label.toLowerCase())
  }
  let offers: Offer[] | undefined
  return {
    instead(subjects) {
      const meant = subjects.flatMap(({ meanings }) =>
        meanings.flatMap(({ term }) => concepts.get(term) ?? []),
      )
      const alike = subjects.slice(0, 6).flatMap(({ word }) => near(word, 1))
      return [...new Set([...meant, ...alike, ...popular])].slice(0, INSTEAD)
    },
    complete(prefix, limit) {
      offers ??= collectOffers(catalogue, labels)
      const typed = fold(prefix.slice(0, 100)).trim()
      if (typed === '') return popular.slice(0, limit)
      const fitting = offers.filter(({ folded }) => folded.startsWith(typed) || folded.includes(` ${typed}`))
      const order = ({ folded, rank }: Offer) => (folded.startsWith(typed) ? 0 : 10) + rank
      const sorted = fitting.toSorted((a, b) => order(a) - order(b) || a.text.length - b.text.length)
      return [...new Set(sorted.map(({ text }) => text))].slice(0, limit)
    },
  }
}

/** Topics and industries that some use case has. */
function liveTerms({ useCases, topics, industries }: Catalogue) {
  const used = new Set(useCases.flatMap((useCase) => [...useCase.topics, useCase.industry]))
  return [
    ...[...topics.values()].map((term) => ({ ...term, term: `topics:${term.id}` })),
    ...[...industries.values()].map((term) => ({ ...term, term: `industries:${term.id}` })),
  ].filter(({ id }) => used.has(id))
}

/** Labels of topics that say most: not those of every other use case, and of the others the most common first. */
function tellingTopics({ useCases, topics }: Catalogue): string[] {
  const counts = new Map<string, number>()
  for (const topic of useCases.flatMap((useCase) => useCase.topics))
    counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const common = Math.max(3, useCases.length * 0.09)
  return [...counts]
    .filter(([, count]) => count <= common)
    .toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([topic]) => (topics.get(topic)?.label ?? topic).toLowerCase())
}

function collectOffers({ useCases }: Catalogue, labels: ReturnType<typeof liveTerms>): Offer[] {
  const offer = (text: string, rank: number): Offer => ({ text, folded: words(fold(text)).join(' '), rank })
  return [
    ...useCases.flatMap(({ company, aliases }) => [
      offer(company, 0),
      ...aliases.map((alias) => offer(alias, 2)),
    ]),
    ...labels.flatMap(({ label, synonyms }) => [
      offer(label.toLowerCase(), 1),
      ...synonyms.map((synonym) => offer(synonym, 3)),
    ]),
  ]
}
