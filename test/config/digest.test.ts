import { describe, expect, it } from 'vitest'
import { readSettings } from '../../src/config.ts'

const tokens = { SLACK_BOT_TOKEN: 'xoxb-1', SLACK_APP_TOKEN: 'xapp-1' }
const faultsOf = (environment: Record<string, string>) => {
  const settings = readSettings(environment)
  return settings.kind === 'faulty' ? settings.faults : []
}

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

  // Whether the time itself is right is not said: without a channel nobody waits for it.
  it.each([
    ['DIGEST_TIME', '9am'],
    ['DIGEST_DAYS', 'daily'],
    ['DIGEST_TIMEZONE', 'Mars'],
  ])('needs a channel where %s is %s, and says nothing else', (name, value) => {
    expect(digestOf({ [name]: value })).toEqual([
      `${name} is set, but DIGEST_CHANNEL is not: set it, or remove ${name}. Copy the ID of the channel from the end of its details in Slack; it looks like C0123456789.`,
    ])
  })

  it('names all that need a channel at once', () => {
    expect(digestOf({ DIGEST_TIME: '25:00', DIGEST_DAYS: 'daily', DIGEST_MANAGERS: 'me' })).toEqual([
      expect.stringMatching(
        /^DIGEST_TIME and DIGEST_DAYS are set, but .* remove DIGEST_TIME and DIGEST_DAYS\. /,
      ),
      expect.stringMatching(/^DIGEST_MANAGERS is none of/),
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
