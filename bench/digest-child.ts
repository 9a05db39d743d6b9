import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** A process that answers questions; each program of this benchmark's answers its own. */
export type Child = {
  ask: <T>(question: object) => Promise<T>
  /** What it says by itself, next. */
  heard: <T>() => Promise<T>
  stop: () => Promise<void>
}

/** Starts one, and waits for the first thing that it says. @param orders given to it as JSON */
export async function startChild(program: string, orders: object): Promise<Child> {
  const env = { PATH: process.env['PATH'], BENCH: JSON.stringify(orders) }
  const child = fork(program, { env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv: [] })
  const heard = async <T>() => {
    const enough = new AbortController()
    const { signal } = enough
    const [said] = await Promise.race([once(child, 'message', { signal }), failed(child, signal)])
    enough.abort()
    return said as T
  }
  await heard()
  return {
    heard,
    ask: (question) => {
      const answer = heard()
      child.send(question)
      return answer as Promise<never>
    },
    stop: async () => {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

async function failed(child: ChildProcess, signal: AbortSignal): Promise<never> {
  const [code, killedBy] = await once(child, 'exit', { signal })
  throw new Error(`a process of the benchmark ended with ${code ?? killedBy}`)
}

export const ordersOf = <T>(): T => JSON.parse(process.env['BENCH'] ?? '') as T

export const say = (said: object): void => void process.send?.(said)

/** What a process has used so far: CPU in milliseconds, memory at its highest in megabytes. */
export type Used = { cpuMs: number; peakMb: number }

export function used(): Used {
  const { user, system } = process.cpuUsage()
  // What `resourceUsage` gives begins with what the parent had.
  const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
  return { cpuMs: (user + system) / 1000, peakMb: Number(peak) / 1024 }
}
