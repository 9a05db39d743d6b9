import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { check, ENTRY, isSound, VALID } from './valid.ts'

const folder = join(DATA_FOLDER, 'use-cases')
const realTexts = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))

/** Never an exception; a catalogue, or problems that all say something. */
function isAnswered(files: Readonly<Record<string, string>>): void {
  const result = check(files)
  if (result.ok) {
    expect(result.catalogue.useCases.length).toBeGreaterThan(0)
    return
  }
  expect(result.problems.length).toBeGreaterThan(0)
  expect(result.problems.filter((problem) => !isSound(problem))).toEqual([])
  for (const { file, line } of result.problems) {
    const last = files[file]?.split(/\r\n?|\n/).length ?? Number.POSITIVE_INFINITY
    expect(line ?? 1).toBeGreaterThanOrEqual(1)
    expect(line ?? 1).toBeLessThanOrEqual(last)
  }
}

const anyPath = fc.constantFrom(ENTRY, 'use-cases/other-case.yaml', 'topics.yaml', 'industries.yaml')

const yamlish = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        ...['- ', ': ', '\n', '\n  ', '\n    ', '\t', '#', '"', "'", '|', '>-', '>', '[', ']', '{', '}', ','],
        ...[
          '&a ',
          '*a',
          '!!binary ',
          '!x ',
          '? ',
          '---\n',
          '...\n',
          '%YAML 1.1\n',
          '<<: ',
          '~',
          '0x1f',
          '.inf',
          '.nan',
        ],
        ...[
          'company',
          'topics',
          'links',
          'movedTo',
          '__proto__',
          'constructor',
          'year',
          'fraud-detection',
          '\r\n',
        ],
        ...[
          '2026-11-22',
          'https://example.com',
          '\u0000',
          '\u2028',
          '\ud800',
          '\ufeff',
          '1e400',
          '\\',
          '@',
          '`',
        ],
      ),
      fc.string({ maxLength: 5, unit: 'binary' }),
    ),
    { maxLength: 60 },
  )
  .map((parts) => parts.join(''))

/** Any value where the schema wants another one. */
const anyValue = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom('', null, 'x'.repeat(1000), 1e300, -0, [[]]),
)

const mutated = fc
  .record({
    text: fc.constantFrom(...realTexts, ...Object.values(VALID)),
    at: fc.double({ min: 0, max: 1, noNaN: true }),
    length: fc.nat(40),
    insert: fc.oneof(yamlish, fc.constant('')),
  })
  .map(({ text, at, length, insert }) => {
    const start = Math.floor(at * text.length)
    return text.slice(0, start) + insert + text.slice(start + length)
  })

const RUNS = { numRuns: 400 }

test('any text', () => {
  fc.assert(
    fc.property(anyPath, fc.string({ unit: 'binary', maxLength: 300 }), (path, text) =>
      isAnswered({ [path]: text }),
    ),
    RUNS,
  )
})

test('anything like YAML', () => {
  fc.assert(
    fc.property(anyPath, yamlish, (path, text) => isAnswered({ [path]: text })),
    { numRuns: 1500 },
  )
})

test('real files with a slip', () => {
  fc.assert(
    fc.property(anyPath, mutated, (path, text) => isAnswered({ [path]: text })),
    { numRuns: 800 },
  )
})

test('any value in any field', () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      ...['company', 'aliases', 'industry', 'countries', 'title', 'summary', 'details', 'topics', 'links'],
      ...['source', 'added', 'movedTo', 'other', '__proto__', 'toString'],
    ),
    anyValue,
  )
  fc.assert(
    fc.property(fields, (value) => isAnswered({ [ENTRY]: JSON.stringify(value) })),
    RUNS,
  )
})

test('any value in any field of a link or a topic', () => {
  const keys = [
    'url',
    'kind',
    'title',
    'speakers',
    'event',
    'year',
    'date',
    'language',
    'id',
    'label',
    'synonyms',
  ]
  const items = fc.array(fc.oneof(fc.dictionary(fc.constantFrom(...keys), anyValue), anyValue), {
    maxLength: 4,
  })
  fc.assert(
    fc.property(items, (list) => {
      const entry = `${VALID[ENTRY]?.replace(/links:\n( .*\n)+/, '')}links: ${JSON.stringify(list)}\n`
      isAnswered({ [ENTRY]: entry, 'topics.yaml': JSON.stringify(list) })
    }),
    RUNS,
  )
})

test('any depth', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6000 }), fc.constantFrom('[', '{a: ', '- '), (depth, open) =>
      isAnswered({ [ENTRY]: `topics: ${open === '- ' ? '\n' : ''}${open.repeat(depth)}` }),
    ),
    { numRuns: 20 },
  )
  for (const depth of [100, 500, 1000, 1500, 2000, 3000, 5000]) {
    isAnswered({ [ENTRY]: `topics: ${'['.repeat(depth)}${']'.repeat(depth)}\n` })
    isAnswered({ [ENTRY]: `topics: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}\n` })
  }
})
