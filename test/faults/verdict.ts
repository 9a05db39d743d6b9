import type { LocalSlack, SlackMessage } from '../../src/playground/index.ts'
import type { Asked } from './load.ts'

/** A channel in which one digest is due. */
export type Due = { slack: LocalSlack; channel: string }

/** What came of all that was asked: numbers, and what is wrong in a line each. */
export type Verdict = {
  asked: number
  acknowledged: number
  /** Questions that Slack sent again, since nobody had acknowledged them. */
  again: number
  /** What people read instead of an answer: that something went wrong. */
  apologies: number
  /** Commands and clicks that nobody acknowledged: Slack told the person, and does not send them again. */
  failed: number
  digests: number
  lost: string[]
  twice: string[]
}

const isApology = ({ text }: SlackMessage) => text.startsWith('Something went wrong')

/** The answers that people can read: by what answered them (envelope), and by which message asked. */
export type Seen = { by: (asked: Asked) => { answers: number; apologies: number } }

/** Writes down what the bot writes, from now on. */
export function watchAnswers(slacks: readonly LocalSlack[]): Seen {
  const answers = new Map<string, number>()
  const apologies = new Map<string, number>()
  for (const slack of slacks) {
    const { botUserId } = slack.workspace.app
    slack.onChange((change) => {
      if (change.kind !== 'message') return
      const { action, via, message } = change.write
      if (action === 'deleted' || message.user !== botUserId) return
      const payload = (message.metadata?.['event_payload'] ?? {}) as { request?: string }
      const names = via ?? payload.request ?? message.thread_ts
      const counts = isApology(message) ? apologies : answers
      const key = `${slack.workspace.team.id} ${names ?? message.channel}`
      counts.set(key, (counts.get(key) ?? 0) + 1)
    })
  }
  return {
    by: ({ kind, slack, delivery }) => {
      const name = kind === 'command' || kind === 'click' ? delivery.envelopeId : (delivery.ts ?? '')
      const key = `${slack.workspace.team.id} ${name}`
      return { answers: answers.get(key) ?? 0, apologies: apologies.get(key) ?? 0 }
    },
  }
}

const isRepeated = ({ kind }: Asked) => kind === 'mention' || kind === 'direct message'

/** Whether nothing is open any more: to be asked again until it is so, or patience ends. */
export function isOver(asked: readonly Asked[], due: readonly Due[], seen: Seen): boolean {
  const open = asked.some((one) => {
    const { answers, apologies } = seen.by(one)
    return one.state === 'open' || (one.state === 'acknowledged' && answers + apologies === 0)
  })
  return !open && due.every((one) => digestsIn(one) > 0)
}

/** Compares what people see with what Slack was told. All processes have ended: nothing more can come. */
export function judge(asked: readonly Asked[], due: readonly Due[], seen: Seen): Verdict {
  const lost: string[] = []
  const twice: string[] = []
  let apologised = 0
  for (const one of asked) {
    const { answers, apologies } = seen.by(one)
    const name = `${one.delivery.what} ${one.delivery.ts ?? one.delivery.envelopeId} (${one.state})`
    if (apologies > 0) apologised += 1
    const isPromised = one.state === 'acknowledged' || isRepeated(one)
    if (isPromised && answers + apologies === 0) lost.push(name)
    if (answers > 1 || apologies > 1) twice.push(`${name}: ${answers} answers, ${apologies} apologies`)
  }
  for (const one of due) {
    const found = digestsIn(one)
    if (found === 0) lost.push(`digest in ${one.channel}`)
    if (found > 1) twice.push(`digest in ${one.channel}: ${found}`)
  }
  return {
    ...{ asked: asked.length, lost, twice, apologies: apologised, digests: due.length },
    acknowledged: asked.filter(({ state }) => state === 'acknowledged').length,
    again: asked.filter((one) => isRepeated(one) && retriesOf(one) > 0).length,
    failed: asked.filter((one) => one.state === 'failed').length,
  }
}

function retriesOf({ slack, delivery }: Asked): number {
  return slack.envelopes.find((one) => one.envelope_id === delivery.envelopeId)?.retry_attempt ?? 0
}

const digestsIn = ({ slack, channel }: Due): number =>
  slack.workspace.messages.filter(
    (one) => one.channel === channel && one.user === slack.workspace.app.botUserId,
  ).length
