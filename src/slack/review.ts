import type { ModalView } from '@slack/types'
import { VIEWS } from '../cards/actions.ts'
import { NOT_KEPT_FAULT } from '../cards/suggest.ts'
import { readSuggestion, SUGGEST_INPUTS, suggestErrors } from '../cards/suggest-inputs.ts'
import { breaksRulesReply, decidedAlreadyReply, notForYouReply } from '../cards/suggestion.ts'
import {
  DECLINE_INPUT,
  readDecline,
  suggestionDeclineView,
  suggestionEditView,
  suggestionWithdrawView,
} from '../cards/suggestion-edit.ts'
import { draftOf } from '../catalogue/draft.ts'
import type { FindByLink } from '../catalogue/links.ts'
import { describeError } from '../log.ts'
import type { Outcome, Suggested, Suggestions } from '../suggestions/suggestions.ts'
import type { Click, OnClick } from './clicks.ts'
import { createReviewMessages, type ReviewMessages, type ReviewMessagesDeps } from './review-messages.ts'
import { type Submission, type Submissions, teamOf } from './submissions.ts'
import { checkSuggestion } from './suggestion-check.ts'
import type { Whisper } from './whisper.ts'

export type ReviewDeps = ReviewMessagesDeps & {
  linked: FindByLink
  suggestions: Suggestions
  whisper: Whisper
  now: () => number
}
type Parts = ReviewDeps & { messages: ReviewMessages }

/** How those who look after the catalogue decide on what people suggest. */
export type Review = ReturnType<typeof createReview>

export function createReview(deps: ReviewDeps) {
  const parts: Parts = { ...deps, messages: createReviewMessages(deps) }
  const { suggestions, catalogue } = deps
  const onlyReviewers =
    (action: OnClick): OnClick =>
    async (click) =>
      (await mayDecide(click, deps)) ? action(click) : true
  return {
    post: parts.messages.post,
    actions: {
      accept: onlyReviewers((click) => accept(click, parts)),
      edit: onlyReviewers((click) =>
        openView(click, parts, 'open', ({ id, addition }) =>
          suggestionEditView({ draft: draftOf(addition), metadata: id }, catalogue),
        ),
      ),
      decline: onlyReviewers((click) =>
        openView(click, parts, 'open', ({ id, addition }) =>
          suggestionDeclineView({ addition, metadata: id }),
        ),
      ),
      withdraw: onlyReviewers((click) =>
        openView(click, parts, 'accepted', (suggested) => withdrawView(suggested, suggestions)),
      ),
      pullRequest: onlyReviewers((click) => openPullRequest(click, parts)),
    },
    views: {
      [VIEWS.suggestionEdit]: orTold(edit, SUGGEST_INPUTS.company, parts),
      [VIEWS.suggestionDecline]: orTold(refuse, DECLINE_INPUT, parts),
    } satisfies Submissions,
  }
}

/** Everybody who reads the channel, but for guests and people of other organisations. */
async function mayDecide({ user, message }: Click, { people, whisper }: ReviewDeps): Promise<boolean> {
  const { role } = await people(user)
  if (role === 'member' || role === 'admin') return true
  await whisper({ user, message }, notForYouReply())
  return false
}

/** Shows a decision to all who review, and tells whoever made the suggestion; who came too late reads so. */
async function decided({ done, suggested }: Outcome, click: Click, parts: Parts): Promise<boolean> {
  const { messages, whisper, people } = parts
  if (!suggested) return false
  await messages.refresh(suggested)
  if (done) await messages.tell(suggested)
  else {
    const by = suggested.by === undefined ? undefined : (await people(suggested.by)).name
    await whisper(click, decidedAlreadyReply(suggested.state, by))
  }
  return true
}

/** Checks it once more: the catalogue may have changed since it was suggested. */
async function accept(click: Click, parts: Parts): Promise<boolean> {
  const { team, value: id, user } = click
  const suggested = await parts.suggestions.find(team, id)
  const checked =
    suggested?.state === 'open' ? checkSuggestion(draftOf(suggested.addition), parts) : undefined
  if (checked && !checked.ok) {
    await parts.whisper(click, breaksRulesReply(Object.values(checked.faults)))
    return true
  }
  const outcome = await parts.suggestions.accept(team, id, user, checked?.addition.useCase)
  const known = await decided(outcome, click, parts)
  if (outcome.done && parts.opensPullRequests) await openPullRequest(click, parts)
  return known
}

async function openPullRequest({ team, value: id }: Click, parts: Parts): Promise<boolean> {
  const suggested = await parts.suggestions.openPullRequest(team, id)
  if (suggested) await parts.messages.refresh(suggested)
  return suggested !== undefined
}

/** Opens a view about a suggestion, as long as it stands so. */
async function openView(
  click: Click,
  parts: Parts,
  state: Suggested['state'],
  viewFor: (suggested: Suggested) => ModalView,
): Promise<boolean> {
  const { team, value: id, trigger } = click
  const suggested = await parts.suggestions.find(team, id)
  if (suggested?.state !== state) return decided({ done: false, suggested }, click, parts)
  await parts.client.views.open({ trigger_id: trigger, view: viewFor(suggested) })
  return true
}

/** In the metadata of the form for a reason, behind the id: what was accepted is withdrawn, not declined. */
const WITHDRAW = ':withdraw'

function withdrawView(suggested: Suggested, { inFiles }: Suggestions): ModalView {
  const { id, addition, pullRequest } = suggested
  const hasPullRequest = pullRequest !== undefined && 'url' in pullRequest
  return suggestionWithdrawView({
    ...{ addition, hasPullRequest, inFiles: inFiles(suggested), metadata: `${id}${WITHDRAW}` },
  })
}

/** Where it cannot be kept now, what was typed stays, and the person reads why below this input. */
function orTold(submit: (args: Submission, parts: Parts) => Promise<void>, input: string, parts: Parts) {
  return async (args: Submission): Promise<void> => {
    await submit(args, parts).catch(async (error: unknown) => {
      const ids = { team: teamOf(args), suggestion: args.view.private_metadata }
      parts.log.error({ ...ids, error: describeError(error) }, 'a decision on a suggestion was not kept')
      await args.ack({ response_action: 'errors', errors: { [input]: NOT_KEPT_FAULT } })
    })
  }
}

const TOO_LATE = 'Somebody decided on this meanwhile. Close this form.'

/** Checks what a reviewer changed by the same rules, and keeps it. */
async function edit({ ack, view, ...args }: Submission, parts: Parts): Promise<void> {
  const { suggestions, messages } = parts
  const id = view.private_metadata
  const team = teamOf(args)
  const fault = (errors: Record<string, string>) => ack({ response_action: 'errors', errors })
  const present = await suggestions.find(team, id)
  // First of all: the link of an accepted one is in the catalogue, which is no fault of theirs.
  if (present?.state !== 'open') return fault(suggestErrors({ company: TOO_LATE }))
  const checked = checkSuggestion(readSuggestion(view.state.values), parts)
  if (!checked.ok) return fault(suggestErrors(checked.faults))
  const { done, suggested } = await suggestions.edit(team, id, args.body.user.id, checked.addition)
  if (!done) return fault(suggestErrors({ company: TOO_LATE }))
  await ack()
  if (suggested) await messages.refresh(suggested)
}

/** Declines or withdraws it, keeps why, and tells the person. */
async function refuse({ ack, view, ...args }: Submission, { suggestions, messages }: Parts): Promise<void> {
  const fault = (text: string) => ack({ response_action: 'errors', errors: { [DECLINE_INPUT]: text } })
  const reason = readDecline(view.state.values)
  if (reason === undefined) return fault('Say why: whoever suggested it reads this.')
  const [id = '', withdraws] = view.private_metadata.split(':')
  const keep = withdraws === undefined ? suggestions.decline : suggestions.withdraw
  const { done, suggested } = await keep(teamOf(args), id, args.body.user.id, reason)
  if (!done) return fault(TOO_LATE)
  await ack()
  if (!suggested) return
  await messages.refresh(suggested)
  await messages.tell(suggested)
}
