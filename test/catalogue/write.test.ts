import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatFile } from '../../src/catalogue/format.ts'
import { LINK_KINDS } from '../../src/catalogue/limits.ts'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import type { Problem } from '../../src/catalogue/problems.ts'
import { readYaml } from '../../src/catalogue/read-yaml.ts'
import { type UseCaseFile, useCaseFile } from '../../src/catalogue/schema.ts'
import { textOfUseCase } from '../../src/catalogue/write.ts'

const ACME: UseCaseFile = {
  company: 'Acme',
  aliases: [],
  industry: 'finance',
  countries: [],
  title: 'Fraud alerts',
  summary: 'Finds fraud with Kafka Streams.',
  topics: ['fraud-detection'],
  source: 'research',
  added: '2026-11-22',
  links: [{ url: 'https://example.com/talk', kind: 'talk' }],
}

/** What the catalogue reads from a text. */
function readBack(text: string): unknown {
  const problems: Problem[] = []
  const value = readYaml({ path: 'use-cases/acme.yaml', text }, problems)?.value
  expect(problems).toEqual([])
  return useCaseFile.parse(value)
}

const TRICKY = [
  ...[
    'yes',
    'No',
    'null',
    '~',
    'true',
    'off',
    '2024-05-31',
    '12:30:45',
    '0x1f',
    '1e3',
    '.inf',
    '.nan',
    '007',
    '1_000',
  ],
  ...[
    '- ',
    '-',
    '---',
    '...',
    '?',
    '? a',
    ': ',
    ':',
    'a: b',
    'a:',
    '#',
    ' #',
    'a #b',
    '&a',
    '*a',
    '!x',
    '!!str 1',
  ],
  ...[
    '|',
    '>-',
    '>',
    '%YAML 1.2',
    '@a',
    '`a`',
    '[a]',
    '{a: 1}',
    ',',
    "'",
    '"',
    "it's",
    '\\',
    '\\n',
    '<<',
    '=',
  ],
  ...[
    '🏳️‍🌈',
    '昆仑数据',
    'العربية',
    'e\u0301',
    '\u00a0',
    '\u3000',
    '  ',
    '   a',
    'x'.repeat(59),
    '\ue000',
    '\ufffe',
  ],
]
/** Any text that the schema lets through: one line, no space at its ends. */
const line = (max: number) =>
  fc
    .array(
      fc.oneof(
        fc.constantFrom(...TRICKY, ' '),
        fc.string({ unit: 'grapheme', maxLength: 8 }),
        fc.string({ unit: 'binary', maxLength: 4 }),
        fc.stringMatching(/^[a-z]{1,120}$/),
      ),
      { minLength: 1, maxLength: Math.ceil(max / 6) },
    )
    .map((parts) => parts.join('').slice(0, max).trim())
    .filter((text) => useCaseFile.shape.details.safeParse(text).success)

const slug = fc.constantFrom(
  'finance',
  '10x',
  '2024',
  'null',
  'no',
  'on-off',
  'e1',
  '1e3',
  '0x1f',
  '2024-05-31',
)
const list = <T>(item: fc.Arbitrary<T>, max: number) => fc.array(item, { maxLength: max })
const url = fc.constantFrom(
  ...[
    'https://example.com/a#b',
    'https://example.com/?a=1&b=2',
    'https://example.com/a:b',
    `https://a.b/${'c'.repeat(300)}`,
  ],
)
const link = fc
  .record(
    {
      ...{ url, kind: fc.constantFrom(...LINK_KINDS), title: line(160), speakers: list(line(50), 12) },
      ...{
        event: line(80),
        when: fc.constantFrom({ year: 2016 }, { date: '2024-02-29' }),
        language: fc.constant('no'),
      },
    },
    { requiredKeys: ['url', 'kind'] },
  )
  .map(({ when, ...rest }) => ({ ...rest, ...when }))
const useCase: fc.Arbitrary<UseCaseFile> = fc.record(
  {
    ...{
      company: line(60),
      aliases: list(line(60), 12),
      industry: slug,
      title: line(60),
      summary: line(190),
    },
    ...{
      countries: list(fc.constantFrom('NO', 'DE', 'GB'), 4),
      details: line(600),
      added: fc.constant('2026-11-22'),
    },
    ...{
      topics: fc.array(slug, { minLength: 1, maxLength: 8 }),
      links: fc.array(link, { minLength: 1, maxLength: 6 }),
    },
    source: fc.constantFrom('awesome-kafka-streams', 'research'),
  },
  {
    requiredKeys: [
      'company',
      'aliases',
      'industry',
      'countries',
      'title',
      'summary',
      'topics',
      'links',
      'source',
      'added',
    ],
  },
)

describe('the text of a use case', () => {
  test('reads back as the same, whatever is in it', () => {
    fc.assert(
      fc.property(useCase, (value) => {
        expect(useCaseFile.safeParse(value).error).toBeUndefined()
        expect(readBack(textOfUseCase(value))).toEqual(value)
      }),
      { numRuns: 300 },
    )
  })

  test('reads back as the same for every use case that there is', async () => {
    for (const { id: _, ...value } of (await loadCatalogue()).useCases) {
      expect(readBack(textOfUseCase(value))).toEqual(value)
    }
  })

  test('is what format makes of it, whatever is in it', () => {
    fc.assert(
      fc.property(useCase, (value) => {
        const text = textOfUseCase(value)
        expect(formatFile('use-cases/acme.yaml', text)).toEqual({ text })
      }),
      { numRuns: 100 },
    )
  })

  test('has the fields in their order, folded prose, short lists on a line, no defaults', () => {
    const speakers = ['Jane Doe', 'yes']
    const link = { date: '2024-05-31', speakers, kind: 'talk', url: 'https://example.com/talk' } as const
    const { added, links: _, ...first } = ACME
    const summary = `${'Joins payments with customers in Kafka Streams, '.repeat(3)}all day.`
    const details = 'Short.'
    const text = textOfUseCase({
      added,
      links: [link, link],
      ...first,
      summary,
      details,
      title: '2024: "it"',
    })
    expect(text).toBe(`# yaml-language-server: $schema=../schemas/use-case.json
company: Acme
industry: finance
title: '2024: "it"'
summary: >-
  Joins payments with customers in Kafka Streams, Joins payments with customers in Kafka Streams,
  Joins payments with customers in Kafka Streams, all day.
details: >-
  Short.
topics: [fraud-detection]
links:
  - url: https://example.com/talk
    kind: talk
    speakers: [Jane Doe, yes]
    date: 2024-05-31
  - url: https://example.com/talk
    kind: talk
    speakers: [Jane Doe, yes]
    date: 2024-05-31
source: research
added: 2026-11-22
`)
  })

  test('gives a long list a line for each word, and folds a long title', () => {
    const topics = Array.from({ length: 8 }, (_, index) => `a-rather-long-topic-${index}`)
    const title = 'How we '.repeat(20).trim()
    const text = textOfUseCase({ ...ACME, topics, links: [{ url: 'https://a.b/c', kind: 'talk', title }] })
    expect(text).toContain('topics:\n  - a-rather-long-topic-0\n  - a-rather-long-topic-1\n')
    expect(text).toMatch(/title: >-\n {6}How we .*\n {6}\w/)
    expect(Math.max(...text.split('\n').map((row) => row.length))).toBeLessThanOrEqual(116)
  })
})
