import type { PageCall, PageEnvelope, PageState } from '../page-api.ts'
import { decoded } from './escapes.ts'

export type User = PageState['people'][number]
export type Channel = PageState['channels'][number]
type PromptSet = PageState['prompts'][number]
export type Message = PageState['messages'][number]
export type Entry = { kind: 'call'; call: PageCall } | { kind: 'envelope'; envelope: PageEnvelope }

/** The people who can act: bots cannot. */
export function peopleOf(state: PageState): User[] {
  return state.people.filter((one) => !one.is_bot && !one.deleted)
}

/** Whether this message is in front of this person, as far as being ephemeral goes. */
export function sees(message: Message, user: string): boolean {
  return message.visibleTo === undefined || message.visibleTo === user
}

/** The channels a person's sidebar lists: guests only see those they are in, nobody sees a private one from outside. */
export function channelsOf(state: PageState, user: User): Channel[] {
  return state.channels.filter(
    (one) => !one.is_im && (one.members.includes(user.id) || !(one.is_private || user.is_restricted)),
  )
}

/** The person's direct message with the bot, once it is open. */
export function dmOf(state: PageState, userId: string): Channel | undefined {
  return state.channels.find((one) => one.is_im && one.user === userId)
}

/** What the app suggests to write in its direct message: what it set last, else what its manifest says. */
export function promptsIn(state: PageState, channel: Channel): Pick<PromptSet, 'title' | 'prompts'> {
  const set = state.prompts.find((one) => one.channel === channel.id)
  return set ?? { title: '', prompts: state.firstPrompts }
}

/** The app's status in a thread, or, without one, the latest in the whole conversation; '' when there is none. */
export function statusIn(state: PageState, channel: Channel, threadTs?: string): string {
  const here = (one: PageState['threads'][number]) =>
    one.channel === channel.id && one.status !== '' && (threadTs ?? one.threadTs) === one.threadTs
  return state.threads.findLast(here)?.status ?? ''
}

/** What stands in a conversation: no replies, but those that were also sent to the channel. */
export function messagesIn(state: PageState, channel: string, user: string): Message[] {
  return state.messages.filter(
    (one) => one.channel === channel && sees(one, user) && (!isReply(one) || one.reply_broadcast === true),
  )
}

const isReply = (one: Message) => one.thread_ts !== undefined && one.thread_ts !== one.ts

/** The replies of a thread, oldest first. */
export function repliesTo(state: PageState, at: { channel: string; ts: string }, user: string): Message[] {
  return state.messages.filter(
    (one) => one.channel === at.channel && one.thread_ts === at.ts && one.ts !== at.ts && sees(one, user),
  )
}

/** Calls and envelopes in the order in which they happened. */
export function trafficOf(state: PageState): Entry[] {
  const numbered = [
    ...state.calls.map((call) => ({ number: call.number, entry: { kind: 'call', call } as const })),
    ...state.envelopes.map((envelope) => ({
      number: envelope.number,
      entry: { kind: 'envelope', envelope } as const,
    })),
  ]
  return numbered.toSorted((a, b) => a.number - b.number).map(({ entry }) => entry)
}

/** A message's text without Slack's markup, for screen readers and for one-line previews. */
export function plainWords(text: string, state: PageState): string {
  const words = text
    .replace(/<@(\w+)(?:\|[^>]*)?>/g, (_, id: string) => `@${nameOf(state, id)}`)
    .replace(/<#\w+\|([^>]*)>/g, '#$1')
    .replace(/<[^|>]+\|([^>]+)>/g, '$1')
    .replace(/<([^>]+)>/g, '$1')
  return decoded(words)
}

const nameOf = (state: PageState, id: string) => state.people.find((one) => one.id === id)?.name ?? id
