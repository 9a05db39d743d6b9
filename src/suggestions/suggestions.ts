import type { Addition } from '../catalogue/draft.ts'
import { freeId } from '../catalogue/ids.ts'
import { linkKey } from '../catalogue/links.ts'
import type { UseCaseFile } from '../catalogue/schema.ts'
import type { Library } from '../library/library.ts'
import type { Log } from '../log.ts'
import {
  findSuggestion,
  keepSuggestion,
  listSuggestions,
  oneByOne,
  type Suggestion,
  updateSuggestion,
} from '../store/suggestions.ts'
import type { Database } from '../store/tables.ts'
import { type Accepted, MOST } from './accepted.ts'
import type { PullRequests } from './pull-request.ts'
import { fromRow, type Suggested, toRow } from './rows.ts'

export type { Suggested } from './rows.ts'

type Deps = {
  database: Database
  library: Pick<Library, 'current'>
  /** Told of each decision. */
  accepted: Pick<Accepted, 'look'>
  /** Opens pull requests, where the operator wants them. */
  github?: PullRequests
  now: () => number
  log: Log
}

type Which = { team: string; id: string }

/**
 * What became of a decision: `done` is false where somebody else was faster. `suggested` is how it is now; undefined
 * where there is none.
 */
export type Outcome = { done: boolean; suggested: Suggested | undefined }

/** How many undecided suggestions a person may have. */
export const MOST_OPEN = 20

/**
 * For how long nobody else opens a pull request after somebody began to: with each call to GitHub as slow as may be it
 * takes about two minutes and a half.
 */
const OPENING_MS = 5 * 60_000

/** The same for the message of a suggestion: Slack may want it to wait for half a minute, twice. */
const POSTING_MS = 2 * 60_000

/** What people suggest for the catalogue, and what is decided on it. */
export type Suggestions = ReturnType<typeof createSuggestions>

/**
 * All throw where the database is away. `accept` and `withdraw` do so only before anything is
 * decided: then answers follow at once, or within ten seconds where there is trouble.
 */
export function createSuggestions(deps: Deps) {
  const { accepted } = deps
  const of = (team: string, id: string): Which => ({ team, id })
  return {
    /** @param id tells one from another, also between workspaces' processes: Slack's id of the view */
    suggest: (who: { team: string; user: string }, id: string, addition: Addition) =>
      suggest(deps, { ...who, id, addition }),
    find: async (team: string, id: string): Promise<Suggested | undefined> =>
      readable(await findSuggestion(deps.database, of(team, id)), deps.log),
    /** Changes what an undecided one says. */
    edit: (team: string, id: string, editedBy: string, addition: Addition) =>
      change(deps, of(team, id), (one) =>
        one.state === 'open' ? { ...one, addition, editedBy } : undefined,
      ),
    /**
     * Resolves once answers have it. Where its id is taken by now, it gets another one.
     * @param useCase what it says, where the rules of the catalogue spell it otherwise by now
     */
    accept: async (team: string, id: string, by: string, useCase?: UseCaseFile): Promise<Outcome> =>
      afterwards(accepted, await accept(deps, of(team, id), by, useCase)),
    decline: (team: string, id: string, by: string, reason: string) =>
      change(deps, of(team, id), (one) =>
        one.state === 'open' ? { ...one, state: 'declined', by, reason, decidedAt: deps.now() } : undefined,
      ),
    /** Takes an accepted one out of the answers. A pull request stays as it is. */
    withdraw: async (team: string, id: string, by: string, reason: string): Promise<Outcome> =>
      afterwards(accepted, await withdraw(deps, of(team, id), by, reason)),
    /** Whether the files of the catalogue have it by now: then answers do, too, whatever is decided here. */
    inFiles: ({ addition }: Suggested): boolean => {
      // Of no workspace: without what was accepted.
      const { catalogue, linked } = deps.library.current('')
      const { id, useCase } = addition
      return catalogue.byId.has(id) || useCase.links.some(({ url }) => linked(url) !== undefined)
    },
    /** Whether the maintainers' message of it is to be posted by who asks, and by nobody else for some minutes. */
    mayPost: async (team: string, id: string): Promise<boolean> => {
      const { done } = await change(deps, of(team, id), (one) => {
        const isFree = one.post === undefined && (one.posting ?? 0) <= deps.now() - POSTING_MS
        return isFree ? { ...one, posting: deps.now() } : undefined
      })
      return done
    },
    /** Keeps where the maintainers' message is; nothing, where it could not be posted. */
    posted: async (
      team: string,
      id: string,
      post: { channel: string; ts: string } | undefined,
    ): Promise<void> => {
      await change(deps, of(team, id), ({ posting: _, ...one }) => ({ ...one, ...(post && { post }) }))
    },
    /** Undecided ones that the maintainers have no message of, oldest first. */
    unposted: async (team: string): Promise<Suggested[]> =>
      (await openOnes(deps, team)).filter(({ post }) => post === undefined).toReversed(),
    /** Opens a pull request for an accepted one that has none, unless somebody is just doing so. Gives how it is then. */
    openPullRequest: (team: string, id: string) => openPullRequest(deps, of(team, id)),
  }
}

type Kept = { kind: 'kept' | 'twice' | 'full' | 'waiting' }

/**
 * Keeps a suggestion for somebody to decide on.
 * @returns `twice` where this very one is kept already, `waiting` where an undecided one has the same link, `full` where
 * the person has too many undecided ones
 */
async function suggest(
  { database, now, log }: Deps,
  { team, user, id, addition }: Which & { user: string; addition: Addition },
): Promise<Kept> {
  const links = keysOf(addition)
  return oneByOne(database, async (alone) => {
    if (await findSuggestion(alone, { team, id })) return { kind: 'twice' }
    const open = await openOnes({ database: alone, log }, team)
    if (open.some((one) => keysOf(one.addition).some((key) => links.includes(key))))
      return { kind: 'waiting' }
    if (open.filter(({ createdBy }) => createdBy === user).length >= MOST_OPEN) return { kind: 'full' }
    const made = { createdBy: user, createdAt: now(), decidedAt: null }
    await keepSuggestion(alone, toRow({ team, id, addition, ...made, state: 'open' }))
    return { kind: 'kept' }
  })
}

const keysOf = ({ useCase }: Addition) => useCase.links.map(({ url }) => linkKey(url))

/** Newest first. */
async function openOnes(
  { database, log }: Pick<Deps, 'database' | 'log'>,
  team: string,
): Promise<Suggested[]> {
  const which = { team, kind: 'use-case', state: 'open', limit: MOST } as const
  const { suggestions } = await listSuggestions(database, which)
  return suggestions.flatMap((row) => readable(row, log) ?? [])
}

function readable(row: Suggestion | undefined, log: Log): Suggested | undefined {
  const suggested = row && fromRow(row)
  if (row?.kind === 'use-case' && !suggested)
    log.warn({ team: row.team, suggestion: row.id }, 'a suggestion cannot be read, it is left alone')
  return suggested
}

type Change = (
  present: Suggested,
  database: Database,
) => Suggested | undefined | Promise<Suggested | undefined>

/** Of all who change one at once, each sees what the one before made of it. */
async function change({ database, log }: Deps, which: Which, how: Change): Promise<Outcome> {
  return oneByOne(database, async (alone) => {
    const present = readable(await findSuggestion(alone, which), log)
    const next = present && (await how(present, alone))
    if (next) await updateSuggestion(alone, toRow(next))
    return { done: next !== undefined, suggested: next ?? present }
  })
}

async function accept(
  deps: Deps,
  which: Which,
  by: string,
  spelled: UseCaseFile | undefined,
): Promise<Outcome> {
  return change(deps, which, async (one, database) => {
    if (one.state !== 'open') return undefined
    const all = { team: which.team, kind: 'use-case', state: 'accepted', limit: MOST } as const
    const taken = new Set((await listSuggestions(database, all)).suggestions.map(({ useCase }) => useCase))
    const { byId } = deps.library.current(which.team).catalogue
    const id = freeId(one.addition.id.split('-'), (wanted) => taken.has(wanted) || byId.has(wanted))
    const addition = { id, useCase: spelled ?? one.addition.useCase }
    return { ...one, addition, state: 'accepted', by, decidedAt: deps.now() }
  })
}

const withdraw = (deps: Deps, which: Which, by: string, reason: string): Promise<Outcome> =>
  change(deps, which, (one) =>
    one.state === 'accepted' ? { ...one, state: 'withdrawn', by, reason, decidedAt: deps.now() } : undefined,
  )

async function afterwards(accepted: Deps['accepted'], outcome: Outcome): Promise<Outcome> {
  if (outcome.done) await accepted.look()
  return outcome
}

async function openPullRequest(deps: Deps, which: Which): Promise<Suggested | undefined> {
  const { github, now, log } = deps
  if (!github) return readable(await findSuggestion(deps.database, which), log)
  const began = await change(deps, which, (one) => {
    const wanted = one.state === 'accepted' && !(one.pullRequest && 'url' in one.pullRequest)
    return wanted && (one.opening ?? 0) <= now() - OPENING_MS ? { ...one, opening: now() } : undefined
  })
  if (!began.done || !began.suggested) return began.suggested
  const pullRequest = await github.open(began.suggested.addition, `${which.team} ${which.id}`)
  if ('failed' in pullRequest) {
    // The id has words of whoever suggested it.
    const reason = pullRequest.failed.replaceAll(began.suggested.addition.id, '…')
    log.warn({ team: which.team, suggestion: which.id, reason }, 'no pull request was opened')
  }
  const kept = await change(deps, which, ({ opening: _, ...one }) => ({ ...one, pullRequest }))
  return kept.suggested
}
