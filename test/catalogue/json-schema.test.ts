import { readFileSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { jsonSchemas } from '../../src/catalogue/json-schema.ts'
import { FIRST_YEAR, LENGTH, LINK_KINDS } from '../../src/catalogue/limits.ts'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'
import { faults, type JsonSchema } from './json-schema-faults.ts'
import { ENTRY, VALID } from './valid.ts'

const catalogue = await loadCatalogue()
const committed = (path: string): JsonSchema => JSON.parse(readFileSync(join(DATA_FOLDER, path), 'utf8'))
const useCase = committed('schemas/use-case.json')
const vocabulary = committed('schemas/vocabulary.json')
const read = async (path: string): Promise<unknown> => parse(await readFile(join(DATA_FOLDER, path), 'utf8'))

test.each([...jsonSchemas(catalogue)])('%s is not stale', (path, text) => {
  const remedy = `Run: npm run --silent kstreams -- schema, and commit data/${path}.`
  expect(readFileSync(join(DATA_FOLDER, path), 'utf8') === text, remedy).toBe(true)
})

test('every real file is valid', async () => {
  for (const name of await readdir(join(DATA_FOLDER, 'use-cases'))) {
    const value = await read(`use-cases/${name}`)
    if (typeof value === 'object' && value !== null && 'movedTo' in value) continue
    expect({ name, faults: faults(useCase, value) }).toEqual({ name, faults: [] })
  }
  expect(faults(vocabulary, await read('topics.yaml'))).toEqual([])
  expect(faults(vocabulary, await read('industries.yaml'))).toEqual([])
})

const entry = {
  ...(parse(VALID[ENTRY] ?? '') as Record<string, unknown>),
  industry: 'finance',
}
const link = { url: 'https://example.com/', kind: 'talk' }

test.each<[string, Record<string, unknown>, string[]]>([
  ['nothing wrong', {}, []],
  ['a topic that there is not', { topics: ['fraud'] }, ['topics.0: anyOf']],
  ['an industry that there is not', { industry: 'fintech' }, ['industry: enum']],
  ['too long a summary', { summary: 'x'.repeat(191) }, ['summary: maxLength']],
  ['an empty title', { title: '' }, ['title: minLength']],
  ['a line break', { details: 'a\nb' }, ['details: pattern']],
  ['no topic', { topics: [] }, ['topics: minItems']],
  ['an unknown field', { sumary: 'x' }, ['sumary: additionalProperties']],
  ['a missing field', { company: undefined }, ['company: required']],
  ['a text for a list', { aliases: 'Acme' }, ['aliases: type']],
  ['no https', { links: [{ ...link, url: 'http://example.com' }] }, ['links.0.url: pattern']],
  ['no known kind', { links: [{ ...link, kind: 'blog' }] }, ['links.0.kind: enum']],
  ['too early', { links: [{ ...link, year: 2015 }] }, ['links.0.year: minimum']],
  [
    'an unknown field of a link',
    { links: [{ ...link, speaker: 'x' }] },
    ['links.0.speaker: additionalProperties'],
  ],
  ['a country by name', { countries: ['Norway'] }, ['countries.0: pattern']],
])('editors see %s', (_, change, expected) => {
  expect(faults(useCase, JSON.parse(JSON.stringify({ ...entry, ...change })))).toEqual(expected)
})

test('the limits are those of the program', () => {
  const { properties = {} } = useCase
  const links = properties['links']?.items?.properties ?? {}
  const term = vocabulary.items?.properties ?? {}
  const texts = (schema: JsonSchema | undefined) => schema?.maxLength
  const items = (schema: JsonSchema | undefined) => [schema?.maxItems, schema?.items?.maxLength]
  expect({
    id: texts(term['id']),
    company: texts(properties['company']),
    aliases: items(properties['aliases'])[0],
    alias: items(properties['aliases'])[1],
    countries: items(properties['countries'])[0],
    title: texts(properties['title']),
    summary: texts(properties['summary']),
    details: texts(properties['details']),
    topics: items(properties['topics'])[0],
    links: items(properties['links'])[0],
    url: texts(links['url']),
    linkTitle: texts(links['title']),
    speakers: items(links['speakers'])[0],
    speaker: items(links['speakers'])[1],
    event: texts(links['event']),
    label: texts(term['label']),
    meaning: texts(term['meaning']),
    synonyms: items(term['synonyms'])[0],
    synonym: items(term['synonyms'])[1],
  }).toEqual(LENGTH)
  expect(links['year']?.minimum).toBe(FIRST_YEAR)
})

test('the choices are those of the vocabularies', () => {
  const { properties = {} } = useCase
  expect(properties['industry']?.enum).toEqual([...catalogue.industries.keys()])
  expect(properties['topics']?.items?.anyOf?.map((choice) => choice.const)).toEqual([
    ...catalogue.topics.keys(),
  ])
  expect(properties['links']?.items?.properties?.['kind']?.enum).toEqual([...LINK_KINDS])
  expect(useCase.required?.toSorted()).toEqual([
    'added',
    'company',
    'industry',
    'links',
    'source',
    'summary',
    'title',
    'topics',
  ])
  expect(properties['links']?.items?.required).toEqual(['url', 'kind'])
  expect(vocabulary.items?.required).toEqual(['id', 'label', 'meaning'])
})

test('every field has a description, which editors show', () => {
  const described = (schema: JsonSchema | undefined) =>
    Object.entries(schema?.properties ?? {})
      .filter(([, field]) => !field.description)
      .map(([name]) => name)
  expect(described(useCase)).toEqual([])
  expect(described(useCase.properties?.['links']?.items)).toEqual([])
  expect(described(vocabulary.items)).toEqual([])
})
