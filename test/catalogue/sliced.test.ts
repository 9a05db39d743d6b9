import { expect, test } from 'vitest'
import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import { versionOf } from '../../src/catalogue/hash.ts'
import { indexingLinks } from '../../src/catalogue/links.ts'
import { nearest, nearestOfMany } from '../../src/catalogue/nearest.ts'
import { parsingCatalogue } from '../../src/catalogue/parse.ts'
import { readingYamlList, readYaml } from '../../src/catalogue/read-yaml.ts'
import { atOnce, type Sliced, visiting } from '../../src/catalogue/sliced.ts'
import { buildingEdition } from '../../src/search/edition.ts'
import { catalogue } from '../catalogue.ts'
import { check, ENTRY, TODAY, VALID } from './valid.ts'

/** Runs something and gives the most different things that it looked at in one step. */
function mostAtATime(sliced: Sliced<unknown>, looked: Set<string>): number {
  let most = 0
  let done: boolean | undefined = false
  while (!done) {
    looked.clear()
    done = sliced.next().done
    most = Math.max(most, looked.size)
  }
  return most
}

const many = (count: number) =>
  Array.from({ length: count }, (_, number) => ({
    path: `use-cases/acme-${number}.yaml`,
    text: VALID[ENTRY] ?? '',
  }))

test('a step of a check reads one file', () => {
  const looked = new Set<string>()
  const files = [...Object.entries(VALID).map(([path, text]) => ({ path, text })), ...many(50)]
  const watched = files.map(({ path, text }) => ({
    path,
    get text() {
      looked.add(path)
      return text
    },
  }))
  expect(mostAtATime(parsingCatalogue(watched, TODAY), looked)).toBe(1)
  expect(mostAtATime(versionOf(watched), looked)).toBe(1)
})

/** A catalogue of so many use cases that tells which of them had one of its fields read. */
function watchedCatalogue(count: number, field: keyof UseCase) {
  const looked = new Set<string>()
  const useCases = Array.from({ length: count }, (_, number) => {
    const model = catalogue.useCases[number % catalogue.useCases.length] as UseCase
    const id = `use-case-${number}`
    return Object.defineProperty({ ...model, id }, field, {
      get: () => {
        looked.add(id)
        return model[field]
      },
    })
  })
  return { looked, catalogue: { ...catalogue, useCases } as Catalogue }
}

test.each([
  ['summary', 4],
  ['links', 32],
  ['aliases', 256],
  ['topics', 256],
  ['company', 256],
] as const)('a step of an index reads the %s of no more than %i use cases', (field, limit) => {
  const { looked, catalogue: watched } = watchedCatalogue(1000, field)
  const most = mostAtATime(buildingEdition(watched), looked)
  expect(most).toBeGreaterThan(0)
  expect(most).toBeLessThanOrEqual(limit)
})

test('so does one of the links', () => {
  const { looked, catalogue: watched } = watchedCatalogue(1000, 'links')
  expect(mostAtATime(indexingLinks(watched), looked)).toBeLessThanOrEqual(32)
})

test('visits everything in order, a step being so many', () => {
  const seen: [string, number][] = []
  const sliced = visiting(['a', 'b', 'c', 'd', 'e'], (thing, place) => seen.push([thing, place]), 2)
  expect(sliced.next().done).toBe(false)
  expect(seen).toHaveLength(2)
  atOnce(sliced)
  expect(seen.map(([thing]) => thing).join('')).toBe('abcde')
  expect(seen.at(-1)).toEqual(['e', 4])
})

test('the nearest of many is the nearest of all', () => {
  const words = Array.from({ length: 1000 }, (_, number) => `company-${number * 7919}-use-case`)
  for (const word of ['company-79190-use-cas', 'compny-7919-use-case', 'zzz', 'fraud'])
    expect(atOnce(nearestOfMany(word, words))).toBe(nearest(word, words))
})

const list = (text: string) => {
  const file = { path: 'topics.yaml', text }
  const [atLength, inParts] = [[], []]
  const parts = atOnce(readingYamlList(file, inParts))
  return { whole: readYaml(file, atLength), parts, problems: [atLength, inParts] }
}

test.each([
  ['a list', VALID['topics.yaml'] ?? ''],
  ['one with a comment above', `# yaml-language-server: x\n\n${VALID['topics.yaml']}`],
  ['one from Windows', `\ufeff${VALID['topics.yaml']?.replaceAll('\n', '\r\n')}`],
  ['an indented one', '  - id: a\n  - id: b\n'],
  ['one in brackets', '[a,\n- b]'],
  ['an empty one', '[]'],
  ['texts of many lines', '- id: >-\n    a\n    b\n- "c\n  d"\n'],
  ['a quote over items', '- "a\n- b"\n'],
  ['no list', 'id: a\n'],
  ['a field above', 'id: a\n- b\n'],
  ['nothing', ''],
  ['a comment', '# nothing\n'],
  ['an anchor', '- &a x\n- *a\n'],
  ['a second document', '- a\n---\n- b\n'],
  ['a bracket that is not closed', '- a\n- [b\n- c\n'],
  ['a field twice', '- a: 1\n- b: 1\n  b: 2\n'],
])('%s is read in parts as it is read at once', (_, text) => {
  const { whole, parts, problems } = list(text)
  expect(problems[1]).toEqual(problems[0])
  expect(parts?.value).toEqual(whole?.value)
  for (const path of [[0, 'id'], [1, 'id'], [1, 'synonyms', 0], []])
    expect(parts?.locate(path)).toBe(whole?.locate(path))
})

test('the version is another one for any other path, text or order', () => {
  const version = (files: Record<string, string>) =>
    atOnce(versionOf(Object.entries(files).map(([path, text]) => ({ path, text }))))
  const files: Record<string, string>[] = [
    {},
    VALID,
    { ...VALID, [ENTRY]: `${VALID[ENTRY]} ` },
    { ...VALID, 'use-cases/acme.yaml': '' },
    { ab: 'c' },
    { a: 'bc' },
    { a: '', bc: '' },
    { a: 'b', c: '' },
    { a: 'b', d: '' },
  ]
  expect(new Set(files.map(version)).size).toBe(files.length)
  expect(version({ ...VALID })).toBe(version(VALID))
  expect(check({})).toMatchObject({ catalogue: { version: version(VALID) } })
})
