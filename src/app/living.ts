import { setTimeout as sleep } from 'node:timers/promises'
import type { Config } from '../config.ts'
import type { Library } from '../library/library.ts'
import { type LinkCheckDeps, startLinkCheck } from '../link-check/weekly.ts'
import { describeError, type Log } from '../log.ts'
import { deadLinks } from '../store/links.ts'
import { listSuggestions } from '../store/suggestions.ts'
import type { Database } from '../store/tables.ts'
import type { Accepted } from '../suggestions/accepted.ts'
import type { Suggested, Suggestions } from '../suggestions/suggestions.ts'

export type LivingOptions = {
  /** How links are followed, where not as usual: for tests. */
  linkCheck?: Partial<LinkCheckDeps> | undefined
}

export type LivingParts = LivingOptions & {
  config: Pick<Config, 'linkCheck'>
  library: Library
  database: Database
  accepted: Accepted
  suggestions: () => Promise<Suggestions>
  /** Brings a suggestion to its reviewers; false where that failed. Never throws. */
  post: (suggested: Suggested) => Promise<boolean>
  /** The workspace, where there is one only: with many, nobody reviews what is suggested. */
  team: string | undefined
  now: () => number
  log: Log
}

const POST_MS = 60_000
/** Where Slack does not take them (no such channel, the bot not in it), nobody wants a line in the log each minute. */
const MOST_PAUSE = 60
/** A post that is on its way is waited for, but no longer than a stop may take. */
const GRACE_MS = 3000

/**
 * Keeps the catalogue alive: what was accepted is in answers, what is suggested reaches its reviewers, and links are
 * followed. Resolves once answers have what was accepted.
 */
export async function startLiving(parts: LivingParts): Promise<{ close: () => Promise<void> }> {
  const { accepted } = parts
  const links = parts.config.linkCheck ? startLinks(parts) : undefined
  if (parts.team === undefined) return { close: async () => void (await links?.close()) }
  await accepted.start()
  const closing = new AbortController()
  const tick = createTick(parts, closing.signal)
  let posting = tick()
  const timer = setInterval(() => {
    posting = tick()
  }, POST_MS)
  timer.unref()
  return {
    close: async () => {
      closing.abort()
      clearInterval(timer)
      const posted = Promise.race([posting, sleep(GRACE_MS, undefined, { ref: false })])
      await Promise.all([links?.close(), accepted.close(), posted])
    },
  }
}

/** Posts what waits to be posted, each time it is called; after failures only every second, fourth ... time. */
function createTick(parts: LivingParts, signal: AbortSignal): () => Promise<void> {
  const { team, log } = parts
  let [running, pause, left] = [Promise.resolve(), 1, 1]
  let busy = false
  const post = async () => {
    const done = await postWaiting(parts, signal).catch((error: unknown) => {
      log.warn({ team, error: describeError(error) }, 'suggestions that wait to be posted could not be read')
      return false
    })
    pause = done ? 1 : Math.min(2 * pause, MOST_PAUSE)
    left = pause
    busy = false
  }
  return () => {
    left--
    if (busy || left > 0) return running
    busy = true
    running = post()
    return running
  }
}

/** One that Slack does not take holds up no other. @returns whether nothing waits any more */
async function postWaiting(parts: LivingParts, signal: AbortSignal): Promise<boolean> {
  let done = true
  for (const suggested of await unposted(parts)) {
    if (signal.aborted) return false
    done = (await parts.post(suggested)) && done
  }
  return done
}

/** What waits to be posted. Where nobody suggests anything, what reads suggestions is never loaded. */
async function unposted({ database, suggestions, team = '' }: LivingParts): Promise<Suggested[]> {
  const { total } = await listSuggestions(database, { team, kind: 'use-case', state: 'open', limit: 1 })
  return total === 0 ? [] : (await suggestions()).unposted(team)
}

/** Follows the links of the catalogue, and marks those that are dead. */
function startLinks({ library, database, team = '', now, log, linkCheck }: LivingParts) {
  const addressesOf = (of: string) =>
    library.current(of).catalogue.useCases.flatMap(({ links }) => links.map(({ url }) => url))
  const mark = async (of: string) => library.amend(of, { dead: await deadLinks(database, of) })
  return startLinkCheck({
    ...{ database, team, now, log },
    links: () => {
      const everybodys = new Set(addressesOf(''))
      const own = addressesOf(team).filter((url) => !everybodys.has(url))
      return [...Array.from(everybodys, (url) => ({ team: '', url })), ...own.map((url) => ({ team, url }))]
    },
    onChange: async () => {
      for (const of of new Set(['', team])) await mark(of)
    },
    ...linkCheck,
  })
}
