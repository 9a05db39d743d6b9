import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { SHORTCUTS } from '../src/cards/actions.ts'
import { COMMANDS } from '../src/cards/commands.ts'
import { VARIABLES } from '../src/config.ts'
import { startLocalSlack } from '../src/playground/index.ts'
import { catalogue, search } from './catalogue.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = JSON.parse(read('manifest.json'))
const readme = read('README.md')
const sourceOf = (folder: string) =>
  readdirSync(join(ROOT, folder))
    .map((name) => read(`${folder}/${name}`))
    .join('\n')
const slackSource = sourceOf('src/slack')
const cardsSource = sourceOf('src/cards')

/** What each Web API method, event and feature that the code uses costs in scopes. */
const SCOPES_OF: Record<string, string[]> = {
  'auth.test': [],
  'apps.connections.open': [], // connections:write, of the app-level token
  'assistant.threads.setStatus': ['assistant:write'],
  'assistant.threads.setSuggestedPrompts': ['assistant:write'],
  'assistant.threads.setTitle': ['assistant:write'],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.unfurl': ['links:write'],
  'chat.update': ['chat:write'],
  // In public channels, private ones, and direct messages with the bot.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
  app_home_opened: [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  link_shared: ['links:read'],
  tokens_revoked: [],
  'message.im': ['im:history'],
  command: ['commands'],
  // A video block in a view.
  video: ['links.embed:write'],
}

const methodsCalled = () => {
  const called = [...slackSource.matchAll(/\bclient((?:\s*\.\w+){2,})\(/g)].map((match) =>
    (match[1] ?? '').replace(/\s/g, '').slice(1),
  )
  return [...new Set([...called, 'auth.test', 'apps.connections.open'])].filter(
    (name) => name !== 'client.disconnect',
  )
}
const eventsHeard = () => {
  const events = [...slackSource.matchAll(/app\.event\('(\w+)'/g)].map((match) => match[1] ?? '')
  return /app\.message\(/.test(slackSource) ? [...events, 'message.im'] : events
}

describe('the manifest', () => {
  it('asks for the events that the code hears, and no others', () => {
    expect(manifest.settings.event_subscriptions.bot_events.toSorted()).toEqual(eventsHeard().toSorted())
  })

  it('asks for the scopes that the code needs, and no others', () => {
    const blocks = /type: 'video'/.test(cardsSource) ? ['video'] : []
    const needed = [...methodsCalled(), ...eventsHeard(), ...blocks, 'command'].flatMap((use) => {
      expect(Object.keys(SCOPES_OF), 'add it to SCOPES_OF').toContain(use)
      return SCOPES_OF[use] ?? []
    })
    expect(manifest.oauth_config.scopes.bot.toSorted()).toEqual([...new Set(needed)].toSorted())
  })

  it('keeps to the limits of its schema (slackapi/manifest-schema 0.5.0)', () => {
    const { name, description, long_description } = manifest.display_information
    expect(name.length).toBeLessThanOrEqual(35)
    expect(description.length).toBeLessThanOrEqual(140)
    expect(long_description.length).toBeGreaterThanOrEqual(175)
    expect(long_description.length).toBeLessThanOrEqual(4000)
    const [command, ...others] = manifest.features.slash_commands
    expect(others).toEqual([])
    expect(command.command).toMatch(/^\/[a-z-]{1,31}$/)
  })

  it('names the shortcuts that the code hears, and a Home tab', () => {
    const named = manifest.features.shortcuts.map((one: { type: string; callback_id: string }) => [
      one.type,
      one.callback_id,
    ])
    expect(named).toEqual(Object.entries(SHORTCUTS))
    expect(manifest.features.app_home.home_tab_enabled).toBe(true)
  })

  it('offers at most four prompts, each of which is answered', () => {
    const { suggested_prompts: prompts, agent_description } = manifest.features.agent_view
    expect(prompts.length).toBeLessThanOrEqual(4)
    expect(agent_description.length).toBeLessThanOrEqual(300)
    for (const { message } of prompts) {
      const [word = ''] = message.split(' ')
      const isCommand = COMMANDS.some((command) => command.word === word)
      expect(isCommand || search.search(message).total > 0, message).toBe(true)
    }
  })

  it('unfurls at most five domains, those of YouTube among them, and each has links in the catalogue', () => {
    const domains: string[] = manifest.features.unfurl_domains
    expect(domains.length).toBeLessThanOrEqual(5)
    expect(domains).toEqual(expect.arrayContaining(['youtube.com', 'youtu.be']))
    const hosts = catalogue.useCases.flatMap(({ links }) => links.map(({ url }) => new URL(url).hostname))
    for (const domain of domains.filter((one) => one !== 'youtu.be'))
      expect(
        hosts.some((host) => host === domain || host.endsWith(`.${domain}`)),
        domain,
      ).toBe(true)
  })

  it('runs in Socket Mode, lets people write to the bot, and sends clicks', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true)
    expect(manifest.settings.interactivity.is_enabled).toBe(true)
    expect(manifest.features.app_home.messages_tab_read_only_enabled).toBe(false)
    expect(manifest.features.slash_commands[0].should_escape).toBe(false)
  })
})

describe('the local Slack', () => {
  it('serves every method that the bot calls', async () => {
    const slack = await startLocalSlack()
    await slack.close()
    expect(methodsCalled().filter((method) => !slack.methods.includes(method))).toEqual([])
    expect(methodsCalled()).toContain('chat.postMessage')
  })
})

describe('the documents', () => {
  it('.env.example has every variable that is read, and no other', () => {
    const listed = [...read('.env.example').matchAll(/^#?\s?([A-Z_]+)=/gm)].map((match) => match[1])
    expect(listed).toEqual([...VARIABLES])
  })

  it('the README explains each scope', () => {
    const explained = [...readme.matchAll(/^\| `([a-z_.]+(?::[a-z]+)?)` \|/gm)].map((match) => match[1])
    expect(explained).toEqual(expect.arrayContaining(manifest.oauth_config.scopes.bot))
  })

  it('the README has a row for each command, in the words of the help', () => {
    for (const { word, usage, says } of COMMANDS) {
      const typed = ['/kstreams', word, usage].filter(Boolean).join(' ')
      expect(readme).toContain(`| \`${typed}\` | ${says} |`)
    }
  })

  it('the README names only scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [...readme.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(readme.indexOf('npm ci && npm start')).toBeGreaterThan(0)
    expect(readme.indexOf('npm ci && npm test')).toBeGreaterThan(0)
  })
})
