import { fileURLToPath } from 'node:url'
import dotenv from 'dotenv'
import type { Day } from './cards/when.ts'
import { MANAGER_RULES, type ManagerRule } from './digest/managers.ts'
import { readDays, readTime } from './digest/times.ts'
import { findZone } from './digest/zones.ts'
import { engineOf } from './store/address.ts'

/** What the program is told from outside, safe to log. Secrets are kept apart. */
export type Config = {
  /** Where Slack's Web API is; always ends in a slash. */
  slackApiUrl: string
  logLevel: LogLevel
  digest: DigestConfig
  suggest: SuggestConfig
  /** Whether the bot follows the links of the catalogue, each once a week. */
  linkCheck: boolean
}
/** The address of the database is one: it may hold a password. */
export type Secrets = { botToken: string; appToken: string; databaseUrl: string; githubToken?: string }

export type SuggestConfig = {
  /** Where suggested use cases go for review, by its ID, if anywhere. */
  channel: string | undefined
  /** The repository of the catalogue, `owner/name`, if there is one, and where GitHub's REST API is. */
  repository: string | undefined
  githubApiUrl: string
}

export type DigestConfig = {
  /** The digest that is set without a click, if any. */
  preset: { channel: string; time: string; days: readonly Day[]; zone: string } | undefined
  managers: ManagerRule
  /** How late a digest may be, in milliseconds. */
  catchUpMs: number
}

/**
 * `unset` means that no token was given at all, which is not a fault: there is nothing to connect to yet. What
 * stands in for Slack then listens on `port` (0: any free one), and only warnings are logged unless told otherwise.
 */
export type Settings =
  | { kind: 'slack'; config: Config; secrets: Secrets }
  | { kind: 'unset'; config: Config; port: number }
  | { kind: 'faulty'; faults: string[] }

const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Every variable that is read; `.env.example` explains each, and a test compares the two. */
export const VARIABLES = [
  'SLACK_BOT_TOKEN',
  'SLACK_APP_TOKEN',
  'SLACK_API_URL',
  'DATABASE_URL',
  'DIGEST_CHANNEL',
  'DIGEST_TIME',
  'DIGEST_DAYS',
  'DIGEST_TIMEZONE',
  'DIGEST_MANAGERS',
  'DIGEST_CATCH_UP',
  'SUGGEST_CHANNEL',
  'GITHUB_REPOSITORY',
  'GITHUB_TOKEN',
  'GITHUB_API_URL',
  'LINK_CHECK',
  'PORT',
  'LOG_LEVEL',
] as const
type Variable = (typeof VARIABLES)[number]
type Environment = Partial<Record<string, string>>
type Read = (name: Variable) => string | undefined

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
  const config = {
    slackApiUrl: readApiUrl('SLACK_API_URL', 'https://slack.com/api/', read, faults),
    logLevel: readLogLevel(read('LOG_LEVEL'), faults),
    digest: readDigest(read, faults),
    suggest: readSuggest(read, faults),
    linkCheck: readSwitch('LINK_CHECK', read, faults),
  }
  const databaseUrl = readDatabaseUrl(read('DATABASE_URL'), faults)
  const port = readPort(read('PORT'), faults)
  const botToken = readToken('SLACK_BOT_TOKEN', 'xoxb-', read('SLACK_BOT_TOKEN'), faults)
  const appToken = readToken('SLACK_APP_TOKEN', 'xapp-', read('SLACK_APP_TOKEN'), faults)
  if (botToken !== undefined && appToken === undefined)
    faults.push(missing('SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'))
  if (appToken !== undefined && botToken === undefined)
    faults.push(missing('SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'))
  if (botToken === undefined && appToken === undefined && environment['NODE_ENV'] === 'production') {
    faults.push(
      'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, and NODE_ENV is production. Set both tokens.',
    )
  }
  if (faults.length > 0) return { kind: 'faulty', faults }
  if (botToken === undefined || appToken === undefined) {
    const logLevel = read('LOG_LEVEL') === undefined ? 'warn' : config.logLevel
    return { kind: 'unset', config: { ...config, logLevel }, port }
  }
  const githubToken = read('GITHUB_TOKEN')
  const secrets = { botToken, appToken, databaseUrl, ...(githubToken ? { githubToken } : {}) }
  return { kind: 'slack', config, secrets }
}

const WHERE = {
  SLACK_BOT_TOKEN: 'api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token',
  SLACK_APP_TOKEN:
    'api.slack.com/apps, your app, Basic Information, App-Level Tokens (scope connections:write)',
}

const missing = (name: keyof typeof WHERE, given: string) =>
  `${name} is not set, but ${given} is. Copy it from ${WHERE[name]}.`

function readToken(name: keyof typeof WHERE, prefix: string, value: string | undefined, faults: string[]) {
  // The value itself is a secret and must not be repeated.
  if (value !== undefined && !value.startsWith(prefix)) {
    faults.push(`${name} does not begin with ${prefix}. Copy it from ${WHERE[name]}.`)
  }
  return value
}

function readApiUrl(name: Variable, usual: string, read: Read, faults: string[]): string {
  const value = read(name) ?? usual
  const url = URL.canParse(value) ? new URL(value) : undefined
  const local = url?.protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname)
  if (!url || !(url.protocol === 'https:' || local)) {
    faults.push(`${name} is not an https address (http only for this machine). Leave it out for ${usual}.`)
  }
  return value.endsWith('/') ? value : `${value}/`
}

function readPort(value: string | undefined, faults: string[]): number {
  const port = Number(value ?? 0)
  if (!/^\d+$/.test(value ?? '0') || port > 65_535) {
    faults.push('PORT is not a number from 0 to 65535. Leave it out for any free port.')
  }
  return port
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

const HOUR_MS = 60 * 60_000
const MOST_HOURS = 23
/** As late as this is not late yet, whatever DIGEST_CATCH_UP says: a slot is never noticed at its very millisecond. */
const ON_TIME_MS = 10 * 60_000

/** UTC without a look at all the others: they take a while to list. */
const readZone = (typed: string | undefined) => (typed === undefined ? 'UTC' : findZone(typed))

function readDigest(read: Read, faults: string[]): DigestConfig {
  const channel = read('DIGEST_CHANNEL')
  const time = readTime(read('DIGEST_TIME') ?? '9am')
  const days = readDays(read('DIGEST_DAYS') ?? 'weekdays')
  const zone = readZone(read('DIGEST_TIMEZONE'))
  const managers = MANAGER_RULES.find((rule) => rule === (read('DIGEST_MANAGERS') ?? 'owner').toLowerCase())
  const hours = Number(read('DIGEST_CATCH_UP') ?? 2)
  const named = (['DIGEST_TIME', 'DIGEST_DAYS', 'DIGEST_TIMEZONE'] as const).filter((name) => read(name))
  const [first] = named
  const add = (wrong: boolean, text: string) => wrong && faults.push(text)
  add(!time, 'DIGEST_TIME is no time of day. Write it as 09:00 or 9am.')
  add(!days, 'DIGEST_DAYS are no days of the week. Write weekdays, daily, or mon,wed,fri.')
  add(!zone, 'DIGEST_TIMEZONE is no time zone. Write it as Europe/Berlin.')
  add(!managers, `DIGEST_MANAGERS is none of ${MANAGER_RULES.join(', ')}. Leave it out for owner.`)
  add(!(hours >= 0 && hours <= MOST_HOURS), `DIGEST_CATCH_UP is no number of hours from 0 to ${MOST_HOURS}.`)
  add(isNoChannel(channel), wrongChannel('DIGEST_CHANNEL'))
  add(
    channel === undefined && first !== undefined,
    `${first} is set, but DIGEST_CHANNEL is not. ${WHERE_CHANNEL}`,
  )
  const preset = channel && time && days && zone ? { channel, time, days, zone } : undefined
  return { preset, managers: managers ?? 'owner', catchUpMs: Math.max(hours * HOUR_MS, ON_TIME_MS) }
}

const WHERE_CHANNEL =
  'Copy the ID of the channel from the end of its details in Slack; it looks like C0123456789.'
const wrongChannel = (name: Variable) => `${name} is no ID of a channel. ${WHERE_CHANNEL}`
const isNoChannel = (value: string | undefined) => value !== undefined && !/^[CGD][A-Z0-9]{8,}$/.test(value)

function readSuggest(read: Read, faults: string[]): SuggestConfig {
  const channel = read('SUGGEST_CHANNEL')
  const repository = read('GITHUB_REPOSITORY')
  if (isNoChannel(channel)) faults.push(wrongChannel('SUGGEST_CHANNEL'))
  if (repository !== undefined && !/^[\w-][\w.-]*\/[\w.-]+$/.test(repository)) {
    faults.push('GITHUB_REPOSITORY is no repository. Write it as owner/name.')
  }
  return {
    channel,
    repository,
    githubApiUrl: readApiUrl('GITHUB_API_URL', 'https://api.github.com/', read, faults),
  }
}

function readSwitch(name: Variable, read: Read, faults: string[]): boolean {
  const value = (read(name) ?? 'off').toLowerCase()
  if (!['on', 'off'].includes(value)) faults.push(`${name} is neither on nor off. Leave it out for off.`)
  return value === 'on'
}
