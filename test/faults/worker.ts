/**
 * The app as a process of its own, by its own environment, with a network to Slack as its parent orders it: see
 * replicas.ts, which starts it. It beats faster than the real one, so that nobody has to wait for a lease.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { startApp } from '../../src/app.ts'
import { readSettings } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import type { Network, Orders } from './orders.ts'

const RUNNER = { tickMs: 50, leaseMs: 2000, retryMs: 500, settleMs: 0 }
const PACE_MS = 20

/** Only a question comes again where its answer was not acknowledged. */
const isAnswer = (url: string, body: unknown) =>
  url.endsWith('/chat.postMessage') && String(body).includes('kstreams_answer')

function watchNetwork({ network: first, death }: Orders): void {
  const send = globalThis.fetch
  let network: Network = first
  let answers = 0
  let failed = 0
  process.on('message', (said: Network) => {
    network = said
  })
  const die = () => process.kill(process.pid, 'SIGKILL')
  globalThis.fetch = async (url, init) => {
    const { slowMs, failing } = network
    await sleep(slowMs / 2)
    // Of what Slack answers so, every other was carried out.
    if (failing && failed++ % 2 === 0) return new Response('out of order', { status: 500 })
    const due = isAnswer(String(url), init?.body) && ++answers === death?.nth ? death.when : undefined
    const sent = send(url, init)
    if (due === 'sending') setTimeout(die, 1)
    const response = await sent
    if (due === 'answered') die()
    await sleep(slowMs / 2)
    return failing ? new Response('out of order', { status: 500 }) : response
  }
}

async function main(): Promise<void> {
  // Nobody is left to end this process later.
  process.on('disconnect', () => process.exit(0))
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
  watchNetwork(JSON.parse(process.env['FAULTS'] ?? '') as Orders)
  const settings = readSettings(process.env)
  if (settings.kind !== 'slack') throw new Error(`no settings: ${JSON.stringify(settings)}`)
  const { config, secrets } = settings
  const app = await startApp(config, secrets, createLog(config.logLevel), { runner: RUNNER, paceMs: PACE_MS })
  process.send?.(app.ports())
  await stopped
  await app.close()
  process.exit(0)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
