import { describeError, type Log } from '../log.ts'
import { apologise } from './apology.ts'
import { answerMetadata } from './conversation.ts'
import { mayHaveArrived } from './failures.ts'
import type { Later } from './later.ts'
import type { Answer, Request, Response } from './requests.ts'
import { type Payload, retryUnsent, type Send, type Surface } from './send.ts'

/** Sends an answer to where it belongs. */
export type Post = (payload: Payload & ReturnType<typeof answerMetadata>) => Promise<unknown>

type Deps = { answer: Promise<Answer>; send: Send; later: () => Promise<Later>; log: Log }

/**
 * Answers a request by `post`; when that fails, the person gets an apology and the log the cause, tied by a reference.
 */
export type Attempt = (
  ids: Record<string, unknown>,
  surface: Surface,
  post: Post,
  request: Request,
) => Promise<void>

export function createAttempt({ answer, send, later, log }: Deps): Attempt {
  return async (ids, surface, post, request) => {
    try {
      const response = await (await answer)(request)
      if (response) {
        const { reply, before } = response
        const metadata = before ? answerMetadata(before) : {}
        await send(surface, reply, (payload) => retryUnsent(() => post({ ...payload, ...metadata })))
        if (!request.othersWords) count(later, request.team, response)
      }
      log.info(ids, 'answered')
    } catch (error) {
      const { text } = apologise(error, ids, log)
      if (mayHaveArrived(error)) return
      await post({ text, unfurl_links: false, unfurl_media: false }).catch((second: unknown) => {
        log.warn({ ...ids, error: describeError(second) }, 'could not apologise either')
      })
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
