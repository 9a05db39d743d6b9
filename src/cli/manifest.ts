import type { Manifest } from '../doctor/manifest.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'

/** Prints the manifest of the app as this installation needs it, and nothing else. */
export async function manifest(args: string[]): Promise<number> {
  const { values, positionals } = readArgs('manifest', args)
  if (positionals.length > 0) throw new UsageError('manifest takes no words.')
  const url = values.url === undefined ? undefined : readUrl(values.url)
  const { readManifest } = await import('../doctor/manifest.ts')
  print(`${JSON.stringify(manifestFor(await readManifest(), { url, org: values.org ?? false }), null, 2)}\n`)
  return 0
}

/**
 * A manifest for another way to run the bot.
 * @param url where Slack reaches it, without a slash at the end; undefined for Socket Mode
 * @param org whether an organisation may install it for all of its workspaces
 */
export function manifestFor(
  given: Manifest,
  { url, org }: { url: string | undefined; org: boolean },
): Manifest {
  const { features, oauth_config, settings } = given
  const withOrg = {
    ...given,
    settings: { ...settings, org_deploy_enabled: org || settings.org_deploy_enabled },
  }
  if (url === undefined) return withOrg
  const request_url = `${url}/slack/events`
  return {
    ...withOrg,
    features: {
      ...features,
      slash_commands: features.slash_commands.map((command) => ({ ...command, url: request_url })),
    },
    oauth_config: { redirect_urls: [`${url}/slack/oauth_redirect`], ...oauth_config },
    settings: {
      ...withOrg.settings,
      event_subscriptions: { request_url, ...settings.event_subscriptions },
      interactivity: { ...settings.interactivity, request_url, message_menu_options_url: request_url },
      socket_mode_enabled: false,
    },
  }
}

/** Slack takes a redirect URL of at most so many characters. */
const MOST_CHARACTERS = 1000 - '/slack/oauth_redirect'.length

/** @throws UsageError where Slack would not take it */
function readUrl(typed: string): string {
  const url = URL.canParse(typed) ? new URL(typed) : undefined
  const isPlain =
    url && url.protocol === 'https:' && !url.search && !url.hash && !url.username && !url.password
  if (!isPlain || url.href.length > MOST_CHARACTERS)
    throw new UsageError('--url takes an address without a query, such as https://bot.example.com.')
  return url.href.replace(/\/+$/, '')
}
