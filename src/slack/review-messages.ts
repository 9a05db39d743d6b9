import type { WebClient } from '@slack/web-api'
import type { Reply } from '../cards/blocks.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { acceptedNote, declinedNote, suggestionReply, withdrawnNote } from '../cards/suggestion.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { duplicatesOf } from '../catalogue/draft.ts'
import { describeError, type Log } from '../log.ts'
import type { Suggested, Suggestions } from '../suggestions/suggestions.ts'
import type { People } from './people.ts'
import { retryUnsent, type Send } from './send.ts'

export type ReviewMessagesDeps = {
  client: WebClient
  catalogue: Catalogue
  suggestions: Pick<Suggestions, 'mayPost' | 'posted' | 'inFiles'>
  /** Where suggestions are reviewed, if anywhere. */
  channel: string | undefined
  /** Whether accepted suggestions become pull requests. */
  opensPullRequests: boolean
  people: People
  send: Send
  log: Log
}

/** The messages about a suggestion: one for its reviewers, and a note for whoever made it. None of them throws. */
export type ReviewMessages = ReturnType<typeof createReviewMessages>

export function createReviewMessages(deps: ReviewMessagesDeps) {
  const { client, send, log } = deps
  /** What was decided is decided, whether or not it can be told now. Gives whether it could. */
  const noted = (work: Promise<unknown>, { team, id }: Suggested, what: string): Promise<boolean> =>
    work.then(
      () => true,
      (error: unknown) => {
        log.error({ team, suggestion: id, error: describeError(error) }, what)
        return false
      },
    )
  return {
    /** Brings a suggestion to its reviewers, whichever process does; false where that failed, and can be tried again. */
    post: (suggested: Suggested): Promise<boolean> =>
      noted(postOnce(suggested, deps), suggested, 'a suggestion could not be posted'),
    /** Shows how it stands now. */
    refresh: async (suggested: Suggested): Promise<void> => {
      const { post } = suggested
      if (post === undefined) return
      const updated = send('message', await replyOf(suggested, deps), (payload) =>
        retryUnsent(() => client.chat.update({ ...payload, ...post })),
      )
      await noted(updated, suggested, 'a suggestion could not be shown anew')
    },
    /** Tells whoever made it what became of it. */
    tell: async (suggested: Suggested): Promise<void> => {
      const note = noteOf(suggested, deps)
      const { createdBy: channel } = suggested
      if (note === undefined || channel === null) return
      const told = send('message', note, (payload) =>
        retryUnsent(() => client.chat.postMessage({ ...payload, channel })),
      )
      await noted(told, suggested, 'nobody could be told of a decision')
    },
  }
}

async function postOnce(suggested: Suggested, deps: ReviewMessagesDeps): Promise<void> {
  const { client, channel, suggestions, send } = deps
  const { team, id } = suggested
  if (channel === undefined || !(await suggestions.mayPost(team, id))) return
  let ts = ''
  try {
    await send('message', await replyOf(suggested, deps), (payload) =>
      retryUnsent(async () => {
        ts = (await client.chat.postMessage({ ...payload, channel })).ts ?? ''
      }),
    )
  } catch (error) {
    // Rather twice than never: an answer that was lost counts as nothing.
    await suggestions.posted(team, id, undefined)
    throw error
  }
  await suggestions.posted(team, id, { channel, ts })
}

async function replyOf(suggested: Suggested, deps: ReviewMessagesDeps) {
  const { people, catalogue, suggestions, opensPullRequests } = deps
  const { addition, createdBy, by, editedBy } = suggested
  const nameOf = async (user: string | null = null) => (user === null ? undefined : (await people(user)).name)
  const [who, decidedBy, editor] = await Promise.all([createdBy, by, editedBy].map(nameOf))
  const { sameCompany } = duplicatesOf(addition, catalogue)
  const edited = editedBy === undefined ? {} : { editedBy: editor ?? null }
  const shown = { ...suggested, ...edited, who, by: decidedBy, sameCompany }
  const inFiles = suggestions.inFiles(suggested)
  return suggestionReply({ ...shown, inFiles, canOpenPullRequest: opensPullRequests }, catalogue)
}

/** Nothing while it is undecided. */
function noteOf(suggested: Suggested, { catalogue, suggestions }: ReviewMessagesDeps): Reply | undefined {
  const decision = { ...suggested, inFiles: suggestions.inFiles(suggested) }
  switch (suggested.state) {
    case 'open':
      return undefined
    case 'accepted':
      return acceptedNote(decision, DEFAULT_COMMAND, catalogue)
    case 'declined':
      return declinedNote(decision)
    case 'withdrawn':
      return withdrawnNote(decision)
  }
}
