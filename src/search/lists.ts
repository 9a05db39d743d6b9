import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { yearOf } from '../catalogue/catalogue.ts'
import { hash } from '../catalogue/hash.ts'
import { similarTo } from './similar.ts'
import { fold, words } from './text.ts'

/** The company that somebody names, whole and alone, by its name or an alias; undefined when it is none. */
export function companyNamed(typed: string, { useCases }: Catalogue): string | undefined {
  const named = names.get(useCases) ?? namesOf(useCases)
  names.set(useCases, named)
  return named.get(key(typed))
}

// Made once for a catalogue: every search asks.
const names = new WeakMap<readonly UseCase[], ReadonlyMap<string, string>>()

function namesOf(useCases: readonly UseCase[]): Map<string, string> {
  const named = new Map<string, string>()
  for (const { company, aliases } of useCases.toReversed())
    for (const name of [...aliases, company]) named.set(key(name), company)
  named.delete('')
  return named
}

const key = (text: string) => words(fold(text)).join(' ')

/** The use cases of a company, the newest additions first. */
export function ofCompany(company: string, catalogue: Catalogue): UseCase[] {
  return newestFirst(catalogue).filter((useCase) => useCase.company === company)
}

/** The use cases of others that are most like those of a company, best first, at most `limit` to each of its own. */
export function similarToCompany(company: string, catalogue: Catalogue, limit: number): UseCase[] {
  const lists = ofCompany(company, catalogue).map(({ id }) =>
    similarTo(id, catalogue, limit).filter((other) => other.company !== company),
  )
  // The best of each in turn, so that none of its use cases is left out.
  const longest = Math.max(0, ...lists.map(({ length }) => length))
  const inTurn = Array.from({ length: longest }, (_, place) => lists.flatMap((list) => list[place] ?? []))
  return [...new Set(inTurn.flat())]
}

/** All use cases, those that came into the catalogue last first; of one day, those with the newest link. */
export function newestFirst({ useCases }: Catalogue): UseCase[] {
  return useCases
    .map((useCase) => ({ useCase, told: Math.max(0, ...useCase.links.map((link) => yearOf(link) ?? 0)) }))
    .toSorted((a, b) => b.useCase.added.localeCompare(a.useCase.added) || b.told - a.told)
    .map(({ useCase }) => useCase)
}

/** One use case for all on a date (`2026-11-22`), by lot. */
export function pickOfTheDay({ useCases }: Catalogue, date: string): UseCase | undefined {
  return useCases[hash(date) % useCases.length]
}
