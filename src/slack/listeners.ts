import { randomBytes } from 'node:crypto'
import type { AllMiddlewareArgs, SlackCommandMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { Reply } from '../cards/blocks.ts'
import { describeError, type Log } from '../log.ts'
import { plainText } from './plain-text.ts'
import type { Answer, Request } from './requests.ts'
import { mayHaveArrived, type Payload, type Send, type Surface } from './send.ts'

type Deps = { answer: Promise<Answer>; send: Send; log: Log }
type Post = (payload: Payload) => Promise<unknown>

/** The listeners of the app; register.ts says which event each one hears. */
export function createListeners({ answer, send, log }: Deps) {
  /** Answers privately, by the command's response_url: that works where the bot is not a member, too. */
  async function command({ command, respond }: SlackCommandMiddlewareArgs): Promise<void> {
    const post: Post = (payload) => respond({ ...payload, response_type: 'ephemeral' })
    const ids = { kind: 'command', team: command.team_id, channel: command.channel_id, user: command.user_id }
    await attempt(ids, 'response_url', post, { text: plainText(command.text), command: command.command })
  }

  /** Answers in the thread of the mention, or begins one below it. */
  async function mention({ event, client, context }: EventArgs<'app_mention'>): Promise<void> {
    const post: Post = (payload) =>
      client.chat.postMessage({ ...payload, channel: event.channel, thread_ts: event.thread_ts ?? event.ts })
    const ids = {
      kind: 'mention',
      team: context.teamId,
      channel: event.channel,
      user: event.user,
      ts: event.ts,
    }
    await attempt(ids, 'message', post, { text: plainText(event.text) })
  }

  /** Answers a direct message where it was written: flat, or in its thread. */
  async function directMessage({ event, client, context }: EventArgs<'message'>): Promise<void> {
    if (event.channel_type !== 'im') return
    const { text = '', thread_ts, user } = event as { text?: string; thread_ts?: string; user?: string }
    const thread = thread_ts === undefined ? {} : { thread_ts }
    const post: Post = (payload) => client.chat.postMessage({ ...payload, channel: event.channel, ...thread })
    const ids = { kind: 'direct message', team: context.teamId, channel: event.channel, user, ts: event.ts }
    await attempt(ids, 'message', post, { text: plainText(text) })
  }

  /** Answers a request; when that fails, the person gets an apology and the log the cause, tied by a reference. */
  async function attempt(ids: Record<string, unknown>, surface: Surface, post: Post, request: Request) {
    try {
      await send(surface, (await answer)(request), post)
      log.info(ids, 'answered')
    } catch (error) {
      const reference = randomBytes(3).toString('hex')
      log.error({ ...ids, reference, error: describeError(error) }, 'could not answer')
      if (mayHaveArrived(error)) return
      const { text } = apology(reference)
      await post({ text, unfurl_links: false, unfurl_media: false }).catch((second: unknown) => {
        log.warn({ reference, error: describeError(second) }, 'could not apologise either')
      })
    }
  }
  return { command, mention, directMessage }
}

type EventArgs<Name extends string> = SlackEventMiddlewareArgs<Name> & AllMiddlewareArgs

/** What a person reads when something broke: never a stack trace, never silence. */
function apology(reference: string): Pick<Reply, 'text'> {
  return {
    text: `Something went wrong on my side, sorry. Please try again in a minute; if it stays, tell whoever runs me here, with the reference ${reference}.`,
  }
}
