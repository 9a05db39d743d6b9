import { HTTPReceiver, type HTTPReceiverOptions } from '@slack/bolt'
import type { Log } from '../log.ts'
import { TryAgainError } from './intake.ts'
import { sdkLogger } from './sdk-logger.ts'

type Guarded = Pick<HTTPReceiverOptions, 'signatureVerification' | 'processEventErrorHandler'>

type Options = {
  signingSecret: string
  /** What stands before it, and has looked at signatures: see src/http. */
  guarded: Guarded
  /** How workspaces install the app, where they can. */
  installing: Partial<HTTPReceiverOptions>
  log: Log
}

/** Bolt's receiver for requests of Slack's. It does not listen itself: src/http does, and looks at requests first. */
export function createHttpReceiver({ signingSecret, guarded, installing, log }: Options): HTTPReceiver {
  return new HTTPReceiver({
    ...{ signingSecret, logger: sdkLogger(log), ...installing, ...guarded },
    processEventErrorHandler: async (args) => {
      const { error, response } = args
      if (!(error instanceof TryAgainError)) return (await guarded.processEventErrorHandler?.(args)) ?? false
      // Slack sends an event again after anything but a 2xx; whoever typed a command is told that it failed.
      if (!response.headersSent) response.writeHead(503).end()
      return true
    },
  })
}
