import { describeError, type Log } from '../log.ts'
import type { AnswerOutcome, Kind, Metrics } from '../metrics/metrics.ts'
import { apologise } from './apology.ts'
import { answerMetadata } from './conversation.ts'
import { mayHaveArrived, neverSent } from './failures.ts'
import type { Later } from './later.ts'
import type { Answer, Request, Response } from './requests.ts'
import type { Payload, SendOf, Surface } from './send.ts'

/** Sends an answer to where it belongs. */
export type Post = (payload: Payload & Partial<ReturnType<typeof answerMetadata>>) => Promise<unknown>

type Deps = {
  answer: Promise<Answer>
  sendOf: SendOf
  later: () => Promise<Later>
  metrics: Metrics
  log: Log
}

/**
 * Answers a request by `post`; when that fails, the person gets an apology and the log the cause, tied by a reference.
 * @returns false where Slack was in trouble, so that they may have got neither
 */
export type Attempt = (
  ids: Record<string, unknown> & { kind: Kind },
  surface: Surface,
  post: Post,
  request: Request,
) => Promise<boolean>

export function createAttempt({ answer, sendOf, later, metrics, log }: Deps): Attempt {
  return async (ids, surface, post, request) => {
    const began = performance.now()
    const tell = (outcome: AnswerOutcome) => metrics.answered(ids.kind, outcome, performance.now() - began)
    try {
      const response = await (await answer)(request)
      if (response) {
        const { reply, before } = response
        const metadata = answerMetadata(request.request, before)
        await sendOf(request.team)(surface, reply, (payload) => post({ ...payload, ...metadata }))
        if (!request.othersWords) count(later, request.team, response)
      }
      const outcome = response?.found === undefined ? 'other' : response.found > 0 ? 'found' : 'nothing'
      tell(outcome)
      log.info({ ...ids, outcome, ms: Math.round(performance.now() - began) }, 'answered')
      return true
    } catch (error) {
      tell('failed')
      const { text } = apologise(error, ids, log)
      if (mayHaveArrived(error)) return false
      const apology = {
        text,
        unfurl_links: false,
        unfurl_media: false,
        ...answerMetadata(request.request, undefined),
      } as const
      return post(apology).then(
        () => true,
        (second: unknown) => {
          log.warn({ ...ids, error: describeError(second) }, 'could not apologise either')
          return !mayHaveArrived(second) && !neverSent(second)
        },
      )
    }
  }
}

/** Nobody waits for it, and nothing depends on it. */
function count(later: Deps['later'], team: string, { words, found }: Response): void {
  if (found === undefined || words === undefined) return
  later().then(
    (service) => service.count(team, words, found),
    () => {},
  )
}
