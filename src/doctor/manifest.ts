import { readFile } from 'node:fs/promises'

/** The app as Slack has to know it, as far as the program looks at it (docs.slack.dev/reference/app-manifest). */
export type Manifest = {
  features: { slash_commands: { command: string; url?: string }[] }
  oauth_config: { redirect_urls?: string[]; scopes: { bot: string[] } }
  settings: {
    event_subscriptions: { request_url?: string; bot_events: string[] }
    interactivity: { is_enabled: boolean; request_url?: string; message_menu_options_url?: string }
    org_deploy_enabled: boolean
    socket_mode_enabled: boolean
  }
}

/** Reads the manifest.json that kstreams comes with. */
export async function readManifest(): Promise<Manifest> {
  return JSON.parse(await readFile(new URL('../../manifest.json', import.meta.url), 'utf8'))
}
