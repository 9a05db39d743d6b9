import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { parseCatalogue } from '../../src/catalogue/parse.ts'
import { checkWording, wordingFaults } from '../../src/catalogue/wording.ts'
import type { JsonSchema } from './json-schema-faults.ts'
import { TODAY } from './valid.ts'

const read = (path: string) => readFileSync(join(DATA_FOLDER, path), 'utf8')
const readme = read('README.md')

/** The rows of a table that begin with a field in backticks: field, required, limit. */
const rows = [...readme.matchAll(/^\| `([\w.]+)` \| (yes|no) \| ([^|]+) \| [^|]+ \|$/gm)].map(
  ([, field = '', required = '', limit = '']) => ({
    field,
    required: required === 'yes',
    limits: numbers(limit),
  }),
)

function numbers(text: string): number[] {
  return (text.match(/\d+/g) ?? []).map(Number)
}

/** What the schema says of the fields, in the same form. */
function fields(schema: JsonSchema | undefined, prefix = ''): typeof rows {
  return Object.entries(schema?.properties ?? {}).flatMap(([name, field]) => {
    const { minItems, maxItems, maxLength, minimum, items } = field
    const limits = [minItems, maxItems, field.enum ? undefined : maxLength, items?.maxLength, minimum]
    const row = {
      field: prefix + name,
      required: schema?.required?.includes(name) ?? false,
      limits: limits.filter((limit) => limit !== undefined),
    }
    return [row, ...fields(items, `${name}.`)]
  })
}

test('the tables of fields are those of the schemas, in their order', () => {
  const useCase = fields(JSON.parse(read('schemas/use-case.json')))
  const term = fields((JSON.parse(read('schemas/vocabulary.json')) as JsonSchema).items)
  expect(rows).toEqual([...useCase, ...term])
})

test('the kinds of link and the sources are all named', () => {
  const { properties = {} } = JSON.parse(read('schemas/use-case.json')) as JsonSchema
  const words = [properties['links']?.items?.properties?.['kind']?.enum, properties['source']?.enum].flat()
  expect(words.filter((word) => !readme.includes(`\`${word}\``))).toEqual([])
})

test('the examples are right', () => {
  const examples = [...readme.matchAll(/```yaml\n([^`]*)```/g)].map(([, text = '']) => text)
  expect(examples).toHaveLength(2)
  const [useCase = '', moved = ''] = examples
  const files = [
    ...['topics.yaml', 'industries.yaml'].map((path) => ({ path, text: read(path) })),
    { path: 'use-cases/acme-fraud-alerts.yaml', text: useCase },
    { path: 'use-cases/acme-fraud.yaml', text: moved },
  ]
  expect(parseCatalogue(files, TODAY)).toMatchObject({ ok: true })
  expect(checkWording(files)).toEqual([])
})

test('what the table of good and bad has breaks a rule of wording, or keeps them all', () => {
  const [, goodAndBad = ''] = readme.split('## Good and bad')
  const pairs = [...goodAndBad.matchAll(/^\| `(title|summary)` \| ([^|`]+) \| ([^|`]+) \| [^|]+ \|$/gm)]
  const faultsIn = (field: string, text: string) =>
    wordingFaults({ company: 'Acme', [field]: text.trim() }).length
  const found = pairs.map(([, field = '', bad = '', good = '']) => [
    faultsIn(field, bad) > 0,
    faultsIn(field, good),
  ])
  expect(found).toEqual([
    [true, 0],
    [true, 0],
  ])
})
