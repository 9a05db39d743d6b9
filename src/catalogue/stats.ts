import { type Catalogue, yearOf } from './catalogue.ts'
import { LINK_KINDS } from './limits.ts'

/** How many use cases have something: an industry, a topic, a kind of link. */
export type Tally = { id: string; label: string; useCases: number }

/** The catalogue in numbers. Each list has the most frequent first, ties by label, and nothing that no use case has. */
export type Stats = {
  useCases: number
  /** By their names. */
  companies: number
  links: number
  /** Those that lead nowhere any more, archived or not. */
  deadLinks: number
  industries: Tally[]
  /** A use case has several. */
  topics: Tally[]
  /** By what its links lead to, each kind once. */
  kinds: Tally[]
  /** By the year of the newest link, from the first to the last, those without any included. */
  years: { year: number; useCases: number }[]
  /** Those of which no link says when. */
  undated: number
}

/** Counts what is in a catalogue. */
export function statsOf({ useCases, industries, topics, kinds }: Catalogue): Stats {
  const links = useCases.flatMap((useCase) => useCase.links)
  const newest = useCases.map((useCase) => Math.max(...useCase.links.map((link) => yearOf(link) ?? 0)))
  const years = newest.filter((year) => year > 0)
  const kindsOf = useCases.map((useCase) =>
    LINK_KINDS.filter((kind) => useCase.links.some((link) => link.kind === kind)),
  )
  return {
    useCases: useCases.length,
    companies: new Set(useCases.map(({ company }) => company)).size,
    links: links.length,
    deadLinks: links.filter(({ dead }) => dead !== undefined).length,
    industries: tally(
      useCases.map(({ industry }) => [industry]),
      industries,
    ),
    topics: tally(
      useCases.map((useCase) => useCase.topics),
      topics,
    ),
    kinds: tally(kindsOf, kinds),
    years: byYear(years),
    undated: useCases.length - years.length,
  }
}

/** @param each what each use case has, by ids, none twice */
function tally(each: readonly (readonly string[])[], terms: ReadonlyMap<string, { label: string }>): Tally[] {
  return [...countEach(each.flat())]
    .map(([id, useCases]) => ({ id, label: terms.get(id)?.label ?? id, useCases }))
    .toSorted((one, other) => other.useCases - one.useCases || one.label.localeCompare(other.label, 'en'))
}

/** A year without any is there with none, so that the years read as a line of time. */
function byYear(years: readonly number[]): Stats['years'] {
  if (years.length === 0) return []
  const numbers = countEach(years)
  const first = Math.min(...years)
  return Array.from({ length: Math.max(...years) - first + 1 }, (_, place) => ({
    year: first + place,
    useCases: numbers.get(first + place) ?? 0,
  }))
}

function countEach<T>(items: readonly T[]): Map<T, number> {
  const numbers = new Map<T, number>()
  for (const item of items) numbers.set(item, (numbers.get(item) ?? 0) + 1)
  return numbers
}
