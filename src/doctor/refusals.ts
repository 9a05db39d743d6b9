import { getting } from '../config/variables.ts'
import { type Finding, fault, warning } from './finding.ts'

type TokenName = 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN'
type Meaning = { found: string; remedy: (name: TokenName) => string }

const reinstall = () =>
  'Install the app again (api.slack.com/apps, your app, Install App), and copy the token that you get there.'
const askAdmin = () => 'Ask an admin of the workspace to allow the app, or this machine.'
const later = () => 'Try again in a minute; status.slack.com says whether Slack has trouble.'

/** Slack's errors about tokens (docs.slack.dev/reference/methods/auth.test, .../apps.connections.open). */
const MEANINGS: readonly [errors: readonly string[], Meaning][] = [
  [['invalid_auth', 'not_authed'], { found: 'Slack does not know this token', remedy: getting }],
  [
    ['account_inactive', 'user_removed_from_team', 'team_disabled'],
    { found: 'the app was removed from the workspace, or the workspace is gone', remedy: reinstall },
  ],
  [['token_revoked'], { found: 'this token was revoked', remedy: reinstall }],
  [
    ['token_expired'],
    {
      found: 'this token has expired, since token rotation is on',
      remedy: () => 'Slack cannot switch that off again: make a new app from manifest.json.',
    },
  ],
  [['not_allowed_token_type'], { found: 'this is a token of another kind', remedy: getting }],
  [
    [
      ...[
        'access_denied',
        'no_permission',
        'ekm_access_denied',
        'enterprise_is_restricted',
        'org_login_required',
      ],
      ...['team_access_not_granted', 'two_factor_setup_required', 'forbidden_team'],
    ],
    { found: 'the workspace does not let the app in', remedy: askAdmin },
  ],
]

/** These pass by themselves. */
const PASSING: readonly string[] = [
  ...['accesslimited', 'fatal_error', 'internal_error', 'ratelimited', 'request_timeout'],
  ...['service_unavailable', 'team_added_to_org'],
]

/** Whether an error of Slack's says nothing of the token. */
export const isPassing = (error: string | undefined): boolean =>
  error !== undefined && PASSING.includes(error)

/**
 * What Slack means by refusing a token.
 * @param error Slack's code, which is named, too
 * @param name the variable that the token is from
 */
export function refusalOf(check: string, error: string, name: TokenName): Finding {
  if (isPassing(error)) return warning(check, `Slack does not answer that now (${error}).`, later())
  const [, meaning] = MEANINGS.find(([errors]) => errors.includes(error)) ?? []
  if (meaning) {
    const said = `${meaning.found} (${error}).`
    return fault(check, said.charAt(0).toUpperCase() + said.slice(1), meaning.remedy(name))
  }
  return fault(check, `Slack refuses it (${error}).`, `docs.slack.dev explains ${error}.`)
}
