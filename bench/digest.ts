/**
 * What digests cost: many that are due in the same minute, and the look for due ones while there are none.
 *
 *   npm run bench:digest                  10,000 digests; 600 with Slack's limits switched on
 *   npm run bench:digest -- 2000 300      so many of each
 *
 * Each run has processes of its own: a local Slack, and one or two of the app on a database that is new. Beside them
 * stands the least that could be done: a bare loop that posts the same cards, twenty at a time, and remembers nothing.
 */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { newSubscription } from '../src/digest/settings.ts'
import { openDatabase } from '../src/store/database.ts'
import { toRow } from '../src/store/subscriptions.ts'
import type { Database } from '../src/store/tables.ts'
import { startPostgres } from '../test/store/postgres.ts'
import { benchIdle } from './digest-idle.ts'
import type { Drained, SlackSaid, Used } from './digest-process.ts'

const PROGRAM = fileURLToPath(new URL('./digest-process.ts', import.meta.url))
const CHUNK = 500

const launch = (args: string[], env: Record<string, string> = {}) =>
  fork(PROGRAM, args, { execArgv: ['--import', 'tsx'], env: { ...process.env, ...env } })

async function heard<T>(child: ChildProcess): Promise<T> {
  const [message] = await once(child, 'message')
  return message as T
}

/** Puts a digest into each channel, due since the moment given. */
export async function fill(
  database: Database,
  team: string,
  channels: readonly string[],
  dueAt: number,
): Promise<void> {
  for (let from = 0; from < channels.length; from += CHUNK) {
    const rows = channels.slice(from, from + CHUNK).map((channel) =>
      toRow({
        ...newSubscription({ team, channel, createdBy: 'U0ADA00001', at: dueAt }),
        ...{ nextSlot: new Date(dueAt).toISOString().slice(0, 10), nextAt: dueAt },
      }),
    )
    await database.db.insertInto('subscription').values(rows).execute()
  }
}

type Run = { name: string; digests: number; limits: 'on' | 'off'; processes: number; databaseUrl?: string }

async function drain({ name, digests, limits, processes, databaseUrl }: Run): Promise<void> {
  const slack = launch(['slack', String(digests), limits])
  const said = await heard<SlackSaid>(slack)
  if (databaseUrl !== undefined) {
    const database = await openDatabase(databaseUrl)
    await fill(database, said.team, said.channels, Date.now() - 1000)
    await database.close()
  }
  const drained = heard<Drained>(slack)
  const few = JSON.stringify({ ...said, channels: [] })
  const apps = Array.from({ length: processes }, () =>
    databaseUrl === undefined
      ? launch(['loop'], { SLACK_SAID: JSON.stringify(said) })
      : launch(['app', few, databaseUrl]),
  )
  await Promise.all(apps.map((app) => heard(app)))
  const { posts, ms, refused } = await drained
  const used = await Promise.all(
    apps.map((app) => {
      app.send('report')
      return heard<Used>(app)
    }),
  )
  const sum = (of: (one: Used) => number) => used.reduce((total, one) => total + of(one), 0)
  const cells = [
    ...[name.padEnd(24), limits.padStart(6), String(digests).padStart(8), (ms / 1000).toFixed(1).padStart(9)],
    ...[
      ((1000 * digests) / ms).toFixed(0).padStart(9),
      (sum((one) => one.statements) / digests).toFixed(2).padStart(11),
    ],
    ...[
      (sum((one) => one.cpuMs) / digests).toFixed(2).padStart(9),
      sum((one) => one.peakMb)
        .toFixed(0)
        .padStart(8),
    ],
    ...[String(refused).padStart(6), String(posts - digests).padStart(6)],
  ]
  console.log(cells.join(''))
  for (const child of [...apps, slack]) child.kill('SIGKILL')
}

const numbers = process.argv.slice(2).map(Number)
const [many = 10_000, few = 600] = numbers
const folder = mkdtempSync(join(tmpdir(), 'kstreams-bench-'))
const postgres = await startPostgres()
try {
  console.log('Digests that are due at once\n')
  console.log(
    `${'run'.padEnd(24)}limits digests   seconds digests/s statements   ms CPU  MB peak   429s  twice`,
  )
  let file = 0
  const sqlite = () => `file:${join(folder, `${file++}.db`)}`
  for (const [digests, limits] of [
    [many, 'off'],
    [few, 'on'],
  ] as const) {
    await drain({ name: 'bare loop, no database', digests, limits: 'off', processes: 1 })
    await drain({ name: 'SQLite, one process', digests, limits, processes: 1, databaseUrl: sqlite() })
    for (const processes of [1, 2]) {
      const databaseUrl = await postgres.createDatabase()
      await drain({
        name: `Postgres, ${processes === 1 ? 'one process' : 'two processes'}`,
        digests,
        limits,
        processes,
        databaseUrl,
      })
    }
  }
  await benchIdle({ sqlite, postgres: () => postgres.createDatabase() }, (database, channels, dueAt) =>
    fill(database, 'T0LOCAL001', channels, dueAt),
  )
} finally {
  await postgres.close()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(0)
