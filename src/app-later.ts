import { setTimeout as sleep } from 'node:timers/promises'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Config, Secrets } from './config.ts'
import { createDigests } from './digest/digests.ts'
import { stopDigests } from './digest/owner.ts'
import { applyPreset } from './digest/preset.ts'
import { type RunnerDeps, type RunnerSettings, startRunner } from './digest/runner.ts'
import type { Log } from './log.ts'
import type { SlackApi } from './slack/client.ts'
import { createDigestModal } from './slack/digest-modal.ts'
import { createDigestOptions } from './slack/digest-options.ts'
import { createAnswerDigest } from './slack/digest-requests.ts'
import { createPeople } from './slack/people.ts'
import { createPoster } from './slack/poster.ts'
import type { DigestService } from './slack/register.ts'
import type { Send } from './slack/send.ts'
import type { DatabaseOptions } from './store/database.ts'
import { openStore } from './store/open.ts'

export type DigestOptions = {
  /** The clock that digests go by, in milliseconds since 1970. */
  now?: () => number
  runner?: Partial<RunnerSettings>
  /** Between two posts to one channel; a second unless a test cannot wait so long. */
  paceMs?: number
  /** Told of each step of a digest and of each statement to the database: for those who watch and measure. */
  watch?: Pick<RunnerDeps, 'onStep'> & Pick<DatabaseOptions, 'onStatement'>
}

type Parts = { config: Config; secrets: Secrets; api: SlackApi; send: Send; catalogue: Catalogue; log: Log }

/** Finishing what is in hand must leave time for the rest of a stop, which takes at most five seconds. */
const GRACE_MS = 3500

/**
 * Puts the digest together, with its database, and begins to send what is due.
 * @throws StoreError where the database cannot be used
 */
export async function startDigest(
  { config, secrets, api, send, catalogue, log }: Parts,
  { now = Date.now, runner: settings, paceMs, watch = {} }: DigestOptions,
): Promise<DigestService> {
  const { managers: rule, preset, catchUpMs } = config.digest
  const [database, { team_id: team = '' }] = await Promise.all([
    openStore(secrets.databaseUrl, log, watch),
    api.identity,
  ])
  const poster = createPoster({ ...api, send, log, paceMs })
  const deps = { database, catalogue, poster, people: createPeople({ ...api, log }), rule, now, log }
  await applyPreset(preset, { ...deps, team })
  const runner = startRunner({ ...deps, ...watch, team, settings: { catchUpMs, ...settings } })
  const digestDeps = { ...deps, ...api, digests: createDigests({ ...deps, runner }) }
  return {
    answer: createAnswerDigest(digestDeps),
    listeners: { ...createDigestModal(digestDeps), ...createDigestOptions(catalogue) },
    stopAll: (reason) => stopDigests(deps, { team }, reason),
    close: async (idle) => {
      await Promise.race([runner.close(), sleep(GRACE_MS, undefined, { ref: false })])
      await idle
      await database.close()
    },
  }
}
