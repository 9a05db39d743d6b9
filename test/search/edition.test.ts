import { expect, test } from 'vitest'
import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import { atOnce } from '../../src/catalogue/sliced.ts'
import { buildingEdition, createEdition } from '../../src/search/edition.ts'
import { companyNamed } from '../../src/search/lists.ts'
import { check } from '../catalogue/valid.ts'
import { catalogue, search } from '../catalogue.ts'

const QUESTIONS = ['fraud', '"kafka streams"', 'walmrat', 'company:walmart', 'real-time', 'zzzz', 'dat']

test('in steps it is the same as at once', () => {
  const edition = atOnce(buildingEdition(catalogue))
  for (const question of QUESTIONS) {
    expect(edition.search.search(question)).toEqual(search.search(question))
    expect(edition.search.suggest(question, 10)).toEqual(search.suggest(question, 10))
  }
  const [first] = catalogue.useCases
  expect(edition.linked(first?.links[0]?.url ?? '')?.useCase).toBe(first)
})

test('takes a search that is there already', () => {
  const edition = createEdition(catalogue, search)
  expect(edition.search).toBe(search)
  expect(edition.catalogue).toBe(catalogue)
  expect(edition.linked('https://example.com/none')).toBeUndefined()
})

test('two that are built in turns do not get in each other’s way', () => {
  const half: Catalogue = { ...catalogue, useCases: catalogue.useCases.slice(0, 35) }
  const [one, other] = [buildingEdition(catalogue), buildingEdition(half)]
  for (let step = 0; step < 5; step++) {
    one.next()
    other.next()
  }
  expect(atOnce(other).search.search('fraud')).toEqual(createEdition(half).search.search('fraud'))
  expect(atOnce(one).search.search('fraud')).toEqual(search.search('fraud'))
})

test('leaves nothing to be made at the first search, which would keep others waiting', () => {
  let reads = 0
  const useCases = catalogue.useCases.map((useCase) => {
    const watched = { ...useCase }
    for (const field of ['company', 'aliases', 'summary', 'links'] as const)
      Object.defineProperty(watched, field, {
        get: () => {
          reads++
          return useCase[field]
        },
      })
    return watched as UseCase
  })
  const { search: built, linked } = createEdition({ ...catalogue, useCases })
  expect(reads).toBeGreaterThan(useCases.length)
  reads = 0
  built.search('"fraud detection"')
  built.search('fraud')
  built.suggest('f', 5)
  linked('https://example.com/')
  companyNamed('walmart', { ...catalogue, useCases })
  // Those that were found are looked at, not all.
  expect(reads).toBeLessThan(useCases.length / 2)
})

test('a phrase stands in one text, and does not begin in one and end in the next', () => {
  const result = check({})
  if (!result.ok) throw new Error('the valid catalogue has faults')
  const total = (question: string) => createEdition(result.catalogue).search.search(question).total
  expect(total('"fraud alerts"')).toBe(1)
  expect(total('"finds fraud with kafka"')).toBe(1)
  expect(total('"alerts finds"')).toBe(0)
  expect(total('"fraud alert"')).toBe(0)
})
