import { getting } from '../config/variables.ts'
import type { Config, Secrets } from '../config.ts'
import type { Answered, Call } from './call.ts'
import { checkChannels } from './channels.ts'
import { checkClient } from './client.ts'
import { checkClock } from './clock.ts'
import { type Finding, fault, ok, warning } from './finding.ts'
import { refusalOf } from './refusals.ts'

/**
 * Asks Slack for all that it can tell of the settings. Where it cannot be reached nothing else is asked.
 * @param wanted the scopes that the manifest asks for
 */
export async function checkSlack(
  { config, secrets }: { config: Config; secrets: Secrets },
  call: Call,
  wanted: readonly string[],
): Promise<Finding[]> {
  const { transport, tenancy } = secrets
  const reached = await call('api.test')
  if ('failed' in reached) return [unreachable(config.slackApiUrl, reached.failed)]
  const [bot, app, client] = await Promise.all([
    tenancy.kind === 'one' ? checkBot(config, tenancy.botToken, call, wanted) : [],
    transport.kind === 'socket' ? [await checkAppToken(transport.appToken, call)] : [],
    tenancy.kind === 'many' ? [await checkClient(tenancy.oauth, call)] : [],
  ])
  return [checkClock(reached.aheadMs, transport.kind), ...bot, ...app, ...client]
}

const unreachable = (slackApiUrl: string, why: string) =>
  fault(
    'Slack',
    `${slackApiUrl} cannot be reached (${why}). Tokens, channels and the clock were not looked at.`,
    'Check the network, a proxy, SLACK_API_URL, and status.slack.com.',
  )

async function checkBot(
  config: Config,
  botToken: string,
  call: Call,
  wanted: readonly string[],
): Promise<Finding[]> {
  const called = await call('auth.test', botToken)
  if ('failed' in called) return [unanswered('bot token', called.failed)]
  const { ok: accepted, error, user, team, team_id } = called.body
  if (!accepted) return [refusalOf('bot token', String(error), 'SLACK_BOT_TOKEN')]
  const token = ok('bot token', `Slack knows it: @${user} in ${team} (${team_id}).`)
  return [token, checkScopes(called.scopes, wanted), ...(await checkChannels(config, botToken, call))]
}

const unanswered = (check: string, why: string) =>
  warning(check, `Slack did not say whether it is right (${why}).`, 'Try again in a minute.')

const WHERE_INSTALL = 'api.slack.com/apps, your app, Install App, Reinstall'

function checkScopes(scopes: Answered['scopes'], wanted: readonly string[]): Finding {
  if (scopes === undefined)
    return warning(
      'scopes',
      'Slack did not say which the bot has.',
      'See OAuth & Permissions at api.slack.com/apps.',
    )
  const missing = wanted.filter((scope) => !scopes.includes(scope))
  const spare = scopes.filter((scope) => !wanted.includes(scope))
  if (missing.length > 0) {
    const remedy = `Paste what kstreams manifest prints at api.slack.com/apps, your app, App Manifest. Then install the app again: ${WHERE_INSTALL}.`
    return fault('scopes', `The bot lacks ${missing.join(', ')}, which manifest.json asks for.`, remedy)
  }
  if (spare.length > 0) {
    const remedy = `Take them away under OAuth & Permissions, and install the app again: ${WHERE_INSTALL}.`
    return warning('scopes', `The bot may do more than it needs: ${spare.join(', ')}.`, remedy)
  }
  return ok('scopes', `The bot has the ${wanted.length} that manifest.json asks for.`)
}

/** The address that Slack gives is not used; it ends by itself. */
async function checkAppToken(appToken: string, call: Call): Promise<Finding> {
  const called = await call('apps.connections.open', appToken)
  if ('failed' in called) return unanswered('app token', called.failed)
  const { ok: accepted, error } = called.body
  if (accepted) return ok('app token', 'Slack knows it, and lets the bot open sockets.')
  if (error !== 'missing_scope') return refusalOf('app token', String(error), 'SLACK_APP_TOKEN')
  const remedy = `Make another one with it. ${getting('SLACK_APP_TOKEN')}`
  return fault('app token', 'It lacks the scope connections:write.', remedy)
}
