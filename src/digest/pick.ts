import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { hash } from '../catalogue/hash.ts'

/** What a digest is about: ids; an empty list stands for all. */
export type Filter = { industries: readonly string[]; topics: readonly string[] }

export type Picking = {
  /** What may be shown at all, in the order of the catalogue. */
  matching: readonly UseCase[]
  /** Ids of what this round has shown. */
  shown: ReadonlySet<string>
  /** What was shown last, in whichever round. */
  last: UseCase | undefined
  /** Anything that differs from channel to channel and from round to round, but not when a slot is tried again. */
  seed: string
}

/** The use cases that a digest may show: none of which every link is dead, archived or not. */
export function matchingUseCases(catalogue: Catalogue, { industries, topics }: Filter): UseCase[] {
  return catalogue.useCases.filter(
    (useCase) =>
      useCase.links.some(({ dead }) => dead === undefined) &&
      (industries.length === 0 || industries.includes(useCase.industry)) &&
      (topics.length === 0 || useCase.topics.some((topic) => topics.includes(topic))),
  )
}

/**
 * Picks the next use case of a round: what nobody there has seen in this round, newest additions first. That like
 * industries are no neighbours, the last of the round before included, comes before that, as long as it can be avoided
 * until the end of the round; and nothing comes twice in a row, unless it is all there is.
 * @returns undefined when the round is over; the same for the same arguments
 */
export function pick({ matching, shown, last, seed }: Picking): UseCase | undefined {
  const left = matching.filter(({ id }) => !shown.has(id))
  const order = inOrder(left, seed)
  const counts = countIndustries(left)
  const others = order.filter(({ industry }) => industry !== last?.industry)
  return (
    others.find(({ industry }) => canGoOn(counts, industry, left.length)) ??
    others.find(({ industry }) => industry === mostFrequent(counts)) ??
    others[0] ??
    order.find(({ id }) => id !== last?.id) ??
    order[0]
  )
}

/** Whether what is left after a pick of this industry can still be put in an order without like neighbours. */
function canGoOn(counts: ReadonlyMap<string, number>, picked: string, total: number): boolean {
  const rest = total - 1
  for (const [industry, count] of counts) {
    const fits = industry === picked ? count - 1 <= Math.floor(rest / 2) : count <= Math.ceil(rest / 2)
    if (!fits) return false
  }
  return true
}

/** Of which industry there are more than the others can keep apart: it has to come whenever it can. */
function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  return [...counts].toSorted(([, a], [, b]) => b - a)[0]?.[0]
}

function countIndustries(useCases: readonly UseCase[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { industry } of useCases) counts.set(industry, (counts.get(industry) ?? 0) + 1)
  return counts
}

/** Newest additions first; those of one day in an order of the seed's. */
function inOrder(useCases: readonly UseCase[], seed: string): UseCase[] {
  return useCases
    .map((useCase) => ({ useCase, lot: hash(`${seed} ${useCase.id}`) }))
    .toSorted((a, b) => b.useCase.added.localeCompare(a.useCase.added) || a.lot - b.lot)
    .map(({ useCase }) => useCase)
}
