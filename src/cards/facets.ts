import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Term } from '../catalogue/schema.ts'
import { fold } from '../search/text.ts'
import { cut } from './elements.ts'
import { LIMITS } from './limits.ts'

/** What the catalogue can be browsed by. */
export type FacetKind = 'industries' | 'topics' | 'companies'

/** One industry, topic or company that some use case has. */
export type Facet = {
  /** The id of the term, or the company's name. */
  value: string
  label: string
  /** Every name that people type for it, folded, the label first. */
  names: readonly string[]
  /** How many use cases have it. */
  number: number
}

// Many times as fast as localeCompare, which matters where there are thousands.
const byName = new Intl.Collator('en').compare

type Facets = Record<FacetKind, readonly Facet[]>

// Counted once, since menus ask at every letter that somebody types. A catalogue never changes.
const known = new WeakMap<Catalogue, Facets>()

/** All that some use case has, the most common first. */
export function facetsOf(kind: FacetKind, catalogue: Catalogue): readonly Facet[] {
  const facets = known.get(catalogue) ?? collect(catalogue)
  known.set(catalogue, facets)
  return facets[kind]
}

function collect({ useCases, industries, topics }: Catalogue): Facets {
  const aliases = new Map<string, string[]>()
  for (const useCase of useCases) {
    aliases.set(useCase.company, [...(aliases.get(useCase.company) ?? []), ...useCase.aliases])
  }
  return {
    industries: facetsIn(useCases, ({ industry }) => [industry], termIn(industries)),
    topics: facetsIn(useCases, (useCase) => useCase.topics, termIn(topics)),
    companies: facetsIn(
      useCases,
      ({ company }) => [company],
      (company) => ({
        value: cut(company, LIMITS.optionText),
        label: company,
        others: aliases.get(company) ?? [],
      }),
    ),
  }
}

type Named = { value: string; label: string; others: readonly string[] }

const termIn =
  (terms: ReadonlyMap<string, Term>) =>
  (id: string): Named => ({
    value: id,
    label: terms.get(id)?.label ?? id,
    others: terms.get(id)?.synonyms ?? [],
  })

function facetsIn(
  useCases: readonly UseCase[],
  keysOf: (useCase: UseCase) => readonly string[],
  name: (key: string) => Named,
): Facet[] {
  const numbers = new Map<string, number>()
  for (const key of useCases.flatMap(keysOf)) numbers.set(key, (numbers.get(key) ?? 0) + 1)
  return [...numbers]
    .map(([key, number]) => {
      const { value, label, others } = name(key)
      return { value, label, number, names: [label, ...others].map(fold) }
    })
    .toSorted((a, b) => b.number - a.number || byName(a.label, b.label))
}

/**
 * What somebody means who types this: first what is called so from its beginning, then what has it in its name, then
 * what it is another name of; only where there is none, what is spelt much alike. All for nothing typed.
 */
export function facetsNamed(typed: string, facets: readonly Facet[]): readonly Facet[] {
  const asked = fold(typed).trim()
  if (asked === '') return facets
  const found = facets
    .map((facet) => ({ facet, grade: gradeOf(asked, facet.names) }))
    .filter(({ grade }) => grade < STRANGER)
    .toSorted((a, b) => a.grade - b.grade)
    .map(({ facet }) => facet)
  return found.length > 0 ? found : spelledLike(asked, facets)
}

const STRANGER = 3

function gradeOf(asked: string, [label = '', ...others]: readonly string[]): number {
  if (label.startsWith(asked)) return 0
  if (label.includes(asked)) return 1
  return others.some((other) => other.includes(asked)) ? 2 : STRANGER
}

const MOST_ALIKE = 5

function spelledLike(asked: string, facets: readonly Facet[]): Facet[] {
  const near = matcher(facets.map(({ label }) => label))(asked, MOST_ALIKE)
  return near.flatMap((name) => facets.find(({ label }) => label === name) ?? [])
}
