import { describe, expect, it } from 'vitest'
import { matchingUseCases } from '../../src/digest/pick.ts'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { catalogue } from '../catalogue.ts'
import { connectBot } from './bot.ts'
import {
  BRISK,
  cardsIn,
  createClock,
  idOf,
  MONDAY,
  type Scene,
  sceneOf,
  startScene,
  TUESDAY,
  titleOf,
} from './digest-scene.ts'

const POST = 'chat.postMessage'

/** A digest in #general, due on Monday at nine. */
async function startDigest(options: Parameters<typeof startScene>[0] = {}): Promise<Scene> {
  const scene = await startScene(options)
  await scene.type('9am weekdays Berlin')
  return scene
}

/** Sees that there is one card, and that there stays one. */
async function expectOne({ slack, clock, cards }: Scene): Promise<void> {
  await cards(1)
  await clock.looks()
  expect(cardsIn(slack)).toHaveLength(1)
}

describe('what passes by itself', () => {
  it.each<[string, (slack: LocalSlack) => void]>([
    ['an error of Slack’s own', (slack) => slack.failWith(POST, 'internal_error')],
    ['several in a row', (slack) => slack.failWith(POST, 'fatal_error', { times: 3 })],
    ['a server in front of Slack', (slack) => slack.failHttp(POST, 503, { times: 2 })],
    ['the same after it was posted', (slack) => slack.failHttp(POST, 502, { carriedOut: true })],
    ['an answer that is lost', (slack) => slack.loseAnswer(POST)],
    ['a lost answer, and no history just then', loseBoth],
  ])('%s: is tried again until there is one card', async (_, fail) => {
    const scene = await startDigest()
    fail(scene.slack)
    scene.clock.turnTo(MONDAY)
    await scene.logged('digest sent')
    await expectOne(scene)
    expect(scene.log()).toContain('digest waits for another attempt')
    expect(await scene.type('status')).toMatch(/\nLast: Mon 23 Nov, 09:00 CET, “.+”\n/)
    expect(scene.notes('grace')).toEqual([])
  })

  it('a 429: waits as long as Slack says, and says meanwhile that it is trying', async () => {
    const scene = await startDigest()
    const { slack, clock, type } = scene
    slack.rateLimit(POST, { retryAfterSeconds: 1 })
    clock.turnTo(MONDAY)
    const started = performance.now()
    await scene.logged('digest waits for another attempt')
    expect(await type('status')).toMatch(
      /\nLast: Mon 23 Nov, 09:00 CET, still trying, “.+”: Slack asked me to wait\. Nothing to do: I go on by myself\.\n/,
    )
    await expectOne(scene)
    expect(performance.now() - started).toBeGreaterThan(950)
    expect(slack.calls.filter(({ method, status }) => method === POST && status === 429)).toHaveLength(1)
  })

  it('a Slack that cannot be reached: the card comes when it can', async () => {
    const clock = createClock()
    const slack = await startLocalSlack({ now: clock.now })
    const bot = await connectBot(slack, { now: clock.now, runner: BRISK })
    const scene = sceneOf(bot, clock)
    await scene.type('9am weekdays Berlin')
    await slack.close()
    clock.turnTo(MONDAY)
    await scene.logged('unreachable')
    const port = Number(new URL(slack.url).port)
    const again = await startLocalSlack({ now: clock.now, port, saved: slack.save() })
    await expectOne(sceneOf({ ...bot, slack: again }, clock))
    await bot.close()
    await again.close()
  })
})

describe('a card whose answer was lost', () => {
  it('is found by its metadata below many newer messages, by a bot whose clock is hours off', async () => {
    const clock = createClock()
    const slack = await startLocalSlack({ now: () => clock.now() - 7 * 60 * 60_000 })
    const bot = await connectBot(slack, { now: clock.now, runner: BRISK })
    const scene = sceneOf(bot, clock)
    await scene.type('9am weekdays Berlin')
    // A card before it, so that the search has a place to begin.
    await scene.type('now')
    slack.loseAnswer(POST)
    slack.failWith('conversations.history', 'internal_error', { times: 2 })
    const stop = slack.onChange((change) => {
      if (change.kind !== 'message' || !change.write.message.metadata) return
      stop()
      for (let number = 0; number < 450; number++) void slack.say({ text: `newer ${number}`, user: 'ada' })
    })
    clock.turnTo(MONDAY)
    await bot.logged('digest sent', 2)
    await clock.looks()
    expect(cardsIn(slack)).toHaveLength(2)
    const pages = slack.calls.filter((call) => call.arguments['cursor'] !== undefined)
    expect(pages.length).toBeGreaterThanOrEqual(2)
    await bot.close()
    await slack.close()
  })

  it('is not sent a second time where the history may not be read, and the status says so', async () => {
    const scene = await startDigest()
    const { slack, clock, type, cards } = scene
    const { scopes } = slack.workspace
    slack.loseAnswer(POST)
    scopes.splice(scopes.indexOf('channels:history'), 1)
    clock.turnTo(MONDAY)
    await scene.logged('digest failed')
    await expectOne(scene)
    expect(await type('status')).toMatch(
      /\nLast: Mon 23 Nov, 09:00 CET, perhaps sent, “.+”: Slack did not say whether it arrived\. I did not send it a second time, so that nobody reads it twice\.\n/,
    )
    // It counts as shown, since people may have read it.
    clock.turnTo(TUESDAY)
    const [first, second] = await cards(2)
    expect(first && second && titleOf(first)).not.toBe(second && titleOf(second))
  })
})

describe('a card that Slack refuses', () => {
  it.each([
    ['msg_too_long', 'something failed (msg_too_long). Whoever runs this app finds more in its log.'],
    ['strange_new_error', 'something failed (strange_new_error). Whoever runs this app finds more'],
  ])('for %s is given up after three tries; the next day is another', async (error, reason) => {
    const scene = await startDigest()
    const { slack, clock, type } = scene
    slack.failWith(POST, error, { times: 3 })
    clock.turnTo(MONDAY)
    await scene.logged('digest failed')
    const status = await type('status')
    expect(status).toContain(reason)
    expect(status).toMatch(/\nLast: Mon 23 Nov, 09:00 CET, failed, “.+”: /)
    expect(status).toContain('\nNext: Tue 24 Nov, 09:00 CET\n')
    const [, title] = /failed, “(.+)”: /.exec(status) ?? []
    clock.turnTo(TUESDAY)
    await expectOne(scene)
    // Another one, which Slack may take; the first has not been seen, and stays in the round.
    expect(cardsIn(slack).map(titleOf)[0]).not.toContain(title)
    expect(await type('status')).toContain(`${catalogue.useCases.length - 1} of `)
  })
})

describe('a bot that was away', () => {
  it('brings a card late within two hours, and says that it was late', async () => {
    const scene = await startDigest()
    scene.clock.turnTo('2026-11-23T10:59+01:00')
    await expectOne(scene)
    expect(await scene.type('status')).toMatch(/\nLast: Mon 23 Nov, 10:59 CET, late, “.+”\n/)
  })

  it('leaves out what is later than that, logs it, and says so', async () => {
    const scene = await startDigest()
    const { slack, clock, type, cards } = scene
    clock.turnTo('2026-11-23T11:01+01:00')
    await scene.logged('"reason":"missed","msg":"digest skipped"')
    expect(await type('status')).toContain(
      '\nLast: Mon 23 Nov, 09:00 CET, skipped: I was not running, or could not reach Slack, until it was too late. Nothing to do: the next digest comes as planned.\n',
    )
    expect(await type('status')).toContain('\nNext: Tue 24 Nov, 09:00 CET\n')
    expect(cardsIn(slack)).toEqual([])
    clock.turnTo(TUESDAY)
    await cards(1)
  })

  it('brings one card after a week, not five', async () => {
    const scene = await startDigest()
    scene.clock.turnTo('2026-11-30T09:30+01:00')
    await expectOne(scene)
    expect(await scene.type('status')).toContain('\nNext: Tue 1 Dec, 09:00 CET\n')
  })

  it.each([
    ['0.5', '2026-11-23T09:29+01:00', '2026-11-24T09:31+01:00'],
    ['0', '2026-11-23T09:01+01:00', '2026-11-24T09:11+01:00'],
  ])('goes by DIGEST_CATCH_UP=%s', async (hours, within, beyond) => {
    const scene = await startDigest({ environment: { DIGEST_CATCH_UP: hours } })
    scene.clock.turnTo(within)
    await expectOne(scene)
    scene.clock.turnTo(beyond)
    await scene.logged('digest skipped')
    expect(cardsIn(scene.slack)).toHaveLength(1)
  })
})

describe('a channel', () => {
  it('does not wait for a note to the owner of another', async () => {
    const scene = await startScene()
    const { slack, clock, type } = scene
    await type('9am weekdays Berlin topic:fraud')
    await type('9am weekdays Berlin', { channel: 'streaming' })
    const all = matchingUseCases(catalogue, { industries: [], topics: ['fraud-detection'] })
    for (const _ of all) await type('now')
    slack.slow(POST, 4000)
    clock.turnTo(MONDAY)
    await slack.until('the card', () => cardsIn(slack, 'streaming')[0], { timeoutMs: 3000 })
    await scene.logged('"reason":"nothing-new","msg":"digest skipped"')
  })

  it('is not held up by the trouble of another', async () => {
    const scene = await startDigest()
    const { slack, clock, type, cards } = scene
    await type('9am weekdays Berlin', { channel: 'streaming' })
    const out = slack.workspace.channels.find(({ id }) => id === idOf(slack, 'general'))
    if (out) out.is_archived = true
    clock.turnTo(MONDAY)
    await cards(1, 'streaming')
    expect(cardsIn(slack)).toEqual([])
  })
})

function loseBoth(slack: LocalSlack): void {
  slack.loseAnswer(POST)
  slack.failWith('conversations.history', 'internal_error')
}

const INVITE = 'Type /invite @kstreams there, then /kstreams digest resume.'

const bot = ({ workspace }: LocalSlack) => workspace.app.botUserId

/** A digest of grace's in the private #streaming and the public #general, due on Monday at nine. */
async function startDigests(): Promise<Scene> {
  const scene = await startScene()
  for (const channel of ['general', 'streaming']) await scene.type('9am weekdays Berlin', { channel })
  return scene
}

/** Resolves with the notes to grace when there are so many. */
const notesToGrace = ({ slack, notes }: Scene, n: number) =>
  slack.until(`${n} notes`, () => (notes('grace').length >= n ? notes('grace') : undefined))

describe('a channel that is out of reach', () => {
  it.each<[string, string, (slack: LocalSlack, channel: string) => void, string]>([
    [
      'archived',
      'general',
      archive,
      'the channel was archived. Unarchive it, then type /kstreams digest resume',
    ],
    ['left', 'general', leave, `I am not in the channel. ${INVITE}`],
    [
      'left and private',
      'streaming',
      leave,
      `the channel is gone, or I can no longer see it. If it still exists, t`,
    ],
  ])('since it is %s, stops its digest with the reason, and the owner is told once', async (...at) => {
    const [, channel, trouble, reason] = at
    const scene = await startDigests()
    const { slack, clock, cards, log } = scene
    const other = channel === 'general' ? 'streaming' : 'general'
    trouble(slack, channel)
    clock.turnTo(MONDAY)
    const [note] = await notesToGrace(scene, 1)
    expect(note).toContain(
      `The digest in <#${channel === 'general' ? 'C0GENERAL1' : 'C0STREAM01'}> has stopped: `,
    )
    expect(note).toContain(reason)
    expect(note).toMatch(/\nYou get this note once, since you set the digest up\.$/)
    expect(log()).toContain('"msg":"digest stopped"')
    clock.turnTo(TUESDAY)
    await cards(2, other)
    expect(cardsIn(slack, channel)).toEqual([])
    expect(scene.notes('grace')).toHaveLength(1)
  })

  it('since only some people may post there, does the same', async () => {
    const scene = await startScene()
    await scene.type('9am weekdays Berlin')
    restrict(scene.slack)
    scene.clock.turnTo(MONDAY)
    const [note] = await notesToGrace(scene, 1)
    expect(note).toContain(
      'only some people may post in the channel. Ask somebody who manages it to let me post',
    )
    expect(await scene.type('status')).toContain('\nStopped Mon 23 Nov: only some people may post')
  })

  it('goes on by resume once it is unarchived; the status says meanwhile what happened', async () => {
    const scene = await startDigests()
    const { slack, clock, type, cards } = scene
    archive(slack, 'general')
    clock.turnTo(MONDAY)
    await notesToGrace(scene, 1)
    slack.archive({ user: 'ada', channel: 'general', archived: false })
    const status = await type('status')
    expect(status).toContain(
      '\nStopped Mon 23 Nov: the channel was archived. Unarchive it, then type /kstreams',
    )
    expect(status).toMatch(/\nLast: Mon 23 Nov, 09:00 CET, failed, “[^”]+”\n/)
    expect(await type('list')).toContain(
      '• <#C0GENERAL1>: weekdays at 09:00 (Europe/Berlin). Stopped: the channel',
    )
    expect(await type('resume')).toContain('Next: Tue 24 Nov, 09:00 CET')
    clock.turnTo(TUESDAY)
    await cards(1)
  })

  it.each(['general', 'streaming'])(
    'goes on by resume once the bot is invited again to #%s',
    async (channel) => {
      const scene = await startDigests()
      const { slack, clock, type, cards, lines } = scene
      leave(slack, channel)
      clock.turnTo(MONDAY)
      await notesToGrace(scene, 1)
      expect(await type('resume', { channel })).toContain(
        'I am not in this channel yet. Type /invite @kstreams',
      )
      slack.join({ user: bot(slack), channel })
      expect(await type('resume', { channel })).toContain('Next: Tue 24 Nov, 09:00 CET')
      expect(lines(channel).at(-1)).toBe(
        'grace resumed the digest. Next: Tue 24 Nov, 09:00 CET. To stop it: /kstreams digest stop',
      )
      clock.turnTo(TUESDAY)
      await cards(1, channel)
    },
  )

  it('is told to who asks for a card at once', async () => {
    const { slack, type, notes } = await startDigests()
    leave(slack, 'general')
    expect(await type('now')).toContain('I am not in this channel yet. Type /invite @kstreams')
    slack.join({ user: bot(slack), channel: 'general' })
    restrict(slack)
    expect(await type('now')).toContain('\nStopped Sun 22 Nov: only some people may post in the channel.')
    expect(notes('grace')).toHaveLength(1)
  })
})

describe('an app that is removed from the workspace', () => {
  const revoked = (slack: LocalSlack) => ({ type: 'tokens_revoked', tokens: { bot: [bot(slack)] } })

  it('stops all digests, tries to write to nobody, and goes on by resume when it is there again', async () => {
    const scene = await startDigests()
    const { slack, clock, type, cards } = scene
    const posts = () => slack.calls.filter(({ method }) => method === 'chat.postMessage').length
    const before = posts()
    slack.uninstall()
    await scene.logged('digest stopped', 2)
    clock.turnTo(MONDAY)
    await clock.looks()
    expect(posts()).toBe(before)
    slack.install()
    expect(await type('status')).toContain(
      '\nStopped Sun 22 Nov: the app was removed from the workspace. Once it is installed again, type /kstreams digest resume in the channel.\n',
    )
    expect(await type('list')).toMatch(/(Stopped: the app was removed from the workspace\n?.*){2}/)
    expect(await type('resume')).toContain('Next: Tue 24 Nov, 09:00 CET')
    clock.turnTo(TUESDAY)
    await cards(1)
    expect(cardsIn(slack, 'streaming')).toEqual([])
  })

  it('stops them once, whichever event comes first', async () => {
    const { slack, type, log, logged } = await startDigests()
    await (await slack.event(revoked(slack))).acked
    await (await slack.event({ type: 'app_uninstalled' })).acked
    await logged('digest stopped')
    expect(await type('status')).toContain(
      '\nStopped Sun 22 Nov: my access to this workspace was taken away. ',
    )
    expect(log().match(/digest stopped/g)).toHaveLength(2)
  })

  it('is not what the revoked token of a person means', async () => {
    const { slack, type } = await startDigests()
    const tokens = { oauth: ['U0GRACE001'], bot: [] }
    await (await slack.event({ type: 'tokens_revoked', tokens })).acked
    expect(await type('status')).toContain('\nNext: Mon 23 Nov, 09:00 CET\n')
  })

  it('is found out when posting fails, where no event told of it', async () => {
    const scene = await startDigests()
    const { slack, clock, type } = scene
    slack.failWith('chat.postMessage', 'account_inactive', { times: 100 })
    clock.turnTo(MONDAY)
    await scene.logged('digest failed', 2)
    expect(await type('status')).toContain('\nStopped Mon 23 Nov: Slack has switched my account off. ')
    expect(scene.notes('grace')).toEqual([])
  })
})

function archive(slack: LocalSlack, channel: string): void {
  slack.archive({ user: 'ada', channel, archived: true })
}

function leave(slack: LocalSlack, channel: string): void {
  slack.leave({ user: bot(slack), channel })
}

function restrict(slack: LocalSlack): void {
  slack.failWith('chat.postMessage', 'restricted_action')
}
