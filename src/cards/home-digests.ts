import { type AnyBlock, context, type Line, linesReply, markedLine } from './blocks.ts'
import { reasonPiece } from './digest-reasons.ts'
import { channelPiece, digestCode, saySettingsShort } from './digest-settings.ts'
import type { BriefStanding, DigestState, LastDigest } from './digest-status.ts'
import { header } from './elements.ts'

/** A digest on the Home tab: how it stands, and what became of the latest. */
export type HomeDigest = { standing: BriefStanding; last: LastDigest | undefined }

const MOST = 20

/**
 * Digests on the Home tab, two lines each.
 * @param digests `all`: whether these are all of the workspace; otherwise those that the person set up. `total`: how
 *   many there are, should `rows` be some of them
 */
export function digestBlocks(
  { all, rows, total }: { all: boolean; rows: readonly HomeDigest[]; total: number },
  command: string,
): AnyBlock[] {
  const title = header(all ? 'Digests of this workspace' : 'My digests')
  if (rows.length === 0) return [title, ...linesReply([howToBegin(all, command)]).classic]
  const shown = rows.slice(0, MOST)
  const left = Math.max(total, rows.length) - shown.length
  const list = digestCode(command, 'list')
  const more: Line[] = left > 0 ? [[`and ${left} more: `, list]] : []
  const how: Line = ['To change one, type ', digestCode(command), ' in its channel.']
  return [title, ...shown.flatMap(oneDigest), ...linesReply([...more, how]).classic]
}

/** Its channel and settings, and small below how it stands. */
function oneDigest({ standing, last }: HomeDigest): AnyBlock[] {
  const { channel, settings, state } = standing
  const head: Line = [channelPiece(channel), ': ', { name: saySettingsShort(settings) }]
  const small: Line[] = [stateLine(state), ...(last ? [['Last: ', ...lastLine(last, state)]] : [])]
  return [...linesReply([head]).classic, context(small.map(markedLine))]
}

function howToBegin(all: boolean, command: string): Line {
  const none = all ? 'There is none yet. ' : 'You have not set up one yet. '
  return [none, digestCode(command), ' in a channel brings a use case a day there.']
}

function stateLine(state: DigestState): Line {
  switch (state.kind) {
    case 'running':
      return ['Next: ', { name: state.next }]
    case 'paused':
      return ['Paused until ', { name: state.until }, '. Next: ', { name: state.next }]
    case 'stopped':
      return [{ label: 'Stopped' }, ' ', { name: state.when }, ': ', reasonPiece(state.reason)]
  }
}

const OUTCOME: Record<LastDigest['kind'], string> = {
  sent: '',
  late: ', late',
  skipped: ', skipped',
  failed: ', failed',
  waiting: ', still trying',
}

function lastLine({ kind, when, title, reason }: LastDigest, state: DigestState): Line {
  // Why it stopped is said already.
  const known = reason === undefined || (state.kind === 'stopped' && state.reason === reason)
  return [
    { name: when },
    reason === 'uncertain' ? ', perhaps sent' : OUTCOME[kind],
    ...(title === undefined ? [] : [', ', { bold: title }]),
    ...(known ? [] : [': ', reasonPiece(reason)]),
  ]
}
