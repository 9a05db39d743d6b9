/** What bench/answer.ts measures beside the command: a page, a share, and the Home tab of people who saved much. */
import { setTimeout as sleep } from 'node:timers/promises'
import { ACTIONS } from '../src/cards/actions.ts'
import type { CallRecord, Delivery, Json, LocalSlack, SlackMessage } from '../src/playground/index.ts'
import { type Name, type Program, takeTurns } from './answer-programs.ts'

const WORDS = 'machine learning'
/** Whose Home tabs are opened: in the local Slack ada is an admin, who is shown more. */
export const READERS = { member: 'U0GRACE001', admin: 'U0ADA00001' }
/** What a program does after its answer shall not fall into the time of the other. */
const REST_MS = 4

/** Does it; resolves once the local Slack has the result. */
type Act = () => Promise<Delivery>
/** One thing that a person does. `prepare` is called once, what it gives before each turn; neither is timed. */
export type Case = {
  title: string
  /** The names of the constants that bare Bolt answers with, by turn. */
  constants: readonly string[]
  prepare: (slack: LocalSlack) => Promise<(turn: number) => Promise<Act>>
}
/** What was measured of a program: milliseconds, and Web API calls of each click, that with the answer included. */
export type Clicks = { ms: number[]; calls: number[] }

async function privateAnswer(slack: LocalSlack): Promise<SlackMessage> {
  const [message] = await slack.answers(await slack.command({ text: WORDS }))
  if (message === undefined) throw new Error(`no answer to ${WORDS}`)
  return message
}

async function press(slack: LocalSlack, message: SlackMessage, actionId: string): Promise<Delivery> {
  const delivery = await slack.press({ message, actionId })
  await slack.answers(delivery)
  return delivery
}

async function openHome(slack: LocalSlack, user: string): Promise<Delivery> {
  const hash = () => slack.workspace.views.find((one) => one.type === 'home' && one.user === user)?.hash
  const before = hash()
  const delivery = await slack.openHome({ user })
  await slack.until('the Home tab', () => (hash() === before ? undefined : true))
  return delivery
}

const home = (title: string, user: string): Case => ({
  title,
  constants: [`home ${user}`],
  prepare: async (slack) => async () => () => openHome(slack, user),
})

export const CASES: readonly Case[] = [
  {
    title: 'a page of an answer',
    constants: [ACTIONS.next, ACTIONS.back],
    prepare: async (slack) => {
      const message = await privateAnswer(slack)
      return async (turn) => () => press(slack, message, turn % 2 === 0 ? ACTIONS.next : ACTIONS.back)
    },
  },
  {
    title: 'a share',
    constants: [ACTIONS.share],
    prepare: async (slack) => async () => {
      const message = await privateAnswer(slack)
      await sleep(REST_MS)
      return () => press(slack, message, ACTIONS.share)
    },
  },
  home('Home, 500 saved', READERS.member),
  home('Home, 500 saved, admin', READERS.admin),
]

const isAnswer = ({ method }: CallRecord) => method === 'response_url' || method === 'views.publish'

/** What kstreams answered, by what was done; and how many Web API calls each case made where nothing was cached yet. */
export type FirstClicks = { constants: Record<string, Json>; calls: number[] }

/** Lets kstreams answer everything in these cases once: these are the constants of bare Bolt. */
export async function firstClicks({ slack }: Program): Promise<FirstClicks> {
  const lastAnswer = () => slack.calls.findLast(isAnswer)?.arguments ?? {}
  await privateAnswer(slack)
  const constants: Record<string, Json> = { [WORDS]: lastAnswer() }
  const calls: number[] = []
  for (const one of CASES) {
    const ready = await one.prepare(slack)
    const counts: number[] = []
    for (const [turn, name] of one.constants.entries()) {
      const act = await ready(turn)
      const before = slack.calls.length
      await act()
      await sleep(100)
      counts.push(slack.calls.length - before)
      constants[name] = lastAnswer()
    }
    calls.push(Math.max(...counts))
  }
  return { constants, calls }
}

/** Measures one case, turn by turn, after a warm-up. @throws where a program answers something else */
export async function measureCase(
  one: Case,
  programs: readonly Program[],
  constants: Record<string, Json>,
  { clicks, warmUp }: { clicks: number; warmUp: number },
): Promise<Record<Name, Clicks>> {
  const measured = { 'bare Bolt': { ms: [], calls: [] }, kstreams: { ms: [], calls: [] } } as Record<
    Name,
    Clicks
  >
  const ready = new Map<Name, Awaited<ReturnType<Case['prepare']>>>()
  for (const { name, slack } of programs) ready.set(name, await one.prepare(slack))
  await takeTurns(programs, warmUp + clicks, async ({ name, slack }, turn) => {
    const act = await ready.get(name)?.(turn)
    const before = slack.calls.length
    const began = performance.now()
    const delivery = await act?.()
    const took = performance.now() - began
    await delivery?.acked
    await sleep(REST_MS)
    const calls = slack.calls.slice(before)
    const constant = one.constants[turn % one.constants.length] ?? ''
    requireAlike(`${name}, ${one.title}`, calls, constants[constant] ?? {})
    measured[name].calls.push(calls.length)
    if (turn >= warmUp) measured[name].ms.push(took)
  })
  return measured
}

const sizeOf = (body: Json | undefined) => JSON.stringify(body ?? {}).length

/** An apology, or an answer of another size, is not what shall be measured. */
function requireAlike(what: string, calls: readonly CallRecord[], constant: Json): void {
  const answers = calls.filter(isAnswer)
  const [size, expected] = [sizeOf(answers[0]?.arguments), sizeOf(constant)]
  if (answers.length === 1 && Math.abs(size - expected) < expected / 10) return
  throw new Error(
    `${what}: ${answers.length} answers, of ${size} instead of about ${expected} characters: ${JSON.stringify(answers[0]?.arguments).slice(0, 500)}`,
  )
}
