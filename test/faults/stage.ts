import { type LocalSlack, type SlackHub, startLocalSlack } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import { daily, saveAll } from '../chaos/digests.ts'
import { type PostgresServer, run } from '../store/postgres.ts'
import { type Balance, startBalance } from './balance.ts'
import { type TightDatabase, tightDatabase } from './database-faults.ts'
import { addWorkspace, httpEnvironment, socketEnvironment, startHub } from './install.ts'
import { type Load, startLoad } from './load.ts'
import type { Orders } from './orders.ts'
import { type Replicas, startReplicas } from './replicas.ts'
import type { Due } from './verdict.ts'

/** How much is done. */
export type Size = {
  workspaces: number
  people: number
  paceMs: number
  digests: number
  /** Things asked before, during and after each fault, at least. */
  each: number
  /** So long the database stays away, at least, and so long Slack stays in trouble. */
  outageMs: number
  troubleMs: number
  /** How long a slow Slack takes for each call. */
  slowMs: number
  /** Restarts of the database. */
  restarts: number
  /** Processes that are killed; each successor dies by itself. */
  kills: number
  /** How long after a failure Slack sends an event again. */
  retryWaitsMs: readonly number[]
}

/** All that a scenario works with. */
export type Stage = {
  size: Size
  processes: number
  random: () => number
  server: PostgresServer
  /** Only where the scenario needs it. */
  tight: TightDatabase | undefined
  slacks: LocalSlack[]
  replicas: Replicas
  balance: Balance
  load: Load
  due: Due[]
  /** The processes that start from now on die so, one each. */
  deaths: NonNullable<Orders['death']>[]
  close: () => Promise<void>
}

export type StageOptions = {
  program: string
  server: PostgresServer
  mode: 'http' | 'socket'
  processes: number
  /** Whether the database's disk is a small one of its own. */
  isTight: boolean
  size: Size
  random: () => number
}

/** Postgres's default, which startPostgres turns off: what a server that dies had committed is there when it is back. */
const DURABLE = `do $$ begin
  execute format('alter database %I set synchronous_commit = on', current_database());
end $$`

/** @returns undefined where this machine cannot do what the scenario needs */
export async function openStage(options: StageOptions): Promise<Stage | undefined> {
  const { program, server, mode, processes, isTight, size, random } = options
  const tight = isTight ? await tightDatabase(server) : undefined
  if (isTight && tight === undefined) return undefined
  const url = tight?.url ?? (await server.createDatabase())
  await run(url, DURABLE)
  await (await openDatabase(url)).close()
  const hub = mode === 'http' ? await startHub(size.retryWaitsMs) : undefined
  const alone = hub ? undefined : await startLocalSlack()
  const deaths: Stage['deaths'] = []
  const replicas = startReplicas({
    ...{ program, processes, nextDeath: () => deaths.shift() },
    environment: {
      ...(hub ? httpEnvironment(hub) : alone ? socketEnvironment(alone) : {}),
      ...{ DATABASE_URL: url, HOST: '127.0.0.1', DRAIN_SECONDS: '1', LOG_LEVEL: 'warn' },
      ...{ REQUESTS_PER_MINUTE: '0', LINK_CHECK: 'off' },
    },
  })
  await replicas.whole()
  const balance = startBalance(replicas.origins, (origins) =>
    hub?.deliverTo(origins.map((one) => `${one}/slack/events`)),
  )
  await balance.ready(processes)
  const slacks = hub ? await workspacesOf(hub, replicas, size.workspaces) : alone ? [alone] : []
  const due = await subscribe(url, slacks, size)
  const load = startLoad(slacks, { random, ...size })
  return {
    ...{ size, processes, random, server, tight, slacks, replicas, balance, load, due, deaths },
    close: async () => {
      await replicas.close()
      await balance.stop()
      await (hub ?? alone)?.close()
      await tight?.close()
    },
  }
}

async function workspacesOf(hub: SlackHub, replicas: Replicas, count: number): Promise<LocalSlack[]> {
  const slacks: LocalSlack[] = []
  const [origin = ''] = replicas.origins()
  for (let n = 0; n < count; n++) slacks.push(await addWorkspace(hub, origin, `T${n}`))
  return slacks
}

/** The digests come one after another, from now on. */
const APART_MS = 50

async function subscribe(url: string, slacks: readonly LocalSlack[], { digests }: Size): Promise<Due[]> {
  const due = Array.from({ length: digests }, (_, n) => {
    const slack = slacks[n % slacks.length]
    if (slack === undefined) throw new Error('no workspace')
    return { slack, channel: slack.addChannel({ name: `digest-${n}` }).id }
  })
  const database = await openDatabase(url)
  const now = Date.now()
  await saveAll(
    database,
    due.map(({ slack, channel }, n) => daily(slack.workspace.team.id, channel, now + n * APART_MS)),
  )
  await database.close()
  return due
}
