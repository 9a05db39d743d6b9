import { limitedReply } from '../cards/limited.ts'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Delivery } from './delivery.ts'
import type { GlobalMiddleware } from './guards.ts'
import type { Patience } from './patience.ts'
import type { RespondTo } from './respond.ts'
import type { Workspace } from './workspaces.ts'

type Deps = { patience: () => Promise<Patience>; respond: RespondTo; metrics: Metrics; log: Log }

/** What a person does by hand, each time. Views, which hold what somebody wrote, and what nobody asked for, are let through. */
const COUNTED: ReadonlySet<string> = new Set(['command', 'mention', 'direct_message', 'click', 'shortcut'])

/** Turns away who asks too much: told so kindly the first time, and then left without an answer for a while. */
export function turnAway({ patience, respond, metrics, log }: Deps): GlobalMiddleware {
  return async ({ body, context, next }) => {
    const delivery = context['delivery'] as Delivery | undefined
    if (delivery === undefined || !COUNTED.has(delivery.kind)) return next()
    const { workspace, kind } = delivery
    const asker = askerOf(body)
    const verdict = await (await patience())({ team: workspace.team, user: asker.user })
    if (verdict.kind === 'ok') return next()
    metrics.answered(kind, 'limited', 0)
    if (!verdict.first) return
    log.warn({ kind, user: asker.user, seconds: verdict.seconds }, 'somebody asks too much')
    await tell(asker, limitedReply(verdict.seconds).text, workspace, respond).catch((error: unknown) =>
      log.warn({ error: describeError(error) }, 'somebody who asks too much could not be told so'),
    )
  }
}

type Asker = { user: string; responseUrl?: string; channel?: string; thread?: string }

/** Who did something, and where they can be told. */
function askerOf(body: unknown): Asker {
  const { user_id, user, event, response_url } = body as {
    user_id?: string
    user?: { id?: string }
    event?: { user?: string; channel?: string; thread_ts?: string }
    response_url?: string
  }
  return {
    user: user_id ?? user?.id ?? event?.user ?? '',
    ...(response_url ? { responseUrl: response_url } : {}),
    ...(event?.channel ? { channel: event.channel } : {}),
    ...(event?.thread_ts ? { thread: event.thread_ts } : {}),
  }
}

async function tell(
  { user, responseUrl, channel, thread }: Asker,
  text: string,
  { client }: Workspace,
  respond: RespondTo,
): Promise<void> {
  const said = { text, unfurl_links: false, unfurl_media: false } as const
  const beside = thread === undefined ? {} : { thread_ts: thread }
  if (responseUrl !== undefined) {
    await respond(responseUrl, { ...said, response_type: 'ephemeral', replace_original: false })
  } else if (channel?.startsWith('D')) await client.chat.postMessage({ ...said, ...beside, channel })
  else if (channel) await client.chat.postEphemeral({ ...said, ...beside, channel, user })
  else await client.chat.postMessage({ ...said, channel: user })
}
