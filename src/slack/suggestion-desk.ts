import { ACTIONS, VIEWS } from '../cards/actions.ts'
import { topicOptions } from '../cards/suggest-inputs.ts'
import type { Suggested, Suggestions } from '../suggestions/suggestions.ts'
import type { Offers, OnClick } from './clicks.ts'
import type { ReviewDeps } from './review.ts'
import type { Submission, Submissions } from './submissions.ts'
import type { SuggestDeps, SuggestDesk } from './suggest.ts'

type Deps = Omit<ReviewDeps, 'suggestions'> &
  Omit<SuggestDeps, 'suggestions' | 'review'> & { suggestions: () => Promise<Suggestions> }

/**
 * Suggesting, and deciding on what was suggested. It is loaded when it is first needed: what checks a use case takes as
 * long to load as half of the bot.
 */
export function createSuggestionDesk(deps: Deps) {
  let loading: ReturnType<typeof load> | undefined
  const loaded = () => {
    loading ??= load(deps)
    return loading
  }
  const on =
    (which: (desk: Awaited<ReturnType<typeof load>>) => OnClick): OnClick =>
    async (click) =>
      which(await loaded())(click)
  const submitted = (id: string) => async (args: Submission) => {
    const { suggest, review } = await loaded()
    const views: Submissions = { ...suggest.views, ...review.views }
    await views[id]?.(args)
  }
  const ids = [VIEWS.suggest, VIEWS.suggestPreview, VIEWS.suggestionEdit, VIEWS.suggestionDecline]
  return {
    asked: async (...asked: Parameters<SuggestDesk['asked']>) => (await loaded()).suggest.asked(...asked),
    post: async (suggested: Suggested) => (await loaded()).review.post(suggested),
    actions: {
      [ACTIONS.suggest]: on(({ suggest }) => suggest.click),
      [ACTIONS.accept]: on(({ review }) => review.actions.accept),
      [ACTIONS.edit]: on(({ review }) => review.actions.edit),
      [ACTIONS.decline]: on(({ review }) => review.actions.decline),
      [ACTIONS.withdraw]: on(({ review }) => review.actions.withdraw),
      [ACTIONS.pullRequest]: on(({ review }) => review.actions.pullRequest),
    },
    options: {
      [ACTIONS.suggestTopics]: ({ payload, ack }) =>
        ack({ options: topicOptions(payload.value, deps.catalogue) }),
    } as Offers,
    views: Object.fromEntries(ids.map((id) => [id, submitted(id)])) as Submissions,
  }
}

async function load({ suggestions: open, ...deps }: Deps) {
  const [{ createReview }, { createSuggest }, suggestions] = await Promise.all([
    import('./review.ts'),
    import('./suggest.ts'),
    open(),
  ])
  const review = createReview({ ...deps, suggestions })
  return { review, suggest: createSuggest({ ...deps, suggestions, review }) }
}
