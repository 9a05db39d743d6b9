import type { ModalView } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { VIEWS } from '../cards/actions.ts'
import type { Reply } from '../cards/blocks.ts'
import {
  draftFromWords,
  type GoesTo,
  NOT_KEPT_FAULT,
  SUGGEST_AGAIN,
  suggestButtonReply,
  suggestView,
  tooManySuggestionsFault,
} from '../cards/suggest.ts'
import { readSuggestion, suggestErrors } from '../cards/suggest-inputs.ts'
import { issueUrlFor, issueView } from '../cards/suggest-issue.ts'
import { suggestPreviewView, suggestThanksView } from '../cards/suggest-preview.ts'
import { type Addition, type Draft, draftOf, duplicatesOf } from '../catalogue/draft.ts'
import { useCaseFile, useCaseId } from '../catalogue/schema.ts'
import { textOfUseCase } from '../catalogue/write.ts'
import { describeError, type Log } from '../log.ts'
import type { Edition } from '../search/edition.ts'
import { MOST_OPEN, type Suggestions } from '../suggestions/suggestions.ts'
import type { Click } from './clicks.ts'
import type { Request } from './requests.ts'
import type { Review } from './review.ts'
import { type Submission, type Submissions, teamOf } from './submissions.ts'
import { checkSuggestion } from './suggestion-check.ts'
import { metadataOf } from './views.ts'

export type SuggestDeps = Pick<Edition, 'catalogue' | 'linked'> & {
  client: WebClient
  suggestions: Pick<Suggestions, 'suggest' | 'find'>
  review: Pick<Review, 'post'>
  /** Where suggestions are reviewed, if anywhere; otherwise people bring them to the repository themselves. */
  channel: string | undefined
  repository: string | undefined
  now: () => number
  log: Log
}

/** How people suggest a use case that is missing: a form, a preview of its card, and on to those who decide. */
export type SuggestDesk = ReturnType<typeof createSuggest>

export function createSuggest(deps: SuggestDeps) {
  const { client, catalogue } = deps
  const formFor = (draft: Draft) => suggestView({ draft, goesTo: goesToOf(deps), metadata: '' }, catalogue)
  return {
    /** Answers what follows the word `suggest`; undefined when the form opened instead. */
    asked: async (
      words: string,
      { trigger, command }: Pick<Request, 'trigger' | 'command'>,
    ): Promise<Reply | undefined> => {
      if (trigger === undefined) return suggestButtonReply(words, command)
      await client.views.open({ trigger_id: trigger, view: formFor(draftFromWords(words, catalogue)) })
      return undefined
    },
    /** Opens the form, on top of a view where there is one. */
    click: async (click: Click): Promise<boolean> => {
      const { trigger, view } = click
      const opened = { trigger_id: trigger, view: formFor(await draftFor(click, deps)) }
      await (view?.type === 'modal' ? client.views.push(opened) : client.views.open(opened))
      return true
    },
    views: {
      [VIEWS.suggest]: (args: Submission) => preview(args, deps),
      [VIEWS.suggestPreview]: (args: Submission) => hand(args, deps),
    } satisfies Submissions,
  }
}

/** What the form is filled in with: words, or what the person suggested before, as long as that is kept. */
async function draftFor({ actionId, value, team, user }: Click, deps: SuggestDeps): Promise<Draft> {
  if (actionId !== SUGGEST_AGAIN) return draftFromWords(value, deps.catalogue)
  const before = await deps.suggestions.find(team, value)
  return before?.createdBy === user ? draftOf(before.addition) : draftFromWords('', deps.catalogue)
}

function goesToOf({ channel, repository }: SuggestDeps): GoesTo {
  if (channel !== undefined) return 'maintainers'
  return repository === undefined ? 'file' : 'github'
}

/** Checks the form, and shows on top of it how the card will look; back from there everything is as it was typed. */
async function preview({ ack, view }: Submission, deps: SuggestDeps): Promise<void> {
  const checked = checkSuggestion(readSuggestion(view.state.values), deps)
  if (!checked.ok) return ack({ response_action: 'errors', errors: suggestErrors(checked.faults) })
  await ack({ response_action: 'push', view: previewOf(checked.addition, deps) })
}

/** @param note what stood in the way of sending it */
function previewOf(addition: Addition, deps: SuggestDeps, note?: string): ModalView {
  const { catalogue } = deps
  const { sameCompany } = duplicatesOf(addition, catalogue)
  const shown = { addition, sameCompany, goesTo: goesToOf(deps), metadata: JSON.stringify(addition) }
  return suggestPreviewView({ ...shown, ...(note === undefined ? {} : { note }) }, catalogue)
}

/** Hands a checked suggestion to its reviewers, or gives the person what they need to bring it to the repository. */
async function hand({ ack, body, view, context }: Submission, deps: SuggestDeps): Promise<void> {
  const addition = additionIn(metadataOf(view.private_metadata))
  // Of another age: back to the form, where all stands as it was typed.
  if (!addition) return ack()
  const show = (shown: ModalView) => ack({ response_action: 'update', view: shown })
  if (deps.channel === undefined) return show(ownWayView(addition, deps))
  if (duplicatesOf(addition, deps.catalogue).sameLink) return show(suggestThanksView(addition, 'known'))
  const who = { team: teamOf({ body, context }), user: body.user.id }
  const { kind } = await deps.suggestions.suggest(who, view.id, addition).catch((error: unknown) => {
    deps.log.error({ kind: 'suggestion', ...who, error: describeError(error) }, 'a suggestion was not kept')
    return { kind: 'trouble' as const }
  })
  switch (kind) {
    case 'trouble':
      return show(previewOf(addition, deps, NOT_KEPT_FAULT))
    case 'full':
      return show(previewOf(addition, deps, tooManySuggestionsFault(MOST_OPEN)))
    case 'waiting':
      return show(suggestThanksView(addition, 'waits'))
    case 'twice':
      return show(suggestThanksView(addition, 'kept'))
    case 'kept': {
      await show(suggestThanksView(addition, 'kept'))
      const suggested = await deps.suggestions.find(who.team, view.id)
      if (suggested) await deps.review.post(suggested)
    }
  }
}

function additionIn({ id, useCase }: Record<string, unknown>): Addition | undefined {
  const [named, checked] = [useCaseId.safeParse(id), useCaseFile.safeParse(useCase)]
  return named.success && checked.success ? { id: named.data, useCase: checked.data } : undefined
}

function ownWayView(addition: Addition, { repository }: SuggestDeps): ModalView {
  const yaml = textOfUseCase(addition.useCase)
  const issueUrl = repository === undefined ? undefined : issueUrlFor(repository, addition, yaml)
  return issueView({ addition, yaml, issueUrl })
}
