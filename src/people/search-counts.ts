import { describeError, type Log } from '../log.ts'
import { fold } from '../search/text.ts'
import { countSearches } from '../store/searches.ts'
import type { Database } from '../store/tables.ts'

const FLUSH_MS = 5000
// While the database is away, no more than this many different searches are remembered.
const MOST_WAITING = 5000

/** The date of a moment, in UTC: `2026-11-22`. */
export const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

// What is longer was hardly a search, and may tell of whoever wrote it.
const LONGEST_COUNTED = 60

/** A search as it is counted: folded, without punctuation at its ends; empty when it is none to count. */
export function asCounted(words: string): string {
  const folded = fold(words)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[?!.,;]+$/, '')
  return folded.length > LONGEST_COUNTED ? '' : folded
}

type Count = { query: string; day: string; asked: number; unanswered: number }

type Deps = { database: Database; now: () => number; log: Log }

/** Counts searches without holding anybody up: in memory, and every few seconds in the database. */
export function createSearchCounts({ database, now, log }: Deps) {
  const waiting = new Map<string, Map<string, Count>>()
  let writing = Promise.resolve()

  function add(team: string, count: Count): void {
    const of = waiting.get(team) ?? new Map<string, Count>()
    waiting.set(team, of)
    const key = `${count.day} ${count.query}`
    const known = of.get(key)
    if (known === undefined && of.size >= MOST_WAITING) return
    const { asked, unanswered } = known ?? { asked: 0, unanswered: 0 }
    of.set(key, { ...count, asked: asked + count.asked, unanswered: unanswered + count.unanswered })
  }

  async function write(): Promise<void> {
    const counts = new Map([...waiting].map(([team, of]) => [team, [...of.values()]]))
    waiting.clear()
    await countSearches(database, counts).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'searches could not be counted, trying again')
      for (const [team, rows] of counts) for (const row of rows) add(team, row)
    })
  }

  const flush = () => {
    writing = writing.then(write)
    return writing
  }
  const timer = setInterval(() => void flush(), FLUSH_MS)
  timer.unref()
  return {
    count: (team: string, words: string, found: number) => {
      const query = asCounted(words)
      if (query === '') return
      add(team, { query, day: dayOf(now()), asked: 1, unanswered: found === 0 ? 1 : 0 })
    },
    /** Writes down what waits. */
    flush,
    close: async () => {
      clearInterval(timer)
      await flush()
    },
  }
}
