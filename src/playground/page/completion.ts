import type { PageState } from '../page-api.ts'
import { type Channel, peopleOf, type User } from './selectors.ts'

/** One thing that can be completed: what is inserted, how it is called, and what it is. */
export type Choice = { insert: string; label: string; detail: string; hint?: string }

/** The choices for what stands before the caret, and where the word that they complete begins. */
export type Completion = { from: number; choices: Choice[] }

const NOTHING: Completion = { from: 0, choices: [] }

/**
 * What can be completed: a command at the start of a message, people and the bot after `@`, channels after `#`.
 * @param before the text up to the caret
 */
export function complete(
  before: string,
  state: PageState,
  inThread: boolean,
  channels: Channel[],
): Completion {
  if (!inThread && /^\/\S*$/.test(before)) return completeCommand(before, state)
  const word = /(?:^|\s)([@#])([\w.-]*)$/.exec(before)
  if (word === null) return NOTHING
  const [, sign = '', typed = ''] = word
  const from = before.length - typed.length - 1
  // What stands there in full is sent by Enter, not completed once more.
  const open = (choices: Choice[]): Completion =>
    choices.length === 1 && choices[0]?.label === sign + typed ? NOTHING : { from, choices }
  const begins = (...names: string[]) =>
    names.some((name) => name.toLowerCase().startsWith(typed.toLowerCase()))
  if (sign === '#') {
    const found = channels.filter((one) => begins(one.name))
    return open(found.map((one) => choice(`#${one.name}`, one.is_private ? 'private' : 'channel')))
  }
  const bot = state.people.filter((one) => one.id === state.app.botUserId)
  const found = [...bot, ...peopleOf(state)].filter((one) => begins(one.name, ...one.real_name.split(' ')))
  return open(found.map((one) => choice(`@${one.name}`, one.is_bot ? 'app' : one.real_name)))
}

const choice = (label: string, detail: string): Choice => ({ insert: `${label} `, label, detail })

/** Slack's own command that the playground knows, beside the app's. */
const INVITE = {
  name: '/invite',
  description: 'Brings somebody, or an app, into this channel',
  usageHint: '@name',
}

function completeCommand(before: string, { command }: PageState): Completion {
  const found = [command, INVITE].filter(({ name }) => name.startsWith(before))
  // A command that stands there in full is sent by Enter, not completed once more.
  if (found.some(({ name }) => name === before)) return NOTHING
  const choices = found.map(({ name, description, usageHint }) => ({
    ...{ insert: `${name} `, label: name },
    ...{ detail: description, hint: usageHint },
  }))
  return { from: 0, choices }
}

/** What the composer's text asks for. */
export type Draft =
  | { kind: 'nothing' }
  | { kind: 'message'; text: string }
  | { kind: 'command'; command: string; text: string }
  | { kind: 'refused'; why: string }

/** Reads a draft as Slack does: what begins with `/` is a command, and apps' commands do not work in threads. */
export function readDraft(typed: string, state: PageState, inThread: boolean): Draft {
  const text = typed.trim()
  if (text === '') return { kind: 'nothing' }
  const [, name = '', rest = ''] = /^(\/\S*)\s*(.*)$/s.exec(text) ?? []
  if (name === '') return { kind: 'message', text }
  if (name !== state.command.name && name !== INVITE.name) {
    return {
      kind: 'refused',
      why: `${name} is not a valid command. In Slack, all messages that start with the “/” character are interpreted as commands.`,
    }
  }
  if (inThread) return { kind: 'refused', why: `${name} is not supported in threads. Sorry!` }
  return { kind: 'command', command: name, text: rest }
}

/** Initials for an avatar: `AL` for Ada Lovelace. */
export function initials(user: Pick<User, 'real_name' | 'name'> | undefined): string {
  const words = (user?.real_name || user?.name || 'S').split(/\s+/)
  return words
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join('')
}
