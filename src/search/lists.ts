import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { yearOf } from '../catalogue/catalogue.ts'
import { hash } from '../catalogue/hash.ts'
import { atOnce, type Sliced, visiting } from '../catalogue/sliced.ts'
import { similarTo } from './similar.ts'
import { fold, words } from './text.ts'

/** The company that somebody names, whole and alone, by its name or an alias; undefined when it is none. */
export function companyNamed(typed: string, { useCases }: Catalogue): string | undefined {
  const named = names.get(useCases) ?? atOnce(namingCompanies(useCases))
  return named.get(key(typed))
}

// Made once for a catalogue: every search asks.
const names = new WeakMap<readonly UseCase[], ReadonlyMap<string, string>>()

/** Makes, in steps, what {@link companyNamed} would otherwise make at the first question. */
export function* namingCompanies(useCases: readonly UseCase[]): Sliced<ReadonlyMap<string, string>> {
  const named = new Map<string, string>()
  const add = ({ company, aliases }: UseCase) => {
    for (const name of [...aliases, company]) named.set(key(name), company)
  }
  yield* visiting(useCases.toReversed(), add)
  named.delete('')
  names.set(useCases, named)
  return named
}

const key = (text: string) => words(fold(text)).join(' ')

/** The use cases of a company, the newest additions first. */
export function ofCompany(company: string, catalogue: Catalogue): UseCase[] {
  return newestFirst({ useCases: catalogue.useCases.filter((useCase) => useCase.company === company) })
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

const latest = (a: string, b: string) => (a === b ? 0 : a < b ? 1 : -1)

/** All use cases, those that came into the catalogue last first; of one day, those with the newest link. */
export function newestFirst({ useCases }: Pick<Catalogue, 'useCases'>): UseCase[] {
  return useCases
    .map((useCase) => ({ useCase, told: Math.max(0, ...useCase.links.map((link) => yearOf(link) ?? 0)) }))
    .toSorted((a, b) => latest(a.useCase.added, b.useCase.added) || b.told - a.told)
    .map(({ useCase }) => useCase)
}

/** One use case for all on a date (`2026-11-22`), by lot; none whose links are all dead. */
export function pickOfTheDay({ useCases }: Catalogue, date: string): UseCase | undefined {
  const living = useCases.filter(({ links }) => links.some(({ dead }) => dead === undefined))
  return living[hash(date) % living.length]
}
