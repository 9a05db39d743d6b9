import { readDatabase, readSettings, type ServeConfig, type Transport } from '../config.ts'
import type { Database } from '../store/tables.ts'
import { checkAddress } from './address.ts'
import { createCall } from './call.ts'
import { checkCatalogue } from './catalogue.ts'
import { checkDatabase } from './database.ts'
import { checkEnvFile } from './env-file.ts'
import type { Finding } from './finding.ts'
import { checkGithub } from './github.ts'
import { checkInstallations } from './installations.ts'
import { readManifest } from './manifest.ts'
import { checkNode } from './node.ts'
import { checkPorts } from './ports.ts'
import { checkSettings } from './settings.ts'
import { checkSlack } from './slack.ts'

export type Patient = {
  /** The variables that the bot would start with. */
  environment: Partial<Record<string, string>>
  /** Where they were read from, after "from": `the environment`. */
  source: string
  /** The file that some of them may be from. */
  envFile?: string
  /** The version of Node.js, such as `20.19.0`. */
  nodeVersion: string
  /** The clock of this machine, in milliseconds since 1970. */
  now: () => number
  /** Another catalogue than the one that kstreams comes with. */
  dataFolder?: string
}

/**
 * Looks at all that the bot needs, and changes nothing. Every server is given ten seconds for an answer.
 * @returns what was found, in the order in which a person would mend it
 */
export async function examine({
  environment,
  source,
  envFile,
  nodeVersion,
  now,
  dataFolder,
}: Patient): Promise<Finding[]> {
  const settings = readSettings(environment)
  const found = await Promise.all([
    checkNode(nodeVersion).then((finding) => [finding]),
    checkSettings(settings, source),
    envFile === undefined ? [] : checkEnvFile(envFile),
    settings.kind === 'slack' ? surroundings(settings, now) : [],
    settings.kind === 'faulty' ? databaseOf(environment) : [],
    checkCatalogue(dataFolder).then((finding) => [finding]),
  ])
  return found.flat()
}

type Connected = Extract<ReturnType<typeof readSettings>, { kind: 'slack' }>

async function surroundings({ config, secrets }: Connected, now: () => number): Promise<Finding[]> {
  const { transport, tenancy, databaseUrl, githubToken } = secrets
  const { scopes } = (await readManifest()).oauth_config
  const call = createCall(config.slackApiUrl, now)
  const look = (database: Database) =>
    tenancy.kind === 'many'
      ? checkInstallations(database, { keys: tenancy.oauth.keys, wanted: scopes.bot, call })
      : Promise.resolve([])
  const found = await Promise.all([
    checkWay(config.serve, transport.kind),
    checkSlack({ config, secrets }, call, scopes.bot),
    checkDatabase(databaseUrl, look),
    checkGithub(config.suggest, githubToken),
  ])
  return found.flat()
}

/** How Slack and people reach the bot. While a port is tried, nobody else shall be asked who is there. */
async function checkWay(serve: ServeConfig, transport: Transport['kind']): Promise<Finding[]> {
  const ports = await checkPorts(serve, transport)
  if (transport !== 'http' || serve.publicUrl === undefined) return ports
  return [...ports, await checkAddress(serve.publicUrl)]
}

/** Of settings with faults elsewhere the database may be well. */
async function databaseOf(environment: Patient['environment']): Promise<Finding[]> {
  const { url, faults } = readDatabase(environment)
  return faults.length > 0 ? [] : checkDatabase(url)
}
