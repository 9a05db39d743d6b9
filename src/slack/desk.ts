import type { WebClient } from '@slack/web-api'
import { ACTIONS, LINK_ACTION } from '../cards/actions.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { staleButton } from '../cards/notices.ts'
import type { SuggestConfig } from '../config.ts'
import type { Person } from '../digest/managers.ts'
import type { Overview } from '../digest/overview.ts'
import type { Log } from '../log.ts'
import type { AnswerOutcome, Metrics } from '../metrics/metrics.ts'
import type { Kept } from '../people/kept.ts'
import type { Edition } from '../search/edition.ts'
import type { Suggestions } from '../suggestions/suggestions.ts'
import { createMessagesTab, type Opened } from './agent.ts'
import type { AnswerAsk } from './answers.ts'
import { apologise } from './apology.ts'
import { type ClickArgs, type OnClick, readClick } from './clicks.ts'
import { deliveryOf } from './delivery.ts'
import { createDetails, createShowDetails, type VideoMemory } from './details.ts'
import { mayHaveArrived } from './failures.ts'
import { createFinder } from './finder.ts'
import { createHome } from './home.ts'
import { createInPlace } from './in-place.ts'
import type { People } from './people.ts'
import type { RespondTo } from './respond.ts'
import type { Send } from './send.ts'
import { createShare } from './share.ts'
import { createSubmissions } from './submissions.ts'
import { createSuggestionDesk } from './suggestion-desk.ts'
import { createUnfurl } from './unfurl.ts'
import { createUseCaseActions } from './use-case-actions.ts'
import { createVotes } from './votes.ts'
import { createWhisper } from './whisper.ts'

/** What everything that can be clicked needs of the rest of the app. */
export type DeskDeps = Edition & {
  client: WebClient
  respond: RespondTo
  send: Send
  answers: AnswerAsk
  kept: Kept
  suggestions: () => Promise<Suggestions>
  /** Where suggestions go. */
  suggestTo: Pick<SuggestConfig, 'channel' | 'repository'> & { opensPullRequests: boolean }
  people: People
  overview: (person: Person, team: string) => Promise<Overview>
  video: VideoMemory
  now: () => number
  metrics: Metrics
  log: Log
}

/** All that people can do with an answer, beside asking for it. */
export type Desk = ReturnType<typeof createDesk>

export function createDesk(deps: DeskDeps) {
  const { metrics, log } = deps
  const whisper = createWhisper(deps)
  const share = createShare(deps)
  const finder = createFinder(deps)
  const home = createHome({ ...deps, whisper })
  const messagesTab = createMessagesTab(deps)
  const suggestions = createSuggestionDesk({ ...deps, ...deps.suggestTo, whisper })
  const actions: Record<string, OnClick> = {
    ...actionTable({ ...deps, share, whisper, finder, home }),
    ...suggestions.actions,
  }

  /** Carries out whatever was clicked. A button of another age, or of nothing we know, says why it does nothing. */
  async function clicked(args: ClickArgs): Promise<void> {
    const click = readClick(args)
    const { team, user, actionId } = click
    const [base = ''] = actionId.split(':')
    if (LINK_ACTION.test(actionId)) return
    const ids = { kind: 'click', action: base, team, user }
    const began = performance.now()
    const tell = (outcome: AnswerOutcome) => metrics.answered('click', outcome, performance.now() - began)
    try {
      const action = Object.hasOwn(actions, base) ? actions[base] : undefined
      if (await action?.(click)) log.info(ids, 'answered')
      else await whisper(click, staleButton(DEFAULT_COMMAND))
      tell('other')
    } catch (error) {
      tell('failed')
      const { text } = apologise(error, ids, log)
      // Slack tells who clicked that it failed.
      if (mayHaveArrived(error)) deliveryOf(args.context).mayAcknowledge = false
      else await whisper(click, { text })
    }
  }

  return {
    clicked,
    options: { ...finder.options, ...suggestions.options },
    openFinder: finder.open,
    suggest: suggestions.asked,
    /** Brings a suggestion to its reviewers, unless that was done. */
    postSuggestion: suggestions.post,
    /** A person looks at the app: at its Home tab, or at their messages with it. */
    opened: async (args: Opened): Promise<void> => {
      const { tab, user } = args.event
      if (tab === 'messages') await messagesTab(args)
      else await home.show({ team: args.context.teamId ?? '', user })
    },
    unfurl: createUnfurl(deps),
    views: { ...createSubmissions({ ...deps, share, whisper }), ...suggestions.views },
  }
}

type Parts = DeskDeps & {
  share: ReturnType<typeof createShare>
  whisper: ReturnType<typeof createWhisper>
  finder: ReturnType<typeof createFinder>
  home: ReturnType<typeof createHome>
}

/** What each action does, by the part of its id before a colon. */
function actionTable({ finder, home, ...parts }: Parts): Record<string, OnClick> {
  const inPlace = createInPlace(parts)
  const show = createShowDetails(parts)
  const details = createDetails(parts, show)
  const useCase = createUseCaseActions({ ...parts, show })
  const vote = createVotes(parts)
  const asked: OnClick = (click) => (click.message ? inPlace(click) : finder.click(click))
  /** In the Home tab what was saved or removed shows at once. */
  const keep =
    (saved: boolean): OnClick =>
    async (click) => {
      const kept = await useCase.keep(click, saved)
      const offset = Number(click.actionId.split(':')[1] ?? 0)
      if (kept && click.view?.type === 'home') await home.show(click, offset)
      return kept
    }
  return {
    [ACTIONS.next]: asked,
    [ACTIONS.back]: asked,
    [ACTIONS.again]: asked,
    [ACTIONS.industry]: asked,
    [ACTIONS.topic]: asked,
    [ACTIONS.company]: asked,
    [ACTIONS.search]: asked,
    [ACTIONS.find]: finder.find,
    [ACTIONS.homeSearch]: finder.find,
    [ACTIONS.savedPage]: home.page,
    [ACTIONS.details]: details.open,
    [ACTIONS.detailsBack]: details.back,
    [ACTIONS.share]: useCase.share,
    [ACTIONS.save]: keep(true),
    [ACTIONS.unsave]: keep(false),
    [ACTIONS.problem]: useCase.problem,
    [ACTIONS.problemDone]: home.done,
    [ACTIONS.feedback]: vote,
    [ACTIONS.up]: vote,
    [ACTIONS.down]: vote,
  }
}
