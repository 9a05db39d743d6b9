import { getting } from '../config/variables.ts'
import type { OAuth } from '../config.ts'
import type { Call } from './call.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

const CHECK = 'client ID and secret'

/**
 * Asks Slack whether it knows the app by its id and secret: it looks at them before it looks at the code of an installation,
 * which is a made-up one here (docs.slack.dev/reference/methods/oauth.v2.access).
 */
export async function checkClient({ clientId, clientSecret }: OAuth, call: Call): Promise<Finding> {
  const args = { client_id: clientId, client_secret: clientSecret, code: 'kstreams-doctor' }
  const called = await call('oauth.v2.access', undefined, args)
  const error = 'failed' in called ? called.failed : called.body.error
  if (error === 'invalid_code') return ok(CHECK, 'Slack knows them.')
  if (error === 'bad_client_secret')
    return fault(
      CHECK,
      'Slack knows SLACK_CLIENT_ID, but SLACK_CLIENT_SECRET is not its secret (bad_client_secret).',
      getting('SLACK_CLIENT_SECRET'),
    )
  if (error === 'invalid_client_id')
    return fault(
      CHECK,
      'Slack knows no app with this SLACK_CLIENT_ID (invalid_client_id).',
      getting('SLACK_CLIENT_ID'),
    )
  return warning(CHECK, `Slack did not say whether they are right (${error}).`, 'Try again in a minute.')
}
