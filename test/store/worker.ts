/** A process of its own that uses the store as its parent says: see processes.ts. */
import { openDatabase } from '../../src/store/database.ts'
import { claimDue } from '../../src/store/deliveries.ts'
import { claimEvent, takeOverEvent } from '../../src/store/events.ts'
import { welcomeOnce } from '../../src/store/persons.ts'
import { claimOnce } from '../../src/store/seen.ts'
import { findSuggestion, oneByOne, updateSuggestion } from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import type { Orders } from './processes.ts'
import { NINE, post, TEAM } from './rows.ts'

const tasks: Record<Orders['task'], (url: string) => Promise<() => Promise<string[]>>> = {
  /** Opens a database, with all that belongs to that, when told to. */
  open: async (url) => async () => {
    const database = await openDatabase(url)
    await database.close()
    return []
  },
  /** Claims what is due until nothing is left. */
  claim: async (url) => {
    const database = await openDatabase(url)
    return async () => {
      const slots = await claimAll(database)
      await database.close()
      return slots
    }
  },
  /** Claims, welcomes, counts and votes what all the others do, too; says what it got. */
  people: async (url) => {
    const database = await openDatabase(url)
    return async () => {
      const won = await useAll(database)
      await database.close()
      return won
    }
  },
  /** Claims each event, and takes over those of a process that ended; says which it got. */
  events: async (url) => {
    const database = await openDatabase(url)
    return async () => {
      const won = await claimEvents(database)
      await database.close()
      return won
    }
  },
  /** Accepts what nobody has accepted yet; says what it got. */
  decide: async (url) => {
    const database = await openDatabase(url)
    return async () => {
      const won = await decideAll(database)
      await database.close()
      return won
    }
  },
}

async function claimEvents(database: Database): Promise<string[]> {
  const owner = String(process.pid)
  const won: string[] = []
  for (let n = 0; n < 40; n++) {
    const event = { team: TEAM, key: `event ${n}`, owner, at: NINE + n }
    const claim = await claimEvent(database, event)
    if (claim.kind === 'first') won.push(event.key)
    if (claim.kind !== 'open' || claim.owner !== 'gone') continue
    if (await takeOverEvent(database, { ...event, version: claim.version })) won.push(event.key)
  }
  return won
}

async function decideAll(database: Database): Promise<string[]> {
  const won: string[] = []
  for (let n = 0; n < 20; n++) {
    const id = `idea ${n}`
    await oneByOne(database, async (alone) => {
      const found = await findSuggestion(alone, { team: TEAM, id })
      if (found?.state !== 'open') return
      await updateSuggestion(alone, { ...found, state: 'accepted', decidedAt: NINE + n })
      won.push(id)
    })
  }
  return won
}

async function useAll(database: Database): Promise<string[]> {
  const won: string[] = []
  for (let n = 0; n < 20; n++) {
    const [key, user, at] = [`key ${n}`, `user ${n}`, NINE + n]
    if (await claimOnce(database, { team: TEAM, key, at })) won.push(key)
    if (await welcomeOnce(database, { team: TEAM, user, at })) won.push(user)
    const names = n % 2 === 0 ? ['a', 'b'] : ['b', 'a']
    await countSearches(
      database,
      TEAM,
      names.map((query) => ({ query, day: '2026-11-23', asked: 2, unanswered: 1 })),
    )
    const vote = n === 19 ? 'down' : 'up'
    await keepVote(database, { team: TEAM, answer: 'A1', voter: 'v1', vote, query: 'a', at })
  }
  return won
}

async function claimAll(database: Database): Promise<string[]> {
  const slots: string[] = []
  for (;;) {
    const claim = { team: TEAM, now: NINE, limit: 3, owner: String(process.pid), plan: post() }
    const claimed = await claimDue(database, claim)
    slots.push(...claimed.map(({ delivery }) => `${delivery.channel} ${delivery.slot}`))
    // Others may still hold what is due; when they are through with it, it no longer is.
    if (claimed.length === 0 && !(await anyLeft(database))) return slots
  }
}

async function anyLeft({ db }: Database): Promise<boolean> {
  const due = db.selectFrom('subscription').select('channel').where('nextAt', '<=', NINE)
  return (await due.executeTakeFirst()) !== undefined
}

process.once('message', async ({ task, url }: Orders) => {
  try {
    const go = await tasks[task](url)
    process.once('message', async () => {
      process.send?.(await go().catch((error: Error) => error.stack ?? error.message))
      process.disconnect()
    })
    process.send?.('ready')
  } catch (error) {
    process.send?.((error as Error).message)
  }
})
