import type { Catalogue } from '../catalogue/catalogue.ts'
import { above, type Line, linesReply, type Piece, type Reply } from './blocks.ts'
import { channelPiece, type DigestSettings, digestCode, saySettings } from './digest-settings.ts'

/** Moments come as `sayWhen` says them; `command` is the slash command as it is called in this workspace. */
type Change = {
  /** The display name of who did it; undefined where it did not take a person, or does not matter. */
  who: string | undefined
  next: string
  command: string
}

/** A digest as it was saved just now. */
export type Saved = Change & {
  who: string
  settings: DigestSettings
  /** Whether there was one already. */
  changed: boolean
}

/** The one public line when somebody saves a digest: who, what, when it comes, and how to stop it. */
export function announcementReply(saved: Saved, catalogue: Catalogue): Reply {
  const did = saved.changed
    ? ' changed the digest here: '
    : ' set up a digest of Kafka Streams use cases here: '
  return linesReply([[{ name: saved.who }, did, ...details(saved, catalogue)]])
}

/** The same for the one who did it, where the channel is told as well. */
export function savedReply(saved: Saved, catalogue: Catalogue): Reply {
  return linesReply([['Saved: ', ...details(saved, catalogue)]])
}

function details({ settings, next, command, changed }: Saved, catalogue: Catalogue): Line {
  return [
    { name: saySettings(settings, catalogue) },
    changed ? '. Next: ' : '. First: ',
    { name: next },
    '. To stop it: ',
    digestCode(command, 'stop'),
  ]
}

/** The digest was stopped, and how to start it again. */
export function stoppedReply({ who, command }: Omit<Change, 'next'>): Reply {
  return linesReply([[...didWhat(who, 'stopped'), '. To start it again: ', digestCode(command, 'resume')]])
}

/** The digest was paused, until when, and how to go on earlier. */
export function pausedReply({ who, until, next, command }: Change & { until: string }): Reply {
  return linesReply([
    [
      ...didWhat(who, 'paused'),
      ' until ',
      { name: until },
      '. Next: ',
      { name: next },
      '. To go on earlier: ',
      digestCode(command, 'resume'),
    ],
  ])
}

/** The digest goes on, and when. */
export function resumedReply({ who, next, command }: Change): Reply {
  return linesReply([
    [...didWhat(who, 'resumed'), '. Next: ', { name: next }, '. To stop it: ', digestCode(command, 'stop')],
  ])
}

const didWhat = (who: string | undefined, done: string): Piece[] =>
  who === undefined ? [`The digest is ${done}`] : [{ name: who }, ` ${done} the digest`]

/** A card that was posted at once. */
export type SentNow = {
  channel: string
  /** Of the use case. */
  title: string
  /** When the digest comes by itself; undefined while it does not. */
  next: string | undefined
}

/** Where a card was posted at once, and when the digest goes on. */
export function sentNowReply({ channel, title, next }: SentNow): Reply {
  const goesOn: Line = next === undefined ? [] : [' Next: ', { name: next }]
  return linesReply([['Sent to ', channelPiece(channel), ': ', { bold: title }, '.', ...goesOn]])
}

/** A card before its time. */
export type Preview = {
  digest: Reply
  /** When it comes; undefined while nothing is planned. */
  next: string | undefined
  /** Whether everybody in the channel reads it. */
  publicly: boolean
}

/** The next card as a preview, which it says above it. */
export function previewReply({ digest, next, publicly }: Preview): Reply {
  const lead = publicly ? 'A preview of the next digest' : 'Only you see this preview of the next digest'
  const when: Line = next === undefined ? ['. None is planned.'] : [', planned for ', { name: next }, '.']
  return above(linesReply([[lead, ...when]]), digest)
}
