import { setTimeout as sleep } from 'node:timers/promises'
import type { Delivery, LocalSlack } from '../../src/playground/index.ts'
import { oneOf } from '../chaos/random.ts'

export type Kind = 'command' | 'click' | 'mention' | 'direct message'

/** One thing that a person did, and what Slack says of it once it is settled. */
export type Asked = {
  kind: Kind
  slack: LocalSlack
  delivery: Delivery
  state: 'open' | 'acknowledged' | 'failed'
}

export type Load = {
  asked: Asked[]
  /** Resolves when so many more are settled: acknowledged, or given up by Slack. */
  more: (count: number) => Promise<void>
  /** Asks nothing more, and waits until all is settled. */
  stop: () => Promise<void>
}

export type LoadOptions = {
  random: () => number
  /** So many people, who ask one thing after another. */
  people: number
  /** Between two of a person's. */
  paceMs: number
}

/** All have several pages. */
const WORDS = ['banking', 'joins', 'event sourcing', 'microservices']

/** People of several workspaces, who type commands, mention the bot, write to it, and turn pages. */
export function startLoad(slacks: readonly LocalSlack[], { random, people, paceMs }: LoadOptions): Load {
  const asked: Asked[] = []
  let settled = 0
  let waiting: { at: number; resolve: () => void }[] = []
  let stopped = false
  const settle = (one: Asked, state: Asked['state']) => {
    one.state = state
    settled += 1
    for (const each of waiting) if (settled >= each.at) each.resolve()
    waiting = waiting.filter(({ at }) => settled < at)
  }
  const person = async () => {
    let last: Asked | undefined
    while (!stopped) {
      const { kind, slack, delivery } = await ask(slacks, random, last)
      const one: Asked = { kind, slack, delivery, state: 'open' }
      asked.push(one)
      await delivery.acked.then(
        () => settle(one, 'acknowledged'),
        () => settle(one, 'failed'),
      )
      last = one
      await sleep(paceMs)
    }
  }
  const all = Promise.all(Array.from({ length: people }, person))
  return {
    asked,
    more: (count) => new Promise((resolve) => waiting.push({ at: settled + count, resolve })),
    stop: async () => {
      stopped = true
      await all
    },
  }
}

async function ask(slacks: readonly LocalSlack[], random: () => number, last: Asked | undefined) {
  const slack = oneOf(slacks, random())
  const text = oneOf(WORDS, random())
  const kind = oneOf<Kind>(['command', 'click', 'mention', 'direct message'], random())
  const page = kind === 'click' && last?.kind === 'command' ? pageOf(last) : undefined
  if (last && page) {
    const delivery = await last.slack.press({ message: page, actionId: 'page_next' })
    return { kind, slack: last.slack, delivery }
  }
  if (kind === 'mention') return { kind, slack, delivery: await slack.mention({ text }) }
  if (kind === 'direct message') return { kind, slack, delivery: await slack.dm({ text }) }
  return { kind: 'command' as const, slack, delivery: await slack.command({ text }) }
}

/** The answer to a command, where it has come. Only its own person sees it: one lane is one person's only by that. */
function pageOf({ slack, delivery }: Asked) {
  const about = slack.workspace.messages.findLast((one) => one.visibleTo === delivery.user)
  return about && JSON.stringify(about.blocks ?? []).includes('"page_next"') ? about : undefined
}
