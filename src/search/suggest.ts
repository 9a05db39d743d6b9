import Fuse from 'fuse.js'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { isFiller } from './filler.ts'
import { fold, words } from './text.ts'

/**
 * Searches that are near to what was typed, each with at least one answer; the most common topics when
 * nothing is near.
 * @param typed any text
 * @param limit how many at the most
 */
export function suggestSearches(typed: string, catalogue: Catalogue, limit: number): string[] {
  const popular = popularTopics(catalogue)
  const offers = popular.map((id) => ({ label: catalogue.topics.get(id)?.label ?? id, id }))
  const fuse = new Fuse(offers, { keys: ['label'], threshold: 0.4, ignoreLocation: true })
  const subjects = words(fold(typed.slice(0, 400))).filter((word) => word.length > 2 && !isFiller(word))
  const near = subjects.slice(0, 6).flatMap((word) => fuse.search(word.slice(0, 32), { limit: 2 }))
  const found = [...near.map(({ item }) => item.label), ...offers.map(({ label }) => label)]
  return [...new Set(found)].slice(0, limit).map((label) => label.toLowerCase())
}

/** Topics that lead somewhere, those of most use cases first. */
function popularTopics(catalogue: Catalogue): string[] {
  const counts = new Map<string, number>()
  for (const { topics } of catalogue.useCases) {
    for (const topic of topics) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  }
  return [...counts].toSorted((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([topic]) => topic)
}
