import { describe, expect, it } from 'vitest'
import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import {
  companyNamed,
  newestFirst,
  ofCompany,
  pickOfTheDay,
  similarToCompany,
} from '../../src/search/lists.ts'
import { similarTo } from '../../src/search/similar.ts'
import { catalogue } from '../catalogue.ts'

const with_ = (useCases: UseCase[]): Catalogue => ({ ...catalogue, useCases })
const idsOf = (useCases: readonly UseCase[]) => useCases.map(({ id }) => id)
const [model] = catalogue.useCases

const useCase = (id: string, added: string, ...years: number[]): UseCase => {
  if (!model) throw new Error('the catalogue is empty')
  const links = years.map((year) => ({ url: `https://example.com/${id}`, kind: 'talk' as const, year }))
  return { ...model, id, company: id, aliases: [], added, links } as UseCase
}

describe('a company that somebody names', () => {
  it.each([
    ['walmart', 'Walmart'],
    ['  WALMART! ', 'Walmart'],
    ['“Walmart Labs”', 'Walmart'],
    ['cbb', 'Walmart'],
    ['the new york times', 'New York Times'],
    ['nyt', 'New York Times'],
    ['commerce.com', 'BigCommerce'],
    ['Commerce com', 'BigCommerce'],
    ['데브시스터즈', 'Devsisters'],
  ])('“%s” is %s', (typed, company) => expect(companyNamed(typed, catalogue)).toBe(company))

  it.each(['', ' ', '!', '🍕', 'wal', 'walmarts fraud', 'walmart fraud', 'fraud', '-walmart bank'])(
    '“%s” is none',
    (typed) => expect(companyNamed(typed, catalogue)).toBeUndefined(),
  )

  it('is known by each of its names, whichever company has it first', () => {
    for (const { company, aliases } of catalogue.useCases)
      for (const name of [company, ...aliases]) expect(companyNamed(name, catalogue), name).toBeDefined()
    for (const { company } of catalogue.useCases) expect(companyNamed(company, catalogue)).toBe(company)
  })
})

describe('what is like the use cases of a company', () => {
  it('has none of its own, each once, and of each of its own the best first', () => {
    for (const company of new Set(catalogue.useCases.map((one) => one.company))) {
      const similar = similarToCompany(company, catalogue, 8)
      expect(idsOf(similar)).toEqual([...new Set(idsOf(similar))])
      expect(similar.some((one) => one.company === company)).toBe(false)
      for (const { id } of ofCompany(company, catalogue)) {
        const [best] = similarTo(id, catalogue, 8).filter((one) => one.company !== company)
        expect(idsOf(similar).indexOf(best?.id ?? 'none'), id).toBeLessThan(
          ofCompany(company, catalogue).length,
        )
      }
    }
  })

  it('takes turns between several of its own', () => {
    const [first, second] = ofCompany('Walmart', catalogue).map(({ id }) =>
      idsOf(similarTo(id, catalogue, 8).filter(({ company }) => company !== 'Walmart')),
    )
    const all = idsOf(similarToCompany('Walmart', catalogue, 8))
    const inTurn = (first ?? []).flatMap((one, place) => [one, second?.[place] ?? one])
    expect(all).toEqual([...new Set([...inTurn, ...(second ?? [])])])
    expect(all.length).toBeGreaterThan(8)
  })

  it('is nothing for a company that is none', () => {
    expect(similarToCompany('nobody', catalogue, 8)).toEqual([])
  })
})

describe('the latest', () => {
  it('are those that came last, of one day those told of last, else as they stand', () => {
    const all = [
      useCase('a', '2026-01-01', 2024),
      useCase('b', '2026-02-01', 2019, 2021),
      useCase('c', '2026-02-01', 2022),
      useCase('d', '2026-02-01'),
      useCase('e', '2026-02-01', 2021),
      useCase('f', '2025-12-31', 2025),
    ]
    expect(idsOf(newestFirst(with_(all)))).toEqual(['c', 'b', 'e', 'd', 'a', 'f'])
    expect(idsOf(all)).toEqual(['a', 'b', 'c', 'd', 'e', 'f'])
  })

  it('of the catalogue are all of it', () => {
    expect(idsOf(newestFirst(catalogue)).toSorted()).toEqual(idsOf(catalogue.useCases).toSorted())
  })
})

describe('the pick of the day', () => {
  const days = Array.from({ length: 730 }, (_, n) =>
    new Date(Date.UTC(2026, 0, 1) + n * 86_400_000).toISOString().slice(0, 10),
  )

  it('is the same for all on a day, and goes through much of the catalogue', () => {
    const picks = days.map((day) => pickOfTheDay(catalogue, day)?.id)
    expect(days.map((day) => pickOfTheDay(catalogue, day)?.id)).toEqual(picks)
    expect(picks).not.toContain(undefined)
    expect(new Set(picks).size).toBeGreaterThan(catalogue.useCases.length * 0.95)
  })

  it('is seldom the one of the day before', () => {
    const same = days.filter(
      (day, n) => pickOfTheDay(catalogue, day) === pickOfTheDay(catalogue, days[n + 1] ?? ''),
    )
    expect(same.length).toBeLessThan(30)
  })

  it('is none of an empty catalogue', () => {
    expect(pickOfTheDay(with_([]), '2026-11-22')).toBeUndefined()
  })
})
