import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import type { Catalogue } from './catalogue/catalogue.ts'
import { loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import { applyPreset } from './digest/preset.ts'
import type { RunnerDeps, RunnerSettings } from './digest/runner.ts'
import type { Log } from './log.ts'
import { createSearch, type Search } from './search/search.ts'
import { createAnswer } from './slack/requests.ts'
import type { DatabaseOptions } from './store/database.ts'

/** A running bot. */
export type RunningApp = { close: () => Promise<void> }

export type AppOptions = {
  /** Another catalogue than the one that comes with the program. */
  dataFolder?: string
  /** The catalogue and its index, where they are made already. */
  prepared?: { catalogue: Catalogue; search: Search }
  /** The clock that digests go by, in milliseconds since 1970. */
  now?: () => number
  runner?: Partial<RunnerSettings>
  /** Between two posts to one channel; a second unless a test cannot wait so long. */
  paceMs?: number
  /** Told of each step of a digest and of each statement to the database: for those who watch and measure. */
  watch?: Pick<RunnerDeps, 'onStep'> & Pick<DatabaseOptions, 'onStatement'>
}

/** Finishing what is in hand must leave time for the rest of a stop, which takes at most five seconds. */
const GRACE_MS = 3500

/**
 * Builds every part once and connects.
 * @throws CatalogueError on a broken catalogue; ConnectError where Slack does not let us in; StoreError where the
 * database cannot be used
 */
export async function startApp(
  config: Config,
  secrets: Secrets,
  log: Log,
  { dataFolder, prepared, now = Date.now, runner: settings, paceMs, watch = {} }: AppOptions = {},
): Promise<RunningApp> {
  // Bolt takes longer to load than anything else: the catalogue is read, and the database opened, meanwhile. Likewise
  // the index is built while the calls to Slack are on their way.
  const [catalogue, slack, { openStore }, digest] = await Promise.all([
    prepared?.catalogue ?? loadCatalogue(dataFolder),
    import('./slack/index.ts'),
    import('./store/open.ts'),
    import('./digest/index.ts'),
  ])
  const api = slack.openSlackApi(config.slackApiUrl, secrets.botToken, log)
  const database = await openStore(secrets.databaseUrl, log, watch)
  const { managers: rule, preset, catchUpMs } = config.digest
  const send = slack.createSend(log)
  const poster = slack.createPoster({ ...api, send, log, paceMs })
  const deps = { database, catalogue, poster, people: slack.createPeople({ ...api, log }), rule, now, log }
  const team = api.identity.then(({ team_id = '' }) => team_id)
  const runner = team.then(async (id) => {
    await applyPreset(preset, { ...deps, team: id })
    return digest.startRunner({ ...deps, ...watch, team: id, settings: { catchUpMs, ...settings } })
  })
  runner.catch(() => {}) // Reported below.
  const digestDeps = { ...deps, ...api, digests: digest.createDigests({ ...deps, runner }) }
  const answer = setImmediate().then(() => {
    const search = prepared?.search ?? createSearch(catalogue)
    return createAnswer(catalogue, search, slack.createAnswerDigest(digestDeps))
  })
  const stopAll = async (reason: string) => digest.stopDigests(deps, { team: await team }, reason)
  const connection = slack.connect(config, secrets, api, { answer, send, digest: digestDeps, stopAll }, log)
  const close = () => closeAll(connection, runner, database)
  try {
    await Promise.all([connection.started, runner])
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}

/** Sockets and digests finish what they have in hand, for as long as there is time; then the database goes. */
async function closeAll(
  connection: RunningApp,
  runner: Promise<RunningApp>,
  database: RunningApp,
): Promise<void> {
  const digests = runner.then((one) => one.close()).catch(() => {})
  await Promise.all([connection.close(), Promise.race([digests, sleep(GRACE_MS, undefined, { ref: false })])])
  await database.close()
}
