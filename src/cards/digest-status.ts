import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Line, linesReply, type Piece, type Reply } from './blocks.ts'
import { sayRound } from './digest.ts'
import { reasonLine, reasonPiece } from './digest-reasons.ts'
import {
  channelPiece,
  type DigestSettings,
  digestCode,
  saySettings,
  saySettingsShort,
} from './digest-settings.ts'
import { howManyFit } from './limits.ts'
import { count } from './text.ts'

/** Moments come as `sayWhen` says them, reasons as codes that `reasonLine` has words for. */
export type DigestState =
  | { kind: 'running'; next: string }
  | { kind: 'paused'; until: string; next: string }
  | { kind: 'stopped'; when: string; reason: string }

/** What became of the latest digest; `waiting` is one that is due and still being tried. */
export type LastDigest = {
  kind: 'sent' | 'late' | 'skipped' | 'failed' | 'waiting'
  when: string
  /** Of the use case. */
  title?: string | undefined
  /** A code, as above. */
  reason?: string | undefined
}

/** How the digest of a channel stands, in short. */
export type BriefStanding = {
  settings: DigestSettings
  /** Slack's id of the channel. */
  channel: string
  state: DigestState
}

/** How the digest of a channel stands. */
export type DigestStanding = BriefStanding & {
  /** The display name of who set it up; undefined when the environment of the bot did. */
  madeBy: string | undefined
  last?: LastDigest | undefined
  /** How many of the use cases that match the round has not shown yet. */
  left: number
  matching: number
  /** Who may change it, in words. */
  managers: string
  /** The latest changes, each in a line, newest first; five at the most are shown. */
  changes?: readonly string[] | undefined
}

const MOST_CHANGES = 5

/** How the digest of a channel stands, what it did last, and what can be done with it. */
export function statusReply(standing: DigestStanding, catalogue: Catalogue, command: string): Reply {
  const { settings, channel, madeBy, state, last, left, matching, managers, changes = [] } = standing
  return linesReply([
    [{ label: 'Digest' }, ' in ', channelPiece(channel), ': ', { name: saySettings(settings, catalogue) }],
    stateLine(state, command),
    ...(last ? [lastLine(last, state, command)] : []),
    [sayStanding(left, matching)],
    ['Set up by ', madeBy === undefined ? 'whoever runs this app, in its settings' : { name: madeBy }],
    ['Who can change it: ', { name: managers }],
    ...(changes.length > 0 ? [['Latest changes:']] : []),
    ...changes.slice(0, MOST_CHANGES).map((change) => ['• ', { name: change }]),
    whatToType(state, command),
  ])
}

function sayStanding(left: number, matching: number): string {
  if (left > 0) return sayRound(left, matching)
  if (matching === 0) return 'No use case matches'
  return matching === 1
    ? 'The only use case that matches was shown'
    : `All ${matching} use cases of this round were shown`
}

function stateLine(state: DigestState, command: string): Line {
  switch (state.kind) {
    case 'running':
      return [{ label: 'Next:' }, ' ', { name: state.next }]
    case 'paused':
      return [{ label: 'Paused' }, ' until ', { name: state.until }, '. Next: ', { name: state.next }]
    case 'stopped':
      return [{ label: 'Stopped' }, ' ', { name: state.when }, ': ', ...reasonLine(state.reason, command)]
  }
}

function lastLine({ kind, when, title, reason }: LastDigest, state: DigestState, command: string): Line {
  // Why it stopped is said already.
  const known = reason === undefined || (state.kind === 'stopped' && state.reason === reason)
  const outcome = {
    sent: '',
    late: ', late',
    skipped: ', skipped',
    failed: ', failed',
    waiting: ', still trying',
  }[kind]
  return [
    { label: 'Last:' },
    ' ',
    { name: when },
    reason === 'uncertain' ? ', perhaps sent' : outcome,
    ...(title === undefined ? [] : [', ', { bold: title }]),
    ...(known ? [] : [': ', ...reasonLine(reason, command)]),
  ]
}

function whatToType({ kind }: DigestState, command: string): Line {
  const typed = (words: string) => digestCode(command, words)
  const stop: Line = ['stop with ', typed('stop')]
  if (kind === 'stopped') return ['Resume with ', typed('resume'), ', or change it with ', typed('')]
  const pause: Line =
    kind === 'paused' ? ['resume with ', typed('resume')] : ['pause with ', typed('pause for two weeks')]
  return ['Change it with ', typed(''), ', ', ...pause, ', ', ...stop]
}

/** There is no digest here yet, and how to begin. */
export function noDigestReply(command: string): Reply {
  return linesReply([
    ['There is no digest here yet.'],
    [
      digestCode(command),
      ' sets one up: a use case of Kafka Streams in this channel, on the days and at the time that you choose.',
    ],
    ['Or in one line: ', digestCode(command, '9am weekdays')],
  ])
}

/**
 * Digests, one line each, as many as fit a message.
 * @param all whether these are all of the workspace; otherwise those that the person set up
 */
export function listReply(
  standings: readonly BriefStanding[],
  { all, command }: { all: boolean; command: string },
): Reply {
  if (standings.length === 0) {
    const none = all ? 'There is no digest in this workspace yet. ' : 'You have not set up a digest yet. '
    return linesReply([[none, digestCode(command), ' in a channel sets one up.']])
  }
  const where = all ? 'in this workspace' : 'that you set up'
  const head: Line = [{ label: `${count(standings.length, 'digest')} ${where}` }]
  const lines = standings.map((standing): Line => ['• ', ...listLine(standing)])
  const shown = lines.slice(0, howManyFit(lines.map(sizeOf)))
  const more = lines.length - shown.length
  return linesReply([head, ...shown, ...(more > 0 ? [[`and ${more} more`]] : [])])
}

function listLine({ channel, settings, state }: BriefStanding): Piece[] {
  const line = [channelPiece(channel), ': ', { name: saySettingsShort(settings) }, '. ']
  switch (state.kind) {
    case 'running':
      return [...line, 'Next: ', { name: state.next }]
    case 'paused':
      return [...line, 'Paused until ', { name: state.until }, '. Next: ', { name: state.next }]
    case 'stopped':
      return [...line, 'Stopped: ', reasonPiece(state.reason)]
  }
}

function sizeOf(line: Line): number {
  const { text, classic } = linesReply([line])
  return Math.max(text.length, JSON.stringify(classic).length)
}
