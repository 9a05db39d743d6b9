import { readFile } from 'node:fs/promises'
import type { ServeConfig } from '../config.ts'
import type { Check, Health } from '../http/health.ts'
import type { Log } from '../log.ts'
import { type Metrics, NO_METRICS } from '../metrics/metrics.ts'

/** What operators see of the running bot. */
export type Operations = {
  /** Of the program. */
  version: string
  metrics: Metrics
  health: Health
  /** Listens on METRICS_PORT, where there is one. */
  start: () => Promise<void>
  port: () => number | undefined
  close: () => Promise<void>
}

/**
 * Prepares metrics and health. Without METRICS_PORT nothing is counted.
 * @param checks what the bot needs to be able to answer, by the names that operators read
 */
export async function openOperations(
  { metricsPort, host }: ServeConfig,
  checks: Record<string, Check>,
  log: Log,
): Promise<Operations> {
  const [{ createHealth }, version] = await Promise.all([import('../http/health.ts'), readVersion()])
  const health = createHealth(checks)
  if (metricsPort === undefined) {
    return {
      ...{ version, metrics: NO_METRICS, health },
      start: async () => {},
      port: () => undefined,
      close: async () => {},
    }
  }
  const [{ createMetrics }, { startOperations }] = await Promise.all([
    import('../metrics/prometheus.ts'),
    import('../http/operations.ts'),
  ])
  const metrics = createMetrics(version)
  metrics.watch({ ready: async () => (await health.ready()).able })
  let listening: Awaited<ReturnType<typeof startOperations>> | undefined
  return {
    ...{ version, metrics, health, port: () => listening?.port },
    start: async () => {
      listening = await startOperations({ port: metricsPort, host, health, metrics: metrics.text, log })
      log.info({ port: listening.port }, 'listening for operators')
    },
    close: async () => void (await listening?.close()),
  }
}

/** Of the program; bundled by somebody into another folder, it does not know. */
async function readVersion(): Promise<string> {
  const file = new URL('../../package.json', import.meta.url)
  const text = await readFile(file, 'utf8').catch(() => '{}')
  return (JSON.parse(text) as { version?: string }).version ?? 'unknown'
}
