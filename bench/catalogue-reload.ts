/** Part of bench/catalogue.ts: a bot that is asked 50 times a second, and reads its files anew meanwhile. */
import { once } from 'node:events'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pino } from 'pino'
import { readCompiled, readFolder } from '../src/catalogue/load.ts'
import { openLibrary } from '../src/library/library.ts'
import { createEdition, type Edition } from '../src/search/edition.ts'
import { row, searchesFor, type Waits } from './catalogue-load.ts'

const [folder = '', compiled = ''] = process.argv.slice(2)
const [queries] = (await once(process, 'message')) as [string[]]

function report(name: string, { waits, busyMs }: Waits): number {
  const sorted = waits.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN).toFixed(1)
  row(name, [String(sorted.length), at(0.5), at(0.99), at(1), busyMs < 1 ? '' : busyMs.toFixed(0)])
  return sorted.at(-1) ?? Number.NaN
}

/** Changes the title of one use case. */
async function change(): Promise<void> {
  const path = join(folder, 'use-cases/use-case-7.yaml')
  const text = await readFile(path, 'utf8')
  await writeFile(path, text.replace(/^title: .*$/m, `title: Changed at ${performance.now()}`))
}

async function start(): Promise<Edition> {
  const catalogue = await readCompiled(compiled, await readFolder(folder))
  if (!catalogue) throw new Error('the compiled catalogue is of other files')
  return createEdition(catalogue)
}

let naive: Edition | undefined
const log = pino({ level: 'warn' })
const library = openLibrary({ edition: await start(), folder, now: Date.now, log, watch: false })
const searches = searchesFor(() => naive ?? library.current(''), queries)
await searches.during(async () => {}, 3)

async function reload(): Promise<void> {
  await change()
  const outcome = await library.reload()
  if (outcome !== 'changed') throw new Error(`the reload said ${outcome}`)
}

async function reloadAtOnce(): Promise<void> {
  await change()
  const { parseCatalogue } = await import('../src/catalogue/parse.ts')
  const result = parseCatalogue(await readFolder(folder), new Date().toISOString().slice(0, 10))
  if (result.ok) naive = createEdition(result.catalogue)
}

row('50 searches a second', ['searches', 'p50 ms', 'p99 ms', 'longest', 'reload ms'])
const longest: number[] = []
// The first one also loads the reader of YAML.
for (const time of ['first', 'second', 'third']) {
  longest.push(report(`reload, the ${time}`, await searches.during(reload, 0)))
}
report('no reload', await searches.during(async () => {}, 10))
report('reload, all at once', await searches.during(reloadAtOnce, 0))
await library.close()
process.send?.(Math.max(...longest), () => process.disconnect())
