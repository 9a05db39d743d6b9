import { WebAPIPlatformError } from '@slack/web-api'
import { ConnectError } from './connect-error.ts'

const TOKEN_FAULT = /auth|token|account|scope|not_allowed|team|user/

/**
 * Waits for what asks Slack for the first time.
 * @throws ConnectError that names the token that a refusal is about, and what to do
 */
export async function explained<T>(variable: string, work: Promise<T>): Promise<T> {
  return work.catch((cause: unknown) => {
    const reason = cause instanceof WebAPIPlatformError ? cause.data.error : undefined
    const message =
      reason && TOKEN_FAULT.test(reason)
        ? `Slack does not accept ${variable}: ${reason}. Copy it again from api.slack.com/apps (README.md, "Install in five minutes").`
        : `Slack cannot be reached${reason ? ` (${reason})` : ''}. Check the network, a proxy, SLACK_API_URL, and status.slack.com.`
    throw new ConnectError(message, { cause })
  })
}
