import { App, LogLevel, SocketModeReceiver } from '@slack/bolt'
import { WebClient } from '@slack/web-api'
import type { LocalSlack } from '../../src/playground/index.ts'

export type Bot = { app: App; receiver: SocketModeReceiver; stop: () => Promise<void> }

/**
 * A bare Bolt app connected to this local Slack; `listen` registers what it does. It takes a connection for lost
 * that is silent for `pingMs`: little, so that it soon comes back, and more where a browser keeps the machine busy.
 */
export async function startBot(
  slack: LocalSlack,
  listen: (app: App) => void,
  { pingMs = 100 } = {},
): Promise<Bot> {
  const clientOptions = { slackApiUrl: slack.apiUrl, retryConfig: { retries: 0 } }
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    // The SDK waits this long before it connects again; its default of 5 s is too long for a test.
    clientPingTimeout: pingMs,
    installerOptions: { clientOptions: { slackApiUrl: slack.apiUrl } },
  })
  const app = new App({ token: slack.botToken, receiver, clientOptions, logLevel: LogLevel.ERROR })
  listen(app)
  await app.start()
  // app.stop() resolves before the socket is closed.
  const stop = async () => void (await receiver.client.disconnect())
  return { app, receiver, stop }
}

/** The real Web API client with the bot's token, without retries. */
export function webClient(slack: LocalSlack, token = slack.botToken): WebClient {
  return new WebClient(token, {
    slackApiUrl: slack.apiUrl,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    logLevel: LogLevel.ERROR,
  })
}

/** What a refused call says: its `data`, whole. */
export async function refusal(call: Promise<unknown>): Promise<{ error: string } & Record<string, unknown>> {
  try {
    await call
  } catch (error) {
    return (error as { data: { error: string } & Record<string, unknown> }).data
  }
  throw new Error('the call was not refused')
}
