import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Listening, Network, Orders } from './orders.ts'

export type ReplicasOptions = {
  program: string
  processes: number
  environment: Record<string, string>
  /** Of the next process that starts, replacements included. */
  nextDeath: () => Orders['death']
}

/** One place for a process; whoever is in it is replaced when it ends, as systemd or Kubernetes would. */
type Place = { child: ChildProcess; origin: string | undefined; up: Promise<void>; told: boolean }

/** Processes of the app. */
export type Replicas = {
  /** Where those that are up say whether they are ready. */
  origins: () => string[]
  kill: (place: number) => void
  /** Tells a process to stop, and waits until it has ended and another one is up in its place. */
  replace: (place: number) => Promise<void>
  /** Resolves when a process is up in every place. */
  whole: () => Promise<void>
  tell: (network: Network) => void
  /** `crashes`: ends that nobody ordered. */
  counts: { kills: number; crashes: number }
  /** What the processes wrote, most recent last. */
  output: () => string
  /** Ends all in order. */
  close: () => Promise<void>
}

const KEPT = 400_000
const AGAIN_MS = 200
/** More than the app gives itself. */
const END_MS = 30_000

export function startReplicas({ program, processes, environment, nextDeath }: ReplicasOptions): Replicas {
  const places: Place[] = []
  const counts = { kills: 0, crashes: 0 }
  let network: Network = { slowMs: 0, failing: false }
  let output = ''
  let closing = false
  const keep = (chunk: Buffer) => {
    output = (output + String(chunk)).slice(-KEPT)
  }

  const start = (at: number) => {
    if (closing) return
    const death = nextDeath()
    const orders: Orders = { network, ...(death ? { death } : {}) }
    const env = { PATH: process.env['PATH'], ...environment, FAULTS: JSON.stringify(orders) }
    const child = fork(program, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
    const up = once(child, 'message').then(([listening]) => {
      const { slack, operations } = listening as Listening
      place.origin = `http://127.0.0.1:${slack ?? operations}`
    })
    up.catch(() => {})
    const place: Place = { child, origin: undefined, up, told: false }
    places[at] = place
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', keep)
    // A process that dies while it is spoken to is no fault of its parent's.
    child.on('error', () => {})
    child.once('exit', (code, signal) => {
      place.origin = undefined
      if (signal === 'SIGKILL') counts.kills += 1
      else if (!place.told || code !== 0) counts.crashes += 1
      void (signal === null && code !== 0 ? sleep(AGAIN_MS) : Promise.resolve()).then(() => start(at))
    })
  }

  const whole = async () => {
    while (places.some(({ origin }) => origin === undefined)) {
      const waited = places.map(({ child, up }) => Promise.race([up, once(child, 'exit')]))
      await Promise.all(waited)
      await sleep(1)
    }
  }
  const end = async (place: Place) => {
    const { child } = place
    place.told = true
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGTERM')
    const late = setTimeout(() => child.kill('SIGKILL'), END_MS)
    await ended
    clearTimeout(late)
  }
  for (let at = 0; at < processes; at++) start(at)
  return {
    ...{ whole, counts, output: () => output },
    origins: () => places.flatMap(({ origin }) => origin ?? []),
    kill: (at) => void places[at]?.child.kill('SIGKILL'),
    replace: async (at) => {
      const place = places[at]
      if (place) await end(place)
      await whole()
    },
    tell: (wanted) => {
      network = wanted
      for (const { child } of places) if (child.connected) child.send(wanted, () => {})
    },
    close: async () => {
      closing = true
      await Promise.all(places.map(end))
    },
  }
}
