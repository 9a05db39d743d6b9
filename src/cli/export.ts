import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { count } from '../cards/text.ts'
import { DATA_FOLDER, loadCatalogue, readFolder } from '../catalogue/load.ts'
import { readAccepted } from '../store/accepted.ts'
import { engineOf, nameOf, pathOf } from '../store/address.ts'
import { readArgs } from './arguments.ts'
import { Failure, print, UsageError } from './command.ts'
import { presentDatabase } from './database.ts'
import { type Plan, planExport } from './export-plan.ts'
import { writeNew } from './files.ts'

/**
 * Writes what was suggested in Slack and accepted there as files, for a person to commit.
 * @throws Failure where there is no database, or no folder can be made
 */
export async function exportAccepted(args: string[]): Promise<number> {
  const { positionals } = readArgs('export', args)
  if (positionals.length > 1) throw new UsageError('export takes one folder.')
  const [folder = DATA_FOLDER] = positionals
  if (basename(resolve(folder)) === 'use-cases')
    throw new UsageError(`Name the data folder that ${folder} is in: the files go to its use-cases.`)
  const url = await databaseWithSuggestions()
  const accepted = await readAccepted(url)
  if (accepted.length === 0) {
    print(`Nothing to write: no suggestion was accepted yet, by ${nameOf(url)}.\n`)
    return 0
  }
  const target = await makeFolder(folder)
  // A folder for files alone is compared with the catalogue that they are for.
  const compared = existsSync(join(folder, 'topics.yaml')) ? folder : DATA_FOLDER
  const [catalogue, files] = [await loadCatalogue(compared), await readFolder(compared)]
  const plan = planExport(accepted, catalogue, files, new Date().toISOString().slice(0, 10))
  const written = await write(plan, target)
  print(`${count(accepted.length, 'suggestion')} accepted in Slack.\n`)
  print(list('Wrote', written) + list('Left alone', plan.there) + list('Not written', plan.faults))
  print(written.length > 0 ? NEXT : 'There is nothing new to commit.\n')
  return plan.faults.length > 0 ? 1 : 0
}

async function databaseWithSuggestions(): Promise<string> {
  const url = await presentDatabase()
  if (engineOf(url) !== 'sqlite' || existsSync(pathOf(url))) return url
  throw new Failure(`There is no database: I looked for ${nameOf(url)}.
The bot makes it when it starts with its Slack tokens; before that nothing can be accepted.
A playground keeps its own only when it is started with npm start -- --state FOLDER.
To export from that one, set DATABASE_URL=file:FOLDER/kstreams.db.`)
}

/** The folder for the files of use cases; it is made where it is not there. */
async function makeFolder(folder: string): Promise<string> {
  const target = join(folder, 'use-cases')
  try {
    await mkdir(target, { recursive: true })
    return target
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    throw new Failure(`The folder ${target} cannot be made (${code}). Name a folder that you may write to.`)
  }
}

/** Gives the paths of what was written; the plan learns of what was not. */
async function write({ files, there, faults }: Plan, target: string): Promise<string[]> {
  const written: string[] = []
  for (const [id, text] of files) {
    const path = join(target, `${id}.yaml`)
    const shown = relative(process.cwd(), path)
    if (existsSync(path)) {
      there.push(`${shown}: the file is there`)
      continue
    }
    const fault = await writeNew(path, text)
    if (fault === undefined) written.push(shown)
    else faults.push(fault)
  }
  return written
}

const list = (what: string, lines: readonly string[]) =>
  lines.length > 0 ? `${what}:\n${lines.map((line) => `  ${line}\n`).join('')}` : ''

const NEXT = `
What comes next: read each file and mend its wording, run kstreams check,
commit, open a pull request. The bot goes on with its own copies, and takes
these instead once it has them.
`
