import { createHash } from 'node:crypto'
import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Catalogue, VOCABULARIES } from './catalogue.ts'
import { compile, decompile } from './compiled.ts'
import { CatalogueError } from './problems.ts'
import type { SourceFile } from './read-yaml.ts'

/** The catalogue that this program ships with. */
export const DATA_FOLDER = fileURLToPath(new URL('../../data', import.meta.url))

// Written beside the compiled program by its build; the sources have none and read the YAML.
const COMPILED = fileURLToPath(new URL('../catalogue.json', import.meta.url))

/**
 * Reads and checks the catalogue; one that was checked when the program was built, and has not changed since, is not
 * checked again.
 * @param folder a data folder: the vocabularies (`topics.yaml` ...) and `use-cases/*.yaml`
 * @param now decides which dates lie in the future (UTC)
 * @throws CatalogueError listing every problem; a folder that cannot be read is one of them
 */
export async function loadCatalogue(folder = DATA_FOLDER, now = new Date()): Promise<Catalogue> {
  const files = await readFolder(folder)
  return (await readCompiled(COMPILED, files)) ?? check(files, now)
}

/**
 * Checks the catalogue and keeps it in compiled form.
 * @param target where to; by default where the program looks when it starts
 * @throws CatalogueError as {@link loadCatalogue}
 */
export async function compileCatalogue(
  folder = DATA_FOLDER,
  target = COMPILED,
  now = new Date(),
): Promise<void> {
  const files = await readFolder(folder)
  await writeFile(target, compile(await check(files, now), fingerprint(files)))
}

async function check(files: readonly SourceFile[], now: Date): Promise<Catalogue> {
  // Only here, since the YAML reader and the schema take longer to load than a compiled catalogue.
  const { parseCatalogue } = await import('./parse.ts')
  const result = parseCatalogue(files, now.toISOString().slice(0, 10))
  if (!result.ok) throw new CatalogueError(result.problems)
  return result.catalogue
}

/** The compiled catalogue, if there is one and it was made from just these files. */
export async function readCompiled(
  path: string,
  files: readonly SourceFile[],
): Promise<Catalogue | undefined> {
  try {
    return decompile(await readFile(path, 'utf8'), fingerprint(files))
  } catch {
    return undefined // None, or one that was cut short: the files themselves are at hand.
  }
}

function fingerprint(files: readonly SourceFile[]): string {
  return createHash('sha256').update(JSON.stringify(files)).digest('hex')
}

/** The files of a data folder, in order of their paths. */
export async function readFolder(folder: string): Promise<SourceFile[]> {
  const top = (await list(folder)).filter((name) =>
    VOCABULARIES.some((vocabulary) => name === `${vocabulary}.yaml`),
  )
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
