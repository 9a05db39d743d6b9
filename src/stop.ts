import { once } from 'node:events'

const LOOK_MS = 200

/**
 * Resolves with the reason when the program shall end: one of these signals, or, under npm, the end of npm. That
 * passes a signal to the shell between the two, which may die of it without passing it on: the bot would stay.
 */
export function shallStop(signals: readonly string[], underNpm: boolean): Promise<string> {
  const reasons = signals.map((name) => once(process, name).then(() => name))
  if (underNpm) reasons.push(parentEnds())
  return Promise.race(reasons)
}

function parentEnds(): Promise<string> {
  const parent = process.ppid
  return new Promise((resolve) => {
    setInterval(() => {
      if (process.ppid !== parent) resolve('npm has ended')
    }, LOOK_MS).unref()
  })
}
