/**
 * The real app as a process of its own, with a network, a clock and a death as its parent orders them: see fleet.ts,
 * which bundles and starts it.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { startApp } from '../../src/app.ts'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { createSearch } from '../../src/search/search.ts'
import { settingsFor } from '../settings.ts'
import type { At, Orders, Said } from './orders.ts'

function watchSteps({ death, hang }: Orders): (step: At['step']) => void {
  const seen = new Map<string, number>()
  return (step) => {
    const count = (seen.get(step) ?? 0) + 1
    seen.set(step, count)
    if (hang?.step === step && hang.nth === count) {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, hang.ms)
    }
    if (death?.step !== step || death.nth !== count) return
    const die = () => process.kill(process.pid, 'SIGKILL')
    // Only then is the request on its way, or is not: nobody knows.
    if (step === 'sending') setTimeout(die, 2)
    else die()
  }
}

/** Puts a network between the app and Slack that is as slow and as deadly as ordered. */
function watchNetwork({ requestMs, answerMs }: Orders, onStep: (step: At['step']) => void): void {
  const send = globalThis.fetch
  globalThis.fetch = async (url, init) => {
    const posting = String(url).endsWith('/chat.postMessage')
    // A process that starts next to others may take longer than that, and then tries again for seconds.
    if (!posting && !String(url).endsWith('/conversations.history')) return send(url, init)
    const limit = AbortSignal.timeout(requestMs)
    const signal = init?.signal ? AbortSignal.any([init.signal, limit]) : limit
    const sent = send(url, { ...init, signal })
    if (posting) onStep('sending')
    const response = await sent
    await sleep(answerMs)
    if (posting) onStep('answered')
    return response
  }
}

async function main(): Promise<void> {
  const orders = JSON.parse(process.env['CHAOS'] ?? '') as Orders
  const { slack, databaseUrl, dataFolder, runner, paceMs } = orders
  let { offset } = orders
  let jump = 0
  let started = false
  process.on('message', (said: Said) => {
    if ('offset' in said) offset = said.offset
    else if (started) {
      jump = said.jump
      setTimeout(() => {
        jump = 0
      }, said.forMs)
    }
  })
  // Nobody is left to end this process later.
  process.on('disconnect', () => process.exit(0))
  const stopped = new Promise((resolve) => process.once('SIGTERM', resolve))
  const onStep = watchSteps(orders)
  watchNetwork(orders, onStep)
  const { config, secrets } = settingsFor(slack, { DATABASE_URL: databaseUrl })
  const now = () => Date.now() + offset + jump
  const log = pino({ level: 'warn' })
  const catalogue = await loadCatalogue(dataFolder)
  // Nobody asks it anything, and an index would take a third of the start.
  const prepared = { catalogue, search: createSearch({ ...catalogue, useCases: [] }) }
  const app = await startApp(config, secrets, log, { prepared, now, runner, paceMs, watch: { onStep } })
  started = true
  await stopped
  await app.close()
  process.exit(0)
}

main().catch((error: Error) => {
  process.stderr.write(`${error.stack}\n`)
  process.exit(1)
})
