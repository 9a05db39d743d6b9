import { openDeliveries } from '../src/store/claims.ts'
import { openDatabase } from '../src/store/database.ts'
import { claimDue } from '../src/store/deliveries.ts'
import type { Database } from '../src/store/tables.ts'

const TICKS = 2000
const SIZES = [0, 1000, 100_000]
const TEAM = 'T0LOCAL001'

type Fill = (database: Database, channels: readonly string[], dueAt: number) => Promise<void>

/** Prints what the look for due digests takes each second, while none is due, by how many there are. */
export async function benchIdle(
  urls: { sqlite: () => string; postgres: () => Promise<string> },
  fill: Fill,
): Promise<void> {
  console.log('\nAn idle tick: microseconds, median and p99, by the number of subscriptions\n')
  console.log(`${'engine'.padEnd(12)}${SIZES.map((size) => size.toLocaleString('en').padStart(20)).join('')}`)
  for (const engine of ['sqlite', 'postgres'] as const) {
    const cells: string[] = []
    for (const size of SIZES) {
      const database = await openDatabase(await urls[engine]())
      const channels = Array.from({ length: size }, (_, index) => `C${String(index).padStart(9, '0')}`)
      await fill(database, channels, Date.now() + 60 * 60_000)
      cells.push((await timeTicks(database)).padStart(20))
      await database.close()
    }
    console.log(`${engine.padEnd(12)}${cells.join('')}`)
  }
}

async function timeTicks(database: Database): Promise<string> {
  const now = Date.now()
  const plan = () => {
    throw new Error('nothing is due')
  }
  const times: number[] = []
  for (let tick = 0; tick < TICKS; tick++) {
    const began = performance.now()
    await openDeliveries(database, { team: TEAM, now, limit: 200 })
    await claimDue(database, { team: TEAM, now, limit: 20, owner: 'bench', plan })
    times.push(1000 * (performance.now() - began))
  }
  const sorted = times.toSorted((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(sorted.length * share)] ?? 0).toFixed(0)
  return `${at(0.5)} / ${at(0.99)}`
}
