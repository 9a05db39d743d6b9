import type { Link, Term, UseCaseFile } from './schema.ts'

/** One production use of Kafka Streams; its id is the name of its file and never changes silently. */
export type UseCase = Omit<UseCaseFile, 'links'> & { id: string; links: Link[] }

/**
 * The vocabularies, each in a file of its name. Use cases refer to topics and industries; the others are what people
 * say for countries, for kinds of links, and for words in general.
 */
export const VOCABULARIES = ['topics', 'industries', 'countries', 'kinds', 'words'] as const
export type VocabularyName = (typeof VOCABULARIES)[number]

/** The checked catalogue: immutable, safe to share between requests. Each vocabulary is a map from id to term. */
export type Catalogue = Readonly<Record<VocabularyName, ReadonlyMap<string, Term>>> & {
  /** All use cases, by id in alphabetical order. */
  useCases: readonly UseCase[]
  /** Finds a use case by its id or by an id that it had before. */
  byId: ReadonlyMap<string, UseCase>
  /** Changes whenever anything in the catalogue does: a few letters and digits. */
  version: string
}

/** The year of a link, from its date where there is one. */
export function yearOf(link: Pick<Link, 'date' | 'year'>): number | undefined {
  return link.date === undefined ? link.year : Number(link.date.slice(0, 4))
}

/** The link that a reader wants first. */
export function mainLink(useCase: UseCase): Link {
  const first = useCase.links[0]
  if (!first) throw new Error(`use case ${useCase.id} has no link, which the schema forbids`)
  return first
}

/** The industry of a use case as people read it, such as `Finance and Fintech`. */
export function industryLabel(catalogue: Catalogue, useCase: UseCase): string {
  return catalogue.industries.get(useCase.industry)?.label ?? useCase.industry
}
