import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type PostgresServer, startPostgres } from '../store/postgres.ts'
import { startLossyNetwork } from './lossy-network.ts'
import type { Scenario } from './scenarios.ts'

/** An empty database, and what can happen to it. */
export type Place = {
  /** For the processes, and for the one who looks at it. */
  url: string
  direct: string
  /** Whether answers get lost already. */
  lossy: boolean
  lost: () => number
  restart: (downMs: number) => Promise<void>
  close: () => Promise<void>
}

/** The servers that scenarios share: one that stays, and one that is stopped in the middle. */
export type Servers = { lasting: PostgresServer; stopping: PostgresServer; close: () => Promise<void> }

/** Starts them before anything else: it keeps this process, and every Slack in it, waiting. */
export async function startServers(): Promise<Servers> {
  const lasting = await startPostgres()
  const stopping = await startPostgres()
  const close = async () => {
    await lasting.close()
    await stopping.close()
  }
  return { lasting, stopping, close }
}

/** A database for one scenario. @param lose whether the answer to a write gets lost, asked for each */
export async function openPlace(
  scenario: Scenario,
  { lasting, stopping }: Servers,
  lose: () => boolean,
): Promise<Place> {
  if (scenario.database === 'sqlite') {
    const folder = mkdtempSync(join(tmpdir(), 'kstreams-chaos-'))
    const url = `file:${join(folder, 'kstreams.db')}`
    const close = async () => rmSync(folder, { recursive: true, force: true })
    return { url, direct: url, lossy: false, lost: () => 0, restart: async () => {}, close }
  }
  const server = scenario.outages ? stopping : lasting
  const direct = await server.createDatabase()
  const network = scenario.lostWrites
    ? await startLossyNetwork(direct, () => place.lossy && lose())
    : undefined
  const place: Place = {
    lossy: false,
    ...{ direct, url: network?.urlFor(direct) ?? direct, lost: () => network?.lost() ?? 0 },
    restart: async (downMs) => {
      await server.stop()
      await sleep(downMs)
      await server.start()
    },
    close: async () => network?.close(),
  }
  return place
}
