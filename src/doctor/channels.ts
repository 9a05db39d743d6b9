import { WHERE_CHANNEL } from '../config/values.ts'
import type { Config } from '../config.ts'
import type { Call } from './call.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

type Variable = 'DIGEST_CHANNEL' | 'SUGGEST_CHANNEL'

/** Looks whether the bot is in the channels that the settings name. */
export async function checkChannels(
  { digest, suggest }: Pick<Config, 'digest' | 'suggest'>,
  botToken: string,
  call: Call,
): Promise<Finding[]> {
  const named: [Variable, string | undefined][] = [
    ['DIGEST_CHANNEL', digest.preset?.channel],
    ['SUGGEST_CHANNEL', suggest.channel],
  ]
  return Promise.all(
    named.flatMap(([variable, channel]) =>
      channel ? [checkChannel(variable, channel, botToken, call)] : [],
    ),
  )
}

const INVITE = 'Type /invite @kstreams in it.'

/** Whoever is in a channel may read its history; other ways to ask would need more scopes. */
async function checkChannel(
  variable: Variable,
  channel: string,
  botToken: string,
  call: Call,
): Promise<Finding> {
  const called = await call('conversations.history', botToken, { channel, limit: '1' })
  const error = 'failed' in called ? called.failed : called.body.error
  if (error === undefined) return ok(variable, `The bot is in ${channel}.`)
  if (error === 'not_in_channel') return fault(variable, `The bot is not in ${channel}.`, INVITE)
  if (error !== 'channel_not_found')
    return warning(
      variable,
      `Whether the bot is in ${channel} is not known (${error}).`,
      'Try again in a minute.',
    )
  const remedy = `If it is a private one, type /invite @kstreams in it. Otherwise: ${WHERE_CHANNEL}`
  return fault(variable, `There is no channel ${channel}, or the bot may not see it.`, remedy)
}
