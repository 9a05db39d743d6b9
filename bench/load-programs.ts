/** The programs that bench/load.ts compares: replicas of kstreams, and of bare Bolt, each a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { createLog } from '../src/log.ts'
import { openDatabase } from '../src/store/database.ts'
import { createInstallations } from '../src/workspaces/installations.ts'
import { createSeal } from '../src/workspaces/seal.ts'
import { BOT_USER, SIGNING_SECRET, teamOf } from './load-requests.ts'
import type { Constants } from './load-slack.ts'

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const BARE = file('./load-bolt.mjs')
const OURS = file('../dist/main.js')
const KEY = Buffer.alloc(32, 7)
const READY_MS = 20_000

/** One process that answers Slack. */
export type Replica = { origin: string; child: ChildProcess }
type Where = { slack: string; databaseUrl: string }

/** Writes down that the app is installed in so many workspaces, each with a token of its own. */
export async function installAll(databaseUrl: string, workspaces: number): Promise<void> {
  const database = await openDatabase(databaseUrl)
  const deps = { database, seal: createSeal([KEY]), now: Date.now, log: createLog('warn') }
  const { storeInstallation } = createInstallations(deps)
  for (let place = 0; place < workspaces; place++) {
    const id = teamOf(place)
    const bot = { token: `xoxb-${id}`, id: 'B0LOAD', userId: BOT_USER, scopes: ['commands', 'chat:write'] }
    const user = { id: 'U0LOAD0000', token: undefined, scopes: undefined }
    await storeInstallation({
      ...{ team: { id, name: id }, enterprise: undefined, bot, user },
      appId: 'A0LOAD',
    })
  }
  await database.close()
}

/** Starts kstreams as an operator of many workspaces does, with metrics; the only thing unusual is that nobody is turned away. */
export async function startOurs({ slack, databaseUrl }: Where): Promise<Replica> {
  const [port, metrics] = [await freePort(), await freePort()]
  const child = launch(OURS, port, {
    ...{ SLACK_API_URL: `${slack}/api/`, DATABASE_URL: databaseUrl, PUBLIC_URL: 'https://kstreams.example' },
    ...{
      SLACK_CLIENT_ID: '1234.5678',
      SLACK_CLIENT_SECRET: 'client-secret',
      SLACK_STATE_SECRET: 'state-secret',
    },
    ...{ TOKEN_ENCRYPTION_KEY: KEY.toString('base64'), METRICS_PORT: String(metrics) },
    ...{ REQUESTS_PER_MINUTE: '0', DRAIN_SECONDS: '0', LOG_LEVEL: 'warn' },
  })
  return ready(port, child)
}

/** @param constants what it answers; one short line to everything when undefined */
export async function startBare({ slack }: Where, constants?: Constants): Promise<Replica> {
  const port = await freePort()
  const replica = await ready(port, launch(BARE, port, { SLACK_API_URL: `${slack}/api/` }))
  if (constants) {
    const taken = once(replica.child, 'message')
    replica.child.send(constants)
    await taken
  }
  return replica
}

// However the benchmark ends, nothing of it stays.
const started = new Set<ChildProcess>()
process.once('exit', () => {
  for (const child of started) child.kill('SIGKILL')
})

function launch(program: string, port: number, settings: Record<string, string>): ChildProcess {
  const shared = { PATH: process.env['PATH'], HOST: '127.0.0.1', PORT: String(port), NODE_ENV: 'production' }
  const env = { ...shared, SLACK_SIGNING_SECRET: SIGNING_SECRET, ...settings }
  const child = spawn(process.execPath, [program], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  started.add(child)
  return child
}

async function ready(port: number, child: ChildProcess): Promise<Replica> {
  const origin = `http://127.0.0.1:${port}`
  const until = performance.now() + READY_MS
  for (;;) {
    // Bare Bolt knows no such page, and says so once it listens.
    const status = await fetch(`${origin}/readyz`).then(
      (response) => response.status,
      () => undefined,
    )
    if (status === 200 || status === 404) return { origin, child }
    if (child.exitCode !== null || performance.now() > until) throw new Error('a program did not start')
    await sleep(50)
  }
}

export async function stopAll(replicas: readonly Replica[]): Promise<void> {
  for (const { child } of replicas) {
    if (child.exitCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

/** Hundredths of a second, on every Linux. */
const TICK_MS = 10

/** What processes have used so far: CPU in ms, user and system, and resident memory in MB, of all together. */
export function usedBy(replicas: readonly Replica[]): { cpuMs: number; megabytes: number } {
  const total = { cpuMs: 0, megabytes: 0 }
  for (const { child } of replicas) {
    const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8')
    const [user, system] = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .slice(11, 13)
      .map(Number)
    total.cpuMs += ((user ?? 0) + (system ?? 0)) * TICK_MS
    const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
    total.megabytes += Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024
  }
  return total
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}
