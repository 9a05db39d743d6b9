/**
 * How many requests a second the bot answers that serves 200 workspaces over HTTP from one Postgres, with one replica and
 * with three, beside bare Bolt that answers with constants: one short line, and the same bytes as kstreams. All in one run
 * and in turn, so that whatever else the machine does falls on all. What counts is the highest rate at which 99 of 100
 * requests are acknowledged within 500 ms and each is answered once.
 *
 *   npm run build && npm run bench:load                 six minutes
 *   npm run bench:load -- --short                       a minute and a half, and rougher
 */
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { parse } from 'yaml'
import { bundle } from '../test/chaos/bundle.ts'
import { run, startPostgres } from '../test/store/postgres.ts'
import { startChild } from './digest-child.ts'
import { installAll, type Replica, startBare, startOurs, stopAll, usedBy } from './load-programs.ts'
import type { Constants, Lesson, Origin, SlackOrders, Step, Stepped } from './load-slack.ts'

const { values } = parseArgs({ options: { short: { type: 'boolean', default: false } } })
const WORKSPACES = 200
const WORDS = 60
const REPLICAS = [1, 3]
const P99_MS = 500
const BAR = 0.6
/** What is compiled at first is slow. */
const WARM_UP = { rate: 200, seconds: values.short ? 5 : 10 }
/** The rise that finds out about where the limit is, half as much more each time. */
const ROUGH = { from: 100, factor: 1.5, seconds: values.short ? 1.5 : 2 }
/** The one that counts: its rounds' median is what is printed. */
const FINE = { factor: 1.08, seconds: values.short ? 2 : 3, rounds: values.short ? 1 : 3 }

const NAMES = ['bare Bolt, one line', 'bare Bolt, same bytes', 'kstreams'] as const
type Name = (typeof NAMES)[number]

type Measured = Stepped & {
  rate: number
  passes: boolean
  replicasMs: number
  megabytes: number
  statements: number
}
type Contestant = { name: Name; replicas: Replica[]; best: Measured[] }

const queries = readFileSync(new URL('../test/search/queries.dev.yaml', import.meta.url), 'utf8')
const words = (parse(queries) as { q: string }[]).slice(0, WORDS).map(({ q }) => q)
const program = await bundle(new URL('./load-slack.ts', import.meta.url), { withPackages: false })
const postgres = await startPostgres()
const databaseUrl = await postgres.createDatabase()
const slack = await startChild(program.program, { workspaces: WORKSPACES, words } satisfies SlackOrders)

async function statements(): Promise<number> {
  const { rows } = await run(
    databaseUrl,
    'select xact_commit::int as count from pg_stat_database where datname = current_database()',
  )
  return rows[0].count
}

async function measure({ replicas }: Contestant, rate: number, seconds: number): Promise<Measured> {
  const before = [usedBy(replicas).cpuMs, await statements()] as const
  const targets = replicas.map(({ origin }) => origin)
  const stepped = await slack.ask<Stepped>({ targets, rate, seconds } satisfies Step)
  const { cpuMs, megabytes } = usedBy(replicas)
  const passes = !stepped.gaveUp && stepped.ack.p99 < P99_MS && Object.keys(stepped.failed).length === 0
  return {
    ...stepped,
    ...{ rate, passes, replicasMs: cpuMs - before[0], megabytes },
    statements: (await statements()) - before[1],
  }
}

/** Whatever else the machine does may spoil a step: only what fails twice has failed. */
async function twice(one: Contestant, rate: number, seconds: number): Promise<Measured> {
  const first = await step(one, rate, seconds)
  return first.passes ? first : step(one, rate, seconds)
}

async function rise(one: Contestant): Promise<number> {
  for (let rate = ROUGH.from; ; rate *= ROUGH.factor) {
    const { passes } = await twice(one, rate, ROUGH.seconds)
    if (!passes) return rate / ROUGH.factor
  }
}

/** From a rate on upwards until it fails, or else downwards until it does not. */
async function highest(one: Contestant, from: number): Promise<Measured> {
  const at = (rate: number) => twice(one, rate, FINE.seconds)
  let best = await at(from)
  while (!best.passes && best.rate > 1) best = await at(best.rate / FINE.factor)
  if (best.rate < from) return best
  for (;;) {
    const next = await at(best.rate * FINE.factor)
    if (!next.passes) return best
    best = next
  }
}

/** Measures, and says on the way what came of it. */
async function step(one: Contestant, rate: number, seconds: number): Promise<Measured> {
  const measured = await measure(one, rate, seconds)
  const { failed, gaveUp, ack } = measured
  const faults = Object.entries(failed).map(([why, count]) => `${count} ${why}`)
  const said = [`p99 ${ack.p99.toFixed(0)} ms`, ...(gaveUp ? ['too far behind'] : []), ...faults]
  console.error(`${one.replicas.length} x ${one.name}, ${rate.toFixed(0)}/s: ${said.join(', ')}`)
  return measured
}

async function start(count: number, constants: Constants): Promise<Contestant[]> {
  const where = { slack: origin, databaseUrl }
  const makers: Record<Name, () => Promise<Replica>> = {
    'bare Bolt, one line': () => startBare(where),
    'bare Bolt, same bytes': () => startBare(where, constants),
    kstreams: () => startOurs(where),
  }
  const contestants: Contestant[] = []
  for (const name of NAMES) {
    const replicas: Replica[] = []
    for (let made = 0; made < count; made++) replicas.push(await makers[name]())
    contestants.push({ name, replicas, best: [] })
  }
  return contestants
}

async function compare(count: number, constants: Constants): Promise<void> {
  const contestants = await start(count, constants)
  const targets = contestants.flatMap(({ replicas }) => replicas.map(({ origin }) => origin))
  await slack.ask<Stepped>({ targets, ...WARM_UP } satisfies Step)
  const from = new Map<Name, number>()
  for (const one of contestants) from.set(one.name, await rise(one))
  for (let round = 0; round < FINE.rounds; round++) {
    for (const one of round % 2 === 0 ? contestants : contestants.toReversed()) {
      one.best.push(await highest(one, one.best.at(-1)?.rate ?? from.get(one.name) ?? ROUGH.from))
    }
  }
  await Promise.all(contestants.map(({ replicas }) => stopAll(replicas)))
  print(count, contestants)
}

const WIDTHS = [12, 12, 12, 12, 14, 12, 12, 12]
const line = (label: string, cells: readonly string[]) =>
  console.log(label.padEnd(24) + cells.map((cell, place) => cell.padStart(WIDTHS[place] ?? 0)).join(''))

function medianOf({ best }: Contestant): Measured {
  const median = best.toSorted((a, b) => a.rate - b.rate)[Math.floor((best.length - 1) / 2)]
  if (!median) throw new Error('nothing was measured')
  return median
}

const HEADING = [
  ...['requests/s', 'ack p99', 'answer p99', 'CPU/100', 'memory/100', 'memory'],
  ...['stmts each', "Slack's CPU"],
]

function print(count: number, contestants: readonly Contestant[]): void {
  console.log(`\n${count} replica${count > 1 ? 's' : ''}\n`)
  line('', HEADING)
  const rates: number[] = []
  for (const one of contestants) {
    const { rate, sent, ack, answered, replicasMs, megabytes, statements, cpuMs } = medianOf(one)
    rates.push(rate)
    line(one.name, [
      ...[rate.toFixed(0), `${ack.p99.toFixed(0)} ms`, `${answered.p99.toFixed(0)} ms`],
      ...[`${((replicasMs / sent) * 10).toFixed(1)} %`, `${((megabytes / rate) * 100).toFixed(1)} MB`],
      ...[`${megabytes.toFixed(0)} MB`, (statements / sent).toFixed(2)],
      `${((cpuMs / sent) * 10).toFixed(1)} %`,
    ])
  }
  const [oneLine = 0, sameBytes = 0, ours = 0] = rates
  const ratio = (bare: number) => (ours / bare).toFixed(2)
  console.log(
    `\nkstreams beside bare Bolt: ${ratio(oneLine)} of one line, ${ratio(sameBytes)} of the same bytes`,
  )
}

async function learn(): Promise<Constants> {
  const ours = await startOurs({ slack: origin, databaseUrl })
  const constants = await slack.ask<Constants>({ learn: ours.origin } satisfies Lesson)
  await stopAll([ours])
  return constants
}

const { origin } = await slack.ask<Origin>({})
try {
  console.log(
    `Node ${process.version}; ${cpus().length} cores, which the replicas share with Postgres and what stands for Slack.`,
  )
  console.log(
    `${WORKSPACES} workspaces; of ten requests seven are commands, two mentions, one a click; kstreams with its metrics on.`,
  )
  await installAll(databaseUrl, WORKSPACES)
  const constants = await learn()
  for (const count of REPLICAS) await compare(count, constants)
  console.log(`
Bar: at least ${BAR} of bare Bolt's highest rate. CPU and memory are those for 100 requests/s.`)
} finally {
  await slack.stop()
  await postgres.close()
  program.remove()
}
process.exit(0)
