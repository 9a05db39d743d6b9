import { setTimeout as sleep } from 'node:timers/promises'
import { forgottenPubliclyReply, forgottenReply, privacyReply } from './cards/notices.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import type { Config, Secrets } from './config.ts'
import { createDigests } from './digest/digests.ts'
import { overviewOf } from './digest/overview.ts'
import { stopDigests } from './digest/owner.ts'
import { applyPreset } from './digest/preset.ts'
import { type RunnerDeps, type RunnerSettings, startRunner } from './digest/runner.ts'
import type { Log } from './log.ts'
import { createKept, KEPT_DAYS } from './people/kept.ts'
import { startRetention } from './people/retention.ts'
import type { Search } from './search/search.ts'
import type { AnswerAsk } from './slack/answers.ts'
import type { SlackApi } from './slack/client.ts'
import { createDesk } from './slack/desk.ts'
import { createDigestModal } from './slack/digest-modal.ts'
import { createDigestOptions } from './slack/digest-options.ts'
import { createAnswerDigest } from './slack/digest-requests.ts'
import type { Later } from './slack/later.ts'
import { createPeople } from './slack/people.ts'
import { createPoster } from './slack/poster.ts'
import { createSaved } from './slack/saved.ts'
import type { Send } from './slack/send.ts'
import type { DatabaseOptions } from './store/database.ts'
import { openStore } from './store/open.ts'

export type LaterOptions = {
  /** The clock that digests go by, in milliseconds since 1970. */
  now?: () => number
  runner?: Partial<RunnerSettings>
  /** Between two posts to one channel; a second unless a test cannot wait so long. */
  paceMs?: number
  /** Told of each step of a digest and of each statement to the database: for those who watch and measure. */
  watch?: Pick<RunnerDeps, 'onStep'> & Pick<DatabaseOptions, 'onStatement'>
}

type Parts = {
  config: Config
  secrets: Secrets
  api: SlackApi
  send: Send
  catalogue: Catalogue
  search: Search
  answers: AnswerAsk
  log: Log
}

/** Finishing what is in hand must leave time for the rest of a stop, which takes at most five seconds. */
const GRACE_MS = 3500
/** How many digests the Home tab tells of in full. */
const MOST_DIGESTS = 20

/**
 * Puts together all that needs the database: digests, and what people do with answers. Begins to send what is due.
 * @throws StoreError where the database cannot be used
 */
export async function startLater(
  { config, secrets, send, ...parts }: Parts,
  { now = Date.now, runner: settings, paceMs, watch = {} }: LaterOptions,
): Promise<Later> {
  const { api, catalogue, log } = parts
  const { managers: rule, preset, catchUpMs } = config.digest
  const [database, { team_id: team = '' }] = await Promise.all([
    openStore(secrets.databaseUrl, log, watch),
    api.identity,
  ])
  const people = createPeople({ ...api, log })
  const poster = createPoster({ ...api, send, log, paceMs })
  const deps = { database, catalogue, poster, people, rule, now, log }
  await applyPreset(preset, { ...deps, team })
  const kept = createKept({ database, voterKey: secrets.botToken, now, log })
  const retention = startRetention({ database, team, now, log })
  const runner = startRunner({ ...deps, ...watch, team, settings: { catchUpMs, ...settings } })
  const digestDeps = { ...deps, ...api, digests: createDigests({ ...deps, runner }) }
  const overview: Parameters<typeof createDesk>[0]['overview'] = (person, of) =>
    overviewOf(person, of, MOST_DIGESTS, deps)
  return {
    services: {
      digest: createAnswerDigest(digestDeps),
      saved: createSaved(kept, catalogue),
      privacy: async (_, { command }) => privacyReply(command, KEPT_DAYS),
      forget: async (_, { channel, publicly, ...who }) => {
        const counts = await kept.forget(who)
        return publicly && !channel.startsWith('D') ? forgottenPubliclyReply() : forgottenReply(counts)
      },
    },
    desk: createDesk({ ...parts, ...api, send, kept, people, overview, now }),
    digest: { ...createDigestModal(digestDeps), options: createDigestOptions(catalogue) },
    count: kept.count,
    stopAll: (reason) => stopDigests(deps, { team }, reason),
    close: async (idle) => {
      await Promise.race([runner.close(), sleep(GRACE_MS, undefined, { ref: false })])
      await idle
      await Promise.all([kept.close(), retention.close()])
      await database.close()
    },
  }
}
