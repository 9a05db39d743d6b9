import { setImmediate } from 'node:timers/promises'
import type { Addition } from '../catalogue/draft.ts'
import type { Library } from '../library/library.ts'
import { describeError, type Log } from '../log.ts'
import { acceptedVersion, listSuggestions, type Suggestion } from '../store/suggestions.ts'
import type { Database } from '../store/tables.ts'

/** How long it takes at most until a workspace has what another process accepted, in ms. */
export const LOOK_MS = 10_000

/** More than the bot is made to answer from: `npm run bench:catalogue` goes that far. */
export const MOST = 10_000

type Deps = { database: Database; library: Pick<Library, 'amend'>; team: string; log: Log }

/** Keeps the library up to date with what is accepted, whichever process it was. */
export type Accepted = ReturnType<typeof createAccepted>

/** Nothing in it ever throws: what cannot be read now is logged, and read ten seconds later. */
export function createAccepted({ database, library, team, log }: Deps) {
  let known: string | undefined
  let inTrouble = false
  let looks = 0
  let last = Promise.resolve()
  let timer: ReturnType<typeof setInterval> | undefined

  async function lookNow(): Promise<void> {
    try {
      const version = await acceptedVersion(database, team)
      if (version !== known)
        await library.amend(team, { additions: await additions({ database, team, log }) })
      known = version
      inTrouble = false
    } catch (error) {
      // An hour without a database is not worth hundreds of lines.
      if (!inTrouble) log.warn({ team, error: describeError(error) }, LATER)
      inTrouble = true
    }
  }

  /** Resolves once answers come from all that was accepted before, unless there is trouble. */
  function look(): Promise<void> {
    looks++
    // One after the other: what was read first must not come last.
    last = last.then(lookNow).finally(() => {
      looks--
    })
    return last
  }

  return {
    look,
    /** Looks at once and then every ten seconds; resolves after the first time. */
    start: (): Promise<void> => {
      timer ??= setInterval(() => {
        if (looks === 0) void look()
      }, LOOK_MS).unref()
      return look()
    },
    close: async (): Promise<void> => {
      clearInterval(timer)
      await last
    },
  }
}

const LATER = 'what people suggested and was accepted could not be read, trying again'

/** Those that were accepted first come first: of two that do not go together the library takes the first. */
async function additions({ database, team, log }: Omit<Deps, 'library'>): Promise<Addition[]> {
  const which = { team, kind: 'use-case', state: 'accepted', limit: MOST } as const
  const { total, suggestions } = await listSuggestions(database, which)
  if (total > MOST)
    log.warn({ team, total, read: MOST }, 'more was accepted than is read, the oldest is left out')
  if (suggestions.length === 0) return []
  // Only here, since the schema takes long to load, and many never need it.
  const { additionOf } = await import('./rows.ts')
  const moment = ({ decidedAt }: Suggestion) => decidedAt ?? 0
  const found: Addition[] = []
  for (const [place, suggestion] of suggestions
    .toSorted((one, other) => moment(one) - moment(other))
    .entries()) {
    const addition = additionOf(suggestion)
    if (addition) found.push(addition)
    else log.warn({ team, suggestion: suggestion.id }, 'a suggestion cannot be read, it is left out')
    // Of thousands, that others are answered meanwhile.
    if (place % 100 === 99) await setImmediate()
  }
  return found
}
