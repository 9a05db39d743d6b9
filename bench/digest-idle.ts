import { openDeliveries } from '../src/store/claims.ts'
import { openDatabase } from '../src/store/database.ts'
import { claimDue } from '../src/store/deliveries.ts'
import type { DeliveryTable } from '../src/store/tables.ts'
import { DAY_MS, daily, saveAll } from '../test/chaos/digests.ts'

const TEAMS = 1000
const teamOf = (place: number) => `T${String(place % TEAMS).padStart(9, '0')}`
const TICKS = 300
const AT_A_TIME = 500

/** What a look for slots takes when none is due, in microseconds: the median of many. */
export type Idle = { open: number; due: number }

/**
 * Fills an empty database with digests of a thousand workspaces that are due tomorrow, with one finished delivery each, and looks what the runner
 * does each second costs there.
 */
export async function idleTick(url: string, count: number): Promise<Idle> {
  const database = await openDatabase(url)
  const now = Date.now()
  const channels = Array.from({ length: count }, (_, place) => `C${String(place).padStart(9, '0')}`)
  await saveAll(
    database,
    channels.map((channel, place) => daily(teamOf(place), channel, now + DAY_MS + place)),
  )
  for (let from = 0; from < count; from += AT_A_TIME) {
    const rows = channels
      .slice(from, from + AT_A_TIME)
      .map((channel, place) => sent(teamOf(from + place), channel, now))
    await database.db.insertInto('delivery').values(rows).execute()
  }
  const look = {
    open: () => openDeliveries(database, { team: undefined, now: Date.now(), limit: 200 }),
    due: () =>
      claimDue(database, { team: undefined, now: Date.now(), limit: 20, owner: 'bench', plan: nothing }),
  }
  const idle = { open: await median(look.open), due: await median(look.due) }
  await database.close()
  return idle
}

const nothing = () => {
  throw new Error('nothing is due')
}

const sent = (team: string, channel: string, now: number): DeliveryTable => ({
  ...{
    id: `delivery-${channel}`,
    team,
    channel,
    slot: '2026-01-01',
    dueAt: now - DAY_MS,
    state: 'sent',
  },
  ...{ useCase: 'some-use-case', round: 0, ts: '1795424400.000100', reason: null, attempts: 0, owner: null },
  ...{ version: 0, uncertain: 0, retryAt: now - DAY_MS, claimedAt: now - DAY_MS, finishedAt: now - DAY_MS },
})

async function median(look: () => Promise<unknown>): Promise<number> {
  const took: number[] = []
  for (let turn = 0; turn < TICKS; turn++) {
    const began = performance.now()
    await look()
    took.push((performance.now() - began) * 1000)
  }
  return took.toSorted((a, b) => a - b)[TICKS / 2] ?? Number.NaN
}
