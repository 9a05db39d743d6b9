import type { KnownBlock, ModalView } from '@slack/types'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Addition } from '../catalogue/draft.ts'
import { VIEWS } from './actions.ts'
import { type AnyBlock, context, divider, type Line, linesReply, section } from './blocks.ts'
import { plain } from './elements.ts'
import { LIMITS } from './limits.ts'
import { type GoesTo, SUGGEST_TITLE } from './suggest.ts'
import { shorten } from './text.ts'
import { fullTail, headingOf, smallPrint, summarySection } from './use-case.ts'

/** A suggestion before it is sent. */
export type Preview = {
  addition: Addition
  /** What the catalogue has of the same company. */
  sameCompany: readonly UseCase[]
  goesTo: GoesTo
  /** What stood in the way of sending it: our own words. */
  note?: string
  /** Comes back with the answer; at most 3,000 characters. */
  metadata: string
}

const WHAT_HAPPENS: Record<GoesTo, string> = {
  maintainers:
    'Send takes it to whoever maintains the catalogue, with your name. I tell you in a message what becomes of it.',
  github: 'Next comes an issue on GitHub, with all of this filled in.',
  file: 'Next you get this as a file, for whoever maintains the catalogue.',
}

/** A suggestion as it will look. It is pushed on the form, so that Back leads there. */
export function suggestPreviewView(preview: Preview, catalogue: Catalogue): ModalView {
  const { addition, sameCompany, goesTo, note, metadata } = preview
  const known = sameCompanyLines(sameCompany)
  const sends = goesTo === 'maintainers'
  return {
    type: 'modal',
    callback_id: VIEWS.suggestPreview,
    private_metadata: metadata,
    title: plain('Preview'),
    submit: plain(sends ? 'Send' : 'Next'),
    close: plain('Back'),
    blocks: [
      ...(note === undefined ? [] : [section(`:warning: ${note}`)]),
      context(['This is how it will look in answers. To change it, go back.']),
      ...[divider, ...additionBlocks(addition, catalogue), divider],
      ...linesReply(
        known.length > 0 ? [...known, [`${sends ? 'Send it' : 'Go on'} if yours is another one.`]] : [],
      ).classic,
      context([WHAT_HAPPENS[goesTo]]),
    ] as KnownBlock[],
  }
}

/** The use case that an addition will be. */
export const asUseCase = ({ id, useCase }: Addition): UseCase => ({ id, ...useCase })

/** An addition in full, with nothing to press. */
export function additionBlocks(addition: Addition, catalogue: Catalogue): AnyBlock[] {
  const useCase = asUseCase(addition)
  return [summarySection(useCase), smallPrint(useCase, catalogue), ...fullTail(useCase, catalogue)]
}

/** What an addition is, in bold. */
export const additionHeading = (addition: Addition): AnyBlock =>
  section(`*${shorten(headingOf(asUseCase(addition)), LIMITS.card.title)}*`)

const MOST_KNOWN = 5

/** What there is of the company of a suggestion already, each in a line; none for nothing. */
export function sameCompanyLines(sameCompany: readonly UseCase[]): Line[] {
  const [first] = sameCompany
  if (first === undefined) return []
  const left = sameCompany.length - MOST_KNOWN
  return [
    [`The catalogue has ${sameCompany.length} of `, { bold: first.company }, ' already:'],
    ...sameCompany.slice(0, MOST_KNOWN).map(({ title }): Line => ['• ', { name: title }]),
    ...(left > 0 ? [[`and ${left} more`]] : []),
  ]
}

const THANKS = {
  kept: 'Thank you. Whoever maintains the catalogue reads this, and I tell you in a message what becomes of it.',
  known: 'Thank you. Somebody was faster: the catalogue has this link now.',
  waits: 'Thank you. Somebody was faster: this link was suggested already, and waits for a decision.',
}

/**
 * What becomes of a suggestion, in the place of its preview; closing it closes the form, too.
 * @param became `known` and `waits`: it is not kept, since the catalogue or another suggestion has its link
 */
export function suggestThanksView(addition: Addition, became: keyof typeof THANKS): ModalView {
  return {
    type: 'modal',
    title: plain(SUGGEST_TITLE),
    close: plain('Close'),
    clear_on_close: true,
    blocks: [section(THANKS[became]), additionHeading(addition)] as KnownBlock[],
  }
}
