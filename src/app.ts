import { setImmediate } from 'node:timers/promises'
import type { DigestOptions } from './app-digest.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import type { Log } from './log.ts'
import { createSearch, type Search } from './search/search.ts'
import type { DigestService } from './slack/register.ts'
import { createAnswer } from './slack/requests.ts'

/** A running bot. */
export type RunningApp = { close: () => Promise<void> }

export type AppOptions = DigestOptions & {
  /** Another catalogue than the one that comes with the program. */
  dataFolder?: string
  /** The catalogue and its index, where they are made already. */
  prepared?: { catalogue: Catalogue; search: Search }
}

/**
 * Builds every part once and connects.
 * @throws CatalogueError on a broken catalogue; ConnectError where Slack does not let us in; StoreError where the
 * database cannot be used
 */
export async function startApp(
  config: Config,
  secrets: Secrets,
  log: Log,
  { dataFolder, prepared, ...options }: AppOptions = {},
): Promise<RunningApp> {
  // Bolt takes longer to load than anything else: the catalogue is read meanwhile. Likewise the index is built while
  // the calls to Slack are on their way.
  const [catalogue, { openSlackApi, createSend, connect }] = await Promise.all([
    prepared?.catalogue ?? loadCatalogue(dataFolder),
    import('./slack/index.ts'),
  ])
  const api = openSlackApi(config.slackApiUrl, secrets.botToken, log)
  const send = createSend(log)
  // The digest and its database come once the bot can answer searches: loading them takes as long as connecting.
  let digesting: Promise<DigestService> | undefined
  const digest = () => {
    digesting ??= import('./app-digest.ts').then(({ startDigest }) =>
      startDigest({ config, secrets, api, send, catalogue, log }, options),
    )
    return digesting
  }
  const answer = setImmediate().then(() => {
    const search = prepared?.search ?? createSearch(catalogue)
    return createAnswer(catalogue, search, async (...asked) => (await digest()).answer(...asked))
  })
  const connection = connect(config, secrets, api, { answer, send, digest }, log)
  const close = async () => {
    const connectionClosed = connection.close()
    const digestClosed = digesting?.then((one) => one.close(connectionClosed)).catch(() => {})
    await Promise.all([connectionClosed, digestClosed])
  }
  try {
    await connection.started
    await digest()
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
