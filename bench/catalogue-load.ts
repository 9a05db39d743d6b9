import { setTimeout as sleep } from 'node:timers/promises'
import { perEdition } from '../src/library/per-edition.ts'
import type { Edition } from '../src/search/edition.ts'
import { createAnswers } from '../src/slack/answers.ts'

/** Prints a line of a table. */
export const row = (name: string, cells: readonly string[]) =>
  console.log(name.padEnd(26) + cells.map((cell) => cell.padStart(11)).join(''))

/** How long each search took from the moment when it was due, and how long what went on meanwhile took, in milliseconds. */
export type Waits = { waits: number[]; busyMs: number }

const EVERY_MS = 20

/** Asks 50 searches a second of the present edition. */
export function searchesFor(present: () => Edition, queries: readonly string[]) {
  const answersOf = perEdition((edition) => createAnswers({ ...edition, chance: () => 0.5 }))
  let asked = 0
  const answer = () => {
    const words = queries[asked++ % queries.length] ?? ''
    answersOf(present())({ words, command: '/kstreams', offset: 0, version: '', answer: '' })
  }
  return {
    /** Asks while something goes on, and for at least so many seconds. */
    async during(work: () => Promise<void>, seconds: number): Promise<Waits> {
      const waits: number[] = []
      const began = performance.now()
      let busyMs: number | undefined
      const working = work().then(() => {
        busyMs = performance.now() - began
      })
      // A second more: what is thrown away is cleared up later.
      for (let due = began + EVERY_MS; ; due += EVERY_MS) {
        if (busyMs !== undefined && due > began + busyMs + 1000 && due > began + seconds * 1000) break
        const early = due - performance.now()
        if (early > 0) await sleep(early)
        answer()
        waits.push(performance.now() - due)
      }
      await working
      return { waits, busyMs: busyMs ?? 0 }
    },
  }
}
