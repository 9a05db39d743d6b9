import type {
  AllMiddlewareArgs,
  MessageShortcut,
  SlackCommandMiddlewareArgs,
  SlackEventMiddlewareArgs,
  SlackShortcutMiddlewareArgs,
} from '@slack/bolt'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { type Attempt, createAttempt, type Post } from './attempt.ts'
import { type Body, whereOf } from './bodies.ts'
import { createThread } from './conversation.ts'
import { type Delivery, deliveryOf, type Removal } from './delivery.ts'
import type { Later } from './later.ts'
import { plainText, withAddresses } from './plain-text.ts'
import type { Answer } from './requests.ts'
import type { RespondTo } from './respond.ts'
import { retryUnsent, retryUntilThere, type SendOf } from './send.ts'
import { createThreadManners } from './thread-manners.ts'
import { perWorkspace, type Workspace } from './workspaces.ts'

type Deps = {
  answer: Promise<Answer>
  sendOf: SendOf
  respond: RespondTo
  later: () => Promise<Later>
  metrics: Metrics
  log: Log
}

/** The listeners of what people ask; register.ts says which event each one hears. */
export function createListeners(deps: Deps) {
  const { respond, later, log } = deps
  const attempt = createAttempt(deps)
  const asking = { talkIn: createTalkIn(log), attempt, log }
  return {
    command: createCommand(respond, attempt),
    mention: createMention(asking),
    directMessage: createDirectMessage(asking),
    shortcut: createShortcut(respond, attempt),
    ...createRemovalListeners(later),
  }
}

const createTalkIn = (log: Log) =>
  perWorkspace(({ client, identity }) => ({
    ...createThread({ client, identity, log }),
    inThread: createThreadManners({ client, log }),
  }))

type Asking = { talkIn: ReturnType<typeof createTalkIn>; attempt: Attempt; log: Log }

/** Answers in the thread of the mention, or begins one below it. What goes on from an answer there continues it. */
function createMention({ talkIn, attempt, log }: Asking) {
  return async ({ event, context }: EventArgs<'app_mention'>): Promise<void> => {
    const { channel, thread_ts: thread, ts: at } = event
    const delivery = deliveryOf(context)
    const { workspace } = delivery
    const { findBefore, wasAnswered } = talkIn(workspace)
    const isThere = () => wasAnswered({ channel, thread: thread ?? at, at })
    if (await needsNone(delivery, isThere, log)) return
    const to = { channel, thread_ts: thread ?? at }
    const post: Post = (payload) => workspace.client.chat.postMessage({ ...payload, ...to })
    const source = { ...where(workspace, event), publicly: true }
    const before = thread === undefined ? {} : { before: () => findBefore({ channel, thread, at }) }
    const asked = { text: plainText(event.text), ...source, ...before }
    const sure = surely(delivery, post, isThere, log)
    await bring(delivery, attempt({ kind: 'mention', ...ids(source) }, 'message', sure, asked))
  }
}

/** Answers a direct message where it was written: flat, or in its thread. */
function createDirectMessage({ talkIn, attempt, log }: Asking) {
  return async ({ event, context }: EventArgs<'message'>): Promise<void> => {
    if (event.channel_type !== 'im') return
    const { channel } = event
    const delivery = deliveryOf(context)
    const { workspace } = delivery
    const { findBefore, wasAnswered, inThread } = talkIn(workspace)
    const { text = '', thread_ts: thread } = event as { text?: string; thread_ts?: string }
    const place = { channel, thread, at: event.ts }
    const isThere = () => wasAnswered(place)
    if (await needsNone(delivery, isThere, log)) return
    const to = { channel, ...(thread === undefined ? {} : { thread_ts: thread }) }
    const post: Post = (payload) => workspace.client.chat.postMessage({ ...payload, ...to })
    const source = { ...where(workspace, event), publicly: true }
    const asked = { text: plainText(text), ...source, before: () => findBefore(place) }
    const sure = surely(delivery, post, isThere, log)
    const ask = () =>
      bring(delivery, attempt({ kind: 'direct_message', ...ids(source) }, 'message', sure, asked))
    await (thread === undefined ? ask() : inThread({ channel, thread, title: asked.text }, ask))
  }
}

/** Answers privately, by the command's response_url: that works where the bot is no member, too. */
function createCommand(respond: RespondTo, attempt: Attempt) {
  return async ({ command, context }: CommandArgs): Promise<void> => {
    const post: Post = ({ metadata: _, ...payload }) =>
      retryUnsent(() => respond(command.response_url, { ...payload, response_type: 'ephemeral' }))
    const delivery = deliveryOf(context)
    const { channel_id: channel, user_id: user, trigger_id: trigger } = command
    const ids = { team: delivery.workspace.team, channel, user }
    const source = { ...ids, request: trigger, trigger, publicly: false }
    const asked = { text: plainText(command.text), command: command.command, ...source }
    await bring(delivery, attempt({ kind: 'command', ...ids }, 'response_url', post, asked))
  }
}

/** Searches for what a message says, and answers privately, beside it. Others' words are not counted as searches. */
function createShortcut(respond: RespondTo, attempt: Attempt) {
  return async ({ shortcut, context }: ShortcutArgs): Promise<void> => {
    const { channel, user, message, response_url, trigger_id } = shortcut
    const { thread_ts, ts } = message
    // What a thread hangs on has its stamp, too, and stands outside of it.
    const thread = typeof thread_ts === 'string' && thread_ts !== ts ? { thread_ts } : {}
    const post: Post = ({ metadata: _, ...payload }) =>
      retryUnsent(() =>
        respond(response_url, { ...payload, ...thread, response_type: 'ephemeral', replace_original: false }),
      )
    const delivery = deliveryOf(context)
    const { team } = delivery.workspace
    const source = { team, channel: channel.id, user: user.id, request: trigger_id }
    const text = `search ${withAddresses(message.text ?? '')}`
    const asked = { text, command: DEFAULT_COMMAND, ...source, publicly: false, othersWords: true }
    const named = { kind: 'shortcut', ...ids({ ...source, command: '' }) } as const
    await bring(delivery, attempt(named, 'response_url', post, asked))
  }
}

/** What to do once the app may not speak in the workspace any more. The two come in any order, or one of them. */
function createRemovalListeners(later: Deps['later']) {
  const remove = async ({ body, context }: { body: unknown; context: object }, reason: string) => {
    const { event_time } = body as Body
    await (await later()).removed(whereOf(body as Body), reason, (event_time ?? 0) * 1000)
    ;(context as { removal: Removal }).removal.isDone = true
  }
  return {
    /** The app was removed: nothing can be posted any more. */
    uninstalled: (args: EventArgs<'app_uninstalled'>) => remove(args, 'uninstalled'),
    /** Tokens were taken away, of persons or ours; it may come before, after or without the removal. */
    tokensRevoked: async (args: EventArgs<'tokens_revoked'>) => {
      if (args.event.tokens.bot?.length) await remove(args, 'token_revoked')
      else (args.context as unknown as { removal: Removal }).removal.isDone = true
    },
  }
}

/** Notes whether an answer may be missing: then Slack shall not take the request as done. */
async function bring(delivery: Delivery, told: Promise<boolean>): Promise<void> {
  if (!(await told)) delivery.mayAcknowledge = false
}

/** Whether a question is answered already by a process that died, or has to come again since nobody can tell. */
async function needsNone(delivery: Delivery, isThere: () => Promise<boolean>, log: Log): Promise<boolean> {
  if (!delivery.claim?.look) return false
  return isThere().catch((error: unknown) => {
    log.warn({ error: describeError(error) }, 'it could not be told whether this was answered')
    delivery.mayAcknowledge = false
    return true
  })
}

/**
 * The post, until it is there, as long as this process is the one that answers. While Slack is in trouble it is not
 * acknowledged, where that has not happened yet: then it is not lost with this process.
 */
const surely =
  (delivery: Delivery, post: Post, isThere: () => Promise<boolean>, log: Log): Post =>
  async (payload) => {
    const { claim } = delivery
    const own = async () => {
      // Another process took this one for dead, and answers.
      if (claim !== undefined && !(await claim.mayPost())) return
      await retryUnsent(() => post(payload)).catch((error: unknown) => {
        delivery.mayAcknowledge = false
        throw error
      })
    }
    await retryUntilThere(own, isThere, log)
    delivery.mayAcknowledge = true
  }

type CommandArgs = SlackCommandMiddlewareArgs & AllMiddlewareArgs
type ShortcutArgs = SlackShortcutMiddlewareArgs<MessageShortcut> & AllMiddlewareArgs
type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name> & AllMiddlewareArgs

/** Where a message comes from. Its stamp tells it from others. */
function where({ team }: Workspace, event: { channel: string; user?: string; ts: string }) {
  const { channel, user = '', ts } = event
  return { team, channel, user, request: ts, command: DEFAULT_COMMAND }
}

const ids = ({ team, channel, user, request }: ReturnType<typeof where>) => ({
  team,
  channel,
  user,
  ts: request,
})
