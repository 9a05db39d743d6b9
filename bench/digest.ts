/**
 * How fast digests go out that are all due in the same minute, beside the least that posting takes: the same client in
 * a bare loop, with no database. The app, the local Slack and the loop are processes of their own. And what a look for
 * slots costs when none is due, however many digests there are.
 *
 *   npm run bench:digest                            everything (ten minutes, most of them Slack's limits)
 *   npm run bench:digest -- --digests 2000          fewer digests than 10,000
 *   npm run bench:digest -- --limited 0             not the part with Slack's limits
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { openDatabase } from '../src/store/database.ts'
import type { Database } from '../src/store/tables.ts'
import { bundle } from '../test/chaos/bundle.ts'
import { daily, saveAll } from '../test/chaos/digests.ts'
import { startPostgres } from '../test/store/postgres.ts'
import type { AppFigures, AppOrders } from './digest-app.ts'
import { type Child, startChild, type Used } from './digest-child.ts'
import type { FloorOrders } from './digest-floor.ts'
import { idleTick } from './digest-idle.ts'
import type { Drained, SlackOrders, SlackReady } from './digest-slack.ts'

const { values } = parseArgs({
  options: {
    digests: { type: 'string', default: '10000' },
    limited: { type: 'string', default: '600' },
  },
})
const IDLE_SIZES = [0, 1000, 100_000]
/** As many requests at a time as the app has. */
const IN_FLIGHT = 20
const SOCKETS = 2
/** For the last digest to be saved before the first is due. */
const AHEAD_MS = 4000

const ENGINES = ['sqlite', 'postgres'] as const
type Engine = (typeof ENGINES)[number]
type Figures = Drained & Used & { statements: number }

const program = (name: string) =>
  bundle(new URL(`./digest-${name}.ts`, import.meta.url), { withPackages: false })
const programs = { slack: await program('slack'), app: await program('app'), floor: await program('floor') }
const postgres = await startPostgres()
const folder = mkdtempSync(join(tmpdir(), 'kstreams-bench-'))
let files = 0

const newDatabase = async (engine: Engine) =>
  engine === 'postgres' ? postgres.createDatabase() : `file:${join(folder, `${files++}.db`)}`

async function drain(engine: Engine, processes: number, digests: number, limited: boolean): Promise<Figures> {
  const slack = await startChild(programs.slack.program, { channels: digests, limited } satisfies SlackOrders)
  const { slack: address, team, channels } = await slack.ask<SlackReady>({ sockets: 0 })
  const databaseUrl = await newDatabase(engine)
  const orders: AppOrders = { slack: address, databaseUrl, dataFolder: programs.app.dataFolder }
  const apps: Child[] = []
  for (let count = 0; count < processes; count++) apps.push(await startChild(programs.app.program, orders))
  await slack.ask<SlackReady>({ sockets: SOCKETS * processes })
  const database = await openDatabase(databaseUrl)
  const due = Date.now() + AHEAD_MS
  await saveAll(
    database,
    channels.map((channel) => daily(team, channel, due)),
  )
  const before = await Promise.all(apps.map((app) => app.ask<AppFigures>({})))
  const drained = await slack.heard<Drained>()
  await confirmed(database, digests)
  const after = await Promise.all(apps.map((app) => app.ask<AppFigures>({})))
  for (const child of [...apps, slack]) await child.stop()
  await database.close()
  const grown = (key: 'cpuMs' | 'statements') =>
    after.reduce((sum, one, place) => sum + one[key] - (before[place]?.[key] ?? 0), 0)
  const peakMb = Math.max(...after.map((one) => one.peakMb))
  return { ...drained, peakMb, cpuMs: grown('cpuMs'), statements: grown('statements') }
}

async function confirmed({ db }: Database, digests: number): Promise<void> {
  for (;;) {
    const sent = db.selectFrom('delivery').select(({ fn }) => fn.countAll().as('count'))
    const { count } = await sent.where('state', '=', 'sent').executeTakeFirstOrThrow()
    if (Number(count) >= digests) return
    await sleep(50)
  }
}

async function postOnly(digests: number, limited: boolean): Promise<Figures> {
  const slack = await startChild(programs.slack.program, { channels: digests, limited } satisfies SlackOrders)
  const { slack: address, channels } = await slack.ask<SlackReady>({ sockets: 0 })
  const orders: FloorOrders = { slack: address, dataFolder: programs.floor.dataFolder, inFlight: IN_FLIGHT }
  const floor = await startChild(programs.floor.program, orders)
  const before = await floor.ask<Used>({ channels: [] })
  const drained = slack.heard<Drained>()
  const after = await floor.ask<Used>({ channels })
  for (const child of [floor, slack]) await child.stop()
  return { ...(await drained), peakMb: after.peakMb, cpuMs: after.cpuMs - before.cpuMs, statements: 0 }
}

const row = (name: string, cells: readonly string[]) =>
  console.log(name.padEnd(28) + cells.map((cell) => cell.padStart(13)).join(''))

function print(
  name: string,
  digests: number,
  { ms, cpuMs, statements, peakMb, refused, twice }: Figures,
): void {
  row(name, [
    ...[`${(ms / 1000).toFixed(1)} s`, `${(digests / (ms / 1000)).toFixed(0)}`, (cpuMs / digests).toFixed(2)],
    ...[(statements / digests).toFixed(2), `${peakMb.toFixed(0)} MB`, String(refused), String(twice)],
  ])
}

const HEADING = ['drained in', 'a second', 'CPU ms each', 'stmts each', 'peak RSS', 'HTTP 429', 'twice']

async function drains(digests: number, limited: boolean): Promise<void> {
  row('', HEADING)
  if (!limited) print('a bare loop, no database', digests, await postOnly(digests, limited))
  for (const engine of ENGINES) {
    for (const processes of [1, 2]) {
      const name = `${engine}, ${processes} process${processes > 1 ? 'es' : ''}`
      print(name, digests, await drain(engine, processes, digests, limited))
    }
  }
}

async function idle(): Promise<void> {
  row(
    '',
    ENGINES.flatMap((engine) => [`${engine}: open`, 'due']),
  )
  for (const size of IDLE_SIZES) {
    const ticks = []
    for (const engine of ENGINES) ticks.push(await idleTick(await newDatabase(engine), size))
    const cells = ticks.flatMap(({ open, due }) => [`${open.toFixed(0)} us`, `${due.toFixed(0)} us`])
    row(`${size.toLocaleString('en')} digests`, cells)
  }
}

const [digests, limited] = [Number(values.digests), Number(values.limited)]
try {
  console.log(`Node ${process.version}, ${cpus().length} cores; Postgres without fsync, SQLite with it`)
  console.log('\nA look for slots when none is due: what was left open, and what is due; median\n')
  await idle()
  if (digests > 0) {
    console.log(
      `\n${digests.toLocaleString('en')} digests due at once; Slack takes all, ${IN_FLIGHT} at a time\n`,
    )
    await drains(digests, false)
  }
  if (limited > 0) {
    const least = Math.max(0, limited - 300) / 5
    console.log(
      `\n${limited} digests due at once; Slack takes 300, and then 5 a second: ${least} s at the least\n`,
    )
    await drains(limited, true)
  }
} finally {
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
  for (const { remove } of Object.values(programs)) remove()
}
process.exit(0)
