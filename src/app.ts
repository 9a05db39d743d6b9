import { setImmediate } from 'node:timers/promises'
import type { LaterOptions } from './app/later.ts'
import { SERVED, type Served } from './cards/commands.ts'
import type { Catalogue } from './catalogue/catalogue.ts'
import { DATA_FOLDER, loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import type { Library } from './library/library.ts'
import type { Log } from './log.ts'
import type { Edition } from './search/edition.ts'
import type { Search } from './search/search.ts'
import type { AnswerAsk } from './slack/answers.ts'
import type { Later } from './slack/later.ts'
import type { Services } from './slack/requests.ts'

/** A running bot. */
export type RunningApp = {
  /** Reads the catalogue anew. Never throws. */
  reload: () => Promise<unknown>
  close: () => Promise<void>
}

export type AppOptions = LaterOptions & {
  /** Another catalogue than the one that comes with the program. */
  dataFolder?: string
  /** The catalogue and its index, where they are made already; its files are not watched then. */
  prepared?: { catalogue: Catalogue; search: Search }
}

/** What answers, once the index is there. */
type Found = { library: Library; answersOf: (edition: Edition) => AnswerAsk }

/**
 * Builds every part once and connects.
 * @throws CatalogueError on a broken catalogue; ConnectError where Slack does not let us in; StoreError where the
 * database cannot be used
 */
export async function startApp(
  config: Config,
  secrets: Secrets,
  log: Log,
  { dataFolder: folder = DATA_FOLDER, prepared, ...options }: AppOptions = {},
): Promise<RunningApp> {
  // Bolt takes longer to load than anything else: the catalogue is read meanwhile.
  const [catalogue, { openSlackApi, createSend, connect }] = await Promise.all([
    prepared?.catalogue ?? loadCatalogue(folder),
    import('./slack/index.ts'),
  ])
  const api = openSlackApi(config.slackApiUrl, secrets.botToken, log)
  const send = createSend(log)
  // Called here and not from within a function: what such a function knows of, the first catalogue, would stay for good.
  const found = find({ catalogue, folder, prepared, now: options.now, log })
  // What needs the database comes once the bot can answer searches: loading it takes as long as connecting.
  let loading: Promise<Later> | undefined
  const later = () => {
    loading ??= Promise.all([import('./app/later.ts'), found]).then(([{ startLater }, parts]) =>
      startLater({ config, secrets, api, send, ...parts, log }, options),
    )
    return loading
  }
  const answer = found.then((parts) => answerBy(parts, later))
  const connection = connect(config, secrets, api, { answer, send, later }, log)
  const close = async () => {
    const connectionClosed = connection.close()
    const libraryClosed = found.then(({ library }) => library.close()).catch(() => {})
    const laterClosed = loading?.then((one) => one.close(connectionClosed)).catch(() => {})
    await Promise.all([connectionClosed, libraryClosed, laterClosed])
  }
  try {
    await connection.started
    await later()
  } catch (error) {
    await close()
    throw error
  }
  return { reload: async () => (await found).library.reload(), close }
}

type Given = {
  catalogue: Catalogue
  folder: string
  prepared: AppOptions['prepared']
  now: (() => number) | undefined
  log: Log
}

/** The index of the catalogue, and what answers from it, built while the calls to Slack are on their way. */
async function find({ catalogue, folder, prepared, now = Date.now, log }: Given): Promise<Found> {
  await setImmediate()
  const [{ createAnswers }, { createEdition }, { openLibrary }, { perEdition }] = await Promise.all([
    import('./slack/answers.ts'),
    import('./search/edition.ts'),
    import('./library/library.ts'),
    import('./library/per-edition.ts'),
  ])
  const edition = createEdition(catalogue, prepared?.search)
  const library = openLibrary({ edition, folder, watch: prepared === undefined, now, log })
  return { library, answersOf: perEdition((one) => createAnswers({ ...one, chance: Math.random })) }
}

/** Each request is answered from the edition that there is when it comes. */
async function answerBy({ library, answersOf }: Found, later: () => Promise<Later>) {
  const { createAnswer } = await import('./slack/requests.ts')
  const service = (word: Served): Services[Served] => {
    return async (...asked) => (await later()).services[word](...asked)
  }
  const services = Object.fromEntries(SERVED.map((word) => [word, service(word)])) as Services
  return (request: Parameters<ReturnType<typeof createAnswer>>[0]) => {
    const edition = library.current(request.team)
    return createAnswer(edition.catalogue, answersOf(edition), services)(request)
  }
}
