import { readFile } from 'node:fs/promises'
import type { Json, Prompt } from '../model.ts'
import type { PageShortcut, PageState } from '../page-api.ts'
import { isJson } from '../world.ts'

const MANIFEST = new URL('../../../manifest.json', import.meta.url)

/** What Slack takes from the app's manifest. */
export type AppManifest = {
  name: string
  /** Whether it has a Home tab. */
  home: boolean
  command: PageState['command']
  /** Whether Slack escapes what is typed after the command. */
  escapes: boolean
  shortcuts: PageShortcut[]
  unfurlDomains: string[]
  /** The suggested prompts of its direct message until the app sets others. */
  prompts: Prompt[]
  scopes: string[]
  subscriptions: string[]
}

/** Reads manifest.json: the workspace of the playground installs the app from it, as Slack does. */
export async function readManifest(file: URL = MANIFEST): Promise<AppManifest> {
  const manifest: unknown = JSON.parse(await readFile(file, 'utf8'))
  const [command] = list(at(manifest, 'features', 'slash_commands'))
  return {
    name: text(at(manifest, 'features', 'bot_user', 'display_name')),
    home: at(manifest, 'features', 'app_home', 'home_tab_enabled') === true,
    command: {
      name: text(at(command, 'command')),
      description: text(at(command, 'description')),
      usageHint: text(at(command, 'usage_hint')),
    },
    escapes: at(command, 'should_escape') === true,
    shortcuts: list(at(manifest, 'features', 'shortcuts')).map((one) => ({
      type: at(one, 'type') === 'message' ? 'message' : 'global',
      name: text(at(one, 'name')),
      callbackId: text(at(one, 'callback_id')),
      description: text(at(one, 'description')),
    })),
    unfurlDomains: list(at(manifest, 'features', 'unfurl_domains')).map(text),
    prompts: list(at(manifest, 'features', 'agent_view', 'suggested_prompts')).map((one) => ({
      title: text(at(one, 'title')),
      message: text(at(one, 'message')),
    })),
    scopes: list(at(manifest, 'oauth_config', 'scopes', 'bot')).map(text),
    subscriptions: list(at(manifest, 'settings', 'event_subscriptions', 'bot_events')).map(text),
  }
}

function at(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>((inner, key) => (isJson(inner) ? (inner as Json)[key] : undefined), value)
}

const text = (value: unknown) => (typeof value === 'string' ? value : '')
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
