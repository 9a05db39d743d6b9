import type { ModalView } from '@slack/types'
import { type Catalogue, mainLink } from '../catalogue/catalogue.ts'
import type { Hit } from '../search/search.ts'
import { ACTIONS, type Ask, encodePlace, labelOf, VIEWS } from './actions.ts'
import { type AnswerList, headOf, TOO_LONG } from './answer.ts'
import { type AnyBlock, context, divider, plainButton, type Reply } from './blocks.ts'
import { browseMenus } from './browse.ts'
import { type Choice, codeText, cut, externalSelect, option, plain } from './elements.ts'
import { withPlainFeedback } from './feedback.ts'
import { LIMITS } from './limits.ts'
import { linkButtons } from './links.ts'
import { pageButtons } from './paging.ts'
import { tidy } from './text.ts'
import { smallPrint, summarySection } from './use-case.ts'
import { whyNote } from './why.ts'

/** The view to search and to browse in. */
export type Finder = {
  ask: Ask
  /** What is shown below the search; undefined while nothing is asked yet. */
  answer: AnswerList | Reply | undefined
  /** The slash command as it is called in this workspace. */
  command: string
  /** Comes back with everything that is done in the view; at most 3,000 characters. */
  metadata: string
}

/** A search with type-ahead, and below it what answers. Nothing is sent off: each choice acts at once. */
export function finderView(finder: Finder, catalogue: Catalogue): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.finder,
    private_metadata: finder.metadata,
    title: plain('Kafka Streams'),
    close: plain('Close'),
    blocks: [searchBlock, ...belowSearch(finder, catalogue)],
  }
}

const searchBlock: AnyBlock = {
  type: 'section',
  // The same in every state of the view, so that Slack goes on showing what was chosen.
  block_id: ACTIONS.search,
  text: { type: 'mrkdwn', text: '*Who uses Kafka Streams for this?*' },
  accessory: externalSelect(ACTIONS.search, 'Search, or type anything', 1),
}

function belowSearch({ answer, command }: Finder, catalogue: Catalogue): AnyBlock[] {
  if (answer === undefined) {
    const typed = `Anywhere in Slack you can type this instead: ${codeText(`${command} fraud`)}`
    return [context(['Or look at what there is:']), ...browseMenus(catalogue), context([typed])]
  }
  return 'hits' in answer ? listBlocks(answer, catalogue) : replyBlocks(answer)
}

function listBlocks(list: AnswerList, catalogue: Catalogue): AnyBlock[] {
  const shown = list.hits.length
  const buttons = pageButtons(list, shown)
  const more = list.ask.offset + shown < list.total
  const stuck = more && !buttons.some(({ action_id }) => action_id === ACTIONS.next)
  return [
    ...headOf(list, shown).classic,
    ...list.hits.flatMap((hit) => [divider, ...hitBlocks(hit, list.ask, catalogue)]),
    ...(stuck ? [context([TOO_LONG])] : []),
    ...(buttons.length > 0 ? [divider, { type: 'actions' as const, elements: buttons }] : []),
    ...[divider, context(['Or look at what else there is:']), ...browseMenus(catalogue)],
  ]
}

/** A use case in short: its other links are among its details. */
function hitBlocks({ useCase, reasons }: Hit, ask: Ask, catalogue: Catalogue): AnyBlock[] {
  const value = encodePlace({ useCase: useCase.id, words: labelOf(ask), command: ask.command })
  const buttons = [...linkButtons([mainLink(useCase)]), plainButton(ACTIONS.details, 'Details', value)]
  return [
    summarySection(useCase),
    smallPrint(useCase, catalogue, whyNote(reasons)),
    { type: 'actions', elements: buttons },
  ]
}

/** A modal takes no thumbs in one element. */
const replyBlocks = ({ classic }: Reply) => withPlainFeedback(classic)

/**
 * What the search offers while somebody types: first the very words, so that anything can be asked, then searches that
 * find something.
 */
export function searchOptions(typed: string, suggestions: readonly string[]): Choice[] {
  const values = [typed, ...suggestions].map((text) => cut(tidy(text), LIMITS.optionText).trimEnd())
  const seen = new Set<string>()
  return values
    .filter((value) => value !== '' && !seen.has(value.toLowerCase()) && seen.add(value.toLowerCase()))
    .slice(0, LIMITS.selectOptions)
    .map((value) => option(value, value))
}
