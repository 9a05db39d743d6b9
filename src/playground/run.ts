import { join } from 'node:path'
import { startApp } from '../app.ts'
import type { Config } from '../config.ts'
import type { Log } from '../log.ts'
import { startLocalSlack } from './local-slack.ts'
import type { LocalSlack } from './local-slack-api.ts'
import { createClock } from './page-server/clock.ts'
import { type AppManifest, readManifest } from './page-server/manifest.ts'
import { servePage } from './page-server/server.ts'
import { keepState, readState } from './state-file.ts'

/** How long the app may take to stop: the terminal is free again within a second. */
const STOP_MS = 600

export type PlaygroundOptions = {
  config: Config
  /** 0: any free one. */
  port: number
  log: Log
  /** Where to keep people, conversations and messages; in memory without it. */
  stateFolder?: string | undefined
  /** Lines for the person at the terminal. */
  say: (line: string) => void
}

/**
 * Opens the playground: a local Slack on 127.0.0.1, the page in front of it, and the real app connected to it.
 * @returns the address, and how to stop everything
 */
export async function openPlayground({ config, port, log, stateFolder, say }: PlaygroundOptions) {
  const clock = createClock()
  const manifest = await readManifest()
  const { saved, trouble } = stateFolder === undefined ? {} : await readState(stateFolder)
  if (trouble !== undefined) say(`kstreams playground: ${trouble}`)
  const slack = await startLocalSlack({ port, now: clock.now, ...(saved ? { saved } : {}) }).catch(
    explainPort,
  )
  install(slack, manifest)
  const page = servePage(slack, clock, manifest)
  const state = stateFolder === undefined ? undefined : keepState(slack, stateFolder, cannotKeep(say))
  const { botToken, appToken, apiUrl: slackApiUrl } = slack
  const databaseUrl = stateFolder === undefined ? 'file::memory:' : `file:${join(stateFolder, 'kstreams.db')}`
  const secrets = {
    ...{ transport: { kind: 'socket' as const, appToken }, tenancy: { kind: 'one' as const, botToken } },
    databaseUrl,
  }
  const suggest = { ...config.suggest, channel: config.suggest.channel ?? reviewersOf(slack) }
  const app = await startApp({ ...config, slackApiUrl, suggest }, secrets, log, {
    now: clock.now,
    // The clock is turned by hand here: nothing to wait for.
    runner: { settleMs: 0 },
  })
  say(`kstreams playground: ${slack.url}  (Ctrl-C stops it)`)
  const close = async () => {
    page.close()
    await Promise.all([state?.close(), Promise.race([app.close(), after(STOP_MS)])])
    await slack.close()
  }
  return { url: slack.url, slack, close }
}

function explainPort(error: NodeJS.ErrnoException): never {
  const reason = error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.code ?? error.message})`
  throw new Error(`PORT ${reason}. Set another one, or none for any free port.`, { cause: error })
}

/** The app gets what its manifest asks for, and nothing else. */
function install({ workspace }: LocalSlack, { scopes, subscriptions, unfurlDomains }: AppManifest): void {
  workspace.scopes.splice(0, Infinity, ...scopes)
  workspace.subscriptions.splice(0, Infinity, ...subscriptions)
  workspace.unfurlDomains.splice(0, Infinity, ...unfurlDomains)
}

/** A channel of the workspace that the bot is in stands for that of the maintainers. */
const reviewersOf = ({ workspace }: LocalSlack) =>
  workspace.channels.find(({ name }) => name === 'streaming')?.id

const cannotKeep = (say: (line: string) => void) => (error: unknown) =>
  say(`kstreams playground: the state cannot be kept: ${String(error)}`)

const after = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms).unref())
