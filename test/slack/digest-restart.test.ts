import { describe, expect, it } from 'vitest'
import { planSlot } from '../../src/digest/plan.ts'
import { claimDue } from '../../src/store/deliveries.ts'
import { catalogue } from '../catalogue.ts'
import { type AppSettings, connectBot } from './bot.ts'
import {
  BRISK,
  cardsIn,
  databaseFile,
  MONDAY,
  type Scene,
  sceneOf,
  startScene,
  TUESDAY,
  titleOf,
} from './digest-scene.ts'

const POST = 'chat.postMessage'
// A claim that nobody works on is taken over soon.
const runner = { ...BRISK, leaseMs: 100 }

/** A digest in #general that is due on Monday at nine, and a way to start the bot once more. */
async function startKept() {
  const { url: DATABASE_URL, use } = await databaseFile()
  const environment = { DATABASE_URL }
  const first = await startScene({ environment })
  await first.type('9am weekdays Berlin')
  const again = async (settings: AppSettings = {}): Promise<Scene> => {
    const { slack, clock } = first
    return sceneOf(await connectBot(slack, { environment, now: clock.now, runner, ...settings }), clock)
  }
  return { first, again, use }
}

/** Claims what is due as a run of the app does that is killed right after. */
async function claimAndDie({ first, use }: Awaited<ReturnType<typeof startKept>>): Promise<string> {
  await first.close()
  first.clock.turnTo(MONDAY)
  const { slack, clock } = first
  const [claimed] = await use((database) =>
    claimDue(database, {
      ...{ team: slack.workspace.team.id, now: clock.now(), limit: 10, owner: 'a run that was killed' },
      plan: (subscription, shown) => planSlot(subscription, shown, catalogue, clock.now(), 60_000),
    }),
  )
  return claimed?.delivery.id ?? 'none'
}

describe('a bot that is stopped and started again', () => {
  it('goes on with the round', async () => {
    const { first, again } = await startKept()
    first.clock.turnTo(MONDAY)
    await first.cards(1)
    await first.close()
    const second = await again()
    expect(await second.type('status')).toMatch(
      /\nNext: Tue 24 Nov, 09:00 CET\nLast: Mon 23 Nov, 09:00 CET, “/,
    )
    second.clock.turnTo(TUESDAY)
    const [one, other] = (await second.cards(2)).map(titleOf)
    expect(other).not.toBe(one)
    expect(await second.type('status')).toContain(`${catalogue.useCases.length - 2} of `)
  })

  it('posts nothing a second time, not even a command that Slack delivers again', async () => {
    const { first, again } = await startKept()
    const { slack } = first
    const delivery = await slack.command({ text: 'digest now', user: 'grace' })
    await first.cards(1)
    await slack.answers(delivery, 1)
    await first.close()
    const { clock } = await again()
    const redelivered = await slack.redeliver(delivery)
    const [answer] = await slack.answers(redelivered)
    expect(answer?.text).toMatch(/^Sent to <#C0GENERAL1>: “/)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })

  it('brings what became due meanwhile', async () => {
    const { first, again } = await startKept()
    await first.close()
    first.clock.turnTo('2026-11-23T09:45+01:00')
    const { type, cards } = await again()
    await cards(1)
    expect(await type('status')).toMatch(/\nLast: Mon 23 Nov, 09:45 CET, late, “/)
  })
})

describe('a claim that a killed run left behind', () => {
  it('is taken over and posted, once', async () => {
    const kept = await startKept()
    await claimAndDie(kept)
    const { slack, clock, cards } = await kept.again()
    await cards(1)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })

  it('is found in the channel where it was posted already', async () => {
    const kept = await startKept()
    const delivery = await claimAndDie(kept)
    const { slack, log } = kept.first
    const metadata = { event_type: 'kstreams_digest', event_payload: { delivery } }
    const body = new URLSearchParams({
      ...{ token: slack.botToken, channel: 'C0GENERAL1', text: 'posted before it was killed' },
      metadata: JSON.stringify(metadata),
    })
    await fetch(`${slack.apiUrl}${POST}`, { method: 'POST', body })
    const second = await kept.again()
    await second.logged('digest sent')
    await second.clock.looks()
    expect(cardsIn(slack).map(({ text }) => text)).toEqual(['posted before it was killed'])
    expect(log()).not.toContain('digest sent')
  })

  it('is not taken from a run that is still at it', async () => {
    const kept = await startKept()
    const { slack, clock } = kept.first
    const other = await kept.again({ runner: BRISK })
    slack.slow(POST, 200)
    clock.turnTo(MONDAY)
    await Promise.race([kept.first.logged('digest sent'), other.logged('digest sent')])
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
    expect((kept.first.log() + other.log()).match(/digest (?:sent|skipped|failed)/g)).toHaveLength(1)
    expect(slack.calls.filter(({ method }) => method === 'conversations.history')).toHaveLength(1)
  })
})

describe('a bot that is told to stop in the middle of a post', () => {
  it('waits for the answer, and the next run knows of the card', async () => {
    const { first, again } = await startKept()
    const { slack, clock } = first
    slack.slow(POST, 150)
    clock.turnTo(MONDAY)
    await first.cards(1)
    await first.close()
    expect(first.log()).toContain('digest sent')
    const second = await again()
    expect(await second.type('status')).toMatch(/\nLast: Mon 23 Nov, 09:00 CET, “/)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
  })
})

describe('the log', () => {
  it('holds no text of a message, no token and no name of a person', async () => {
    const { first } = await startKept()
    const { slack, clock, type, cards, log } = first
    await type('9am planted words')
    await type('pause until planted')
    slack.failWith('users.info', 'internal_error')
    await slack.answers(await slack.mention({ text: 'digest topic:planted', user: 'ada' }))
    slack.failWith(POST, 'msg_too_long')
    slack.loseAnswer(POST)
    slack.rejectBlocks(['card'])
    clock.turnTo(MONDAY)
    const [card] = await cards(1)
    slack.rejectBlocks([])
    slack.leave({ user: slack.workspace.app.botUserId, channel: 'general' })
    clock.turnTo(TUESDAY)
    await first.logged('digest stopped')
    const title = titleOf(card ?? { text: 'none' }).split(':')[0]
    expect(log()).not.toMatch(/planted|[Gg]race\b|[Aa]da\b|Lovelace|Hopper|interesting|weekdays|Europe/)
    expect(log()).not.toMatch(/xox[a-z]-|xapp-|hooks\.slack/)
    expect(log()).not.toContain(title)
  })
})

const GENERAL = 'C0GENERAL1'
const NINE = { DIGEST_CHANNEL: GENERAL, DIGEST_TIMEZONE: 'Europe/Berlin' }
const asAda = { user: 'ada' }

/** The same workspace, clock and database with other variables, as after a restart. */
async function restart({ slack, clock, close }: Scene, environment: Record<string, string>): Promise<Scene> {
  await close()
  return sceneOf(await connectBot(slack, { environment, now: clock.now, runner: BRISK }), clock)
}

/** A bot with these variables, and a function that starts it again with others. */
async function startPreset(environment: Record<string, string>) {
  const { url: DATABASE_URL } = await databaseFile()
  const first = await startScene({ environment: { ...environment, DATABASE_URL } })
  let present = first
  const again = async (changed: Record<string, string>) => {
    present = await restart(present, { ...changed, DATABASE_URL })
    return present
  }
  return { first, again }
}

describe('DIGEST_CHANNEL', () => {
  it('brings a digest with no click: weekdays at nine, in UTC unless told otherwise', async () => {
    const { clock, type, cards, lines } = await startScene({ environment: { DIGEST_CHANNEL: GENERAL } })
    expect(lines()).toEqual([])
    const status = await type('status')
    expect(status).toContain(
      'Digest in <#C0GENERAL1>: weekdays at 09:00 (UTC)\nNext: Mon 23 Nov, 09:00 UTC\n',
    )
    expect(status).toContain('\nSet up by whoever runs this app, in its settings\n')
    expect(status).toContain('\nWho can change it: admins and owners of this workspace\n')
    expect(status).toContain(': Whoever runs this app set it up for weekdays at 09:00 (UTC)\n')
    clock.turnTo('2026-11-23T09:00Z')
    await cards(1)
  })

  it('takes time, days and zone as people write them', async () => {
    const environment = {
      ...NINE,
      DIGEST_TIME: '7.15pm',
      DIGEST_DAYS: 'mon-wed',
      DIGEST_TIMEZONE: 'new york',
    }
    const { type } = await startScene({ environment })
    expect(await type('status')).toContain(
      'Mon, Tue and Wed at 19:15 (America/New_York)\nNext: Mon 23 Nov, 19:15 EST\n',
    )
  })

  it('may be changed by admins alone, and is theirs from then on', async () => {
    const { type } = await startScene({ environment: NINE })
    expect(await type('10am')).toContain('Who can: admins and owners of this workspace')
    expect(await type('10am', asAda)).toContain('Next: Mon 23 Nov, 10:00 CET')
    expect(await type('status')).toContain('\nSet up by ada\n')
  })

  it('says in the log when the bot is not in the channel', async () => {
    const { logged, clock } = await startScene({ environment: { ...NINE, DIGEST_CHANNEL: 'C0RANDOM01' } })
    await logged('invite the bot to the channel of DIGEST_CHANNEL')
    clock.turnTo(MONDAY)
    await logged('"reason":"not_in_channel","msg":"digest stopped"')
  })
})

describe('a restart', () => {
  it('keeps what people changed, as long as the variables stay as they are', async () => {
    const { first, again } = await startPreset(NINE)
    await first.type('17:30 topic:fraud', asAda)
    const { type } = await again(NINE)
    expect(await type('status')).toContain('weekdays at 17:30 (Europe/Berlin), topic Fraud detection\n')
  })

  it('keeps it stopped or paused where a person did that', async () => {
    const { first, again } = await startPreset(NINE)
    await first.type('pause until 1 Dec', asAda)
    const second = await again(NINE)
    expect(await second.type('status')).toContain('\nPaused until Tue 1 Dec. ')
    await second.type('stop', asAda)
    expect(await (await again(NINE)).type('status')).toContain(
      '\nStopped Sun 22 Nov: it was stopped by hand.',
    )
  })

  it('with other variables sets what they say, without a second card on the same day', async () => {
    const { first, again } = await startPreset(NINE)
    await first.type('topic:fraud', asAda)
    first.clock.turnTo(MONDAY)
    await first.cards(1)
    const { slack, clock, type, cards, log } = await again({ ...NINE, DIGEST_TIME: '11:00' })
    expect(log()).toContain('"next":"2026-11-24T10:00:00.000Z"')
    const status = await type('status')
    expect(status).toContain(
      'weekdays at 11:00 (Europe/Berlin), topic Fraud detection\nNext: Tue 24 Nov, 11:00 CET\n',
    )
    expect(status).toContain(': Whoever runs this app changed it to weekdays at 11:00 (Europe/Berlin)')
    clock.turnTo('2026-11-23T11:00+01:00')
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(1)
    clock.turnTo('2026-11-24T11:00+01:00')
    await cards(2)
  })

  it('without the variable stops the digest, with the reason; with it again, it goes on', async () => {
    const { again } = await startPreset(NINE)
    const without = await again({})
    const status = await without.type('status')
    expect(status).toContain(
      '\nStopped Sun 22 Nov: the settings of this app no longer name the channel. Whoever',
    )
    expect(status).toContain(': Whoever runs this app stopped it\n')
    without.clock.turnTo(MONDAY)
    await without.clock.looks()
    expect(cardsIn(without.slack)).toEqual([])
    const back = await again(NINE)
    expect(await back.type('status')).toContain('\nNext: Tue 24 Nov, 09:00 CET\n')
    back.clock.turnTo('2026-11-24T09:00+01:00')
    await back.cards(1)
  })

  it('with another channel moves it there', async () => {
    const { again } = await startPreset(NINE)
    const { type } = await again({ ...NINE, DIGEST_CHANNEL: 'C0STREAM01' })
    expect(await type('status')).toContain('\nStopped Sun 22 Nov: the settings of this app no longer name')
    expect(await type('status', { channel: 'streaming' })).toContain('\nNext: Mon 23 Nov, 09:00 CET\n')
  })

  it('tries once more what Slack made stop', async () => {
    const { first, again } = await startPreset(NINE)
    const { slack, clock } = first
    slack.leave({ user: slack.workspace.app.botUserId, channel: 'general' })
    clock.turnTo(MONDAY)
    await first.logged('digest stopped')
    slack.join({ user: slack.workspace.app.botUserId, channel: 'general' })
    const { type } = await again(NINE)
    expect(await type('status')).toContain('\nNext: Tue 24 Nov, 09:00 CET\n')
  })
})
