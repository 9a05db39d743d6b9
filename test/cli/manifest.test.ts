import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { UsageError } from '../../src/cli/command.ts'
import { manifest } from '../../src/cli/manifest.ts'

const ROOT = new URL('../../', import.meta.url)
const OWN = JSON.parse(readFileSync(new URL('manifest.json', ROOT), 'utf8'))

afterEach(() => vi.restoreAllMocks())

/** The manifest that the command prints; nothing else may be there. */
async function printed(...args: string[]) {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  expect(await manifest(args)).toBe(0)
  const out = written.mock.calls.map(([text]) => String(text)).join('')
  written.mockRestore()
  return JSON.parse(out)
}

describe('kstreams manifest', () => {
  it('prints the manifest as it is for Socket Mode', async () => {
    expect(await printed()).toEqual(OWN)
  })

  it('has for HTTP all addresses, and no sockets', async () => {
    const given = await printed('--url', 'https://bot.example.com/')
    const events = 'https://bot.example.com/slack/events'
    expect(given.features.slash_commands.map((command: { url: string }) => command.url)).toEqual([events])
    expect(given.oauth_config.redirect_urls).toEqual(['https://bot.example.com/slack/oauth_redirect'])
    expect(given.settings.event_subscriptions.request_url).toBe(events)
    expect(given.settings.interactivity).toEqual({
      ...{ is_enabled: true, request_url: events, message_menu_options_url: events },
    })
    expect(given.settings).toMatchObject({ socket_mode_enabled: false, org_deploy_enabled: false })
    expect(given.oauth_config.scopes).toEqual(OWN.oauth_config.scopes)
    expect(given.settings.event_subscriptions.bot_events).toEqual(OWN.settings.event_subscriptions.bot_events)
  })

  it('is of the sections and fields that Slack knows, and keeps to their limits', async () => {
    // docs.slack.dev/reference/app-manifest; slackapi/manifest-schema 0.5.0 refuses any other key.
    const { features, oauth_config, settings } = await printed('--url', 'https://bot.example.com', '--org')
    expect(Object.keys(oauth_config).toSorted()).toEqual(['redirect_urls', 'scopes'])
    expect(Object.keys(settings).toSorted()).toEqual([
      ...['event_subscriptions', 'interactivity', 'org_deploy_enabled', 'socket_mode_enabled'],
      'token_rotation_enabled',
    ])
    expect(Object.keys(settings.event_subscriptions).toSorted()).toEqual(['bot_events', 'request_url'])
    const [command] = features.slash_commands
    expect(Object.keys(command).toSorted()).toEqual([
      'command',
      'description',
      'should_escape',
      'url',
      'usage_hint',
    ])
    expect(command.description.length).toBeLessThanOrEqual(2000)
    expect(command.usage_hint.length).toBeLessThanOrEqual(1000)
    expect(features.shortcuts.length).toBeLessThanOrEqual(10)
    expect(settings.event_subscriptions.bot_events.length).toBeLessThanOrEqual(100)
    expect(oauth_config.scopes.bot.length).toBeLessThanOrEqual(255)
  })

  it('lets organisations install it with --org', async () => {
    const { settings, ...rest } = await printed('--org')
    expect(settings).toEqual({ ...OWN.settings, org_deploy_enabled: true })
    expect({ ...rest, settings: OWN.settings }).toEqual(OWN)
  })

  it('keeps a path in front of its own', async () => {
    const { oauth_config } = await printed('--url', 'https://example.com:8443/bots/kstreams//')
    expect(oauth_config.redirect_urls).toEqual([
      'https://example.com:8443/bots/kstreams/slack/oauth_redirect',
    ])
  })

  it.each([
    ...[
      'http://bot.example.com',
      'bot.example.com',
      '',
      'https://bot.example.com/?a=1',
      'https://u:p@example.com',
    ],
    `https://example.com/${'a'.repeat(980)}`,
  ])('refuses the address %j', async (url) => {
    await expect(manifest([`--url=${url}`])).rejects.toThrow(UsageError)
  })

  it('takes no words', async () => {
    await expect(manifest(['please'])).rejects.toThrow(UsageError)
  })

  it('is the only manifest.json in the project, since the CLI of Slack takes the first that it finds', () => {
    const folders = readdirSync(ROOT, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && !['node_modules', '.git'].includes(entry.name))
      .map(({ name }) => name)
    const within = (name: string) => readdirSync(new URL(name, ROOT), { recursive: true, encoding: 'utf8' })
    const others = folders.flatMap((name) => within(name).map((path) => `${name}/${path}`))
    expect(others.filter((path) => /(^|[/\\])manifest\.json$/.test(path))).toEqual([])
  })
})
