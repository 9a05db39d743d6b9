import { SocketModeReceiver } from '@slack/bolt'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { REQUEST_TIMEOUT_MS } from './client.ts'
import { sdkLogger } from './sdk-logger.ts'

// A refresh closes a socket for five seconds (socket-mode 3.1), and Slack refreshes each every few hours: with
// two, one is always open. Slack allows ten to an app.
const SOCKETS = 2

/** Sockets that Slack speaks through. */
export type Sockets = {
  receivers: readonly SocketModeReceiver[]
  /** Whether one is open. */
  areOpen: () => boolean
  open: () => Promise<unknown>
  close: () => Promise<unknown>
}

/** Prepares the sockets of Socket Mode. */
export function createSockets(
  appToken: string,
  slackApiUrl: string,
  { metrics, log }: { metrics: Metrics; log: Log },
): Sockets {
  const open = new Set<SocketModeReceiver>()
  const create = () => {
    const receiver = createReceiver(appToken, slackApiUrl, log)
    const { client } = receiver
    client.on('connected', () => {
      open.add(receiver)
      metrics.socket('connected')
      log.info('socket open')
    })
    client.on('disconnected', () => {
      open.delete(receiver)
      metrics.socket('disconnected')
      log.info('socket closed')
    })
    client.on('reconnecting', () => {
      open.delete(receiver)
      metrics.socket('reconnecting')
      log.info('socket reconnecting')
    })
    return receiver
  }
  const receivers = Array.from({ length: SOCKETS }, create)
  metrics.watch({ socketsOpen: () => open.size })
  return {
    receivers,
    areOpen: () => open.size > 0,
    open: () => Promise.all(receivers.map((receiver) => receiver.start())),
    close: () => Promise.all(receivers.map((receiver) => receiver.client.disconnect())),
  }
}

function createReceiver(appToken: string, slackApiUrl: string, log: Log): SocketModeReceiver {
  // Given explicitly, or the client would put its own settings into an object that others share.
  const retryConfig = { retries: 100, factor: 1.3 }
  return new SocketModeReceiver({
    ...{
      appToken,
      logger: sdkLogger(log),
      installerOptions: { clientOptions: { slackApiUrl, retryConfig, timeout: REQUEST_TIMEOUT_MS } },
    },
    // What is not acknowledged comes again.
    processEventErrorHandler: async () => false,
  })
}
