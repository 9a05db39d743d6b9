import { createHash } from 'node:crypto'
import { lstat, readdir, readFile, realpath, stat, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
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
  const digest = createHash('sha256')
  for (const file of files) digest.update(JSON.stringify(file))
  return digest.digest('hex')
}

/** Reading waits for the disk: a few files at a time are as quick as all, and leave room for whoever else is waiting. */
const AT_A_TIME = 16
/** In bytes: a use case with all that may be in it has about 30,000, and the longest vocabulary 100,000. */
const LARGEST = { useCase: 64 * 1024, vocabulary: 1024 * 1024 }

/**
 * The files of a data folder, in order of their paths. What cannot be read says why.
 * @throws CatalogueError where there is no such folder
 */
export async function readFolder(folder: string): Promise<SourceFile[]> {
  const top = (await list(folder)).filter((name) =>
    VOCABULARIES.some((vocabulary) => name === `${vocabulary}.yaml`),
  )
  const entries = (await list(join(folder, 'use-cases'))).map((name) => `use-cases/${name}`)
  const paths = [...top, ...entries].filter((path) => !path.split('/').at(-1)?.startsWith('.'))
  const root = await realpath(folder)
  if (!isWithin(root, await realpath(join(folder, 'use-cases')))) {
    throw new CatalogueError([{ file: 'use-cases', ...OUTSIDE }])
  }
  const files: SourceFile[] = []
  const left = paths.entries()
  const readOn = async () => {
    for (const [place, path] of left) files[place] = await read(folder, root, path)
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, readOn))
  return files
}

const isWithin = (root: string, place: string) => place.startsWith(root.endsWith(sep) ? root : root + sep)
const OUTSIDE = {
  fault: 'this link leads out of the data folder',
  remedy: 'Put the file itself here.',
}

/** The text of one file; what is no file (a folder, a link that leads nowhere) is a problem like any other. */
async function read(folder: string, root: string, path: string): Promise<SourceFile> {
  const unreadable = (fault: string, remedy: string) => ({ path, unreadable: { fault, remedy } })
  const place = join(folder, path)
  try {
    const found = await lstat(place)
    // A file that a link leads to may be a secret of this machine, which the report of its faults would quote.
    if (found.isSymbolicLink() && !isWithin(root, await realpath(place))) return { path, unreadable: OUTSIDE }
    const file = found.isSymbolicLink() ? await stat(place) : found
    if (!file.isFile()) return unreadable('this is not a file', 'Keep only files in this folder.')
    const largest = path.startsWith('use-cases/') ? LARGEST.useCase : LARGEST.vocabulary
    if (file.size > largest) {
      const fault = `the file has ${Math.ceil(file.size / 1024)} kB, more than ${largest / 1024}`
      return unreadable(fault, 'See what is in it that does not belong there.')
    }
    return { path, text: new TextDecoder('utf-8', { fatal: true }).decode(await readFile(place)) }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_ENCODING_INVALID_ENCODED_DATA') {
      return unreadable('the file is not in UTF-8', 'Save it as UTF-8.')
    }
    if (code === 'ELOOP') return unreadable('this link leads to itself', OUTSIDE.remedy)
    return unreadable(`the file cannot be read (${code})`, 'See that it is there and that you may read it.')
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
