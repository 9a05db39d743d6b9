import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { LocalSlack, SlackMessage } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/tables.ts'
import { type Bot, type BotOptions, startBot } from './bot.ts'

/** A Sunday, so that the first weekday is the day after. */
const SUNDAY = '2026-11-22T12:00Z'
/** Nine in Berlin on the two days after. */
export const MONDAY = '2026-11-23T09:00+01:00'
export const TUESDAY = '2026-11-24T09:00+01:00'

export type Clock = {
  now: () => number
  /** Turns it to a moment, given with its offset: `2026-11-23T09:00+01:00`. */
  turnTo: (moment: string) => void
  pass: (ms: number) => void
  /** Resolves when the bot has looked at it so often more, which it does each time that it looks for what is due. */
  looks: (times?: number) => Promise<void>
}

/** A clock that goes on from where it is turned to. */
export function createClock(moment = SUNDAY): Clock {
  let ahead = Date.parse(moment) - performance.now()
  let looks = 0
  let waiting: { until: number; resolve: () => void }[] = []
  return {
    now: () => {
      looks++
      for (const { until, resolve } of waiting) if (looks >= until) resolve()
      waiting = waiting.filter(({ until }) => looks < until)
      return Math.floor(ahead + performance.now())
    },
    turnTo: (moment) => {
      ahead = Date.parse(moment) - performance.now()
    },
    pass: (ms) => {
      ahead += ms
    },
    looks: (times = 5) => new Promise((resolve) => waiting.push({ until: looks + times, resolve })),
  }
}

type At = { user?: string; channel?: string }

export type Scene = Bot & {
  clock: Clock
  /** Types `/kstreams digest ...`, and gives the answer that only the person sees. */
  type: (words: string, at?: At) => Promise<string>
  /** Resolves with the cards of a channel when it has `n` of them. */
  cards: (n: number, channel?: string) => Promise<SlackMessage[]>
  /** What the bot said in a channel for all to read, cards aside. */
  lines: (channel?: string) => string[]
  /** What the bot wrote to a person. */
  notes: (user: string) => string[]
}

/** How often a bot in a scene looks for what is due, and how soon it tries again. */
export const BRISK = { tickMs: 10, retryMs: 1 }

/** The bot, its local Slack and a clock of both, with the ways of people who use the digest. */
export async function startScene(options: BotOptions & { at?: string } = {}): Promise<Scene> {
  const { at, ...rest } = options
  const clock = createClock(at)
  const bot = await startBot({ now: clock.now, ...rest, runner: { ...BRISK, ...rest.runner } })
  return sceneOf(bot, clock)
}

/** The same for a bot that was started otherwise. */
export function sceneOf(bot: Bot, clock: Clock): Scene {
  const { slack } = bot
  return {
    ...{ ...bot, clock },
    type: async (words, at = {}) => {
      const delivery = await slack.command({ text: `digest ${words}`, user: 'grace', ...at })
      const isAnswer = (one: SlackMessage) => one.visibleTo === delivery.user
      const after = slack.workspace.messages.filter(isAnswer).length
      const answer = await slack.until(`an answer to “${words}”`, () => {
        return slack.workspace.messages.filter(isAnswer)[after]
      })
      return answer.text
    },
    cards: (n, channel = 'general') =>
      slack.until(`${n} cards in #${channel}`, () => {
        const cards = cardsIn(slack, channel)
        return cards.length >= n ? cards : undefined
      }),
    lines: (channel = 'general') =>
      said(slack, idOf(slack, channel))
        .filter((one) => !isCard(one))
        .map(({ text }) => text),
    notes: (user) => said(slack, slack.dmOf(user).id).map(({ text }) => text),
  }
}

/** A database that outlives the app, gone when the test ends; `use` looks into it from outside. */
export async function databaseFile() {
  const folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const url = `file:${join(folder, 'digest.db')}`
  const use = async <T>(work: (database: Database) => Promise<T>): Promise<T> => {
    const database = await openDatabase(url)
    return work(database).finally(database.close)
  }
  return { url, use }
}

/** The cards of a channel so far. */
export const cardsIn = (slack: LocalSlack, channel = 'general') =>
  said(slack, idOf(slack, channel)).filter(isCard)

const isCard = ({ metadata }: SlackMessage) => metadata?.['event_type'] === 'kstreams_digest'

/** What the bot said in a conversation, for all in it to read. */
const said = ({ workspace }: LocalSlack, channel: string) =>
  workspace.messages.filter(
    (one) => one.channel === channel && one.user === workspace.app.botUserId && one.visibleTo === undefined,
  )

/** The id of a channel by its name; a name that is none is taken for an id. */
export const idOf = ({ workspace }: LocalSlack, name: string) =>
  workspace.channels.find((one) => one.name === name)?.id ?? name

/** The title of a card: the first line of its text. */
export const titleOf = ({ text }: Pick<SlackMessage, 'text'>) => text.split('\n')[0] ?? ''
