import { stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { compileCatalogue, DATA_FOLDER, loadCatalogue, readFolder } from '../catalogue/load.ts'
import { CatalogueError, formatProblem, type Problem } from '../catalogue/problems.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'

/** Lists all that there is to mend in a catalogue, or in one file of it. */
export async function check(args: string[]): Promise<number> {
  const { positionals } = readArgs('check', args)
  if (positionals.length > 1) throw new UsageError('check takes one folder, or one file of it.')
  const { folder, file } = await placeOf(resolve(positionals[0] ?? DATA_FOLDER))
  const { problems, catalogue } = await checkFolder(folder, file)
  const placed = problems.map((problem) => ({ ...problem, file: shown(resolve(folder, problem.file)) }))
  const told = file === undefined ? placed : placed.filter((problem) => problem.file === shown(file))
  const elsewhere = placed.length - told.length
  if (told.length > 0) {
    print(`${told.map(formatProblem).join('\n')}\n\n${told.length} to mend${inOthers(elsewhere)}.\n`)
    return 1
  }
  const what = file === undefined && catalogue ? summary(catalogue) : shown(file ?? folder)
  print(`${what}: nothing to mend${inOthers(elsewhere)}.\n`)
  return 0
}

const inOthers = (problems: number) => (problems === 0 ? '' : `; ${problems} in other files`)

/** A data folder, and the file of it that was named, if it was a file. */
async function placeOf(place: string): Promise<{ folder: string; file?: string }> {
  const found = await stat(place).catch(() => undefined)
  if (!found?.isFile()) return { folder: place }
  const parent = dirname(place)
  return { folder: basename(parent) === 'use-cases' ? dirname(parent) : parent, file: place }
}

/**
 * All problems of a folder, those of wording included, in order of file and line.
 * @param file must be one of the folder's, or nobody would know that nothing looked at it
 * @throws UsageError where it is not
 */
async function checkFolder(
  folder: string,
  file: string | undefined,
): Promise<{ problems: Problem[]; catalogue?: Catalogue }> {
  try {
    const files = await readFolder(folder)
    if (file !== undefined && !files.some(({ path }) => join(folder, path) === file)) {
      throw new UsageError(`${shown(file)} is no file of a catalogue: data/README.md says what is.`)
    }
    const [{ parseCatalogue }, { checkWording }] = await Promise.all([
      import('../catalogue/parse.ts'),
      import('../catalogue/wording.ts'),
    ])
    const parsed = parseCatalogue(files, new Date().toISOString().slice(0, 10))
    const problems = [...(parsed.ok ? [] : parsed.problems), ...checkWording(files)]
    return { problems: problems.toSorted(byPlace), ...(parsed.ok ? { catalogue: parsed.catalogue } : {}) }
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    return { problems: [...error.problems] }
  }
}

const { compare } = new Intl.Collator('en', { numeric: true })
const byPlace = (a: Problem, b: Problem) => compare(`${a.file}:${a.line ?? 0}`, `${b.file}:${b.line ?? 0}`)

/** A path as a terminal can open it: from the working folder, or whole where it lies outside. */
function shown(path: string): string {
  const short = relative(process.cwd(), path)
  return short === '' || short.startsWith('..') ? path : short
}

/** Writes the JSON Schemas anew; needed after a change of the schema or of a vocabulary. */
export async function schema(): Promise<number> {
  const { jsonSchemas } = await import('../catalogue/json-schema.ts')
  const paths: string[] = []
  for (const [path, text] of jsonSchemas(await loadCatalogue())) {
    await writeFile(join(DATA_FOLDER, path), text)
    paths.push(path)
  }
  print(`Wrote ${paths.join(' and ')}.\n`)
  return 0
}

/** The last step of the build. A catalogue with faults does not stop it: `check` and the bot tell of them. */
export async function compile(): Promise<number> {
  try {
    await compileCatalogue()
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    process.stderr.write(`The catalogue has faults and was not compiled:\n${error.message}\n`)
  }
  return 0
}

const summary = ({ useCases, topics, industries }: Catalogue) =>
  `${useCases.length} use cases, ${topics.size} topics, ${industries.size} industries`
