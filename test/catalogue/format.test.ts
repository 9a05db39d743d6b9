import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { formatFile } from '../../src/catalogue/format.ts'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'

const paths = [
  ...readdirSync(DATA_FOLDER).filter((name) => name.endsWith('.yaml')),
  ...readdirSync(join(DATA_FOLDER, 'use-cases')).map((name) => `use-cases/${name}`),
]
const texts = new Map(paths.map((path) => [path, readFileSync(join(DATA_FOLDER, path), 'utf8')]))

/** The canonical form of a text, which stays as it is when it is formatted again. */
function formatted(text: string): string {
  const result = formatFile('use-cases/acme.yaml', text)
  if ('problem' in result) throw new Error(JSON.stringify(result.problem))
  expect(formatFile('use-cases/acme.yaml', result.text)).toEqual(result)
  return result.text
}

const HEAD = '# yaml-language-server: $schema=../schemas/use-case.json\n'
const VOCABULARY_HEAD = '# yaml-language-server: $schema=schemas/vocabulary.json\n'

describe('format', () => {
  test('finds nothing to do in the catalogue', () => {
    const changed = [...texts].filter(([path, text]) => {
      const result = formatFile(path, text)
      return !('text' in result) || result.text !== text
    })
    expect(changed.map(([path]) => path)).toEqual([])
  })

  test('brings a use case into its form and keeps what was remarked', () => {
    const text = `# Mine.

title: "A title" # at the end of a line
# before a field
company: 'Acme'
aliases: [] # none so far
countries: []
topics: [joins, # between words
  payments]
summary: Joins
  payments.

links: # in a heading
  # before the first link
  - kind: talk
    # before an address
    url: "https://example.com"

  # between links
  - url: https://example.org
source:   research

# at the end
`
    expect(formatted(text)).toBe(`${HEAD}# Mine.

# before a field
company: Acme
aliases: [] # none so far
title: A title # at the end of a line
summary: >-
  Joins payments.
topics:
  - joins # between words
  - payments
links:
  # in a heading
  # before the first link
  # before an address
  - url: https://example.com
    kind: talk
  # between links
  - url: https://example.org
source: research

# at the end
`)
  })

  test('brings a vocabulary into its form', () => {
    const text = `${VOCABULARY_HEAD}# What it is for.
- label: 'A: b'
  id: a
  synonyms:
    - one
    - two
# of b
- {id: b, label: B, synonyms: []}
`
    expect(formatted(text)).toBe(`${VOCABULARY_HEAD}# What it is for.
- id: a
  label: "A: b"
  synonyms: [one, two]

# of b
- id: b
  label: B
`)
  })

  test('leaves a moved use case without a schema', () => {
    expect(formatted('# renamed\nmovedTo: "acme-alerts" # in 2026\n')).toBe(
      '# renamed\nmovedTo: acme-alerts # in 2026\n',
    )
  })

  test('mends line ends, a byte order mark, another schema, and a first line that is missing', () => {
    const wanted = `${HEAD}# Mine.\ncompany: Acme\n`
    for (const text of [
      '# Mine.\ncompany: Acme',
      '\ufeff# Mine.\r\ncompany: Acme\r\n',
      '# yaml-language-server: $schema=elsewhere.json\n# Mine.\ncompany: Acme\n\n\n',
      '# Mine.\n# yaml-language-server: $schema=elsewhere.json\ncompany: Acme\n',
    ]) {
      expect(formatted(text)).toBe(wanted)
    }
  })

  test('keeps what check will complain about', () => {
    const text = `${HEAD}company:\ntitle: 2024\nsummary: |\n  a\n  b\ntopics: fraud\nlinks:\n  - here\n  -\nyear: 0x7e8\nother: [1, {a: b}]\n`
    expect(parse(formatted(text))).toEqual(parse(text))
  })

  test('explains broken YAML as check does, at its line', () => {
    expect(formatFile('use-cases/acme.yaml', '# Mine.\ncompany: a: b\n')).toMatchObject({
      problem: { file: 'use-cases/acme.yaml', line: 2, fault: 'broken YAML: this line is no "name: value"' },
    })
    expect(formatFile('use-cases/acme.yaml', '# Mine.\n')).toMatchObject({
      problem: { fault: 'the file is empty' },
    })
  })

  test.each([10, 1000, 5000])('answers at a depth of %i', (depth) => {
    const result = formatFile('use-cases/acme.yaml', `a: ${'{a: '.repeat(depth)}1${'}'.repeat(depth)}\n`)
    const problem = { fault: expect.stringContaining('nested too deep') }
    expect(result).toMatchObject(depth < 100 ? { text: expect.stringContaining('a: 1') } : { problem })
  })

  test('loses no remark and changes no value, wherever remarks and blank lines stand', () => {
    const remarked = fc
      .tuple(fc.constantFrom(...texts.keys()), fc.infiniteStream(fc.nat(99)))
      .map(([path, dice]) => remark(texts.get(path)?.split('\n').slice(0, 60) ?? [], dice))
    fc.assert(
      fc.property(remarked, ({ text, remarks }) => {
        const result = formatted(text)
        expect(remarks.filter((one) => !result.includes(`# ${one}.`))).toEqual([])
        expect(withoutEmpty(parse(result))).toEqual(withoutEmpty(parse(text)))
      }),
      { numRuns: 100 },
    )
  })
})

/** Puts remarks on lines and between them, wherever YAML takes them for remarks. */
function remark(lines: readonly string[], dice: Iterator<number>): { text: string; remarks: string[] } {
  const remarks: string[] = []
  let isProse = false
  const next = () => {
    remarks.push(`remark ${remarks.length}`)
    return `# ${remarks.at(-1)}.`
  }
  const rows = lines.flatMap((row) => {
    const die = dice.next().value
    isProse = row.endsWith('>-') || (isProse && !/^ *(?:- )?\w+:|^ *- /.test(row))
    if (row === '' || row.startsWith('#') || isProse) return [row]
    const indent = /^ */.exec(row)?.[0] ?? ''
    if (die < 8) return [`${indent}${next()}`, row]
    if (die < 12) return ['', `${indent}${next()}`, '', row]
    if (die < 20) return [`${row} ${next()}`]
    return die < 24 ? ['', row] : [row]
  })
  return { text: `${rows.join('\n')}\n`, remarks }
}

const withoutEmpty = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_, part: unknown) =>
    Array.isArray(part) && part.length === 0 ? undefined : part,
  )
