/**
 * How long the catalogue takes to load, check and index, how much memory it needs, and whether anybody waits while it
 * is read anew: 50 searches a second meanwhile.
 *
 *   npm run bench:catalogue                 at 70, 1,000 and 10,000 use cases (some minutes)
 *   npm run bench:catalogue -- 1000         at this size only
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compileCatalogue, readCompiled, readFolder } from '../src/catalogue/load.ts'
import { parseCatalogue } from '../src/catalogue/parse.ts'
import { createEdition } from '../src/search/edition.ts'
import { writeSynthetic } from './catalogue-files.ts'
import { row } from './catalogue-load.ts'

const SIZES = [70, 1000, 10_000]
/** No search may wait longer while the catalogue is read anew, in milliseconds on two cores. */
const BAR = 50
const today = new Date().toISOString().slice(0, 10)

const compiledIn = (folder: string) => join(folder, 'compiled.json')

const megabytes = () => {
  global.gc?.()
  global.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return (heapUsed + arrayBuffers) / 1024 / 1024
}

/** Milliseconds that something took, the megabytes that stay of it, and what it gave. */
async function taken<T>(make: () => T | Promise<T>): Promise<{ ms: string; mb: string; made: T }> {
  const before = megabytes()
  const began = performance.now()
  const made = await make()
  const ms = performance.now() - began
  return { ms: ms.toFixed(1), mb: (megabytes() - before).toFixed(1), made }
}

async function parts(folder: string): Promise<void> {
  row('', ['ms', 'MB'])
  const read = await taken(() => readFolder(folder))
  row('read the files', [read.ms, read.mb])
  const checked = await taken(() => parseCatalogue(read.made, today))
  if (!checked.made.ok) throw new Error(`${checked.made.problems.length} problems in synthetic files`)
  row('parse and check them', [checked.ms, checked.mb])
  const { catalogue } = checked.made
  const indexed = await taken(() => createEdition(catalogue))
  row('index them', [indexed.ms, indexed.mb])
  const target = compiledIn(folder)
  await compileCatalogue(folder, target)
  const start = await taken(async () => {
    const compiled = await readCompiled(target, await readFolder(folder))
    if (!compiled) throw new Error('the compiled catalogue is of other files')
    return createEdition(compiled)
  })
  row('all, from compiled', [start.ms, start.mb])
}

/** The longest wait of a search while a bot reads its files anew: a process of its own, that has read no YAML so far. */
async function reloads(folder: string, queries: readonly string[]): Promise<number> {
  const child = fork(fileURLToPath(new URL('catalogue-reload.ts', import.meta.url)), [
    folder,
    compiledIn(folder),
  ])
  child.send(queries)
  const died = once(child, 'exit').then(() => Promise.reject(new Error('the bot of the measurement died')))
  const [longest] = await Promise.race([once(child, 'message'), died])
  return longest
}

const asked = process.argv.slice(2).map(Number)
let longest = 0
for (const size of asked.length > 0 ? asked : SIZES) {
  const folder = await mkdtemp(join(tmpdir(), 'kstreams-catalogue-'))
  try {
    const queries = await writeSynthetic(folder, size)
    console.log(`\n${size.toLocaleString('en')} use cases, Node ${process.version}\n`)
    await parts(folder)
    console.log('')
    longest = Math.max(longest, await reloads(folder, queries))
  } finally {
    await rm(folder, { recursive: true })
  }
}
console.log(`\nlongest wait ${longest.toFixed(1)} ms (bar: ${BAR})`)
if (longest > BAR) process.exitCode = 1
