import type {
  AllMiddlewareArgs,
  MessageShortcut,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import type { Log } from '../log.ts'
import { type Attempt, createAttempt, type Post } from './attempt.ts'
import type { Identity } from './client.ts'
import { createFindBefore } from './conversation.ts'
import type { Later } from './later.ts'
import { plainText, withAddresses } from './plain-text.ts'
import type { Answer } from './requests.ts'
import type { RespondTo } from './respond.ts'
import type { Send } from './send.ts'
import { createThreadManners } from './thread-manners.ts'

type Deps = {
  answer: Promise<Answer>
  send: Send
  respond: RespondTo
  client: WebClient
  identity: Promise<Identity>
  later: () => Promise<Later>
  log: Log
}
/** The listeners of what people ask; register.ts says which event each one hears. */
export function createListeners(deps: Deps) {
  const { respond, later } = deps
  const attempt = createAttempt(deps)
  const findBefore = createFindBefore(deps)
  const inThread = createThreadManners(deps)

  /** Answers privately, by the command's response_url: that works where the bot is no member, too. */
  async function command({ command, respond, context }: CommandArgs): Promise<void> {
    const post: Post = ({ metadata: _, ...payload }) => respond({ ...payload, response_type: 'ephemeral' })
    const { team_id, channel_id: channel, user_id: user, trigger_id: trigger } = command
    const ids = { team: context.teamId ?? team_id, channel, user }
    const source = { ...ids, request: trigger, trigger, publicly: false }
    const asked = { text: plainText(command.text), command: command.command, ...source }
    await attempt(ids, 'response_url', post, asked)
  }

  /** Answers in the thread of the mention, or begins one below it. What goes on from an answer there continues it. */
  async function mention({ event, client, context }: EventArgs<'app_mention'>): Promise<void> {
    const { channel, thread_ts: thread } = event
    const post: Post = (payload) =>
      client.chat.postMessage({ ...payload, channel, thread_ts: thread ?? event.ts })
    const source = { ...where(context, event), publicly: true }
    const before = thread === undefined ? {} : { before: () => findBefore({ channel, thread, at: event.ts }) }
    const asked = { text: plainText(event.text), ...source, ...before }
    await attempt({ kind: 'mention', ...ids(source) }, 'message', post, asked)
  }

  /** Answers a direct message where it was written: flat, or in its thread. */
  async function directMessage({ event, client, context }: EventArgs<'message'>): Promise<void> {
    if (event.channel_type !== 'im') return
    const { channel } = event
    const { text = '', thread_ts: thread } = event as { text?: string; thread_ts?: string }
    const to = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) }
    const post: Post = (payload) => client.chat.postMessage({ ...payload, ...to })
    const source = { ...where(context, event), publicly: true }
    const asked = {
      text: plainText(text),
      ...source,
      before: () => findBefore({ channel, thread, at: event.ts }),
    }
    const ask = () => attempt({ kind: 'direct message', ...ids(source) }, 'message', post, asked)
    await (thread === undefined ? ask() : inThread({ channel, thread, title: asked.text }, ask))
  }

  const shortcut = createShortcut(respond, attempt)
  return { command, mention, directMessage, shortcut, ...createRemovalListeners(later) }
}

/** Searches for what a message says, and answers privately, beside it. Others' words are not counted as searches. */
function createShortcut(respond: RespondTo, attempt: Attempt) {
  return async ({ shortcut, context }: ShortcutArgs): Promise<void> => {
    const { channel, user, message, response_url, trigger_id } = shortcut
    const { thread_ts, ts } = message
    // What a thread hangs on has its stamp, too, and stands outside of it.
    const thread = typeof thread_ts === 'string' && thread_ts !== ts ? { thread_ts } : {}
    const post: Post = ({ metadata: _, ...payload }) =>
      respond(response_url, { ...payload, ...thread, response_type: 'ephemeral', replace_original: false })
    const source = { team: context.teamId ?? '', channel: channel.id, user: user.id, request: trigger_id }
    const text = `search ${withAddresses(message.text ?? '')}`
    const asked = { text, command: DEFAULT_COMMAND, ...source, publicly: false, othersWords: true }
    await attempt({ kind: 'shortcut', ...ids({ ...source, command: '' }) }, 'response_url', post, asked)
  }
}

/** What to do once the app may not speak in the workspace any more. */
function createRemovalListeners(later: Deps['later']) {
  const stopAll = async (reason: string) => (await later()).stopAll(reason)
  return {
    /** The app was removed: nothing can be posted any more. */
    uninstalled: () => stopAll('uninstalled'),
    /** Tokens were taken away, of persons or ours; it may come before, after or without the removal. */
    tokensRevoked: async ({ event }: EventArgs<'tokens_revoked'>) => {
      if (event.tokens.bot?.length) await stopAll('token_revoked')
    },
  }
}

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs
type ShortcutArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs
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
