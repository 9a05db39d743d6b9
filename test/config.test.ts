import { describe, expect, it } from 'vitest'
import { readSettings } from '../src/config.ts'

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
const faultsOf = (environment: Record<string, string>) => {
  const settings = readSettings(environment)
  return settings.kind === 'faulty' ? settings.faults : []
}

describe('settings', () => {
  it('takes two tokens, and keeps them apart from what may be logged', () => {
    expect(readSettings(tokens)).toEqual({
      kind: 'slack',
      config: {
        ...{ slackApiUrl: 'https://slack.com/api/', logLevel: 'info' },
        digest: { preset: undefined, managers: 'owner', catchUpMs: 2 * 60 * 60_000 },
        suggest: { channel: undefined, repository: undefined, githubApiUrl: 'https://api.github.com/' },
        ...{ linkCheck: false, requestsPerMinute: 60 },
        serve: {
          ...{ port: 0, host: undefined, publicUrl: undefined, supportContact: undefined },
          ...{ metricsPort: undefined, drainMs: 0 },
        },
      },
      secrets: {
        transport: { kind: 'socket', appToken: 'xapp-1' },
        tenancy: { kind: 'one', botToken: 'xoxb-1' },
        databaseUrl: expect.stringMatching(/^file:.+\/\.kstreams\/kstreams\.db$/),
      },
    })
  })

  it('no token is no fault, unless this is production', () => {
    expect(readSettings({})).toMatchObject({ kind: 'unset', port: 0, config: { logLevel: 'warn' } })
    expect(readSettings({ PORT: '8080', LOG_LEVEL: 'info' })).toMatchObject({
      port: 8080,
      config: { logLevel: 'info' },
    })
    expect(readSettings({ SLACK_BOT_TOKEN: ' ', SLACK_APP_TOKEN: '' }).kind).toBe('unset')
    expect(faultsOf({ NODE_ENV: 'production' })).toEqual([
      'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, and NODE_ENV is production. Set both tokens, or what HTTP needs (.env.example).',
    ])
  })

  it.each([
    ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
    ['SLACK_APP_TOKEN', 'SLACK_BOT_TOKEN'],
  ] as const)('half a set is an error: only %s', (given, lacking) => {
    const [fault, ...others] = faultsOf({ [given]: tokens[given] })
    expect(others).toEqual([])
    expect(fault).toMatch(
      new RegExp(`^${lacking} is not set, but ${given} is\\. Copy it from api\\.slack\\.com/apps`),
    )
  })

  it('lists all faults at once, by name, without repeating a token', () => {
    const faults = faultsOf({
      ...{ SLACK_BOT_TOKEN: 'xoxp-secret', SLACK_APP_TOKEN: 'secret' },
      ...{ SLACK_API_URL: 'http://slack.example/api', LOG_LEVEL: 'loud' },
    })
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual([
      ...['SLACK_API_URL', 'LOG_LEVEL', 'SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN'],
    ])
    expect(faults.join()).not.toContain('secret')
  })

  it.each(['mysql://host/db', 'kstreams.db', 'file:', 'postgres://', 'postgres://u:planted@ho st/db'])(
    'DATABASE_URL is not %s, and is not repeated',
    (url) => {
      const [fault, ...others] = faultsOf({ ...tokens, DATABASE_URL: url })
      expect(others).toEqual([])
      expect(fault).toMatch(/^DATABASE_URL is neither file:PATH nor postgres:/)
      expect(fault).not.toContain('planted')
    },
  )

  it.each(['http://127.0.0.1:3000/api/', 'http://localhost:3000/api', 'https://proxy.example/slack/'])(
    'SLACK_API_URL may be %s',
    (url) => {
      const settings = readSettings({ ...tokens, SLACK_API_URL: url })
      expect(settings.kind === 'slack' && settings.config.slackApiUrl).toBe(url.replace(/\/?$/, '/'))
    },
  )
})

const KEY = Buffer.alloc(32, 7).toString('base64')
const http = { SLACK_SIGNING_SECRET: 'signing' }
const many = {
  ...{ ...http, SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'client', SLACK_STATE_SECRET: 'state' },
  TOKEN_ENCRYPTION_KEY: KEY,
}

describe('HTTP mode', () => {
  it('serves one workspace by its token, on port 3000, and waits for load balancers', () => {
    expect(readSettings({ SLACK_BOT_TOKEN: 'xoxb-1', ...http })).toMatchObject({
      kind: 'slack',
      config: { serve: { port: 3000, drainMs: 3000 } },
      secrets: {
        transport: { kind: 'http', signingSecret: 'signing' },
        tenancy: { kind: 'one', botToken: 'xoxb-1' },
      },
    })
  })

  it('serves all that install it, with the keys that seal their tokens, newest first', () => {
    const older = Buffer.alloc(32, 8)
    const TOKEN_ENCRYPTION_KEY = `${KEY}, ${older.toString('base64')}`
    expect(readSettings({ ...many, TOKEN_ENCRYPTION_KEY })).toMatchObject({
      kind: 'slack',
      secrets: {
        transport: { kind: 'http' },
        tenancy: {
          kind: 'many',
          oauth: {
            ...{ clientId: '1.2', clientSecret: 'client', stateSecret: 'state' },
            keys: [Buffer.alloc(32, 7), older],
          },
        },
      },
    })
  })

  it.each([
    ['SLACK_SIGNING_SECRET', 'api.slack.com/apps'],
    ['SLACK_CLIENT_ID', 'api.slack.com/apps'],
    ['SLACK_CLIENT_SECRET', 'api.slack.com/apps'],
    ['SLACK_STATE_SECRET', 'openssl rand -hex 32'],
    ['TOKEN_ENCRYPTION_KEY', 'openssl rand -base64 32'],
  ])('without %s says where to get it', (name, where) => {
    const [fault, ...others] = faultsOf({ ...many, [name]: '' })
    expect(others).toEqual([])
    expect(fault).toMatch(new RegExp(`^${name} is not set, but SLACK_\\w+ is\\. .*${where}`))
  })

  it.each([
    [{ ...many, SLACK_BOT_TOKEN: 'xoxb-1' }, /^SLACK_BOT_TOKEN and SLACK_CLIENT_ID are both set\./],
    [{ ...tokens, ...http }, /^SLACK_APP_TOKEN and SLACK_SIGNING_SECRET are both set\./],
    [
      { ...many, SLACK_SIGNING_SECRET: '', SLACK_APP_TOKEN: 'xapp-1' },
      /^SLACK_APP_TOKEN and SLACK_CLIENT_ID are both set\. Socket Mode serves one workspace/,
    ],
    [{ ...many, DIGEST_CHANNEL: 'C0123456789' }, /^DIGEST_CHANNEL is for one workspace/],
    [{ ...many, SUGGEST_CHANNEL: 'C0123456789' }, /^SUGGEST_CHANNEL is for one workspace/],
  ])('says what cannot be together', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([expect.stringMatching(fault)])
  })

  it.each(['short', 'AAAA', `${KEY},planted`])('takes no key %s, and does not repeat it', (key) => {
    const faults = faultsOf({ ...many, TOKEN_ENCRYPTION_KEY: key })
    expect(faults).toEqual([expect.stringMatching(/^TOKEN_ENCRYPTION_KEY is not 32 bytes in base64/)])
    expect(faults.join()).not.toContain('planted')
  })
})

describe('the catalogue, and what people suggest for it', () => {
  const given = { ...tokens, GITHUB_TOKEN: 'planted', GITHUB_REPOSITORY: 'acme/awesome.list' }

  it('takes the channel of the reviewers and a repository, and keeps its token apart', () => {
    const settings = readSettings({ ...given, SUGGEST_CHANNEL: 'C0123456789', LINK_CHECK: 'ON' })
    expect(settings).toMatchObject({
      config: { suggest: { channel: 'C0123456789', repository: 'acme/awesome.list' }, linkCheck: true },
      secrets: { githubToken: 'planted' },
    })
    expect(JSON.stringify('config' in settings && settings.config)).not.toContain('planted')
  })

  it('leaves a token alone that is there for something else', () => {
    expect(faultsOf({ GITHUB_TOKEN: 'planted' })).toEqual([])
    expect(faultsOf({ ...tokens, GITHUB_TOKEN: 'planted' })).toEqual([])
  })

  it.each([
    [{ SUGGEST_CHANNEL: '#catalogue' }, 'SUGGEST_CHANNEL is no ID of a channel.'],
    [{ GITHUB_REPOSITORY: 'https://github.com/acme/list' }, 'GITHUB_REPOSITORY is no repository.'],
    [{ GITHUB_API_URL: 'http://github.example/' }, 'GITHUB_API_URL is not an https address'],
    [{ LINK_CHECK: 'weekly' }, 'LINK_CHECK is neither on nor off. Leave it out for off.'],
  ])('says what is wrong with %o', (wrong, said) => {
    const [fault = '', ...others] = faultsOf({ ...given, ...wrong })
    expect(others).toEqual([])
    expect(fault.startsWith(said), fault).toBe(true)
    expect(fault).not.toContain('planted')
  })
})
