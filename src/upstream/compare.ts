import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Term } from '../catalogue/schema.ts'
import type { List, ListEntry, ListLink } from './list.ts'
import { localelessKey } from './same-page.ts'

/** An entry that we have no link of. */
export type NewEntry = {
  entry: ListEntry
  /** The id of the industry that a heading above it means. */
  industry?: string
  /** What we have of its company: it may be one more use case, or one of these. */
  ours: readonly UseCase[]
}

/** An entry that we have, but not just so. What is the same is left out. */
export type ChangedEntry = {
  entry: ListEntry
  ours: readonly UseCase[]
  /** Links of the entry that none of ours has. */
  lacking: readonly ListLink[]
  /** Where there are such: our addresses that the entry does not have, one of which it may have replaced. */
  unlisted: readonly string[]
  /** Our names of the company; the list has one that is none of them. */
  companies?: readonly string[]
  /** The id of the industry that its heading means, which is that of none of ours. */
  industry?: string
}

/** How a list differs from the catalogue; `same` counts the entries that do not. */
export type Comparison = {
  added: NewEntry[]
  changed: ChangedEntry[]
  /** Use cases that came from the list and are not in it any more by any link. */
  gone: UseCase[]
  same: number
}

/**
 * Compares a list with the catalogue, by links first (whatever their translation or tracking), then by companies: an
 * entry of a company all of whose use cases are gone from the list has other links now. We add links of our own to what
 * the list has, so such a link alone is no change.
 * @param companyNamed the company of the catalogue that has a name, as `search` finds it
 */
export function compareWithList(
  { entries, leftOut }: List,
  catalogue: Catalogue,
  companyNamed: (name: string) => string | undefined,
): Comparison {
  const listed = new Set(
    [...entries.flatMap(({ links }) => links), ...leftOut].flatMap(({ url }) =>
      url ? localelessKey(url) : [],
    ),
  )
  const gone = new Set(
    catalogue.useCases.filter(
      ({ source, links }) =>
        source === 'awesome-kafka-streams' && !links.some(({ url }) => listed.has(localelessKey(url))),
    ),
  )
  const find = finder(catalogue)
  const industryOf = industries(catalogue)
  const comparison: Comparison = { added: [], changed: [], gone: [], same: 0 }
  for (const entry of entries) {
    const company = companyNamed(entry.company)
    const ofCompany = catalogue.useCases.filter((useCase) => useCase.company === company)
    const linked = find(entry)
    // A paper may tell of several companies.
    const own = linked.filter((useCase) => useCase.company === company)
    const moved = linked.length > 0 ? [] : ofCompany.filter((useCase) => gone.delete(useCase))
    const ours = [own, linked, moved].find(({ length }) => length > 0) ?? []
    const industry = industryOf(entry)
    if (ours.length === 0) {
      comparison.added.push({ entry, ...(industry === undefined ? {} : { industry }), ours: ofCompany })
      continue
    }
    const change = changeOf(entry, ours, company, industry)
    if (change) comparison.changed.push(change)
    else comparison.same++
  }
  return { ...comparison, gone: [...gone] }
}

/** Finds the use cases that have a link of an entry. */
function finder({ useCases }: Catalogue): (entry: ListEntry) => UseCase[] {
  const byKey = new Map<string, Set<UseCase>>()
  for (const useCase of useCases) {
    for (const { url } of useCase.links) {
      const key = localelessKey(url)
      byKey.set(key, (byKey.get(key) ?? new Set()).add(useCase))
    }
  }
  return ({ links }) => [...new Set(links.flatMap(({ url }) => [...(byKey.get(localelessKey(url)) ?? [])]))]
}

function changeOf(
  entry: ListEntry,
  ours: readonly UseCase[],
  company: string | undefined,
  industry: string | undefined,
): ChangedEntry | undefined {
  const addresses = ours.flatMap(({ links }) => links.map(({ url }) => url))
  const known = new Set(addresses.map(localelessKey))
  const listed = new Set(entry.links.map(({ url }) => localelessKey(url)))
  const lacking = entry.links.filter(({ url }) => !known.has(localelessKey(url)))
  const isNamed = ours.some((useCase) => useCase.company === company)
  // A list may be at a loss where we are not.
  const isPlaced =
    industry === undefined ||
    industry === 'miscellaneous' ||
    ours.some((useCase) => useCase.industry === industry)
  if (lacking.length === 0 && isNamed && isPlaced) return undefined
  return {
    ...{ entry, ours, lacking },
    unlisted: lacking.length === 0 ? [] : addresses.filter((url) => !listed.has(localelessKey(url))),
    ...(isNamed ? {} : { companies: [...new Set(ours.map((useCase) => useCase.company))] }),
    ...(isPlaced ? {} : { industry }),
  }
}

/** Finds the industry that a heading of an entry means, by its label or a synonym; the innermost heading first. */
function industries({ industries }: Catalogue): (entry: ListEntry) => string | undefined {
  const byName = new Map<string, string>()
  const name = ({ id, label, synonyms }: Term) => {
    for (const text of [...synonyms, id, label]) byName.set(letters(text), id)
  }
  for (const term of industries.values()) name(term)
  return ({ headings }) => headings.toReversed().flatMap((heading) => byName.get(letters(heading)) ?? [])[0]
}

/** `E-Commerce & Retail` is `ecommerce and retail`. */
const letters = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('&', 'and')
    .replace(/[^\p{L}\p{N}]+/gu, '')
