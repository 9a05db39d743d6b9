import { linesReply, type Piece, type Reply } from './blocks.ts'
import { reasonLine } from './digest-reasons.ts'
import { channelPiece, digestCode } from './digest-settings.ts'
import { count } from './text.ts'

/** What the owner of a digest is told, once. */
export type OwnerNote = {
  /** Slack's id of the channel. */
  channel: string
  command: string
} & (Stopped | RanDry)

/** `reason`: a code that `reasonLine` has words for. */
type Stopped = { kind: 'stopped'; reason: string }
/** `matching`: how many use cases the round had. */
type RanDry = { kind: 'ran-dry'; matching: number }

/** A direct message to whoever set a digest up: it stopped, or a round is over and nothing was posted today. */
export function ownerNote(note: OwnerNote): Reply {
  const { channel, command } = note
  const digest: Piece[] = ['The digest in ', channelPiece(channel)]
  switch (note.kind) {
    case 'stopped':
      return linesReply([
        [...digest, ' has stopped: ', ...reasonLine(note.reason, command)],
        ['You get this note once, since you set the digest up.'],
      ])
    case 'ran-dry':
      return linesReply([
        [
          ...digest,
          ` has shown all that matches, ${count(note.matching, 'use case')}, so nothing was posted today.`,
          ' The round starts again with the next digest.',
        ],
        ['For more, choose other topics there with ', digestCode(command)],
      ])
  }
}
