import { fileURLToPath } from 'node:url'
import dotenv from 'dotenv'
import { type DigestConfig, readDigest } from './config/digest.ts'
import { readServe, type ServeConfig } from './config/serve.ts'
import { readSlack, type Tenancy, type Transport } from './config/slack.ts'
import { readSuggest, type SuggestConfig } from './config/suggest.ts'
import { readAddress, readNumber, readSwitch } from './config/values.ts'
import type { Read, Variable } from './config/variables.ts'
import { engineOf } from './store/address.ts'

export type { DigestConfig } from './config/digest.ts'
export { type EnvFile, readEnvFile } from './config/env-file.ts'
export type { ServeConfig } from './config/serve.ts'
export type { OAuth, Tenancy, Transport } from './config/slack.ts'
export type { SuggestConfig } from './config/suggest.ts'
export { VARIABLES } from './config/variables.ts'

/** What the program is told from outside, safe to log. Secrets are kept apart. */
export type Config = {
  /** Where Slack's Web API is; always ends in a slash. */
  slackApiUrl: string
  logLevel: LogLevel
  digest: DigestConfig
  suggest: SuggestConfig
  /** Whether the bot follows the links of the catalogue, each once a week. */
  linkCheck: boolean
  /** How much one person may ask in a minute; 0: as much as they like. */
  requestsPerMinute: number
  serve: ServeConfig
}

/** The address of the database is one: it may hold a password. */
export type Secrets = {
  transport: Transport
  tenancy: Tenancy
  databaseUrl: string
  githubToken?: string
}

/**
 * `unset` means that nothing of Slack's was given at all, which is not a fault: there is nothing to connect to yet. What
 * stands in for Slack then listens on `port` (0: any free one), and only warnings are logged unless told otherwise.
 */
export type Settings =
  | { kind: 'slack'; config: Config; secrets: Secrets }
  | { kind: 'unset'; config: Config; port: number }
  | { kind: 'faulty'; faults: string[] }

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

type Environment = Partial<Record<string, string>>

/** The environment of the process, with what a `.env` file in the working folder adds to it. */
export function readEnvironment(): Environment {
  dotenv.config({ quiet: true })
  return process.env
}

/** Whether `npm start` or another script of npm's runs the program. */
export function isUnderNpm(environment: Environment): boolean {
  return environment['npm_lifecycle_event'] !== undefined
}

/**
 * Reads the settings.
 * @param environment the variables; an empty one counts as not set
 * @returns the settings, or every fault at once, each naming its variable and what to do
 */
export function readSettings(environment: Environment): Settings {
  const faults: string[] = []
  const read = (name: Variable) => environment[name]?.trim() || undefined
  const shared = {
    slackApiUrl: readAddress('SLACK_API_URL', 'https://slack.com/api/', read, faults),
    logLevel: readLogLevel(read('LOG_LEVEL'), faults),
    digest: readDigest(read, faults),
    suggest: readSuggest(read, faults),
    linkCheck: readSwitch('LINK_CHECK', read, faults),
    requestsPerMinute: readNumber('REQUESTS_PER_MINUTE', REQUESTS, read, faults) ?? REQUESTS.usual,
  }
  const databaseUrl = readDatabaseUrl(read('DATABASE_URL'), faults)
  const before = faults.length
  const slack = readSlack(read, faults)
  const config = { ...shared, serve: readServe(slack?.transport.kind, read, faults) }
  if (slack?.tenancy.kind === 'many') faults.push(...ofOneWorkspace(read))
  if (slack === undefined && faults.length === before && environment['NODE_ENV'] === 'production')
    faults.push(NO_TOKENS)
  if (faults.length > 0) return { kind: 'faulty', faults }
  if (slack === undefined) {
    const logLevel = read('LOG_LEVEL') === undefined ? 'warn' : config.logLevel
    return { kind: 'unset', config: { ...config, logLevel }, port: config.serve.port }
  }
  const githubToken = read('GITHUB_TOKEN')
  return {
    kind: 'slack',
    config,
    secrets: { ...slack, databaseUrl, ...(githubToken ? { githubToken } : {}) },
  }
}

const NO_TOKENS =
  'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, and NODE_ENV is production. Set both tokens, or what HTTP needs (.env.example).'

/** Faster than anybody reads, and enough for somebody who clicks through everything. */
const REQUESTS = { usual: 60, most: 10_000, without: '60' }

/** A channel is of one workspace: with many, nobody could tell of which. */
function ofOneWorkspace(read: Read): string[] {
  const names = (['DIGEST_CHANNEL', 'SUGGEST_CHANNEL'] as const).filter((name) => read(name) !== undefined)
  return names.map(
    (name) => `${name} is for one workspace, and SLACK_CLIENT_ID for many. Remove one of the two.`,
  )
}

function readLogLevel(value: string | undefined, faults: string[]): LogLevel {
  const level = LOG_LEVELS.find((known) => known === (value ?? 'info').toLowerCase())
  if (!level) faults.push(`LOG_LEVEL is none of ${LOG_LEVELS.join(', ')}. Leave it out for info.`)
  return level ?? 'info'
}

/** Where everything is kept that outlives a restart, unless told otherwise: a folder of the project's own. */
const STATE_FILE = fileURLToPath(new URL('../.kstreams/kstreams.db', import.meta.url))

function readDatabaseUrl(value: string | undefined, faults: string[]): string {
  const url = value ?? `file:${STATE_FILE}`
  // What was given may hold a password, and is not repeated.
  if (engineOf(url) === undefined) {
    faults.push(
      'DATABASE_URL is neither file:PATH nor postgres://USER:PASSWORD@HOST/DATABASE. Leave it out for a file.',
    )
  }
  return url
}

/** Where the database is, for those who need nothing else. `faults` as in `readSettings`. */
export function readDatabase(environment: Environment): { url: string; faults: string[] } {
  const faults: string[] = []
  const url = readDatabaseUrl(environment['DATABASE_URL']?.trim() || undefined, faults)
  return { url, faults }
}
