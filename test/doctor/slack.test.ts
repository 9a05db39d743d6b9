import type { RequestListener } from 'node:http'
import { describe, expect, it } from 'vitest'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { found, of, serve, slackWithBot } from './scene.ts'

const SECOND_MS = 1000

describe('the doctor at Slack', () => {
  it('finds nothing to mend where all is as the manifest has it', async () => {
    const { slack, environment } = await slackWithBot()
    const findings = await found(environment, { dataFolder: DATA_FOLDER })
    expect(findings.filter(({ level }) => level === 'fault')).toEqual([])
    expect(of(findings, 'bot token')).toEqual(['ok: Slack knows it: @kstreams in Local Slack (T0LOCAL001).'])
    expect(of(findings, 'scopes')).toEqual(['ok: The bot has the 11 that manifest.json asks for.'])
    expect(of(findings, 'app token')).toEqual(['ok: Slack knows it, and lets the bot open sockets.'])
    expect(of(findings, 'clock')).toHaveLength(1)
    expect(slack.workspace.messages).toEqual([])
  })

  it('says of a token that Slack does not know where to get it, and never the token', async () => {
    const { environment } = await slackWithBot()
    const planted = { SLACK_BOT_TOKEN: 'xoxb-planted-1', SLACK_APP_TOKEN: 'xapp-planted-2' }
    const findings = await found({ ...environment, ...planted })
    expect(of(findings, 'bot token')).toEqual([
      'fault: Slack does not know this token (invalid_auth). Copy it from api.slack.com/apps, your app, OAuth & Permissions, Bot User OAuth Token.',
    ])
    expect(of(findings, 'app token')[0]).toMatch(/^fault: .*App-Level Tokens \(scope connections:write\)\.$/)
    expect(of(findings, 'scopes')).toEqual([])
    expect(JSON.stringify(findings)).not.toContain('planted')
  })

  it('knows an app that was removed, and a token of another kind', async () => {
    const { slack, environment } = await slackWithBot()
    slack.uninstall()
    slack.failWith('apps.connections.open', 'not_allowed_token_type')
    const findings = await found(environment)
    expect(of(findings, 'bot token')[0]).toMatch(
      /^fault: The app was removed .*\(account_inactive\)\. Install/,
    )
    expect(of(findings, 'app token')[0]).toMatch(/^fault: This is a token of another kind/)
  })

  it.each([
    ['token_revoked', /^fault: This token was revoked .* Install the app again/],
    ['token_expired', /^fault: .*token rotation is on .* make a new app/],
    ['org_login_required', /^fault: The workspace does not let the app in .* Ask an admin/],
    ['ratelimited', /^warning: Slack does not answer that now \(ratelimited\)\. Try again/],
    ['never_heard_of', /^fault: Slack refuses it \(never_heard_of\)\. docs\.slack\.dev explains/],
  ])('has words for %s', async (error, words) => {
    const { slack, environment } = await slackWithBot()
    slack.failWith('auth.test', error)
    expect(of(await found(environment), 'bot token')[0]).toMatch(words)
  })

  it('names scopes that the bot lacks, and those that it does not need', async () => {
    const { slack, environment } = await slackWithBot()
    slack.workspace.scopes = slack.workspace.scopes.filter(
      (scope) => !/^(links:read|users:read)$/.test(scope),
    )
    const [lacking] = of(await found(environment), 'scopes')
    expect(lacking).toMatch(/^fault: The bot lacks links:read, users:read, which .* install the app again/)
    slack.workspace.scopes.push('links:read', 'users:read', 'files:read')
    const [spare] = of(await found(environment), 'scopes')
    expect(spare).toMatch(/^warning: The bot may do more than it needs: files:read\. Take/)
  })

  it('asks for connections:write by its name', async () => {
    const { slack, environment } = await slackWithBot()
    slack.failWith('apps.connections.open', 'missing_scope')
    expect(of(await found(environment), 'app token')[0]).toMatch(
      /^fault: It lacks the scope connections:write\./,
    )
  })

  it('says where the bot is not in a channel that the settings name', async () => {
    const { slack, environment } = await slackWithBot()
    const channels = { DIGEST_CHANNEL: 'C0GENERAL1', SUGGEST_CHANNEL: 'C0RANDOM01' }
    const findings = await found({ ...environment, ...channels })
    expect(of(findings, 'DIGEST_CHANNEL')).toEqual(['ok: The bot is in C0GENERAL1.'])
    expect(of(findings, 'SUGGEST_CHANNEL')).toEqual([
      'fault: The bot is not in C0RANDOM01. Type /invite @kstreams in it.',
    ])
    const other = await found({ ...environment, DIGEST_CHANNEL: 'C0NOWHERE1' })
    expect(of(other, 'DIGEST_CHANNEL')[0]).toMatch(/^fault: There is no channel C0NOWHERE1, or /)
    slack.failWith('conversations.history', 'internal_error')
    const unsure = await found({ ...environment, DIGEST_CHANNEL: 'C0GENERAL1' })
    expect(of(unsure, 'DIGEST_CHANNEL')[0]).toMatch(/^warning: .*not known \(internal_error\)/)
  })

  it.each([
    ...[[0, 'ok'] as const, [50, 'ok'] as const, [-50, 'ok'] as const, [70, 'warning'] as const],
    ...[[-230, 'warning'] as const, [250, 'fault'] as const, [-3600, 'fault'] as const],
  ])('compares the clock with Slack: %i seconds off is %s', async (seconds, level) => {
    const { environment } = await slackWithBot()
    const now = () => Date.now() + seconds * SECOND_MS
    const [clock] = (await found(environment, { now })).filter(({ check }) => check === 'clock')
    expect(clock?.level).toBe(level)
    if (level === 'ok') return
    const said = Number(/It is (\d+) seconds/.exec(clock?.found ?? '')?.[1])
    expect(Math.abs(said - Math.abs(seconds))).toBeLessThanOrEqual(2)
    expect(clock?.found).toContain(seconds > 0 ? 'ahead of' : 'behind')
    expect(clock?.remedy).toContain('Set the clock')
  })

  it('says once that Slack cannot be reached, and goes on with the rest', async () => {
    const { slack, environment } = await slackWithBot()
    await slack.close()
    const findings = await found(environment)
    expect(of(findings, 'Slack')).toEqual([
      `fault: ${slack.apiUrl} cannot be reached (ECONNREFUSED). Tokens, channels and the clock were not looked at. Check the network, a proxy, SLACK_API_URL, and status.slack.com.`,
    ])
    expect(findings.map(({ check }) => check)).toEqual([
      'Node.js',
      'settings',
      'Slack',
      'database',
      'catalogue',
    ])
  })

  it.each<[string, RequestListener, RegExp]>([
    ['a page', (_, answer) => answer.end('<html>'), /HTTP 200, and not as Slack does/],
    ['null', (_, answer) => answer.end('null'), /HTTP 200, and not as Slack does/],
    [
      'a way to somewhere else',
      (_, answer) => answer.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
      /HTTP 302/,
    ],
    [
      'half an answer',
      (_, answer) => answer.writeHead(200, { 'content-length': 99 }).write('{', () => answer.destroy()),
      /cannot be reached \(\w+\)/,
    ],
  ])('takes %s for no answer of Slack', async (_, listener, words) => {
    const { environment } = await slackWithBot()
    const url = `${await serve(listener)}/`
    const [line] = of(await found({ ...environment, SLACK_API_URL: url }), 'Slack')
    expect(line).toMatch(words)
  })

  it('says that an answer was lost on its way, which is no fault of the token', async () => {
    const { slack, environment } = await slackWithBot()
    slack.loseAnswer('auth.test')
    slack.failHttp('apps.connections.open', 503)
    const findings = await found(environment)
    expect(of(findings, 'bot token')[0]).toMatch(/^warning: Slack did not say whether it is right/)
    expect(of(findings, 'app token')[0]).toMatch(/^warning: .*HTTP 503/)
  })
})
