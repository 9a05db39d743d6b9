import type { AllMiddlewareArgs, SlackViewMiddlewareArgs, ViewSubmitAction } from '@slack/bolt'
import { VIEWS } from '../cards/actions.ts'
import { PROBLEM_INPUTS, problemThanksView, readProblem } from '../cards/problem.ts'
import { readShareTo, SHARE_INPUT } from '../cards/share-to.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import { readPlace } from './origin.ts'
import type { Share } from './share.ts'
import { metadataOf } from './views.ts'
import type { Whisper } from './whisper.ts'

/** A view that somebody sent. */
export type Submission = SlackViewMiddlewareArgs<ViewSubmitAction> & AllMiddlewareArgs

/** What is done with it, by the callback_id of the view. */
export type Submissions = Record<string, (args: Submission) => Promise<void>>

/** The workspace of whoever sent a view. */
export const teamOf = ({ body, context }: Pick<Submission, 'body' | 'context'>): string =>
  context.teamId ?? body.team?.id ?? ''

type Deps = {
  catalogue: Catalogue
  kept: Pick<Kept, 'problem'>
  share: Share
  whisper: Whisper
  log: Log
}

/** What is done with the views that are submitted. Each names its use case in its metadata. */
export function createSubmissions(deps: Deps): Submissions {
  const { catalogue, kept, share, whisper, log } = deps
  const placeOf = (view: { private_metadata: string }) => readPlace(metadataOf(view.private_metadata))

  /** Keeps a report of a dead link or a mistake. The same view sent twice is one report. */
  async function problem({ ack, body, view, context }: Submission): Promise<void> {
    const fault = (text: string) =>
      ack({ response_action: 'errors', errors: { [PROBLEM_INPUTS.kind]: text } })
    const useCase = catalogue.byId.get(placeOf(view).useCase)
    if (!useCase) return fault('This use case is no longer in the catalogue: nothing needs to be reported.')
    const said = readProblem(view.state.values, useCase)
    if (!said) return fault('Choose what is wrong.')
    const who = { team: teamOf({ body, context }), user: body.user.id }
    try {
      await kept.problem(who, view.id, useCase.id, said)
    } catch (error) {
      log.error({ kind: 'report', ...who, error: describeError(error) }, 'a report could not be kept')
      // What was written stays in the view.
      return fault('This could not be kept just now. Please send it again in a minute.')
    }
    await ack({ response_action: 'update', view: problemThanksView(useCase) })
  }

  /** Posts where the person chose to. */
  async function shareTo({ ack, body, view, context }: Submission): Promise<void> {
    const channel = readShareTo(view.state.values)
    if (channel === undefined) {
      return ack({ response_action: 'errors', errors: { [SHARE_INPUT]: 'Choose a conversation.' } })
    }
    await ack()
    const { response_urls = [] } = body as { response_urls?: { channel_id: string; response_url: string }[] }
    const responseUrl = response_urls.find(({ channel_id }) => channel_id === channel)?.response_url
    const who = { team: teamOf({ body, context }), user: body.user.id }
    const sharing = await share(placeOf(view), who, { channel, responseUrl }, view.id)
    if (sharing.kind === 'failed') await whisper({ ...who, message: undefined }, sharing.tell)
  }
  return { [VIEWS.problem]: problem, [VIEWS.shareTo]: shareTo }
}
