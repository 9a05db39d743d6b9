import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Orders, Said } from './orders.ts'

/** What is for one process alone, beside what all of them are ordered. */
export type Fate = Pick<Orders, 'death' | 'hang'>

export type FleetOptions = {
  program: string
  processes: number
  orders: () => Omit<Orders, keyof Fate>
  /** Of the next process that starts, replacements included. */
  nextFate: () => Fate
}

type Member = { child: ChildProcess; expected: boolean }

/** Processes of the app. One that ends is replaced. */
export type Fleet = {
  size: () => number
  /** Tells all processes what their clocks show. */
  setClocks: (offset: number) => void
  /** Lets the clock of one of them jump, and be right again after a while. */
  jump: (place: number, byMs: number, forMs: number) => void
  /** Ends the process at this place with a signal. */
  end: (place: number, signal: 'SIGKILL' | 'SIGTERM') => void
  /** Lets it stand still for so long, wherever it is. */
  freeze: (place: number, ms: number) => void
  counts: { kills: number; crashes: number }
  /** What the processes wrote, most recent last. */
  output: () => string
  /** Ends all in order. */
  close: () => Promise<void>
}

const KEPT = 20_000
const AGAIN_MS = 200

function tell(child: ChildProcess | undefined, said: Said): void {
  if (child?.connected) child.send(said, () => {})
}

export function startFleet({ program, processes, orders, nextFate }: FleetOptions): Fleet {
  const members: Member[] = []
  const counts = { kills: 0, crashes: 0 }
  let output = ''
  let closing = false

  const start = (place: number) => {
    if (closing) return
    const env = {
      PATH: process.env['PATH'],
      CHAOS: JSON.stringify({ ...orders(), ...nextFate() } satisfies Orders),
    }
    const child = fork(program, { env, stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: [] })
    const member: Member = { child, expected: false }
    for (const stream of [child.stdout, child.stderr]) {
      stream?.on('data', (chunk: Buffer) => {
        output = (output + String(chunk).replace(/^/gm, `${child.pid} `)).slice(-KEPT)
      })
    }
    // A process that dies while it is spoken to is no fault of its parent's.
    child.on('error', () => {})
    members[place] = member
    child.once('exit', (code, signal) => {
      if (signal === 'SIGKILL') counts.kills += 1
      // Told to stop before it could listen for that, it just ends.
      else if (!closing && !(member.expected && (code === 0 || signal === 'SIGTERM'))) counts.crashes += 1
      const crashed = signal === null && code !== 0
      if (!crashed) start(place)
      else void sleep(AGAIN_MS).then(() => start(place))
    })
  }

  for (let place = 0; place < processes; place++) start(place)
  return {
    size: () => members.length,
    setClocks: (offset) => {
      for (const { child } of members) tell(child, { offset })
    },
    jump: (place, jump, forMs) => tell(members[place]?.child, { jump, forMs }),
    end: (place, signal) => {
      const member = members[place]
      if (member === undefined) return
      member.expected = true
      member.child.kill(signal)
    },
    freeze: (place, ms) => {
      const child = members[place]?.child
      child?.kill('SIGSTOP')
      setTimeout(() => child?.kill('SIGCONT'), ms)
    },
    counts,
    output: () => output,
    close: async () => {
      closing = true
      const running = members.filter(({ child }) => child.exitCode === null && child.signalCode === null)
      const ended = running.map(({ child }) => once(child, 'exit'))
      for (const { child } of running) {
        child.kill('SIGCONT')
        child.kill('SIGTERM')
      }
      const late = setTimeout(() => {
        for (const { child } of running) child.kill('SIGKILL')
      }, 8000)
      await Promise.all(ended)
      clearTimeout(late)
    },
  }
}
