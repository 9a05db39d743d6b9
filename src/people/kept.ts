import { createHmac } from 'node:crypto'
import type { Log } from '../log.ts'
import { forgetPerson, welcomeOnce } from '../store/persons.ts'
import { RETENTION_DAYS } from '../store/retention.ts'
import { isSaved, listSaved, saveUseCase, unsaveUseCase } from '../store/saved.ts'
import { popularSearches, searchTotals, usageReport } from '../store/searches.ts'
import { claimOnce, releaseClaim } from '../store/seen.ts'
import { closeSuggestion, keepSuggestion, listSuggestions } from '../store/suggestions.ts'
import type { Database } from '../store/tables.ts'
import { keepVote } from '../store/votes.ts'
import { asCounted, createSearchCounts, dayOf } from './search-counts.ts'

/** Somebody in a workspace. */
export type Who = { team: string; user: string }

type Deps = {
  database: Database
  /** Of a workspace: makes of a person what nobody can make a person of again; nobody can read it in the database. */
  voterKey: (team: string) => Promise<string>
  now: () => number
  log: Log
}

/** What is kept of people: what they saved, what is searched for, and what they think of answers. */
export type Kept = ReturnType<typeof createKept>

/** Opens what is kept of people; `close` writes down what still waits. */
export function createKept(deps: Deps) {
  const { database, now } = deps
  const searches = createSearchCounts(deps)
  const voters = createVoters(deps)
  // Whoever asks may know more of somebody than is to be kept.
  const only = ({ team, user }: Who) => ({ team, user })
  return {
    save: (who: Who, useCase: string) => saveUseCase(database, { ...only(who), useCase, at: now() }),
    unsave: (who: Who, useCase: string) => unsaveUseCase(database, { ...only(who), useCase }),
    isSaved: (who: Who, useCase: string) => isSaved(database, { ...only(who), useCase }),
    /** A page of what somebody saved, newest first. */
    saved: (who: Who, page: { limit: number; offset: number }) =>
      listSaved(database, { ...only(who), ...page }),
    vote: voters.vote,
    problem: (who: Who, id: string, useCase: string, body: Record<string, unknown>) =>
      keepSuggestion(database, {
        ...{ id, team: who.team, kind: 'problem' as const, useCase, body },
        ...{ createdBy: who.user, createdAt: now() },
      }),
    problemDone: (team: string, id: string) => closeSuggestion(database, { team, id }),
    problems: (team: string, limit: number) =>
      listSuggestions(database, { team, kind: 'problem', state: 'open', limit }),
    /** How many suggested use cases wait for a decision, and how many are accepted. */
    suggestionCounts: async (team: string) => {
      const number = async (state: 'open' | 'accepted') =>
        (await listSuggestions(database, { team, kind: 'use-case', state, limit: 1 })).total
      const [waiting, accepted] = await Promise.all([number('open'), number('accepted')])
      return { waiting, accepted }
    },
    ...createCounts(deps, searches),
    /** Whether this person is welcomed for the first time. */
    welcome: (who: Who) => welcomeOnce(database, { ...only(who), at: now() }),
    /** Whether nobody has done this before, in whatever process. */
    claim: (team: string, key: string) => claimOnce(database, { team, key, at: now() }),
    release: (team: string, key: string) => releaseClaim(database, { team, key }),
    forget: async (who: Who) => {
      await searches.flush()
      const ownVoter = await voters.of(who)
      return forgetPerson(database, {
        ...only(who),
        isVoter: ({ answer, voter }) => voter === ownVoter(answer),
      })
    },
    /** Counts a search, a few seconds later: nobody waits for it. */
    count: searches.count,
    close: searches.close,
  }
}

/** Who voted how, without a name. */
function createVoters({ database, voterKey, now }: Deps) {
  const of = async ({ team, user }: Who) => {
    const key = await voterKey(team)
    return (answer: string) =>
      createHmac('sha256', key).update(`${team} ${user} ${answer}`).digest('base64url')
  }
  return {
    /** What stands for a person in their votes on answers. */
    of,
    /** The last vote of a person on an answer counts; who it was cannot be read from it. */
    vote: async (
      who: Who,
      { answer, vote, words }: { answer: string; vote: 'up' | 'down'; words: string },
    ): Promise<void> => {
      const voter = (await of(who))(answer)
      const query = asCounted(words)
      await keepVote(database, { team: who.team, answer, voter, vote, query, at: now() })
    },
  }
}

/** What was searched in a workspace, and how it was liked. */
function createCounts({ database, now }: Deps, { flush }: ReturnType<typeof createSearchCounts>) {
  const since = (days: number) => dayOf(now() - days * DAY_MS)
  return {
    report: async (team: string, limit: number) => {
      await flush()
      return usageReport(database, { team, since: since(RETENTION_DAYS), limit })
    },
    /** How much was searched, as long as that is kept. */
    totals: async (team: string) => {
      await flush()
      const totals = await searchTotals(database, { team, since: since(RETENTION_DAYS) })
      return { days: RETENTION_DAYS, ...totals }
    },
    popular: async (team: string, limit: number) => {
      await flush()
      return popularSearches(database, { team, since: since(POPULAR_DAYS), limit })
    },
  }
}

/** How long counts and votes are kept, in days. */
export const KEPT_DAYS = RETENTION_DAYS
const POPULAR_DAYS = 30
const DAY_MS = 24 * 60 * 60_000
