import type { Config, Settings } from '../config.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

const CHECK = 'settings'

/**
 * What the settings make of the bot, or all that is wrong with them.
 * @param source where they were read from, after "from"
 */
export function checkSettings(settings: Settings, source: string): Finding[] {
  if (settings.kind === 'faulty') return settings.faults.map((text) => ofFault(text))
  if (settings.kind === 'unset') {
    const found = `Nothing of Slack's is set in ${source}: npm start opens the playground, and with NODE_ENV=production it does not start.`
    return [warning(CHECK, found, '.env.example says how to connect the bot to Slack.')]
  }
  const { transport, tenancy } = settings.secrets
  const how = transport.kind === 'socket' ? 'Socket Mode' : 'HTTP'
  const whose = tenancy.kind === 'one' ? 'one workspace' : 'all workspaces that install it'
  return [
    ok(CHECK, `The bot speaks to Slack by ${how}, for ${whose}; read from ${source}.`),
    ...(transport.kind === 'http' ? [checkSigningSecret(transport.signingSecret, settings.config)] : []),
    ...(tenancy.kind === 'many' ? [checkRedirect(settings.config)] : []),
  ]
}

/** The first sentence says what is wrong, the others what to do. */
function ofFault(text: string): Finding {
  const [found = '', ...remedy] = text.split(/(?<=\.) (?=[A-Z])/)
  return fault(CHECK, found, remedy.join(' ') || '.env.example explains it.')
}

const placeOf = ({ serve }: Config) => serve.publicUrl ?? 'https://YOUR-ADDRESS'

function checkSigningSecret(secret: string, config: Config): Finding {
  const check = 'signing secret'
  if (!/^[0-9a-f]{32}$/.test(secret))
    return warning(
      check,
      "It does not look like one of Slack's, which have 32 digits and letters from a to f.",
      'Copy it from api.slack.com/apps, your app, Basic Information, App Credentials, Signing Secret.',
    )
  return ok(
    check,
    `It is set; only Slack can tell whether it is the right one. Start the bot, and at api.slack.com/apps, your app, Event Subscriptions, enter ${placeOf(config)}/slack/events as Request URL (or press Retry): it says Verified.`,
  )
}

function checkRedirect(config: Config): Finding {
  const check = 'OAuth'
  if (config.serve.publicUrl === undefined)
    return warning(
      check,
      'PUBLIC_URL is not set, so that nobody can be told where to install the app.',
      'Set it to where people reach the bot: https://bot.example.com.',
    )
  const url = `${config.serve.publicUrl}/slack/oauth_redirect`
  return ok(
    check,
    `People install the app at ${config.serve.publicUrl}/slack/install. At api.slack.com/apps, your app, OAuth & Permissions, Redirect URLs, there must be ${url}.`,
  )
}
