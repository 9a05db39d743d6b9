#!/usr/bin/env node
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { parseArgs } from 'node:util'
import pc from 'picocolors'
import supportsHyperlinks from 'supports-hyperlinks'
import { resultsForTerminal, type Terminal } from './cards/terminal.ts'
import { type Catalogue, mainLink } from './catalogue/catalogue.ts'
import { compileCatalogue, DATA_FOLDER, loadCatalogue } from './catalogue/load.ts'
import { CatalogueError } from './catalogue/problems.ts'
import { formatReasons } from './search/reasons.ts'
import { createSearch, type SearchResult } from './search/search.ts'
import { engineOf, nameOf } from './store/address.ts'
import { StoreError } from './store/store-error.ts'

const USAGE = `Usage:
  kstreams search <words> [--limit N] [--json]   find use cases
  kstreams search --stdin [--limit N]            one search a line in, one JSON object a line out
  kstreams check [folder]                        check a catalogue (default: the one that comes with kstreams)
  kstreams report                                what was searched and not found, and what did not help
  kstreams schema                                write the JSON Schemas of the catalogue anew
  kstreams compile                               check the catalogue for a quick start (part of the build)
  kstreams store backup FILE                     copy the bot's database to a file, also while the bot runs
  kstreams store move [FROM] TO                  copy the bot's database, or FROM, to an empty one: addresses such as
                                                 file:PATH or postgres://...; stop the bot first
`

/** Wrong usage: exit code 2, with what was wrong. */
class UsageError extends Error {}

type Command = (args: string[]) => Promise<number>
const commands: Record<string, Command> = { search, check, report, schema, compile, store }

// Marks an argument as a word: `-walmart` leaves out Walmart, and is no option.
const WORD = '\u0000'

async function search(args: string[]): Promise<number> {
  const { values, positionals: marked } = parseArgs({
    args: args.map((arg) => (/^-[^-]/.test(arg) ? WORD + arg : arg)),
    allowPositionals: true,
    options: {
      json: { type: 'boolean' },
      stdin: { type: 'boolean' },
      limit: { type: 'string', default: '5' },
    },
  })
  const positionals = marked.map((word) => word.replace(WORD, ''))
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new UsageError('--limit takes a number from 1 to 100.')
  if (values.stdin ? positionals.length > 0 : positionals.length === 0) {
    throw new UsageError(values.stdin ? '--stdin takes no words.' : 'Say what to search for.')
  }
  const catalogue = await loadCatalogue()
  const find = (query: string) => createdSearch.search(query, { limit })
  const createdSearch = createSearch(catalogue)
  if (values.stdin) {
    for await (const line of createInterface({ input: process.stdin })) print(json(find(line)))
  } else {
    const result = find(positionals.join(' '))
    print(values.json ? json(result) : resultsForTerminal(result, catalogue, terminal()))
  }
  return 0
}

/** One line of the JSON output; the README documents its fields. */
function json({ query, total, hits, corrected, suggestions }: SearchResult): string {
  const results = hits.map(({ useCase, score, reasons }) => ({
    ...{ id: useCase.id, company: useCase.company, title: useCase.title, score: Number(score.toFixed(4)) },
    ...{ reason: formatReasons(reasons), link: mainLink(useCase).url },
  }))
  return `${JSON.stringify({ query, total, results, corrected: corrected ?? null, suggestions })}\n`
}

async function check(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  if (positionals.length > 1) throw new UsageError('check takes one folder.')
  try {
    print(summary(await loadCatalogue(positionals[0])))
    return 0
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    print(`${error.message}\n\n${error.problems.length} to mend.\n`)
    return 1
  }
}

const REPORTED = 20

/** What the bot's database tells of what should be better: counts, never who. */
async function report(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  if (positionals.length > 0) throw new UsageError('report takes nothing.')
  const [{ readReport }, { RETENTION_DAYS: days }, { problemLinesOf, usageText }] = await Promise.all([
    import('./store/report.ts'),
    import('./store/retention.ts'),
    import('./cards/usage-report.ts'),
  ])
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
  const since = dayOf(Date.now() - days * 24 * 60 * 60_000)
  const { problems, ...usage } = await readReport(await presentDatabase(), { since, limit: REPORTED })
  const lines = problemLinesOf(problems.suggestions, await loadCatalogue(), dayOf)
  print(usageText({ days, ...usage }, { total: problems.total, lines }))
  return 0
}

/** Writes the JSON Schemas anew; needed after a change of the schema or of a vocabulary. */
async function schema(): Promise<number> {
  const { jsonSchemas } = await import('./catalogue/json-schema.ts')
  const paths: string[] = []
  for (const [path, text] of jsonSchemas(await loadCatalogue())) {
    await writeFile(join(DATA_FOLDER, path), text)
    paths.push(path)
  }
  print(`Wrote ${paths.join(' and ')}.\n`)
  return 0
}

/** The last step of the build. A catalogue with faults does not stop it: `check` and the bot tell of them. */
async function compile(): Promise<number> {
  try {
    await compileCatalogue()
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    process.stderr.write(`The catalogue has faults and was not compiled:\n${error.message}\n`)
  }
  return 0
}

/** What can be done with the bot's database. */
async function store(args: string[]): Promise<number> {
  const { positionals } = parseArgs({ args, allowPositionals: true, options: {} })
  const [action, ...given] = positionals
  const [first = '', second] = given
  if (action === 'backup' && given.length === 1) return backup(first)
  if (action === 'move' && given.length === 1) return move(await presentDatabase(), address(first))
  if (action === 'move' && second !== undefined && given.length === 2)
    return move(address(first), address(second))
  throw new UsageError('store takes backup FILE, or move [FROM] TO.')
}

async function backup(file: string): Promise<number> {
  const { backupStore } = await import('./store/backup.ts')
  const url = await presentDatabase()
  const bytes = backupStore(url, file)
  print(`Copied ${nameOf(url)} to ${resolve(file)}, ${bytes} bytes.\n`)
  return 0
}

async function move(from: string, to: string): Promise<number> {
  const { moveStore } = await import('./store/move.ts')
  const counts = await moveStore(from, to)
  print(`Copied ${nameOf(from)} to ${nameOf(to)}:\n`)
  for (const [table, rows] of Object.entries(counts)) print(`  ${table.padEnd(12)} ${rows}\n`)
  print('The old one is as it was. Set DATABASE_URL to the new one before you start the bot.\n')
  return 0
}

/** Where the environment says that the bot's database is. */
async function presentDatabase(): Promise<string> {
  const { readDatabase, readEnvironment } = await import('./config.ts')
  const { url, faults } = readDatabase(readEnvironment())
  if (faults.length > 0) throw new StoreError(faults.join('\n'))
  return url
}

/** What is no address is not repeated: it may hold a password. */
function address(given: string): string {
  if (engineOf(given) === undefined) throw new UsageError('An address is file:PATH or postgres://...')
  return given
}

const summary = ({ useCases, topics, industries }: Catalogue) =>
  `${useCases.length} use cases, ${topics.size} topics, ${industries.size} industries: nothing to mend.\n`

function terminal(): Terminal {
  const { isTTY, columns } = process.stdout
  if (!isTTY) return { colour: false, links: false }
  return {
    width: Math.min(columns || 80, 100),
    colour: pc.isColorSupported,
    links: supportsHyperlinks.stdout,
  }
}

const print = (text: string) => process.stdout.write(text)

async function run([name = '', ...args]: string[]): Promise<number> {
  if (['help', '--help', '-h'].includes(name) || args.includes('--help')) {
    print(USAGE)
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new UsageError(name ? `There is no command "${name}".` : 'Say what to do.')
  return command(args)
}

/** Says what was wrong on standard error; gives the exit code. A fault of the program itself is thrown on. */
function explain(error: unknown): 1 | 2 {
  if (error instanceof CatalogueError) {
    process.stderr.write(`The catalogue has faults:\n${error.message}\n`)
    return 1
  }
  if (error instanceof StoreError) {
    process.stderr.write(`${error.message}\n`)
    return 1
  }
  if (
    error instanceof UsageError ||
    (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  ) {
    process.stderr.write(`${error.message}\n\n${USAGE}`)
    return 2
  }
  throw error
}

// The reader of a pipe may leave early (`| head`): that is no fault.
process.stdout.on('error', () => process.exit(0))
try {
  process.exitCode = await run(process.argv.slice(2))
} catch (error) {
  process.exitCode = explain(error)
}
