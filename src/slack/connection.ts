import { App, SocketModeReceiver } from '@slack/bolt'
import { WebAPIPlatformError } from '@slack/web-api'
import type { Config, Secrets } from '../config.ts'
import { describeError, type Log } from '../log.ts'
import { clientOptions, type Identity, REQUEST_TIMEOUT_MS, type SlackApi } from './client.ts'
import { ConnectError } from './connect-error.ts'
import type { Later } from './later.ts'
import { createListeners } from './listeners.ts'
import { register } from './register.ts'
import type { Answer } from './requests.ts'
import { sdkLogger } from './sdk-logger.ts'
import type { Send } from './send.ts'

export type Connection = {
  /** Resolves once Slack sends us what people type. */
  started: Promise<void>
  /** Stops hearing, finishes what is being answered (at most `graceMs`), and closes the sockets. */
  close: () => Promise<void>
}

// A refresh closes a socket for five seconds (socket-mode 3.1), and Slack refreshes each every few hours: with
// two, one is always open. Slack allows ten to an app.
const SOCKETS = 2
const GRACE_MS = 3500
const STILL_TRYING_MS = 10_000

/** What the connection serves. */
export type Service = {
  answer: Promise<Answer>
  send: Send
  /** All that needs the database, once it is there: it is loaded last. */
  later: () => Promise<Later>
}

/**
 * Connects to Slack in Socket Mode.
 * @param service who answers; `answer` may come a moment later, since the index is built while Slack is being called
 */
export function connect(
  { slackApiUrl }: Config,
  { botToken, appToken }: Secrets,
  api: SlackApi,
  service: Service,
  log: Log,
): Connection {
  const { identity } = api
  const logger = sdkLogger(log)
  const receivers = Array.from({ length: SOCKETS }, () => createReceiver(appToken, slackApiUrl, log))
  const [first, ...others] = receivers
  if (!first) throw new Error('no socket to connect by')
  const app = new App({
    ...{
      receiver: first,
      logger,
      convoStore: false as const,
      clientOptions: clientOptions(slackApiUrl, log),
    },
    authorize: async () => {
      const { user_id, bot_id, team_id } = await identity
      return {
        botToken,
        ...(user_id ? { botUserId: user_id } : {}),
        ...(bot_id ? { botId: bot_id } : {}),
        ...(team_id ? { teamId: team_id } : {}),
      }
    },
  })
  for (const receiver of others) receiver.init(app)
  app.error(async (error) => log.error({ error: describeError(error) }, 'a listener failed'))
  const { idle } = register(app, createListeners({ ...service, ...api, log }), service.later)
  return { started: start(receivers, identity, log), close: () => close(receivers, idle, log) }
}

function createReceiver(appToken: string, slackApiUrl: string, log: Log): SocketModeReceiver {
  const logger = sdkLogger(log)
  // Given explicitly, or the client would put its own settings into an object that others share.
  const retryConfig = { retries: 100, factor: 1.3 }
  const receiver = new SocketModeReceiver({
    ...{
      appToken,
      logger,
      installerOptions: { clientOptions: { slackApiUrl, retryConfig, timeout: REQUEST_TIMEOUT_MS } },
    },
  })
  receiver.client.on('disconnected', () => log.info('socket closed'))
  receiver.client.on('reconnecting', () => log.info('socket reconnecting'))
  return receiver
}

async function start(receivers: readonly SocketModeReceiver[], identity: Promise<Identity>, log: Log) {
  const waiting = setInterval(() => log.warn('still trying to connect to Slack'), STILL_TRYING_MS)
  const [{ team }] = await Promise.all([
    explained('SLACK_BOT_TOKEN', identity),
    explained('SLACK_APP_TOKEN', Promise.all(receivers.map((receiver) => receiver.start()))),
  ]).finally(() => clearInterval(waiting))
  log.info({ team, sockets: receivers.length }, 'connected to Slack')
}

const TOKEN_FAULT = /auth|token|account|scope|not_allowed|team|user/

/** Names the token that a refusal is about, and what to do. */
async function explained<T>(variable: string, work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    const reason = cause instanceof WebAPIPlatformError ? cause.data.error : undefined
    const message =
      reason && TOKEN_FAULT.test(reason)
        ? `Slack does not accept ${variable}: ${reason}. Copy it again from api.slack.com/apps (README.md, "Install in five minutes").`
        : `Slack cannot be reached${reason ? ` (${reason})` : ''}. Check the network, a proxy, SLACK_API_URL, and status.slack.com.`
    throw new ConnectError(message, { cause })
  })
}

async function close(
  receivers: readonly SocketModeReceiver[],
  idle: () => Promise<void>,
  log: Log,
): Promise<void> {
  const closing = Promise.all(receivers.map((receiver) => receiver.client.disconnect()))
  const finished = await Promise.race([Promise.all([idle(), closing]).then(() => true), after(GRACE_MS)])
  if (!finished) log.warn('stopped before everything was finished')
}

const after = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms).unref())
