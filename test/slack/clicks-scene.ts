import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { startApp } from '../../src/app.ts'
import type { Catalogue } from '../../src/catalogue/catalogue.ts'
import { findElements } from '../../src/playground/elements.ts'
import type { Delivery, LocalSlack, SlackMessage, ViewState } from '../../src/playground/index.ts'
import { createSearch } from '../../src/search/search.ts'
import { catalogue } from '../catalogue.ts'
import { settingsFor } from '../settings.ts'
import { type Bot, type BotOptions, startBot } from './bot.ts'
import { idOf } from './digest-scene.ts'

type At = { user?: string; channel?: string; command?: string }
type Press = { user?: string; nth?: number; value?: unknown }

export type Clicks = Bot & {
  /** Types `/kstreams <words>`, and gives the answer. */
  ask: (words: string, at?: At) => Promise<SlackMessage>
  /** Looks, by the shortcut, for what a message in a thread says, and gives the answer; it stands in the thread `root`. */
  askInThread: (words: string, at?: At) => Promise<{ root: string; answer: SlackMessage }>
  /** Mentions the bot, and gives its answer, which everybody reads. */
  mention: (words: string) => Promise<SlackMessage>
  /** Presses a button, and resolves when the app has done all that it does; not for a button without a meaning. */
  click: (on: SlackMessage | ViewState, actionId: string, press?: Press) => Promise<Delivery>
  /** Presses a button which opens a view, and gives that. */
  open: (on: SlackMessage | ViewState, actionId: string, press?: Press) => Promise<ViewState>
  /** Presses a button without a meaning, and gives what the person is told. */
  told: (on: SlackMessage, actionId: string, press?: Press) => Promise<SlackMessage>
}

/** The bot and its local Slack, with the ways of people who click. */
export async function startClicks(options: BotOptions = {}): Promise<Clicks> {
  return clicksOf(await startBot(options))
}

/** The same for a bot that runs already. */
export function clicksOf(bot: Bot): Clicks {
  const { slack, logged } = bot
  let clicks = 0
  const press = (on: SlackMessage | ViewState, actionId: string, more: Press = {}) =>
    slack.press({ ...('ts' in on ? { message: on } : { view: on }), actionId, ...more })
  const click: Clicks['click'] = async (...pressed) => {
    clicks++
    const delivery = await press(...pressed)
    await logged('"kind":"click"', clicks)
    return delivery
  }
  return {
    ...{ ...bot, click },
    ask: async (words, at = {}) => firstAnswer(slack, await slack.command({ text: words, ...at })),
    askInThread: async (words, at = {}) => {
      const root = (await slack.say({ text: 'A question:', ...at })).ts ?? ''
      const { ts } = await slack.say({ text: words, threadTs: root, ...at })
      const message = only(slack.workspace.messages.filter((one) => one.ts === ts))
      const delivery = await slack.shortcut({ callbackId: 'find_use_cases', message, ...at })
      return { root, answer: await firstAnswer(slack, delivery) }
    },
    mention: async (words) => firstAnswer(slack, await slack.mention({ text: words })),
    open: async (...pressed) => slack.opened(await click(...pressed)),
    told: async (...pressed) => firstAnswer(slack, await press(...pressed)),
  }
}

async function firstAnswer(slack: LocalSlack, delivery: Delivery): Promise<SlackMessage> {
  return only(await slack.answers(delivery))
}

/** Opens the search by its shortcut, looks for something in it, and gives its view. */
export async function searchFor({ slack, click }: Clicks, words: string, channel?: string) {
  const place = channel === undefined ? {} : { channel: idOf(slack, channel) }
  const view = await slack.opened(await slack.shortcut({ callbackId: 'search_use_cases', ...place }))
  await slack.suggest({ view, actionId: 'search', value: words })
  await click(view, 'search', { value: words })
  return view
}

/** The one thing in a list; throws where there is none, or more. */
export function only<T>(list: readonly T[]): T {
  const [one, ...others] = list
  if (one === undefined || others.length > 0) throw new Error(`${list.length} where one was expected`)
  return one
}

/** What the bot said that is still to be seen, for all or for one person alone. */
export const botSaid = ({ workspace }: LocalSlack) =>
  workspace.messages.filter((one) => one.user === workspace.app.botUserId && !one.deleted)

/** The cards that people shared. */
export const sharedIn = (slack: LocalSlack) => botSaid(slack).filter(({ text }) => text.startsWith('Shared'))

/** What the bot wrote to a person in their direct message. */
export const notesTo = (slack: LocalSlack, user: string) =>
  botSaid(slack).filter(({ channel }) => channel === slack.dmOf(user).id)

// They come whenever the app connects.
const CONNECTING = new Set(['auth.test', 'apps.connections.open'])

/** The calls to Slack's Web API, and posts to a `response_url`, that were made meanwhile. */
export async function callsDuring(slack: LocalSlack, work: () => Promise<unknown>): Promise<string[]> {
  const before = slack.calls.length
  await work()
  return slack.calls
    .slice(before)
    .map(({ method }) => method)
    .filter((method) => !CONNECTING.has(method))
}

/** The elements of a message or a view with this action_id, as they are kept: what is changed in one is changed. */
export function elementsOf(on: SlackMessage | ViewState, actionId: string): Record<string, unknown>[] {
  const blocks = 'ts' in on ? on.blocks : on.view['blocks']
  return findElements(blocks, actionId).map(({ element }) => element)
}

/** Makes of a button one of another age: with another value, or of another name. */
export function forge(on: SlackMessage, actionId: string, change: { value?: string; action_id?: string }) {
  for (const element of elementsOf(on, actionId).slice(0, 1)) Object.assign(element, change)
}

/** The types of a message's blocks. */
export const typesOf = ({ blocks = [] }: SlackMessage) => blocks.map(({ type }) => String(type))

/** All that a message or a view shows, and carries. */
export const wholeOf = (on: SlackMessage | ViewState) =>
  JSON.stringify('ts' in on ? [on.text, on.blocks] : on.view['blocks'])

/** The catalogue as it might be later: without some use cases. */
export function catalogueWithout(...ids: string[]): Catalogue {
  const stays = ({ id }: { id: string }) => !ids.includes(id)
  return {
    ...{ ...catalogue, version: 'later1', useCases: catalogue.useCases.filter(stays) },
    byId: new Map([...catalogue.byId].filter(([, useCase]) => stays(useCase))),
  }
}

/** The bot is started again with another catalogue; closed when the test ends. */
export async function restartWith(bot: Bot, other: Catalogue): Promise<void> {
  await bot.close()
  const { config, secrets } = settingsFor(bot.slack)
  const prepared = { catalogue: other, search: createSearch(other) }
  const app = await startApp(config, secrets, pino({ level: 'silent' }), { prepared })
  onTestFinished(app.close)
}
