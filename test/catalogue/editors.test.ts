import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'

const ROOT = join(DATA_FOLDER, '..')
const read = (path: string) => JSON.parse(readFileSync(join(ROOT, path), 'utf8'))

test('VS Code knows the schema of each file of the catalogue, and no other', () => {
  const patterns = Object.entries<string>(read('.vscode/settings.json')['yaml.schemas'])
  const schemaOf = (path: string) =>
    patterns
      .filter(([, glob]) => new RegExp(`^${glob.replace('.', '\\.').replace('*', '[^/]*')}$`).test(path))
      .map(([schema]) => read(schema).title)
  const files = readdirSync(DATA_FOLDER, { recursive: true, encoding: 'utf8' })
  for (const path of files.filter((name) => name.endsWith('.yaml'))) {
    const title = path.includes('use-cases') ? 'A use case of Kafka Streams' : 'A vocabulary of the catalogue'
    expect([path, schemaOf(`data/${path}`)]).toEqual([path, [title]])
  }
  expect(schemaOf('.github/workflows/ci.yaml')).toEqual([])
})

test('the schema offers the ids of topics and industries', async () => {
  const { topics, industries } = await loadCatalogue()
  const { industry, topics: about } = read('data/schemas/use-case.json').properties
  expect(industry.enum).toEqual([...industries.keys()])
  const offered = about.items.anyOf as { const: string }[]
  expect(offered.map((choice) => choice.const)).toEqual([...topics.keys()])
})
