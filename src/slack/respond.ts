import type { Payload } from './send.ts'

/**
 * Posts to the `response_url` of a command or click: it works where the bot is no member, five times within 30 minutes
 * (docs.slack.dev/interactivity/handling-user-interaction).
 * @throws RefusedError with Slack's reason; what fetch throws when the answer is lost
 */
export type RespondTo = (url: string, body: Partial<Payload> & Response) => Promise<void>

/** What becomes of the message with the button, and who sees the new one. */
type Response = {
  response_type?: 'ephemeral' | 'in_channel'
  replace_original?: boolean
  delete_original?: boolean
  thread_ts?: string
}

/** @param post posts JSON with a time limit, and throws what is refused */
export function createRespond(post: (url: string, json: string) => Promise<void>): RespondTo {
  return (url, body) => post(url, JSON.stringify(body))
}

/**
 * Puts something into the place of a message. What only one person sees would leave its thread when it is replaced, so
 * there it is deleted and posted anew.
 */
export function inPlaceOf({
  thread,
  privately,
}: {
  thread: string | undefined
  privately: boolean
}): Response {
  const type = privately ? 'ephemeral' : 'in_channel'
  if (!privately || thread === undefined) return { response_type: type, replace_original: true }
  return { response_type: type, replace_original: false, delete_original: true, thread_ts: thread }
}
