import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { ACTIONS, encodePlace, type Place, VIEWS } from './actions.ts'
import { type AnyBlock, divider, mrkdwn, plainButton, section } from './blocks.ts'
import { linkButtons } from './links.ts'
import { literal, shorten } from './text.ts'
import { fullTail, headingOf, smallPrint, summarySection } from './use-case.ts'
import { videoBlock } from './video.ts'

/** A use case in a view of its own. */
export type Details = {
  useCase: UseCase
  /** What is like it, best first; `MOST_SIMILAR` at the most are shown. */
  similar: readonly UseCase[]
  /** Whether the person has saved it. */
  saved: boolean
  /** Whether another one was shown in this view before. */
  back: boolean
  /** What was done just now: `Shared in the channel`. Our own words. */
  note?: string
  /** Comes back with everything that is done in the view; at most 3,000 characters. */
  metadata: string
  place: Omit<Place, 'useCase'>
  /** Whether Slack takes video blocks here. */
  video: boolean
}

/** How many similar use cases are shown. */
export const MOST_SIMILAR = 5

/** Everything that is known of a use case, and what can be done with it. */
export function detailsView(details: Details, catalogue: Catalogue): ModalView {
  const { useCase, note, metadata, video } = details
  const film = video ? useCase.links.map(videoBlock).find((block) => block !== undefined) : undefined
  return {
    type: 'modal',
    callback_id: VIEWS.details,
    private_metadata: metadata,
    title: { type: 'plain_text', text: 'Use case', emoji: false },
    close: { type: 'plain_text', text: 'Close', emoji: false },
    blocks: [
      ...(note ? [section(`:white_check_mark: ${note}`)] : []),
      summarySection(useCase),
      smallPrint(useCase, catalogue),
      { type: 'actions', elements: buttons(details) },
      divider,
      ...(film ? [film] : []),
      ...fullTail(useCase, catalogue),
      ...similarBlocks(details),
    ] as KnownBlock[],
  }
}

function buttons({ useCase, saved, back, place }: Details): Button[] {
  const value = encodePlace({ ...place, useCase: useCase.id })
  return [
    ...(back ? [plainButton(ACTIONS.detailsBack, 'Back', value)] : []),
    ...linkButtons(useCase.links, 1),
    plainButton(ACTIONS.share, 'Share', value),
    saved
      ? { ...plainButton(ACTIONS.unsave, 'Saved ✓', value), accessibility_label: 'Saved. Press to remove it' }
      : plainButton(ACTIONS.save, 'Save', value),
    plainButton(ACTIONS.problem, 'Report a problem', value),
  ]
}

/** Each opens in the same view. */
function similarBlocks({ similar, place }: Details): AnyBlock[] {
  if (similar.length === 0) return []
  const rows = similar.slice(0, MOST_SIMILAR).map((other): AnyBlock => {
    const accessory = {
      ...plainButton(ACTIONS.details, 'Open', encodePlace({ ...place, useCase: other.id })),
      accessibility_label: shorten(`Open ${headingOf(other)}`, 75, (text) => text),
    }
    return {
      type: 'section',
      text: mrkdwn(`*${literal(other.company)}*\n${literal(other.title)}`),
      accessory,
    }
  })
  return [divider, section('*Similar use cases*'), ...rows]
}
