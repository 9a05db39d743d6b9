import { setTimeout as sleep } from 'node:timers/promises'
import type { Config, Secrets } from '../config.ts'
import { stopDigests } from '../digest/owner.ts'
import { applyPreset } from '../digest/preset.ts'
import { type RunnerDeps, type RunnerSettings, startRunner } from '../digest/runner.ts'
import type { Library } from '../library/library.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { createKept } from '../people/kept.ts'
import { startRetention } from '../people/retention.ts'
import type { Edition } from '../search/edition.ts'
import type { AnswerAsk } from '../slack/answers.ts'
import type { SlackApi } from '../slack/client.ts'
import type { Later } from '../slack/later.ts'
import type { SendOf } from '../slack/send.ts'
import { installedIn } from '../slack/workspaces.ts'
import type { DatabaseOptions } from '../store/database.ts'
import { countDue } from '../store/due.ts'
import { isReachable } from '../store/queries.ts'
import { createEventClaims } from './event-claims.ts'
import type { LivingOptions } from './living.ts'
import { createOffices } from './office.ts'
import { servicesOf } from './serving.ts'
import { openSuggesting } from './suggesting.ts'
import type { Tenants } from './tenants.ts'

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
  tenants: Tenants
  sendOf: SendOf
  library: Library
  answersOf: (edition: Edition) => AnswerAsk
  metrics: Metrics
  log: Log
}

/** Finishing what is in hand must leave time for the rest of a stop, which takes at most five seconds. */
const GRACE_MS = 3500

/**
 * Puts together all that needs the database: digests, what people do with answers, and what they add to the catalogue.
 * Begins to send what is due.
 * @throws StoreError where the database cannot be used
 */
export async function startLater(parts: Parts, options: LaterOptions): Promise<Later> {
  const { config, tenants, library, log } = parts
  const { now = Date.now, runner: settings, paceMs, watch = {}, linkCheck } = options
  const { managers: rule, preset, catchUpMs } = config.digest
  // The database may hold another workspace's digests than those of the one that our token is for.
  const [database, team] = await Promise.all([tenants.database(), tenants.team()])
  const { find } = tenants.workspaces
  const deps = { ...parts, database, rule, now }
  const workspaceOf = (of: string) => installedIn(tenants.workspaces, of)
  const voterKey = async (of: string) => (await workspaceOf(of)).voterKey
  const kept = createKept({ database, voterKey, now, log })
  const suggesting = openSuggesting({ ...deps, team })
  const runner = startRunner({
    ...{ ...deps, ...watch, team, settings: { catchUpMs, ...settings } },
    catalogue: (of) => library.current(of).catalogue,
    posterOf: (of) => offices.posterOf(of),
  })
  const offices = createOffices({ ...deps, ...parts.api, ...suggesting, kept, runner, paceMs, find })
  const serve = async (of: string) => offices.of(await workspaceOf(of)).serving(library.current(of))
  const { posterOf } = offices
  const poster = team === undefined ? undefined : await posterOf(team)
  if (team !== undefined && poster) await applyPreset(preset, { ...deps, team, poster })
  const retention = startRetention(deps)
  const living = await suggesting.start(
    async (suggested) => (await serve(team ?? '')).desk.postSuggestion(suggested),
    linkCheck,
  )
  parts.metrics.watch({
    digestsInHand: runner.inHand,
    digestsWaiting: () => countDue(database, team, now()).catch(() => Number.NaN),
  })
  return {
    services: servicesOf(serve),
    officeOf: (workspace) => offices.of(workspace).serving(library.current(workspace.team)),
    claimEvent: createEventClaims(deps),
    count: kept.count,
    removed: async (where, reason, at) => {
      const teams = await tenants.removed(where, at)
      for (const of of teams) await stopDigests({ ...deps, posterOf }, { team: of }, reason)
    },
    isReachable: () => isReachable(database),
    close: async (idle) => {
      await Promise.race([runner.close(), sleep(GRACE_MS, undefined, { ref: false })])
      await idle
      await Promise.all([kept.close(), retention.close(), living.close()])
    },
  }
}
