import { setImmediate } from 'node:timers/promises'
import type { LaterOptions } from './app-later.ts'
import { SERVED, type Served } from './cards/commands.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import type { Log } from './log.ts'
import { createSearch, type Search } from './search/search.ts'
import type { Later } from './slack/later.ts'
import type { Services } from './slack/requests.ts'

/** A running bot. */
export type RunningApp = { close: () => Promise<void> }

export type AppOptions = LaterOptions & {
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
  // Bolt takes longer to load than anything else: the catalogue is read meanwhile.
  const [catalogue, { openSlackApi, createSend, connect }] = await Promise.all([
    prepared?.catalogue ?? loadCatalogue(dataFolder),
    import('./slack/index.ts'),
  ])
  const api = openSlackApi(config.slackApiUrl, secrets.botToken, log)
  const send = createSend(log)
  // Built while the calls to Slack are on their way.
  const found = setImmediate().then(async () => {
    const { createAnswers } = await import('./slack/answers.ts')
    const search = prepared?.search ?? createSearch(catalogue)
    return { search, answers: createAnswers({ catalogue, search, chance: Math.random }) }
  })
  // What needs the database comes once the bot can answer searches: loading it takes as long as connecting.
  let loading: Promise<Later> | undefined
  const later = () => {
    loading ??= Promise.all([import('./app-later.ts'), found]).then(([{ startLater }, { search, answers }]) =>
      startLater({ config, secrets, api, send, catalogue, search, answers, log }, options),
    )
    return loading
  }
  const answer = found.then(async ({ answers }) => {
    const { createAnswer } = await import('./slack/requests.ts')
    const service = (word: Served): Services[Served] => {
      return async (...asked) => (await later()).services[word](...asked)
    }
    const services = Object.fromEntries(SERVED.map((word) => [word, service(word)])) as Services
    return createAnswer(catalogue, answers, services)
  })
  const connection = connect(config, secrets, api, { answer, send, later }, log)
  const close = async () => {
    const connectionClosed = connection.close()
    const laterClosed = loading?.then((one) => one.close(connectionClosed)).catch(() => {})
    await Promise.all([connectionClosed, laterClosed])
  }
  try {
    await connection.started
    await later()
  } catch (error) {
    await close()
    throw error
  }
  return { close }
}
