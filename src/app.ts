import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import { type Front, openFront } from './app/front.ts'
import type { LaterOptions } from './app/later.ts'
import { type Operations, openOperations } from './app/operations.ts'
import { createStorage } from './app/storage.ts'
import { openTenants } from './app/tenants.ts'
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
  /** Where it listens: for Slack in HTTP mode, and for operators. */
  ports: () => { slack: number | undefined; operations: number | undefined }
  /** Finishes what is in hand, and stops. */
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
 * database cannot be used; Error where a port cannot be listened on
 */
export async function startApp(
  config: Config,
  secrets: Secrets,
  log: Log,
  { dataFolder: folder = DATA_FOLDER, prepared, ...options }: AppOptions = {},
): Promise<RunningApp> {
  const { now = Date.now, watch } = options
  let [front, loading]: [Front?, Promise<Later>?] = []
  const checks = {
    catalogue: () => found.then(() => true),
    store: async () => loading !== undefined && (await loading).isReachable(),
    slack: () => front?.isOpen() === true && !tenants.isRemoved(),
  }
  // Bolt takes longer to load than anything else: the catalogue is read meanwhile.
  const [catalogue, { openSlackApi, createSends }, operations] = await Promise.all([
    prepared?.catalogue ?? loadCatalogue(folder),
    import('./slack/index.ts'),
    openOperations(config.serve, checks, log),
  ])
  const { metrics, health } = operations
  sayStart(operations.version, catalogue, secrets, log)
  const storage = createStorage(secrets.databaseUrl, { watch, now, log })
  const api = openSlackApi(config.slackApiUrl, { quota: storage.quota, metrics, log })
  const sendOf = createSends(log)
  const tenants = openTenants({ secrets, api, database: storage.open, now, log })
  // Called here and not from within a function: what such a function knows of, the first catalogue, would stay for good.
  const found = find({ catalogue, folder, prepared, now: options.now, log })
  // What needs the database comes once the bot can answer searches: loading it takes as long as connecting.
  const later = () => {
    loading ??= Promise.all([import('./app/later.ts'), found]).then(([{ startLater }, parts]) =>
      startLater({ config, secrets, api, tenants, sendOf, ...parts, metrics, log }, options),
    )
    return loading
  }
  const answer = found.then((parts) => answerBy(parts, later))
  const close = async () => {
    const frontClosed = Promise.resolve(front?.close())
    const libraryClosed = found.then(({ library }) => library.close()).catch(() => {})
    const laterClosed = loading?.then((one) => one.close(frontClosed)).catch(() => {})
    await Promise.all([frontClosed, libraryClosed, laterClosed])
    await Promise.all([operations.close(), storage.close()])
  }
  try {
    await operations.start()
    const service = { api, answer, sendOf, later, metrics, log }
    front = await openFront({ ...service, config, secrets, tenants, health, now })
    metrics.watch({ requestsInHand: front.inHand })
    await front.started
    await later()
  } catch (error) {
    await close()
    throw error
  }
  return running({ front, found, operations, drainMs: config.serve.drainMs, close })
}

/** Of a program that somebody looks after, the first thing to know is which. */
function sayStart(version: string, { useCases }: Catalogue, { transport, tenancy }: Secrets, log: Log): void {
  const mode = { transport: transport.kind, workspaces: tenancy.kind }
  log.info({ version, node: process.version, ...mode, useCases: useCases.length }, 'kstreams starts')
}

type Running = {
  front: Front
  found: Promise<Found>
  operations: Operations
  drainMs: number
  close: () => Promise<void>
}

function running({ front, found, operations, drainMs, close }: Running): RunningApp {
  return {
    reload: async () => (await found).library.reload(),
    ports: () => ({ slack: front.port(), operations: operations.port() }),
    close: async () => {
      operations.health.drain()
      front.drain()
      // A load balancer needs a moment to notice; until then it sends what must be answered.
      await sleep(drainMs)
      await close()
    },
  }
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
