import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../src/cards/blocks.ts'
import { digestReply } from '../../src/cards/digest.ts'
import {
  announcementReply,
  pausedReply,
  previewReply,
  resumedReply,
  savedReply,
  sentNowReply,
  stoppedReply,
} from '../../src/cards/digest-changes.ts'
import { ownerNote } from '../../src/cards/digest-notes.ts'
import { REASON_CODES, sayReason } from '../../src/cards/digest-reasons.ts'
import {
  DIGEST_FORMS,
  inviteReply,
  misunderstoodReply,
  nothingMatchesReply,
  refusedReply,
} from '../../src/cards/digest-refusals.ts'
import { type DigestSettings, saySettings, saySettingsShort } from '../../src/cards/digest-settings.ts'
import {
  type DigestStanding,
  type DigestState,
  listReply,
  noDigestReply,
  statusReply,
} from '../../src/cards/digest-status.ts'
import { DAYS } from '../../src/cards/when.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'

const command = '/kstreams'
const next = 'Tue 24 Nov, 09:00 CET'
const settings: DigestSettings = {
  time: '9:00',
  days: ['mon', 'tue', 'wed', 'thu', 'fri'],
  zone: 'Europe/Berlin',
  industries: ['finance'],
  topics: ['fraud-detection', 'joins'],
}
const everything: DigestSettings = { ...settings, days: DAYS, industries: [], topics: [] }
const standing: DigestStanding = {
  ...{ settings, channel: 'C0GENERAL', madeBy: 'Ada Lovelace', state: { kind: 'running', next } },
  last: {
    kind: 'sent',
    when: 'Mon 23 Nov, 09:00 CET',
    title: 'Tesco: Risk scores against account takeovers',
  },
  ...{ left: 8, matching: 12, managers: 'Ada Lovelace and the admins of this workspace' },
}
const standingOf = (state: DigestState, more: Partial<DigestStanding> = {}) => ({
  ...standing,
  ...more,
  state,
})

describe('settings', () => {
  it('read as people would say them', () => {
    expect(saySettings(settings, catalogue)).toBe(
      'weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins',
    )
    expect(saySettings(everything, catalogue)).toBe('every day at 09:00 (Europe/Berlin)')
    const many = { ...everything, topics: [...catalogue.topics.keys()], industries: ['gaming', 'gone'] }
    expect(saySettings(many, catalogue)).toBe(
      'every day at 09:00 (Europe/Berlin), industries Gaming or gone, topics Accounting, Advertising, Aggregation or 88 more',
    )
    expect(saySettingsShort(settings)).toBe('weekdays at 09:00 (Europe/Berlin), 1 industry, 2 topics')
    expect(saySettingsShort(many)).toBe('every day at 09:00 (Europe/Berlin), 2 industries, 91 topics')
    expect(saySettingsShort(everything)).toBe('every day at 09:00 (Europe/Berlin)')
  })
})

describe('how a digest stands', () => {
  it('says all about one that runs', () => {
    const changes = ['Mon 23 Nov: Ada Lovelace added the topic Joins', 'Fri 20 Nov: Ada Lovelace set it up']
    expect(statusReply({ ...standing, changes }, catalogue, command).text).toMatchInlineSnapshot(`
      "Digest in <#C0GENERAL>: weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins
      Next: Tue 24 Nov, 09:00 CET
      Last: Mon 23 Nov, 09:00 CET, “Tesco: Risk scores against account takeovers”
      8 of 12 use cases left in this round
      Set up by Ada Lovelace
      Who can change it: Ada Lovelace and the admins of this workspace
      Latest changes:
      • Mon 23 Nov: Ada Lovelace added the topic Joins
      • Fri 20 Nov: Ada Lovelace set it up
      Change it with /kstreams digest, pause with /kstreams digest pause for two weeks, stop with /kstreams digest stop"
    `)
  })

  it('says until when it is paused', () => {
    const paused = standingOf(
      { kind: 'paused', until: 'Tue 1 Dec', next: 'Tue 1 Dec, 09:00 CET' },
      { madeBy: undefined, settings: everything, left: 0, matching: 70, last: undefined },
    )
    expect(statusReply(paused, catalogue, command).text).toMatchInlineSnapshot(`
      "Digest in <#C0GENERAL>: every day at 09:00 (Europe/Berlin)
      Paused until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET
      All 70 use cases of this round were shown
      Set up by whoever runs this app, in its settings
      Who can change it: Ada Lovelace and the admins of this workspace
      Change it with /kstreams digest, resume with /kstreams digest resume, stop with /kstreams digest stop"
    `)
  })

  it('says why it stopped, and what to do', () => {
    const stopped = standingOf({ kind: 'stopped', when: 'Mon 23 Nov, 09:00 CET', reason: 'not_in_channel' })
    expect(statusReply(stopped, catalogue, command).text).toMatchInlineSnapshot(`
      "Digest in <#C0GENERAL>: weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins
      Stopped Mon 23 Nov, 09:00 CET: I am not in the channel. Type /invite @kstreams there, then /kstreams digest resume.
      Last: Mon 23 Nov, 09:00 CET, “Tesco: Risk scores against account takeovers”
      8 of 12 use cases left in this round
      Set up by Ada Lovelace
      Who can change it: Ada Lovelace and the admins of this workspace
      Resume with /kstreams digest resume, or change it with /kstreams digest"
    `)
  })

  it.each([
    ['late', undefined, ', late, “T”'],
    [
      'skipped',
      'missed',
      ', skipped, “T”: I was not running, or could not reach Slack, until it was too late. Nothing',
    ],
    ['failed', 'failed', ', failed, “T”: Slack did not take it. If it happens again'],
    [
      'failed',
      'uncertain',
      ', perhaps sent, “T”: Slack did not say whether it arrived. I did not send it a second',
    ],
    ['waiting', 'rate-limited', ', still trying, “T”: Slack asked me to wait. Nothing to do'],
  ] as const)('says what became of the last one: %s, %s', (kind, reason, said) => {
    const last = { kind, when: 'Mon 23 Nov, 09:00 CET', title: 'T', reason }
    expect(statusReply({ ...standing, last }, catalogue, command).text).toContain(
      `Last: Mon 23 Nov, 09:00 CET${said}`,
    )
  })

  it('shows the channel as a mention only where it is the id of one', () => {
    const text = (channel: string) =>
      statusReply({ ...standing, channel }, catalogue, command).text.split('\n')[0]
    expect(text('C0GENERAL')).toContain('Digest in <#C0GENERAL>: weekdays')
    expect(text('D0ADA')).toContain('Digest in a direct message: ')
    expect(text('!channel')).toContain('Digest in !channel: ')
    expect(text('C1> <!channel')).toContain('Digest in C1&gt; &lt;!channel: ')
  })

  it('offers to set one up where there is none', () => {
    expect(noDigestReply(command).text).toMatchInlineSnapshot(`
      "There is no digest here yet.
      /kstreams digest sets one up: a use case of Kafka Streams in this channel, on the days and at the time that you choose.
      Or in one line: /kstreams digest 9am weekdays"
    `)
  })
})

describe('the list', () => {
  it('has a line for each', () => {
    const standings = [
      standing,
      standingOf(
        { kind: 'paused', until: 'Tue 1 Dec', next },
        { channel: 'G0PRIVATE', settings: everything },
      ),
      standingOf({ kind: 'stopped', when: next, reason: 'is_archived' }, { channel: 'C0RANDOM' }),
    ]
    expect(listReply(standings, { all: true, command }).text).toMatchInlineSnapshot(`
      "3 digests in this workspace
      • <#C0GENERAL>: weekdays at 09:00 (Europe/Berlin), 1 industry, 2 topics. Next: Tue 24 Nov, 09:00 CET
      • <#G0PRIVATE>: every day at 09:00 (Europe/Berlin). Paused until Tue 1 Dec. Next: Tue 24 Nov, 09:00 CET
      • <#C0RANDOM>: weekdays at 09:00 (Europe/Berlin), 1 industry, 2 topics. Stopped: the channel was archived"
    `)
  })

  it('says that it is empty', () => {
    expect(listReply([], { all: true, command }).text).toMatchInlineSnapshot(
      `"There is no digest in this workspace yet. /kstreams digest in a channel sets one up."`,
    )
    expect(listReply([], { all: false, command }).text).toContain('You have not set up a digest yet.')
    expect(listReply([standing], { all: false, command }).text).toContain('1 digest that you set up\n')
  })

  it.each([150, 1000])('is cut where %i do not fit', (number) => {
    const standings = Array.from({ length: number }, (_, index) =>
      standingOf({ kind: 'running', next }, { channel: `C0CHANNEL${index}` }),
    )
    const reply = listReply(standings, { all: true, command })
    expectValid(reply, [])
    const lines = reply.text.split('\n')
    const shown = lines.filter((line) => line.startsWith('• ')).length
    expect(shown).toBeGreaterThanOrEqual(60)
    expect(lines.at(-1)).toBe(`and ${number - shown} more`)
  })
})

describe('what is said when something was done', () => {
  it('names who, what, when, and how to stop', () => {
    const saved = { who: 'Ada Lovelace', settings, next, command }
    const said = [
      announcementReply({ ...saved, changed: false }, catalogue),
      announcementReply({ ...saved, changed: true }, catalogue),
      savedReply({ ...saved, changed: false }, catalogue),
      stoppedReply({ who: 'Ada Lovelace', command }),
      pausedReply({ who: 'Ada Lovelace', until: 'Tue 1 Dec', next: 'Tue 1 Dec, 09:00 CET', command }),
      resumedReply({ who: undefined, next, command }),
      sentNowReply({ channel: 'C0GENERAL', title: 'Tesco: Risk scores', next }),
      sentNowReply({ channel: 'C0GENERAL', title: 'Tesco: Risk scores', next: undefined }),
    ]
    expect(said.map(({ text }) => text).join('\n\n')).toMatchInlineSnapshot(`
      "Ada Lovelace set up a digest of Kafka Streams use cases here: weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins. First: Tue 24 Nov, 09:00 CET. To stop it: /kstreams digest stop

      Ada Lovelace changed the digest here: weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins. Next: Tue 24 Nov, 09:00 CET. To stop it: /kstreams digest stop

      Saved: weekdays at 09:00 (Europe/Berlin), industry Finance and Fintech, topics Fraud detection or Joins. First: Tue 24 Nov, 09:00 CET. To stop it: /kstreams digest stop

      Ada Lovelace stopped the digest. To start it again: /kstreams digest resume

      Ada Lovelace paused the digest until Tue 1 Dec. Next: Tue 1 Dec, 09:00 CET. To go on earlier: /kstreams digest resume

      The digest is resumed. Next: Tue 24 Nov, 09:00 CET. To stop it: /kstreams digest stop

      Sent to <#C0GENERAL>: “Tesco: Risk scores”. Next: Tue 24 Nov, 09:00 CET

      Sent to <#C0GENERAL>: “Tesco: Risk scores”."
    `)
    for (const { text } of said) expect(text).not.toContain('\n')
  })

  it('shows a preview as one', () => {
    const [useCase] = catalogue.useCases
    if (!useCase) throw new Error('the catalogue is empty')
    const digest = digestReply(
      { useCase, similar: [], shown: 1, matching: 70, next: undefined, command },
      catalogue,
    )
    const reply = previewReply({ digest, next, publicly: false })
    expect(reply.text).toBe(
      `Only you see this preview of the next digest, planned for Tue 24 Nov, 09:00 CET.\n\n${digest.text}`,
    )
    expect(reply.native.slice(1)).toEqual(digest.native)
    expect(reply.classic.slice(1)).toEqual(digest.classic)
    expect(previewReply({ digest, next: undefined, publicly: true }).text).toMatch(
      /^A preview of the next digest\. None is planned\.\n/,
    )
  })
})

describe('what is said when something cannot be done', () => {
  it('says why, and who can or what to type', () => {
    const managers = 'Ada Lovelace and the admins of this workspace'
    const said = [
      refusedReply({ reason: 'guest', managers, exists: true }),
      refusedReply({ reason: 'stranger', managers, exists: true }),
      refusedReply({ reason: 'not-manager', managers, exists: true }),
      refusedReply({ reason: 'not-manager', managers, exists: false }),
      refusedReply({ reason: 'unknown', managers, exists: true }),
      inviteReply({ command, direct: false }),
      inviteReply({ command, direct: true }),
      nothingMatchesReply({ settings, command }, catalogue),
      nothingMatchesReply({ settings: everything, command }, catalogue),
    ]
    expect(said.map(({ text }) => text).join('\n\n')).toMatchInlineSnapshot(`
      "As a guest you can read this digest, but not change it. Who can: Ada Lovelace and the admins of this workspace.

      From another organisation you can read this digest, but not change it. Who can: Ada Lovelace and the admins of this workspace.

      You can read this digest, but not change it. Who can: Ada Lovelace and the admins of this workspace.

      You cannot set up a digest here. Who can: Ada Lovelace and the admins of this workspace.

      Slack does not tell me at the moment who you are, so I cannot do that yet. Try again in a minute. Who can: Ada Lovelace and the admins of this workspace.

      I am not in this channel yet. Type /invite @kstreams, then your /kstreams command again.

      I cannot write in this conversation. Type /kstreams digest in a channel, or in one with me alone.

      No use case matches: industry Finance and Fintech, topics Fraud detection or Joins. Choose others with /kstreams digest.

      No use case matches. Choose others with /kstreams digest."
    `)
  })

  it('repeats what was not understood, with the forms that are', () => {
    const reply = misunderstoodReply({ typed: 'evry day', problem: 'I know no day “evry”.', command })
    expect(reply.text).toMatchInlineSnapshot(`
      "I did not understand “evry day”. I know no day “evry”.
      This works:
      /kstreams digest  opens the settings
      /kstreams digest 9am weekdays Europe/Berlin topic:fraud  sets all in one line
      /kstreams digest status  says how it stands
      /kstreams digest preview  shows the next card to you alone
      /kstreams digest now  posts the next card at once
      /kstreams digest pause until 1 Dec  pauses it
      /kstreams digest resume  lets it go on
      /kstreams digest stop  stops it
      /kstreams digest list  lists the digests"
    `)
    const help = misunderstoodReply({ typed: 'help', problem: '', command }).text
    expect(help.split('\n').slice(0, 2)).toEqual([
      'What can be done with the digest of a channel:',
      '/kstreams digest  opens the settings',
    ])
    for (const { words } of DIGEST_FORMS) expect(reply.text).toContain(`${command} digest ${words}`.trim())
  })
})

describe('a reason', () => {
  it.each(REASON_CODES)('%s has words: what happened and what to do', (code) => {
    const said = sayReason(code, '/kafka')
    expect(said).toMatch(/^[A-Z][^{}]+\. [A-Z][^{}]+\.$/)
    expect(said).not.toContain(code)
    expect(said).not.toContain('/kstreams ')
  })

  it('reads as people would say it', () => {
    expect(sayReason('is_archived', command)).toBe(
      'The channel was archived. Unarchive it, then type /kstreams digest resume there.',
    )
    expect(sayReason('channel_not_found', command)).toBe(
      'The channel is gone, or I can no longer see it. If it still exists, type /invite @kstreams there, then /kstreams digest resume.',
    )
  })

  it.each(['strange_error', 'constructor', '__proto__', ''])('that is unknown is shown: %j', (code) => {
    expect(sayReason(code, command)).toBe(
      `Something failed (${code}). Whoever runs this app finds more in its log.`,
    )
  })
})

describe('a note to the owner', () => {
  it('says what stopped and how to resume, or that the round is over', () => {
    const said = [
      ownerNote({ kind: 'stopped', channel: 'C0GENERAL', reason: 'not_in_channel', command }),
      ownerNote({ kind: 'stopped', channel: 'C0GENERAL', reason: 'no-match', command }),
      ownerNote({ kind: 'ran-dry', channel: 'C0GENERAL', matching: 12, command }),
    ]
    expect(said.map(({ text }) => text).join('\n\n')).toMatchInlineSnapshot(`
      "The digest in <#C0GENERAL> has stopped: I am not in the channel. Type /invite @kstreams there, then /kstreams digest resume.
      You get this note once, since you set the digest up.

      The digest in <#C0GENERAL> has stopped: no use case matches its industries and topics. Choose others with /kstreams digest in the channel.
      You get this note once, since you set the digest up.

      The digest in <#C0GENERAL> has shown all that matches, 12 use cases, so nothing was posted today. The round starts again with the next digest.
      For more, choose other topics there with /kstreams digest"
    `)
  })
})

/** Every reply, with this text wherever something comes from a person or the data. */
function repliesWith(text: string, industries: string[], topics: string[]): Reply[] {
  const own: DigestSettings = { ...settings, zone: text, industries, topics }
  const name = `/${text.slice(0, 31)}`
  const state = { kind: 'stopped', when: text, reason: text } as const
  const all: DigestStanding = {
    ...{ settings: own, channel: text, madeBy: text, state, left: 3, matching: 5, managers: text },
    ...{ last: { kind: 'failed', when: text, title: text, reason: text }, changes: Array(30).fill(text) },
  }
  const done = { who: text, next: text, command: name }
  return [
    statusReply(all, catalogue, name),
    statusReply({ ...all, state: { kind: 'paused', until: text, next: text } }, catalogue, name),
    statusReply({ ...all, state: { kind: 'running', next: text } }, catalogue, name),
    listReply(Array(80).fill(all), { all: true, command: name }),
    listReply([], { all: true, command: name }),
    noDigestReply(name),
    announcementReply({ ...done, settings: own, changed: false }, catalogue),
    savedReply({ ...done, settings: own, changed: true }, catalogue),
    stoppedReply(done),
    pausedReply({ ...done, until: text }),
    resumedReply(done),
    sentNowReply({ channel: text, title: text, next: text }),
    refusedReply({ reason: 'guest', managers: text, exists: true }),
    inviteReply({ command: name, direct: false }),
    nothingMatchesReply({ settings: own, command: name }, catalogue),
    misunderstoodReply({ typed: text, problem: text, command: name }),
    ownerNote({ kind: 'stopped', channel: text, reason: text, command: name }),
    ownerNote({ kind: 'ran-dry', channel: text, matching: 3, command: name }),
  ]
}

describe('whatever a name, a reason or a command holds', () => {
  it.each([
    '<!channel>',
    '*bold*',
    '<b>&amp;</b>',
    '<@U0ADA> @here',
    'x'.repeat(3000),
    '&'.repeat(3000),
    '"'.repeat(3000),
  ])('%.20s is harmless', (text) => {
    for (const reply of repliesWith(text, [text], [text])) {
      expectValid(reply, [])
      expect(reply.text).not.toMatch(/<[!@]|[*`]/)
      expect(reply.text.length).toBeLessThan(40_000)
    }
  })

  it('each reply keeps to the limits, notifies nobody and links nowhere', () => {
    fc.assert(
      fc.property(
        arbitrary.query,
        fc.array(fc.constantFrom(...catalogue.industries.keys())),
        fc.array(fc.constantFrom(...catalogue.topics.keys())),
        (text, industries, topics) => {
          for (const reply of repliesWith(text, industries, topics)) expectValid(reply, [])
        },
      ),
      { numRuns: 30 },
    )
  })

  it('the text says all that the blocks say', () => {
    for (const reply of repliesWith('Grace', ['gaming'], ['joins'])) {
      const shown = reply.classic
        .map((block) => (block.type === 'section' && block.text?.text) || '')
        .join('\n')
      expect(reply.text.replace(/[“”]/g, '')).toBe(shown.replace(/[*`]/g, ''))
    }
  })
})
