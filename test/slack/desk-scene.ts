import { sql } from 'kysely'
import type { LocalSlack, SlackMessage, ViewState } from '../../src/playground/index.ts'
import type { Database } from '../../src/store/tables.ts'
import { type Bot, type BotOptions, startBot } from './bot.ts'
import { databaseFile } from './digest-scene.ts'

type At = { user?: string; channel?: string }
/** What has blocks that can be pressed. */
export type Shown = SlackMessage | ViewState

export type Desk = Bot & {
  /** Types `/kstreams ...`, and gives the answer. */
  ask: (words: string, at?: At) => Promise<SlackMessage>
  /** Mentions the bot, in a thread where `threadTs` is given, and gives the answer. */
  mention: (words: string, at?: At & { threadTs?: string | undefined }) => Promise<SlackMessage>
  /** Writes to the bot directly, and gives the answer. */
  dm: (words: string, at?: { user?: string; threadTs?: string }) => Promise<SlackMessage>
  /** Opens the Home tab, and gives it as it was published then. */
  home: (user?: string) => Promise<ViewState>
  /** Opens the search by its shortcut. */
  finder: (user?: string) => Promise<ViewState>
  /** Presses or chooses something, and resolves once this stands there. */
  press: (
    where: Shown,
    how: { actionId: string; value?: unknown; nth?: number },
    then: string,
  ) => Promise<void>
  /** What came back from the bot since: the methods of its calls to Slack. */
  callsDuring: (work: () => Promise<unknown>) => Promise<string[]>
}

/** The bot, its local Slack, and the ways of people who look things up. */
export async function startDesk(options: BotOptions = {}): Promise<Desk> {
  return deskOf(await startBot(options))
}

/** The same for a bot that was started otherwise. */
export function deskOf(bot: Bot): Desk {
  const { slack } = bot
  const first = async (delivery: Awaited<ReturnType<LocalSlack['dm']>>) => {
    const [answer] = await slack.answers(delivery)
    return sure(answer)
  }
  return {
    ...bot,
    ask: async (text, at = {}) => first(await slack.command({ text, ...at })),
    mention: async (text, { threadTs, ...at } = {}) =>
      first(await slack.mention({ text, ...at, ...(threadTs === undefined ? {} : { threadTs }) })),
    dm: async (text, at = {}) => first(await slack.dm({ text, ...at })),
    home: (user = 'ada') => openHome(slack, user),
    finder: async (user = 'ada') =>
      slack.opened(await slack.shortcut({ callbackId: 'search_use_cases', user })),
    press: async (where, how, then) => {
      await slack.press('view' in where ? { view: where, ...how } : { message: where, ...how })
      await shows(slack, where, then)
    },
    callsDuring: async (work) => {
      const before = slack.calls.length
      await work()
      return slack.calls.slice(before).map(({ method }) => method)
    },
  }
}

async function openHome(slack: LocalSlack, user: string): Promise<ViewState> {
  const { id } = sure(slack.workspace.users.find(({ name }) => name === user))
  const published = () =>
    slack.calls.filter((one) => one.method === 'views.publish' && one.arguments['user_id'] === id).length
  const before = published()
  await slack.openHome({ user, tab: 'home' })
  await slack.until(`the Home tab of ${user}`, () => (published() > before ? true : undefined))
  return sure(slack.workspace.views.find((view) => view.type === 'home' && view.user === id))
}

/** Resolves once this stands there. */
export async function shows(slack: LocalSlack, where: Shown, text: string): Promise<void> {
  await slack.until(`“${text}”`, () => (textOf(where).includes(text) ? true : undefined))
}

/** Resolves once this does not stand there any more. */
export async function hides(slack: LocalSlack, where: Shown, text: string): Promise<void> {
  await slack.until(`no “${text}”`, () => (textOf(where).includes(text) ? undefined : true))
}

/** All that can be read, a line for each piece; of a message first its text. */
export function textOf(where: Shown): string {
  const lines: string[] = 'view' in where ? [] : [where.text]
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isObject(node)) return
    const { type, text, elements } = node
    if (type === 'rich_text_section') lines.push(wholeOf(elements))
    else if (typeof text === 'string') lines.push(text)
    else for (const one of Object.values(node)) visit(one)
  }
  visit(blocksOf(where))
  return lines.join('\n')
}

const isObject = (node: unknown): node is Record<string, unknown> =>
  typeof node === 'object' && node !== null && !Array.isArray(node)

const wholeOf = (elements: unknown) => (elements as { text?: string }[]).map(({ text = '' }) => text).join('')

const blocksOf = (where: Shown): unknown => ('view' in where ? where.view['blocks'] : where.blocks)

/** Every button and menu in blocks, by action_id, with its label and value. */
export function pressable(where: Shown): { actionId: string; label: string; value: unknown }[] {
  const found: { actionId: string; label: string; value: unknown }[] = []
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit)
    if (!isObject(node)) return
    const { action_id, text, value } = node as {
      action_id?: string
      text?: { text: string }
      value?: unknown
    }
    if (typeof action_id === 'string') found.push({ actionId: action_id, label: text?.text ?? '', value })
    for (const one of Object.values(node)) visit(one)
  }
  visit(blocksOf(where))
  return found
}

/** The first line of an answer. */
export const headOf = ({ text }: Pick<SlackMessage, 'text'>): string => text.split('\n')[0] ?? ''

/** The headings of the cards of an answer: what stands before the industry, after the number. */
export const headings = ({ text }: Pick<SlackMessage, 'text'>): string[] =>
  text.split('\n').flatMap((line) => /^\d+\. (.+) \([^()]+\)$/.exec(line)?.[1] ?? [])

/** What must be there. */
export function sure<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('it is not there')
  return value
}

/** Every row of every table, as JSON, a line each that begins with the table's name. */
export async function everythingIn({ db }: Database): Promise<string> {
  const tables = await sql<{ name: string }>`select name from sqlite_master where type = 'table'`.execute(db)
  const lines: string[] = []
  for (const { name } of tables.rows) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
    lines.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`))
  }
  return lines.join('\n')
}

/** A bot with a database that can be looked into; `rows` closes the bot first, so that all is written. */
export async function startWithDatabase(options: BotOptions = {}) {
  const database = await databaseFile()
  const desk = await startDesk({ ...options, environment: { DATABASE_URL: database.url } })
  const rows = async (table = '') => {
    await desk.close()
    const all = await database.use(everythingIn)
    return all.split('\n').filter((line) => line.startsWith(table))
  }
  return { ...desk, database, rows }
}
