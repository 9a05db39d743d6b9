import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { App, type Installation, LogLevel } from '@slack/bolt'
import type { SlackHub } from '../../src/playground/index.ts'

export const SIGNING_SECRET = 'a signing secret'
export const CLIENT = { clientId: '1.2', clientSecret: 'a client secret' }
/** Where Slack sends the browser back to; the tests put the bot's real address in its place. */
export const REDIRECT_URI = 'https://kstreams.example/slack/oauth_redirect'
export const SCOPES = ['app_mentions:read', 'chat:write', 'commands', 'im:history']

/** `url` is where Slack posts to. */
export type HttpBot = { app: App; url: string; origin: string; stop: () => Promise<void> }

/** A bare Bolt app behind its HTTP receiver, of one workspace. */
export async function startHttpBot(
  slack: { apiUrl: string; botToken: string },
  listen: (app: App) => void,
): Promise<HttpBot> {
  return start(
    new App({
      token: slack.botToken,
      signingSecret: SIGNING_SECRET,
      clientOptions: { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } },
      logLevel: LogLevel.ERROR,
    }),
    listen,
  )
}

/** The same of many workspaces: installed by OAuth, with Bolt's own InstallProvider; `installed` is what it keeps. */
export async function startHubBot(hub: SlackHub, listen: (app: App) => void) {
  const installed = new Map<string, Installation>()
  const clientOptions = { slackApiUrl: hub.apiUrl, retryConfig: { retries: 0 } }
  const app = new App({
    ...CLIENT,
    signingSecret: SIGNING_SECRET,
    stateSecret: 'a state secret',
    scopes: SCOPES,
    redirectUri: REDIRECT_URI,
    clientOptions,
    installerOptions: {
      ...{ directInstall: true, redirectUriPath: '/slack/oauth_redirect' },
      ...{ authorizationUrl: hub.authorizationUrl, clientOptions },
    },
    installationStore: {
      storeInstallation: async (one) => {
        installed.set((one.isEnterpriseInstall ? one.enterprise?.id : one.team?.id) ?? '', one)
      },
      fetchInstallation: async ({ isEnterpriseInstall, enterpriseId, teamId }) => {
        const found = installed.get((isEnterpriseInstall ? enterpriseId : teamId) ?? '')
        if (found === undefined) throw new Error(`not installed at ${teamId}`)
        return found
      },
    },
    // What a person's refusal and a stolen state are logged as is no news to a test.
    logger: QUIET,
  })
  const bot = await start(app, listen)
  hub.deliverTo([bot.url])
  return { ...bot, installed }
}

const nothing = () => {}
const QUIET = {
  ...{ debug: nothing, info: nothing, warn: nothing, error: nothing, setLevel: nothing, setName: nothing },
  getLevel: () => LogLevel.ERROR,
}

async function start(app: App, listen: (app: App) => void): Promise<HttpBot> {
  listen(app)
  const server = (await app.start({ port: 0, host: '127.0.0.1' })) as Server
  const origin = originOf(server)
  const stop = async () => {
    server.closeAllConnections()
    await app.stop()
  }
  return { app, origin, url: `${origin}/slack/events`, stop }
}

/** What a replica got: the headers and the body of each POST. */
export type Got = { headers: IncomingMessage['headers']; body: string }

/** Something that answers Slack's POSTs as `answer` says. */
export async function startReplica(answer: (got: Got, response: ServerResponse) => void) {
  const got: Got[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const one = { headers: request.headers, body: Buffer.concat(chunks).toString() }
    got.push(one)
    answer(one, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const stop = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { url: `${originOf(server)}/slack/events`, got, stop }
}

const originOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`

/** The address of a port of this machine where nobody listens. */
export async function closedUrl(): Promise<string> {
  const replica = await startReplica(() => {})
  await replica.stop()
  return replica.url
}
