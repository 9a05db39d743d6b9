import { type Catalogue, type UseCase, type VocabularyName, yearOf } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Link } from '../catalogue/schema.ts'
import type { FilterName, TypedFilter } from './query.ts'
import { fold, singular, words } from './text.ts'

/** A filter whose value nothing here matches, with the nearest values that something does. */
export type UnknownFilter = { name: FilterName; value: string; nearest: readonly string[] }

/** Which use cases pass all filters of a question. */
export type FilterTest = (useCase: UseCase) => boolean

type LinkTest = (link: Link) => boolean
/** A value understood: what it asks of the use case, or of one of its links. */
type Meaning = { useCase: FilterTest } | { link: LinkTest }
type Resolved = { meaning: Meaning } | { nearest: readonly string[] }

/**
 * Understands the filters of a question. Values are forgiving: an id, a label, a synonym, the beginning of a name.
 * Several values of one filter are alternatives; different filters must all hold, and those about links hold for one
 * and the same link.
 */
export function resolveFilters(
  typed: readonly TypedFilter[],
  catalogue: Catalogue,
): { test: FilterTest; unknown: UnknownFilter[] } {
  const unknown: UnknownFilter[] = []
  const groups = new Map<string, Meaning[]>()
  for (const { name, value, negated } of typed) {
    const resolved = RESOLVERS[name](value, catalogue)
    if ('nearest' in resolved) unknown.push({ name, value, nearest: resolved.nearest })
    else if (negated) groups.set(`not ${name} ${value}`, [{ useCase: not(resolved.meaning) }])
    else groups.set(name, [...(groups.get(name) ?? []), resolved.meaning])
  }
  const ofUseCase = [...groups.values()].map((meanings) =>
    meanings.flatMap((one) => ('useCase' in one ? one.useCase : [])),
  )
  const ofLink = [...groups.values()].map((meanings) =>
    meanings.flatMap((one) => ('link' in one ? one.link : [])),
  )
  const test: FilterTest = (useCase) =>
    ofUseCase.every((any) => any.length === 0 || any.some((one) => one(useCase))) &&
    useCase.links.some((link) => ofLink.every((any) => any.length === 0 || any.some((one) => one(link))))
  return { test, unknown }
}

const not = (meaning: Meaning): FilterTest =>
  'useCase' in meaning
    ? (useCase) => !meaning.useCase(useCase)
    : (useCase) => !useCase.links.some((link) => meaning.link(link))

type Resolver = (value: string, catalogue: Catalogue) => Resolved

const RESOLVERS: Record<FilterName, Resolver> = {
  industry: byVocabulary('industries'),
  topic: byVocabulary('topics'),
  country: byVocabulary('countries'),
  kind: byVocabulary('kinds'),
  company: byCompany,
  event: byEvent,
  year: byYear((year, asked) => year === asked),
  since: byYear((year, asked) => year >= asked),
}

const key = (text: string) => words(fold(text)).map(singular).join(' ')

/**
 * The terms of a vocabulary that a value names: those whose id, label or synonym it is, else those whose label has a
 * word that begins with it.
 * @returns their ids; none when nothing is called so
 */
export function termsNamed(name: VocabularyName, value: string, catalogue: Catalogue): string[] {
  const terms = [...catalogue[name].values()]
  const asked = key(value)
  const named = terms.filter(({ id, label, synonyms }) =>
    [id, label, ...synonyms].some((one) => key(one) === asked),
  )
  const begun = () =>
    terms.filter(({ label }) => words(fold(label)).some((word) => word.startsWith(fold(value))))
  return (named.length > 0 ? named : begun()).map(({ id }) => id)
}

/** Up to three labels of a vocabulary, in lower case, that are near to a value; only what some use case has. */
export function nearestTerms(name: VocabularyName, value: string, catalogue: Catalogue): string[] {
  const used = new Set(catalogue.useCases.flatMap((useCase) => TERMS_OF[name]?.(useCase) ?? []))
  const terms = [...catalogue[name].values()].filter(({ id }) => used.has(id))
  return nearest(
    value,
    terms.map(({ label }) => label.toLowerCase()),
  )
}

/** Which terms of each vocabulary a use case has. */
const TERMS_OF: Partial<Record<VocabularyName, (useCase: UseCase) => readonly string[]>> = {
  industries: ({ industry }) => [industry],
  topics: ({ topics }) => topics,
  countries: ({ countries }) => countries.map((country) => country.toLowerCase()),
  kinds: ({ links }) => links.map(({ kind }) => kind),
}

function byVocabulary(name: VocabularyName): Resolver {
  return (value, catalogue) => {
    const found = new Set(termsNamed(name, value, catalogue))
    if (found.size === 0) return { nearest: nearestTerms(name, value, catalogue) }
    if (name === 'kinds') return { meaning: { link: (link) => found.has(link.kind) } }
    return {
      meaning: { useCase: (useCase) => TERMS_OF[name]?.(useCase).some((id) => found.has(id)) ?? false },
    }
  }
}

function byCompany(value: string, { useCases }: Catalogue): Resolved {
  const asked = words(fold(value))
  const fits = (name: string) => {
    const parts = words(fold(name))
    return asked.every((word) => parts.some((part) => part.startsWith(word)))
  }
  const companies = new Set(
    useCases.filter(({ company, aliases }) => [company, ...aliases].some(fits)).map(({ company }) => company),
  )
  if (companies.size > 0) return { meaning: { useCase: ({ company }) => companies.has(company) } }
  return { nearest: nearest(value, [...new Set(useCases.map(({ company }) => company))]) }
}

function byEvent(value: string, { useCases }: Catalogue): Resolved {
  const asked = words(fold(value))
  const fits = (event = '') => {
    const parts = new Set(words(fold(event)))
    return asked.every((word) => parts.has(word))
  }
  const events = useCases.flatMap(({ links }) => links.flatMap(({ event }) => event ?? []))
  if (events.some(fits)) return { meaning: { link: ({ event }) => event !== undefined && fits(event) } }
  return { nearest: nearest(value, [...new Set(events)]) }
}

function byYear(compare: (year: number, asked: number) => boolean): Resolver {
  return (value, { useCases }) => {
    const asked = /^(?:19|20)\d\d$/.test(value) ? Number(value) : Number.NaN
    const fits: LinkTest = (link) => {
      const year = yearOf(link)
      return year !== undefined && compare(year, asked)
    }
    if (useCases.some(({ links }) => links.some(fits))) return { meaning: { link: fits } }
    const years = useCases.flatMap(({ links }) => links.flatMap((link) => yearOf(link) ?? []))
    const distinct = [...new Set(years)].toSorted(
      (a, b) => Math.abs(a - asked) - Math.abs(b - asked) || b - a,
    )
    return { nearest: distinct.slice(0, 3).map(String) }
  }
}

/** Up to three values that are near; where none is, three that are there. */
function nearest(value: string, known: readonly string[]): string[] {
  const near = matcher(known)(value, 3)
  return near.length > 0 ? near : known.slice(0, 3)
}
