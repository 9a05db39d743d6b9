import type { Button, HomeView } from '@slack/types'
import { type Catalogue, industryLabel, mainLink, type UseCase } from '../catalogue/catalogue.ts'
import { ACTIONS, encodePlace } from './actions.ts'
import { type AnyBlock, context, divider, type Line, linesReply, plainButton, section } from './blocks.ts'
import { COMMANDS, type CommandHelp } from './commands.ts'
import { codeText, header, plain } from './elements.ts'
import { facetsOf } from './facets.ts'
import { digestBlocks, type HomeDigest } from './home-digests.ts'
import { LIMITS } from './limits.ts'
import { linkButtons } from './links.ts'
import { suggestButton } from './suggest.ts'
import { count, shorten } from './text.ts'
import { type ProblemLine, type SuggestionCounts, type UsageReport, usageBlocks } from './usage-report.ts'
import { headingLink, headingOf, smallPrint, summarySection } from './use-case.ts'

export type { HomeDigest } from './home-digests.ts'

/** How many saved use cases a page of the Home tab shows. */
export const SAVED_PAGE = 10

/** What the Home tab shows to one person. */
export type Home = {
  /** The slash command as it is called in this workspace. */
  command: string
  /** The use case of the day; undefined when there is none. */
  today: UseCase | undefined
  /** Whether the person has saved it. */
  todaySaved?: boolean
  /** Whether what is kept of the person could not be read. */
  trouble?: boolean
  /** A page of what the person saved: it begins behind `offset` of `total`. */
  saved: { useCases: readonly UseCase[]; total: number; offset: number }
  /** `all`: those of the workspace, for an admin; otherwise the person's own. */
  digests: { all: boolean; rows: readonly HomeDigest[]; total: number }
  /** For admins; undefined for everybody else. */
  report: UsageReport | undefined
  problems: { total: number; lines: readonly ProblemLine[] } | undefined
  suggestions?: SuggestionCounts | undefined
}

/** The Home tab: everything that can be done without knowing what to type. */
export function homeView(home: Home, catalogue: Catalogue): HomeView {
  const { command, digests, report, problems, suggestions } = home
  const admin = usageBlocks(report, problems, suggestions)
  const parts: AnyBlock[][] = [
    searchPart(catalogue),
    todayPart(home, catalogue),
    ...(home.trouble
      ? [
          [
            section(
              'What you saved and your digests cannot be read just now. Open this tab again in a minute.',
            ),
          ],
        ]
      : [savedPart(home, catalogue), digestBlocks(digests, command)]),
    admin.length > 0 ? [header('For admins'), ...admin] : [],
    helpPart(command),
  ]
  const shown = parts.filter((part) => part.length > 0)
  return { type: 'home', blocks: shown.flatMap((part, index) => (index === 0 ? part : [divider, ...part])) }
}

/** What is asked or pressed here opens a view of its own. */
function searchPart(catalogue: Catalogue): AnyBlock[] {
  const number = facetsOf('companies', catalogue).length
  const companies = `${number} ${number === 1 ? 'company' : 'companies'}`
  const useCases = count(catalogue.useCases.length, 'public use case')
  return [
    header('Who uses Kafka Streams for this?'),
    context([`${useCases} at ${companies}, each with the talk, article or paper that tells of it`]),
    {
      type: 'input',
      block_id: ACTIONS.homeSearch,
      dispatch_action: true,
      label: plain('Search'),
      element: {
        type: 'plain_text_input',
        action_id: ACTIONS.homeSearch,
        placeholder: plain('A word, a company or a question, then Enter'),
        dispatch_action_config: { trigger_actions_on: ['on_enter_pressed'] },
      },
    },
    {
      type: 'actions',
      elements: [...['browse', 'latest', 'random', 'help'].map(findButton), suggestButton('')],
    },
  ]
}

const findButton = (words: string): Button =>
  plainButton(`${ACTIONS.find}:${words}`, words.charAt(0).toUpperCase() + words.slice(1), words)

function todayPart({ today, todaySaved, command }: Home, catalogue: Catalogue): AnyBlock[] {
  if (today === undefined) return []
  const buttons = [
    ...linkButtons([mainLink(today)]),
    placeButton(ACTIONS.details, 'Details', today, command),
    ...(todaySaved ? [] : [placeButton(ACTIONS.save, 'Save', today, command)]),
  ]
  return [
    header('Use case of the day'),
    summarySection(today),
    smallPrint(today, catalogue),
    { type: 'actions', elements: buttons },
  ]
}

/** Many buttons of a Home tab read alike, so each says to a screen reader what it is for. */
function placeButton(action: string, text: string, useCase: UseCase, command: string): Button {
  const label = `${text}: ${headingOf(useCase)}`
  return {
    ...plainButton(action, text, encodePlace({ useCase: useCase.id, words: '', command })),
    accessibility_label: shorten(label, LIMITS.button.accessibilityLabel, (whole) => whole),
  }
}

function savedPart({ saved, command }: Home, catalogue: Catalogue): AnyBlock[] {
  const { useCases, total, offset } = saved
  if (total === 0) {
    return [
      header('Saved'),
      section('Nothing yet. *Save* keeps a use case here, for you alone: its details have the button.'),
    ]
  }
  const range = `${offset + 1}–${Math.min(offset + SAVED_PAGE, total)} of ${total}`
  const place = total > SAVED_PAGE && offset < total ? [context([range])] : []
  const rows = useCases
    .slice(0, SAVED_PAGE)
    .flatMap((useCase) => [savedLine(useCase, catalogue), savedButtons(useCase, command, offset)])
  const pages = savedPages(total, offset)
  return [
    header('Saved'),
    ...place,
    ...(useCases.length === 0 ? [context(['What was saved here is no longer in the catalogue.'])] : []),
    ...rows,
    ...(pages.length > 0 ? [{ type: 'actions' as const, elements: pages }] : []),
  ]
}

function savedLine(useCase: UseCase, catalogue: Catalogue): AnyBlock {
  const link = headingLink(useCase, LIMITS.card.title)
  return section(`${link}  ${shorten(industryLabel(catalogue, useCase), 100)}`)
}

function savedButtons(useCase: UseCase, command: string, offset: number): AnyBlock {
  const elements = [
    placeButton(ACTIONS.details, 'Details', useCase, command),
    // Where it stands, so that the same page is shown after it.
    placeButton(`${ACTIONS.unsave}:${offset}`, 'Remove', useCase, command),
  ]
  return { type: 'actions', elements }
}

function savedPages(total: number, offset: number): Button[] {
  const page = (way: string, text: string, to: number) =>
    plainButton(`${ACTIONS.savedPage}:${way}`, text, String(to))
  return [
    ...(offset > 0 ? [page('back', 'Back', Math.max(0, offset - SAVED_PAGE))] : []),
    ...(offset + SAVED_PAGE < total ? [page('next', 'Next', offset + SAVED_PAGE)] : []),
  ]
}

/** Commands that do not look for use cases. */
const OTHER_COMMANDS: readonly string[] = ['digest', 'suggest', 'stats', 'privacy', 'forget', 'help']

function helpPart(command: string): AnyBlock[] {
  const isOther = ({ word }: CommandHelp) => OTHER_COMMANDS.includes(word)
  const commandLine = ({ word, usage, says }: CommandHelp): Line => [
    { code: [command, word, usage].filter(Boolean).join(' ') },
    `  ${says}`,
  ]
  const asking: Line = [{ code: `${command} fraud` }, '  searches: type any words']
  return [
    header('What you can type'),
    ...linesReply([
      [{ label: 'To find use cases' }],
      asking,
      ...COMMANDS.filter((one) => !isOther(one)).map(commandLine),
    ]).classic,
    ...linesReply([[{ label: 'Everything else' }], ...COMMANDS.filter(isOther).map(commandLine)]).classic,
    context([`What is kept of you, and for how long: ${codeText(`${command} privacy`)}`]),
  ]
}
