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
      config: { slackApiUrl: 'https://slack.com/api/', logLevel: 'info' },
      secrets: { botToken: 'xoxb-1', appToken: 'xapp-1' },
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
