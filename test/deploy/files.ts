import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAllDocuments } from 'yaml'
import { readSettings, type Settings, VARIABLES } from '../../src/config.ts'

export const ROOT = fileURLToPath(new URL('../..', import.meta.url))

export const read = (path: string): string => readFileSync(join(ROOT, path), 'utf8')

/** What the bot gets from elsewhere, and which of the three ways to run it that makes. */
export const WAYS = {
  'Socket Mode': { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' },
  'HTTP, one workspace': { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_SIGNING_SECRET: 'secret' },
  'HTTP, many workspaces': {
    SLACK_SIGNING_SECRET: 'secret',
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'secret',
    SLACK_STATE_SECRET: 'secret',
    TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 1).toString('base64'),
    PUBLIC_URL: 'https://kstreams.example.com',
  },
}

/** Reads the settings as the bot would, and fails with its own words where it would not start. */
export function settingsOf(environment: Record<string, string>): Extract<Settings, { kind: 'slack' }> {
  const settings = readSettings(environment)
  if (settings.kind === 'slack') return settings
  throw new Error(settings.kind === 'faulty' ? settings.faults.join('\n') : 'there is nothing of Slack in it')
}

/** Those names that no setting has; Node's own and those given are fine. */
export const unknownVariables = (names: Iterable<string>, also: readonly string[] = []): string[] =>
  [...names].filter((name) => ![...VARIABLES, 'NODE_ENV', ...also].includes(name))

/** How long answers in hand get after the drain; the README says so. */
const ANSWERS_S = 10

/** How long a supervisor must wait, in seconds, before it may kill a bot with these settings. */
export const stopsWithin = (environment: Record<string, string>): number =>
  settingsOf(environment).config.serve.drainMs / 1000 + ANSWERS_S

/** The documents of a YAML file. */
export function yamlOf<T>(path: string): T[] {
  return parseAllDocuments(read(path)).map((document) => {
    const [problem] = [...document.errors, ...document.warnings]
    if (problem) throw problem
    return document.toJS() as T
  })
}
