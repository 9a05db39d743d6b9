import { expect, onTestFinished, vi } from 'vitest'
import type { LaterOptions } from '../../src/app/later.ts'
import { startApp } from '../../src/app.ts'
import { SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { DECLINE_INPUT } from '../../src/cards/suggestion-edit.ts'
import type { DraftField } from '../../src/catalogue/draft.ts'
import {
  type Json,
  type LocalSlack,
  type SlackMessage,
  startLocalSlack,
  type ViewState,
} from '../../src/playground/index.ts'
import { readableLog } from '../library/scene.ts'
import { settingsFor } from '../settings.ts'
import { type Bot, type BotOptions, connectBot, startBot } from './bot.ts'
import { botSaid } from './clicks-scene.ts'
import { type Desk, deskOf, shows, sure } from './desk-scene.ts'
import { BRISK, type Clock, createClock, databaseFile } from './digest-scene.ts'

/** The private channel of the maintainers: ada, grace and the bot are in it. */
export const REVIEW = 'C0STREAM01'
export const [ADA, GRACE, KENJI] = ['U0ADA00001', 'U0GRACE001', 'U0KENJI001'] as const
export const TEAM = 'T0LOCAL001'

/** A word of whoever suggests something, which nobody finds in the log. */
const PLANTED = 'zanzibar'

/** What somebody types into each field; the topics as they are offered for their names. */
export type Typed = Partial<Record<Exclude<DraftField, 'topics'>, string>> & { topics?: string[] }

/** A use case that keeps all rules, and that the catalogue does not have. */
export const GOOD = {
  company: 'Acme Bank',
  title: `Fraud alerts in ${PLANTED}`,
  summary: `Joins each payment with the card’s home in Kafka Streams, also in ${PLANTED}.`,
  url: 'https://example.com/acme-fraud',
  kind: 'talk',
  industry: 'finance',
  topics: ['fraud-detection'],
} satisfies Typed
export const GOOD_ID = 'acme-bank-fraud-alerts-in-zanzibar'
export const GOOD_HEADING = `Acme Bank: ${GOOD.title}`

export type Suggesting = Desk & {
  database: Awaited<ReturnType<typeof databaseFile>>
  environment: Record<string, string>
  clock: Clock
  /** Opens the form by the command. */
  form: (words?: string, user?: string) => Promise<ViewState>
  /** Fills the form in and sends it; gives the preview on top of it. */
  preview: (view: ViewState, typed?: Typed) => Promise<ViewState>
  /** Fills in and sends a view that is not taken, and gives what stands below each of its fields. */
  refused: (view: ViewState, typed?: Typed) => Promise<Record<string, string>>
  /** Sends a view. */
  send: (view: ViewState) => Promise<void>
  /** Suggests something from beginning to end, and gives the message for those who decide. */
  suggested: (typed?: Typed, user?: string) => Promise<SlackMessage>
  /** Resolves with what those who decide read when there are so many messages. */
  reviewed: (times?: number) => Promise<SlackMessage[]>
  /** Ends the bot and starts it anew, with the same database. */
  restart: (more?: Record<string, string>) => Promise<Suggesting>
}

// After everything in the catalogue was added.
const LATER = '2026-12-01T12:00Z'

/** The bot with a channel for suggestions, unless told otherwise, and a database that outlives it. */
export async function startSuggesting(options: BotOptions = {}): Promise<Suggesting> {
  const database = await databaseFile()
  const environment = { DATABASE_URL: database.url, SUGGEST_CHANNEL: REVIEW, ...options.environment }
  const clock = createClock(LATER)
  const bot = await startBot({ ...options, now: clock.now, environment })
  return suggestingOf(bot, { database, environment, clock })
}

/** The same for a bot that runs already; at the end of the test nothing of what people typed is in its log. */
export function suggestingOf(
  bot: Bot,
  kept: Pick<Suggesting, 'database' | 'environment' | 'clock'>,
): Suggesting {
  const desk = deskOf(bot)
  const { slack } = bot
  onTestFinished(() =>
    expect(bot.log()).not.toMatch(new RegExp(`${PLANTED}|xox[a-z]-|xapp-|github_pat`, 'i')),
  )
  const form: Suggesting['form'] = async (words = '', user = 'ada') =>
    slack.opened(await slack.command({ text: `suggest ${words}`, user }))
  const send: Suggesting['send'] = async (view) => {
    await (await slack.submit({ view })).acked
  }
  const preview: Suggesting['preview'] = async (view, typed) => {
    await fillIn(slack, view, typed)
    await send(view)
    return slack.until(`a preview (${JSON.stringify(view.errors)})`, () => above(slack, view))
  }
  const reviewed: Suggesting['reviewed'] = (times = 1) =>
    slack.until(`${times} suggestions`, () => {
      const found = botSaid(slack).filter(({ channel }) => channel === REVIEW)
      return found.length >= times ? found : undefined
    })
  return {
    ...{ ...desk, ...kept, form, send, preview, reviewed },
    refused: async (view, typed) => {
      await fillIn(slack, view, typed)
      await send(view)
      return slack.until('faults', () => (Object.keys(view.errors).length > 0 ? view.errors : undefined))
    },
    suggested: async (typed = GOOD, user = 'ada') => {
      const before = botSaid(slack).filter(({ channel }) => channel === REVIEW).length
      await send(await preview(await form('', user), typed))
      return sure((await reviewed(before + 1))[before])
    },
    restart: async (more = {}) => {
      await bot.close()
      const environment = { ...kept.environment, ...more }
      return suggestingOf(await connectBot(slack, { environment, now: kept.clock.now }), {
        ...kept,
        environment,
      })
    },
  }
}

/** The open view that lies on top of another one. */
export const above = ({ workspace }: LocalSlack, { id }: ViewState): ViewState | undefined =>
  workspace.views.find(({ previousId, open }) => previousId === id && open)

/** Types into the fields of a form, and chooses topics among those that are offered. */
export async function fillIn(slack: LocalSlack, view: ViewState, typed: Typed = GOOD): Promise<void> {
  for (const topic of typed.topics ?? []) {
    await slack.suggest({ view, actionId: SUGGEST_INPUTS.topics, value: topic.replaceAll('-', ' ') })
  }
  const values = Object.entries(typed).map(([field, value]) => [SUGGEST_INPUTS[field as DraftField], value])
  slack.fill({ view, values: Object.fromEntries(values) })
}

/** What is filled in, by field; of choices their values. */
export function filledIn({ view }: ViewState): Record<string, unknown> {
  const { values } = view['state'] as { values: Record<string, Record<string, Json>> }
  const fields = Object.entries(SUGGEST_INPUTS).flatMap(([field, id]) => {
    const { value, selected_option: one, selected_options: several } = values[id]?.[id] ?? {}
    const chosen = several
      ? (several as Json[]).map((option) => option['value'])
      : (one as Json | null)?.['value']
    const given = value ?? chosen
    return given === undefined || given === null || String(given) === '' ? [] : [[field, given]]
  })
  return Object.fromEntries(fields)
}

/**
 * Fills a form in past Slack's own checks: nothing is required, texts may have any length, and a choice need not be
 * among the options.
 */
export function forge(view: ViewState, typed: Typed): void {
  const blocks = view.view['blocks'] as (Json & { element?: Json })[]
  for (const block of blocks.filter(({ type }) => type === 'input')) {
    block['optional'] = true
    delete block.element?.['max_length']
  }
  const { values } = view.view['state'] as { values: Record<string, Record<string, Json>> }
  for (const [field, value] of Object.entries(typed)) {
    const id = SUGGEST_INPUTS[field as DraftField]
    const entry = sure(values[id]?.[id])
    if (Array.isArray(value)) entry['selected_options'] = value.map(optionOf)
    else if ('selected_option' in entry) entry['selected_option'] = optionOf(value)
    else entry['value'] = value
  }
}

const optionOf = (value: string) => ({ text: { type: 'plain_text', text: value }, value })

/** Presses something as somebody, and resolves once the message says this. */
export async function decide(
  { slack }: Pick<Bot, 'slack'>,
  message: SlackMessage,
  actionId: string,
  then: string,
  user = 'grace',
): Promise<void> {
  await slack.press({ message, actionId, user })
  await shows(slack, message, then)
}

/** Declines or withdraws something for a reason, and resolves once the message says this. */
export async function refuse(
  { slack, send }: Pick<Suggesting, 'slack' | 'send'>,
  message: SlackMessage,
  actionId: string,
  then: string,
  user = 'grace',
): Promise<void> {
  const view = await slack.opened(await slack.press({ message, actionId, user }))
  slack.fill({ view, values: { [DECLINE_INPUT]: 'It is Kafka Connect.' } })
  await send(view)
  await shows(slack, message, then)
}

type Given = Pick<LaterOptions, 'linkCheck' | 'now'> & {
  folder: string
  environment?: Record<string, string>
}

/** The bot with a data folder of its own, whose files it reads itself; `logged` as with any other bot. */
export async function startWithFolder({ folder, environment, now, ...more }: Given) {
  const slack = await startLocalSlack(now ? { now } : {})
  onTestFinished(slack.close)
  const { log, lines, said } = readableLog()
  const { config, secrets } = settingsFor(slack, environment)
  const app = await startApp(config, secrets, log, {
    ...{ dataFolder: folder, paceMs: 0, runner: { ...BRISK, settleMs: 0 }, ...more },
    ...(now ? { now } : {}),
  })
  onTestFinished(app.close)
  const all = () => lines.map((line) => JSON.stringify(line)).join('\n')
  const logged = (text: string, times = 1) =>
    vi.waitFor(() => expect(all().split(text).length - 1, all()).toBeGreaterThanOrEqual(times), WAIT)
  const bot: Bot = { slack, log: all, logged, close: app.close }
  return { ...deskOf(bot), ...bot, said, reload: app.reload }
}

const WAIT = { interval: 5, timeout: 5000 }
