import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'
import { wordingFaults } from '../../src/catalogue/wording.ts'
import { ORIGINAL_LIST } from './original-list.ts'

const { useCases, byId, topics, industries } = await loadCatalogue()

const addresses = (useCase: UseCase | undefined) => useCase?.links.map(({ url }) => url) ?? []

describe('the original list', () => {
  const entries = Object.entries(ORIGINAL_LIST)

  test('has 33 use cases and 36 addresses', () => {
    expect(entries).toHaveLength(33)
    expect(new Set(entries.flatMap(([, urls]) => urls)).size).toBe(36)
  })

  test.each(entries)('%s keeps its addresses exactly', (id, urls) => {
    expect(addresses(byId.get(id))).toEqual(expect.arrayContaining([...urls]))
  })

  test.each(entries)('%s says that it comes from there', (id) => {
    expect(byId.get(id)?.source).toBe('awesome-kafka-streams')
  })

  test('both Bloomberg cases share the paper and the talk', () => {
    const bloomberg = useCases.filter(({ company }) => company === 'Bloomberg')
    expect(bloomberg).toHaveLength(2)
    for (const useCase of bloomberg) {
      expect(addresses(useCase)).toContain('https://dl.acm.org/doi/10.1145/3448016.3457556')
      expect(addresses(useCase)).toContain('https://www.youtube.com/watch?v=tEcYffZz-Mc')
    }
  })
})

describe('the catalogue', () => {
  test('has 70 use cases and more to come', () => {
    expect(useCases.length).toBeGreaterThanOrEqual(70)
  })

  test('uses every topic', () => {
    const used = new Set(useCases.flatMap((useCase) => useCase.topics))
    expect([...topics.keys()].filter((id) => !used.has(id))).toEqual([])
  })

  test('uses every industry', () => {
    const used = new Set(useCases.map(({ industry }) => industry))
    expect([...industries.keys()].filter((id) => !used.has(id))).toEqual([])
  })

  test('lists its vocabularies in alphabetical order', () => {
    for (const vocabulary of [topics, industries]) {
      const ids = [...vocabulary.keys()]
      expect(ids).toEqual(ids.toSorted())
    }
  })

  test('has synonyms in lower case, none of them the label again', () => {
    const broken = [...topics.values(), ...industries.values()].flatMap(({ id, label, synonyms }) =>
      synonyms
        .filter((word) => word !== word.toLowerCase() || word === label.toLowerCase())
        .map((word) => `${id}: ${word}`),
    )
    expect(broken).toEqual([])
  })

  test('says what each topic and industry means in a sentence', () => {
    const broken = [...topics.values(), ...industries.values()].filter(
      ({ label, meaning }) => !/^[A-Z].*\.$/.test(meaning) || !/^[A-Z][^.]*$/.test(label),
    )
    expect(broken).toEqual([])
  })
})

describe('the files', () => {
  const folder = join(DATA_FOLDER, 'use-cases')
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const entries = files.filter(({ text }) => !text.includes('movedTo:'))
  const broken = (rule: (text: string) => boolean) =>
    entries.filter(({ text }) => !rule(text)).map(({ name }) => name)

  test('tell editors their schema in the first line', () => {
    const first = '# yaml-language-server: $schema=../schemas/use-case.json\n'
    expect(broken((text) => text.startsWith(first))).toEqual([])
  })

  test('have their fields in the order of the table', () => {
    const order =
      /^company:.*(\naliases:.*)?(\nindustry:.*)(\ncountries:.*)?(\ntitle:.*)(\nsummary:.*)(\ndetails:.*)?(\ntopics:.*)(\nlinks:.*)(\nsource:.*)(\nadded:.*)$/
    const fields = (text: string) => text.match(/^[a-z]\w*:/gim)?.join('\n') ?? ''
    expect(broken((text) => order.test(fields(text)))).toEqual([])
  })

  test('are plain: no tabs, no spaces at the ends of lines, one line break at the end', () => {
    expect(broken((text) => !/\t|\r| $|\n\n$/m.test(text) && text.endsWith('\n'))).toEqual([])
  })
})

test('every text keeps the rules of wording', () => {
  const broken = useCases.flatMap((useCase) =>
    wordingFaults(useCase).map(({ fault, remedy }) => `${useCase.id}: ${fault}. ${remedy}`),
  )
  expect(broken).toEqual([])
})
