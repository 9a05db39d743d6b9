import type { Config, Secrets } from '../config.ts'
import { createAccepted } from '../suggestions/accepted.ts'
import type { createSuggestions } from '../suggestions/suggestions.ts'
import { type LivingOptions, type LivingParts, startLiving } from './living.ts'

type Deps = Omit<LivingParts, 'accepted' | 'suggestions' | 'post' | 'linkCheck'> & {
  config: Config
  secrets: Secrets
}

/** Puts together what people suggest, where it goes, and what keeps the catalogue alive. */
export function openSuggesting(deps: Deps) {
  const { config, secrets, team, log } = deps
  // Reviewers are those of one workspace; with many, suggestions go to the catalogue's repository.
  const accepted = createAccepted({ ...deps, team: team ?? '' })
  let opening: ReturnType<typeof openSuggestions> | undefined
  const suggestions = () => {
    opening ??= openSuggestions({ ...deps, accepted }, config, secrets)
    return opening
  }
  const { channel, repository } = config.suggest
  const opensPullRequests =
    channel !== undefined && repository !== undefined && secrets.githubToken !== undefined
  if (opensPullRequests) log.info({ repository }, 'accepted suggestions become pull requests')
  return {
    suggestions,
    suggestTo: { ...config.suggest, opensPullRequests },
    start: (post: LivingParts['post'], linkCheck: LivingOptions['linkCheck']) =>
      startLiving({ ...deps, accepted, suggestions, post, linkCheck }),
  }
}

type SuggestionParts = Omit<Parameters<typeof createSuggestions>[0], 'github'>

/** Loaded when somebody first suggests something: it takes as long as half of the bot. */
async function openSuggestions(
  parts: SuggestionParts,
  { suggest: { repository, githubApiUrl } }: Config,
  { githubToken: token }: Secrets,
) {
  const { createSuggestions } = await import('../suggestions/suggestions.ts')
  if (repository === undefined || token === undefined) return createSuggestions(parts)
  const { createPullRequests } = await import('../suggestions/pull-request.ts')
  // What is asked for there begins with a slash of its own.
  const apiUrl = githubApiUrl.replace(/\/$/, '')
  return createSuggestions({ ...parts, github: createPullRequests({ token, repository, apiUrl }) })
}
