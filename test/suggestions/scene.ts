import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import type { Addition } from '../../src/catalogue/draft.ts'
import type { UseCaseFile } from '../../src/catalogue/schema.ts'
import type { Library } from '../../src/library/library.ts'
import type { Database } from '../../src/store/tables.ts'
import { createAccepted } from '../../src/suggestions/accepted.ts'
import type { PullRequests } from '../../src/suggestions/pull-request.ts'
import { createSuggestions } from '../../src/suggestions/suggestions.ts'
import { catalogue } from '../catalogue.ts'

export const TEAM = 'T1'
export const NOON = Date.UTC(2026, 10, 22, 12)
export const [ADA, BOB, EVE] = ['U0ADA12345', 'U0BOB12345', 'U0EVE12345'] as const
export const byAda = { team: TEAM, user: ADA }

/** A use case that keeps all rules. */
export function addition(id: string, changed: Partial<UseCaseFile> = {}): Addition {
  const link = { url: `https://example.com/${id}`, kind: 'talk' as const, title: 'How we did it', year: 2024 }
  const useCase: UseCaseFile = {
    ...{ company: 'Acme', aliases: [], industry: 'finance', countries: [], title: `Fraud in time (${id})` },
    ...{
      summary: 'Finds fraud with Kafka Streams while customers pay.',
      topics: ['fraud-detection'],
      links: [link],
    },
    ...{ source: 'research', added: '2026-11-22', ...changed },
  }
  return { id, useCase }
}

type Lines = { level: number; msg: string; suggestion?: string; [field: string]: unknown }[]

/**
 * A process of the bot's, as far as suggestions go, on a database that others may use, too. Of the library it has what
 * is asked of one: the real catalogue, and what is added to it.
 */
export function processOn(
  database: Database,
  more: { github?: PullRequests; now?: () => number; library?: Library } = {},
) {
  const lines: Lines = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(JSON.parse(line)) })
  const shelf = shelves()
  const { now = () => NOON } = more
  const deps = { database, library: shelf.library, team: TEAM, log, ...more, now }
  const accepted = createAccepted(deps)
  const { start, close } = accepted
  onTestFinished(close)
  const suggestions = { ...createSuggestions({ ...deps, accepted }), start, close }
  return { suggestions, lines, ...shelf }
}

function shelves() {
  const amended: string[][] = []
  let own: readonly Addition[] = []
  let amend = async (additions: readonly Addition[]) => {
    own = additions
    amended.push(additions.map(({ id }) => id))
  }
  const library: Pick<Library, 'current' | 'amend'> = {
    amend: async (team, { additions = [], dead }) => {
      if (team !== TEAM || dead) throw new Error('this is not its business')
      await amend(additions)
    },
    current: () => {
      const added = own.map(({ id, useCase }) => [id, { id, ...useCase }] as const)
      const all = { ...catalogue, byId: new Map([...catalogue.byId, ...added]) }
      return { catalogue: all } as unknown as ReturnType<Library['current']>
    },
  }
  return {
    library,
    /** What was added each time, in the order in which it came. */
    amended,
    /** What answers come from beyond the files. */
    added: () => own.map(({ id }) => id).toSorted(),
    /** Has the library do something else first. */
    first: (before: () => Promise<void>) => {
      const usual = amend
      amend = async (additions) => {
        await before()
        await usual(additions)
      }
    },
  }
}
