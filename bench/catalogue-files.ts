import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { VOCABULARIES } from '../src/catalogue/catalogue.ts'
import { DATA_FOLDER, loadCatalogue } from '../src/catalogue/load.ts'
import { synthetic } from './synthetic.ts'

/**
 * Writes a data folder of made-up use cases with the real vocabularies.
 * @returns questions about them
 */
export async function writeSynthetic(folder: string, size: number): Promise<string[]> {
  const { catalogue, queries } = synthetic(size, await loadCatalogue())
  await mkdir(join(folder, 'use-cases'))
  for (const name of VOCABULARIES) await cp(join(DATA_FOLDER, `${name}.yaml`), join(folder, `${name}.yaml`))
  for (const { id, links, topics, ...fields } of catalogue.useCases) {
    const file = {
      ...{ ...fields, topics: [...new Set(topics)] },
      links: links.map((link) => ({ ...link, url: `https://example.com/${id}` })),
    }
    await writeFile(join(folder, `use-cases/${id}.yaml`), stringify(file))
  }
  return queries
}
