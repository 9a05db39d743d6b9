import { setTimeout as sleep } from 'node:timers/promises'
import type { Config, Secrets } from '../config.ts'
import { stopDigests } from '../digest/owner.ts'
import { applyPreset } from '../digest/preset.ts'
import { type RunnerDeps, type RunnerSettings, startRunner } from '../digest/runner.ts'
import type { Library } from '../library/library.ts'
import type { Log } from '../log.ts'
import { createKept } from '../people/kept.ts'
import { startRetention } from '../people/retention.ts'
import type { Edition } from '../search/edition.ts'
import type { AnswerAsk } from '../slack/answers.ts'
import type { SlackApi } from '../slack/client.ts'
import type { Later } from '../slack/later.ts'
import { createPeople } from '../slack/people.ts'
import { createPoster } from '../slack/poster.ts'
import type { Send } from '../slack/send.ts'
import type { DatabaseOptions } from '../store/database.ts'
import { openStore } from '../store/open.ts'
import { createAccepted } from '../suggestions/accepted.ts'
import type { createSuggestions, Suggested } from '../suggestions/suggestions.ts'
import { type LivingOptions, startLiving } from './living.ts'
import { createServing, servicesOf } from './serving.ts'

export type LaterOptions = {
  /** The clock that digests go by, in milliseconds since 1970. */
  now?: () => number
  runner?: Partial<RunnerSettings>
  /** Between two posts to one channel; a second unless a test cannot wait so long. */
  paceMs?: number
  /** Told of each step of a digest and of each statement to the database: for those who watch and measure. */
  watch?: Pick<RunnerDeps, 'onStep'> & Pick<DatabaseOptions, 'onStatement'>
  linkCheck?: LivingOptions['linkCheck']
}

type Parts = {
  config: Config
  secrets: Secrets
  api: SlackApi
  send: Send
  library: Library
  answersOf: (edition: Edition) => AnswerAsk
  log: Log
}

/** Finishing what is in hand must leave time for the rest of a stop, which takes at most five seconds. */
const GRACE_MS = 3500

/**
 * Puts together all that needs the database: digests, what people do with answers, and what they add to the catalogue.
 * Begins to send what is due.
 * @throws StoreError where the database cannot be used
 */
export async function startLater(
  { config, secrets, send, library, answersOf, api, log }: Parts,
  { now = Date.now, runner: settings, paceMs, watch = {}, linkCheck }: LaterOptions,
): Promise<Later> {
  const { managers: rule, preset, catchUpMs } = config.digest
  const [database, { team_id: team = '' }] = await Promise.all([
    openStore(secrets.databaseUrl, log, watch),
    api.identity,
  ])
  const people = createPeople({ ...api, log })
  const poster = createPoster({ ...api, send, log, paceMs })
  const deps = { ...api, database, poster, people, rule, send, now, log }
  await applyPreset(preset, { ...deps, team })
  const kept = createKept({ database, voterKey: secrets.botToken, now, log })
  const retention = startRetention({ database, team, now, log })
  const catalogue = () => library.current(team).catalogue
  const runner = startRunner({
    ...{ ...deps, ...watch, team, catalogue, settings: { catchUpMs, ...settings } },
  })
  const accepted = createAccepted({ ...deps, library, team })
  let opening: ReturnType<typeof openSuggestions> | undefined
  const suggestions = () => {
    opening ??= openSuggestions({ ...deps, library, accepted }, config, secrets)
    return opening
  }
  const { channel, repository } = config.suggest
  const opensPullRequests =
    channel !== undefined && repository !== undefined && secrets.githubToken !== undefined
  if (opensPullRequests) log.info({ repository }, 'accepted suggestions become pull requests')
  const suggestTo = { ...config.suggest, opensPullRequests }
  const serving = createServing({ ...deps, kept, suggestions, suggestTo, runner, answersOf })
  const serve = (of: string) => serving(library.current(of))
  const post = (suggested: Suggested) => serve(team).desk.postSuggestion(suggested)
  const living = await startLiving({
    ...{ ...deps, config, library, accepted, suggestions, post, team, linkCheck },
  })
  return {
    services: servicesOf(serve),
    desk: (of) => serve(of).desk,
    digest: (of) => serve(of).digest,
    count: kept.count,
    stopAll: (reason) => stopDigests(deps, { team }, reason),
    close: async (idle) => {
      await Promise.race([runner.close(), sleep(GRACE_MS, undefined, { ref: false })])
      await idle
      await Promise.all([kept.close(), retention.close(), living.close()])
      await database.close()
    },
  }
}

type SuggestionParts = Omit<Parameters<typeof createSuggestions>[0], 'github'>

/** Loaded when somebody first suggests something: it takes as long as half of the bot. */
async function openSuggestions(
  parts: SuggestionParts,
  { suggest: { repository, githubApiUrl } }: Config,
  { githubToken: token }: Secrets,
) {
  const { createSuggestions } = await import('../suggestions/suggestions.ts')
  if (repository === undefined || token === undefined) return createSuggestions(parts)
  const { createPullRequests } = await import('../suggestions/pull-request.ts')
  // What is asked for there begins with a slash of its own.
  const apiUrl = githubApiUrl.replace(/\/$/, '')
  return createSuggestions({ ...parts, github: createPullRequests({ token, repository, apiUrl }) })
}
