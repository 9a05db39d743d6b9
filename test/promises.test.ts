import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { VARIABLES } from '../src/config.ts'
import { startLocalSlack } from '../src/playground/index.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const manifest = JSON.parse(read('manifest.json'))
const readme = read('README.md')
const slackSource = readdirSync(join(ROOT, 'src/slack'))
  .map((name) => read(`src/slack/${name}`))
  .join('\n')

/** What each Web API method, event and feature that the code uses costs in scopes. */
const SCOPES_OF: Record<string, string[]> = {
  'auth.test': [],
  'apps.connections.open': [], // connections:write, of the app-level token
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  // In public channels, private ones, and direct messages with the bot.
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'users.info': ['users:read'],
  'views.open': [],
  'views.update': [],
  app_mention: ['app_mentions:read'],
  app_uninstalled: [],
  tokens_revoked: [],
  'message.im': ['im:history'],
  command: ['commands'],
}

const methodsCalled = () => {
  const called = [...slackSource.matchAll(/\bclient\.(\w+)\.(\w+)\(/g)].map(
    (match) => `${match[1]}.${match[2]}`,
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
    const needed = [...methodsCalled(), ...eventsHeard(), 'command'].flatMap((use) => {
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

  it('the README names only scripts and commands that exist', () => {
    const { scripts } = JSON.parse(read('package.json'))
    const named = [...readme.matchAll(/npm run (?:--silent )?([\w:]+)/g)].map((match) => match[1] ?? '')
    expect(named.filter((name) => !(name in scripts))).toEqual([])
    expect(readme.indexOf('npm ci && npm start')).toBeGreaterThan(0)
    expect(readme.indexOf('npm ci && npm test')).toBeGreaterThan(0)
  })
})
