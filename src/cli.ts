#!/usr/bin/env node
import { quotable } from './cards/text.ts'
import { CatalogueError } from './catalogue/problems.ts'
import { guessAt } from './cli/arguments.ts'
import { type Command, Failure, print, UsageError } from './cli/command.ts'
import { helpOf, hint, overview } from './cli/help.ts'
import type { CommandName } from './cli/usage.ts'
import { StoreError } from './store/store-error.ts'

/** Each is loaded when it is asked for: a search need not wait for what checks links. */
const COMMANDS: Record<CommandName, () => Promise<Command>> = {
  search: async () => (await import('./cli/search.ts')).search,
  check: async () => (await import('./cli/check.ts')).check,
  stats: async () => (await import('./cli/stats.ts')).stats,
  new: async () => (await import('./cli/new.ts')).create,
  format: async () => (await import('./cli/format.ts')).format,
  links: async () => (await import('./cli/links.ts')).links,
  sync: async () => (await import('./cli/sync.ts')).sync,
  export: async () => (await import('./cli/export.ts')).exportAccepted,
  report: async () => (await import('./cli/report.ts')).report,
  schema: async () => (await import('./cli/check.ts')).schema,
  compile: async () => (await import('./cli/check.ts')).compile,
  doctor: async () => (await import('./cli/doctor.ts')).doctor,
  manifest: async () => (await import('./cli/manifest.ts')).manifest,
  store: async () => (await import('./cli/store.ts')).store,
}

const isCommand = (name: string): name is CommandName => Object.hasOwn(COMMANDS, name)
const HELP = ['help', '--help', '-h']

async function run([name = '', ...args]: string[]): Promise<number> {
  const [first = ''] = args
  if (HELP.includes(name)) print(isCommand(first) ? helpOf(first) : overview())
  else if (!isCommand(name)) return refuseName(name)
  else if (args.includes('--help') || first === '-h') print(helpOf(name))
  else return (await COMMANDS[name]())(args)
  return 0
}

function refuseName(name: string): 2 {
  const said = `There is no command “${quotable(name)}”.${guessAt(name, Object.keys(COMMANDS))}`
  process.stderr.write(name ? `${said}\nkstreams --help lists all.\n` : `${overview()}\nSay what to do.\n`)
  return 2
}

/** Says what was wrong on standard error; gives the exit code. A fault of the program itself is thrown on. */
function explain(error: unknown, name = ''): 1 | 2 {
  if (error instanceof CatalogueError) {
    const inFiles = error.problems.some(({ file }) => file.startsWith('use-cases/'))
    process.stderr.write(`The catalogue has faults:\n${error.message}\n${inFiles ? UNFINISHED : ''}`)
    return 1
  }
  if (error instanceof StoreError || error instanceof Failure) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n${hint(name)}\n`)
  return 2
}

const UNFINISHED = '\nFinish these files or remove them first; kstreams check lists what is left.\n'

// The reader of a pipe may leave early (`| head`): that is no fault.
process.stdout.on('error', () => process.exit(0))
const given = process.argv.slice(2)
try {
  process.exitCode = await run(given)
} catch (error) {
  process.exitCode = explain(error, given[0])
}
