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
        linkCheck: false,
      },
      secrets: {
        ...{ botToken: 'xoxb-1', appToken: 'xapp-1' },
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
      'SLACK_BOT_TOKEN and SLACK_APP_TOKEN are not set, and NODE_ENV is production. Set both tokens.',
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

  it.each(['http', '-1', '65536', '1e3', '3.5'])('PORT is not %s', (port) => {
    expect(faultsOf({ PORT: port })).toEqual([
      'PORT is not a number from 0 to 65535. Leave it out for any free port.',
    ])
  })

  it.each(['http://127.0.0.1:3000/api/', 'http://localhost:3000/api', 'https://proxy.example/slack/'])(
    'SLACK_API_URL may be %s',
    (url) => {
      const settings = readSettings({ ...tokens, SLACK_API_URL: url })
      expect(settings.kind === 'slack' && settings.config.slackApiUrl).toBe(url.replace(/\/?$/, '/'))
    },
  )
})

describe('the digest of the environment', () => {
  const digestOf = (environment: Record<string, string>) => {
    const settings = readSettings({ ...tokens, ...environment })
    return settings.kind === 'faulty' ? settings.faults : settings.config.digest
  }
  const weekdays = ['mon', 'tue', 'wed', 'thu', 'fri']

  it('is on weekdays at nine, UTC, unless told otherwise as people write it', () => {
    const DIGEST_CHANNEL = 'C0123456789'
    const preset = { channel: DIGEST_CHANNEL, time: '09:00', days: weekdays, zone: 'UTC' }
    expect(digestOf({ DIGEST_CHANNEL })).toMatchObject({ preset })
    expect(digestOf({ DIGEST_CHANNEL, DIGEST_TIME: ' ', DIGEST_DAYS: '' })).toMatchObject({ preset })
    const told = { DIGEST_TIME: '5.30 pm', DIGEST_DAYS: 'Mon-Wed', DIGEST_TIMEZONE: 'new york' }
    expect(digestOf({ DIGEST_CHANNEL, ...told })).toMatchObject({
      preset: { time: '17:30', days: ['mon', 'tue', 'wed'], zone: 'America/New_York' },
    })
  })

  it('names every fault at once, with what to write instead', () => {
    const faults = faultsOf({
      ...tokens,
      ...{
        DIGEST_CHANNEL: '#general',
        DIGEST_TIME: '25:00',
        DIGEST_DAYS: 'someday',
        DIGEST_TIMEZONE: 'Mars',
      },
      ...{ DIGEST_MANAGERS: 'me', DIGEST_CATCH_UP: 'long', LOG_LEVEL: 'loud' },
    })
    expect(faults).toEqual([
      expect.stringMatching(/^LOG_LEVEL /),
      'DIGEST_TIME is no time of day. Write it as 09:00 or 9am.',
      'DIGEST_DAYS are no days of the week. Write weekdays, daily, or mon,wed,fri.',
      'DIGEST_TIMEZONE is no time zone. Write it as Europe/Berlin.',
      'DIGEST_MANAGERS is none of anyone, owner, admins. Leave it out for owner.',
      'DIGEST_CATCH_UP is no number of hours from 0 to 23.',
      'DIGEST_CHANNEL is no ID of a channel. Copy the ID of the channel from the end of its details in Slack; it looks like C0123456789.',
    ])
  })

  it.each(['DIGEST_TIME', 'DIGEST_DAYS', 'DIGEST_TIMEZONE'])('needs a channel where %s is set', (name) => {
    const value = { DIGEST_TIME: '9am', DIGEST_DAYS: 'daily', DIGEST_TIMEZONE: 'Berlin' }[name] ?? ''
    expect(digestOf({ [name]: value })).toEqual([
      expect.stringMatching(new RegExp(`^${name} is set, but DIGEST_CHANNEL is not\\. Copy the ID`)),
    ])
  })

  it.each([
    ['12', 12 * 60],
    ['0.5', 30],
    // What comes within ten minutes is not late yet.
    ['0', 10],
  ])('may be %s hours late', (hours, minutes) => {
    expect(digestOf({ DIGEST_CATCH_UP: hours })).toMatchObject({ catchUpMs: minutes * 60_000 })
  })

  it.each(['24', '-1', 'NaN', 'Infinity'])('may not be %s hours late', (hours) => {
    expect(digestOf({ DIGEST_CATCH_UP: hours })).toEqual([
      expect.stringMatching(/^DIGEST_CATCH_UP is no number/),
    ])
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
