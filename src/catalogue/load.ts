import { readdir, readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Catalogue } from './catalogue.ts'
import { parseCatalogue } from './parse.ts'
import { CatalogueError } from './problems.ts'
import type { SourceFile } from './read-yaml.ts'

/** The catalogue that this program ships with. */
export const DATA_FOLDER = fileURLToPath(new URL('../../data', import.meta.url))

/**
 * Reads and checks the catalogue.
 * @param folder a data folder: `topics.yaml`, `industries.yaml` and `use-cases/*.yaml`
 * @param now decides which dates lie in the future (UTC)
 * @throws CatalogueError listing every problem; a folder that cannot be read is one of them
 */
export async function loadCatalogue(folder = DATA_FOLDER, now = new Date()): Promise<Catalogue> {
  const result = parseCatalogue(await readFolder(folder), now.toISOString().slice(0, 10))
  if (!result.ok) throw new CatalogueError(result.problems)
  return result.catalogue
}

async function readFolder(folder: string): Promise<SourceFile[]> {
  const top = (await list(folder)).filter((name) => name === 'topics.yaml' || name === 'industries.yaml')
  const entries = (await list(join(folder, 'use-cases'))).map((name) => `use-cases/${name}`)
  const paths = [...top, ...entries].filter((path) => !path.split('/').at(-1)?.startsWith('.'))
  return Promise.all(paths.map((path) => read(folder, path)))
}

/** The text of one file; what is no file (a folder, a link that leads nowhere) is a problem like any other. */
async function read(folder: string, path: string): Promise<SourceFile> {
  const unreadable = (fault: string, remedy: string) => ({ path, unreadable: { fault, remedy } })
  try {
    const place = join(folder, path)
    if (!(await stat(place)).isFile()) {
      return unreadable('this is not a file', 'Keep only files in this folder.')
    }
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(place)) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return code === 'ERR_ENCODING_INVALID_ENCODED_DATA'
      ? unreadable('the file is not in UTF-8', 'Save it as UTF-8.')
      : unreadable(`the file cannot be read (${code})`, 'See that it is there and that you may read it.')
  }
}

async function list(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).toSorted()
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'is not there' : 'cannot be read'
    const remedy = 'Name a folder with topics.yaml, industries.yaml and use-cases.'
    throw new CatalogueError([{ file: folder, fault: `the folder ${reason}`, remedy }])
  }
}
