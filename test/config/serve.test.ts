import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/config.ts'

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
const many = {
  ...{ SLACK_SIGNING_SECRET: 'signing', SLACK_CLIENT_ID: '1.2', SLACK_CLIENT_SECRET: 'client' },
  ...{ SLACK_STATE_SECRET: 'state', TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') },
}
const faultsOf = (environment: Record<string, string>) => {
  const settings = readSettings(environment)
  return settings.kind === 'faulty' ? settings.faults : []
}

describe('where the bot listens, and how it is reached', () => {
  it('listens and is reached as it is told', () => {
    const serve = {
      ...{ PORT: '8080', HOST: '127.0.0.1', PUBLIC_URL: 'https://bot.example.com/' },
      ...{ SUPPORT_CONTACT: 'help@example.com', METRICS_PORT: '9464', DRAIN_SECONDS: '20' },
    }
    expect(readSettings({ ...many, ...serve })).toMatchObject({
      config: {
        serve: {
          ...{ port: 8080, host: '127.0.0.1', publicUrl: 'https://bot.example.com' },
          ...{ supportContact: 'help@example.com', metricsPort: 9464, drainMs: 20_000 },
        },
      },
    })
  })

  it.each(['http', '-1', '65536', '1e3', '3.5'])('PORT is not %s', (port) => {
    expect(faultsOf({ PORT: port })).toEqual([
      'PORT is not a number from 0 to 65535. Leave it out for any free port.',
    ])
  })

  it.each([
    ['PUBLIC_URL', 'http://bot.example.com'],
    ['PUBLIC_URL', 'bot'],
    ['SUPPORT_CONTACT', 'javascript:alert(1)'],
    ['SUPPORT_CONTACT', 'me'],
    ['METRICS_PORT', '70000'],
    ['DRAIN_SECONDS', '-1'],
    ['REQUESTS_PER_MINUTE', 'many'],
  ])('%s is not %s', (name, value) => {
    expect(faultsOf({ ...many, [name]: value })).toEqual([expect.stringMatching(new RegExp(`^${name} is n`))])
  })

  it.each([
    ['/foo', 'a path'],
    ['/foo/?a=b', 'a path'],
    ['/?a=b', 'something after ? or #'],
    ['#top', 'something after ? or #'],
  ])('PUBLIC_URL does not end in %s', (end, what) => {
    expect(faultsOf({ ...many, PUBLIC_URL: `https://bot.example.com${end}` })).toEqual([
      `PUBLIC_URL has ${what}. Write it as https://bot.example.com: what is behind it must be the bot itself.`,
    ])
  })

  it('PUBLIC_URL has no password, and it is not repeated', () => {
    const faults = faultsOf({ ...many, PUBLIC_URL: 'https://me:planted@bot.example.com' })
    expect(faults).toEqual([expect.stringMatching(/^PUBLIC_URL has a user or a password\. Write it as/)])
    expect(faults.join()).not.toContain('planted')
  })

  it.each(['https://bot.example.com', 'https://bot.example.com//', 'https://Bot.example.com:443/'])(
    'PUBLIC_URL may be %s',
    (url) => {
      expect(readSettings({ ...many, PUBLIC_URL: url })).toMatchObject({
        config: { serve: { publicUrl: 'https://bot.example.com' } },
      })
    },
  )

  it.each([
    [{ ...many, PORT: '8080', METRICS_PORT: '8080' }, 'PORT and METRICS_PORT are both 8080.'],
    [{ ...many, METRICS_PORT: '3000' }, 'PORT (not set) and METRICS_PORT are both 3000.'],
    [{ PORT: '8080', METRICS_PORT: '8080' }, 'PORT and METRICS_PORT are both 8080.'],
  ])('has two ports that differ', (environment, fault) => {
    expect(faultsOf(environment)).toEqual([`${fault} Set one of them to another port.`])
  })

  it.each([
    { ...many, PORT: '0', METRICS_PORT: '0' },
    { ...tokens, PORT: '8080', METRICS_PORT: '8080' },
  ])('takes any free ports, and one that Socket Mode does not use', (environment) => {
    expect(faultsOf(environment)).toEqual([])
  })
})
