import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import { DEFAULT_COMMAND } from '../cards/help.ts'
import { describeError, type Log } from '../log.ts'
import { apologise } from './apology.ts'
import { mayHaveArrived } from './failures.ts'
import { plainText } from './plain-text.ts'
import type { Answer, Request } from './requests.ts'
import { type Payload, retryUnsent, type Send, type Surface } from './send.ts'

type Deps = {
  answer: Promise<Answer>
  send: Send
  /** Stops all digests of the workspace. */
  stopAll: (reason: string) => Promise<void>
  log: Log
}
type Post = (payload: Payload) => Promise<unknown>

/** The listeners of the app; register.ts says which event each one hears. */
export function createListeners({ answer, send, stopAll, log }: Deps) {
  /** Answers privately, by the command's response_url: that works where the bot is not a member, too. */
  async function command({
    command,
    respond,
    context,
  }: SlackCommandMiddlewareArgs & AllMiddlewareArgs): Promise<void> {
    const post: Post = (payload) => respond({ ...payload, response_type: 'ephemeral' })
    const { team_id, channel_id: channel, user_id: user, trigger_id: trigger } = command
    const ids = { team: context.teamId ?? team_id, channel, user }
    const source = { ...ids, request: trigger, trigger, publicly: false }
    await attempt(ids, 'response_url', post, {
      text: plainText(command.text),
      command: command.command,
      ...source,
    })
  }

  /** Answers in the thread of the mention, or begins one below it. */
  async function mention({ event, client, context }: EventArgs<'app_mention'>): Promise<void> {
    const post: Post = (payload) =>
      client.chat.postMessage({ ...payload, channel: event.channel, thread_ts: event.thread_ts ?? event.ts })
    const source = { ...where(context, event), publicly: true }
    await attempt({ kind: 'mention', ...ids(source) }, 'message', post, {
      text: plainText(event.text),
      ...source,
    })
  }

  /** Answers a direct message where it was written: flat, or in its thread. */
  async function directMessage({ event, client, context }: EventArgs<'message'>): Promise<void> {
    if (event.channel_type !== 'im') return
    const { text = '', thread_ts } = event as { text?: string; thread_ts?: string }
    const thread = thread_ts === undefined ? {} : { thread_ts }
    const post: Post = (payload) => client.chat.postMessage({ ...payload, channel: event.channel, ...thread })
    const source = { ...where(context, event), publicly: true }
    await attempt({ kind: 'direct message', ...ids(source) }, 'message', post, {
      text: plainText(text),
      ...source,
    })
  }

  /** Answers a request; when that fails, the person gets an apology and the log the cause, tied by a reference. */
  async function attempt(ids: Record<string, unknown>, surface: Surface, post: Post, request: Request) {
    try {
      const reply = await (await answer)(request)
      if (reply) await send(surface, reply, (payload) => retryUnsent(() => post(payload)))
      log.info(ids, 'answered')
    } catch (error) {
      const { text } = apologise(error, ids, log)
      if (mayHaveArrived(error)) return
      await post({ text, unfurl_links: false, unfurl_media: false }).catch((second: unknown) => {
        log.warn({ ...ids, error: describeError(second) }, 'could not apologise either')
      })
    }
  }

  return { command, mention, directMessage, ...createRemovalListeners(stopAll) }
}

/** What to do once the app may not speak in the workspace any more. */
function createRemovalListeners(stopAll: Deps['stopAll']) {
  return {
    /** The app was removed: nothing can be posted any more. */
    uninstalled: () => stopAll('uninstalled'),
    /** Tokens were taken away, of persons or ours; it may come before, after or without the removal. */
    tokensRevoked: async ({ event }: EventArgs<'tokens_revoked'>) => {
      if (event.tokens.bot?.length) await stopAll('token_revoked')
    },
  }
}

type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name> & AllMiddlewareArgs

/** Where a message comes from. Its stamp tells it from others. */
function where(context: { teamId?: string }, event: { channel: string; user?: string; ts: string }) {
  const { channel, user = '', ts } = event
  return { team: context.teamId ?? '', channel, user, request: ts, command: DEFAULT_COMMAND }
}

const ids = ({ team, channel, user, request }: ReturnType<typeof where>) => ({
  team,
  channel,
  user,
  ts: request,
})
