import type { SlackMessage } from '../../src/playground/index.ts'
import type { Delivery } from '../../src/store/deliveries.ts'

/** A slot that must have come to be exactly one message. */
export type Expected = { channel: string; slot: string; dueAt: number }

export type Evidence = {
  expected: readonly Expected[]
  /** All messages of the workspace. */
  messages: readonly SlackMessage[]
  /** All rows of the table. */
  deliveries: readonly Delivery[]
  titleOf: (useCase: string) => string | undefined
}

/** What is wrong, each in a line; all empty when the digest kept its promise. */
export type Verdict = { posted: number; twice: string[]; lost: string[]; wrong: string[] }

const nameOf = ({ channel, slot }: { channel: string; slot: string }) => `${channel} ${slot}`

function deliveryOf({ metadata }: SlackMessage): string | undefined {
  const payload = (metadata?.['event_payload'] ?? {}) as Record<string, unknown>
  return metadata?.['event_type'] === 'kstreams_digest' ? String(payload['delivery']) : undefined
}

/** Compares what the channels show with what had to come, and with what the database holds to be true. */
export function judge({ expected, messages, deliveries, titleOf }: Evidence): Verdict {
  const rows = new Map(deliveries.map((row) => [row.id, row]))
  const bySlot = new Map<string, SlackMessage[]>()
  const wrong: string[] = []
  for (const message of messages) {
    const id = deliveryOf(message)
    if (id === undefined) continue
    const row = rows.get(id)
    if (row === undefined || row.channel !== message.channel) {
      wrong.push(`${message.channel} ${message.ts}: a message of no delivery`)
      continue
    }
    bySlot.set(nameOf(row), [...(bySlot.get(nameOf(row)) ?? []), message])
    if (!message.text.includes(titleOf(row.useCase ?? '') ?? row.id)) {
      wrong.push(`${nameOf(row)}: shows another use case than ${row.useCase}`)
    }
  }
  const posted = [...bySlot.values()].reduce((sum, { length }) => sum + length, 0)
  const twice = [...bySlot]
    .filter(([, found]) => found.length > 1)
    .map(([name, { length }]) => `${name}: ${length}`)
  const lost = expected.filter((one) => !bySlot.has(nameOf(one))).map((one) => because(one, deliveries))
  const known = new Set(expected.map(nameOf))
  wrong.push(...[...bySlot.keys()].filter((name) => !known.has(name)).map((name) => `${name}: not due`))
  wrong.push(...expected.flatMap((one) => disagreements(one, bySlot.get(nameOf(one)) ?? [], deliveries)))
  return { posted, twice, lost, wrong: [...wrong, ...repeated(deliveries)] }
}

function because(one: Expected, deliveries: readonly Delivery[]): string {
  const row = deliveries.find((row) => nameOf(row) === nameOf(one))
  return `${nameOf(one)}: ${row ? `${row.state} ${row.reason}` : 'never claimed'}`
}

function disagreements(
  one: Expected,
  messages: readonly SlackMessage[],
  deliveries: readonly Delivery[],
): string[] {
  const [message] = messages
  const own = deliveries.filter((row) => nameOf(row) === nameOf(one))
  if (message === undefined) return []
  const [row] = own
  const name = nameOf(one)
  return [
    ...(own.length === 1 ? [] : [`${name}: ${own.length} rows`]),
    ...(row?.state === 'sent' ? [] : [`${name}: the message is there, and the row says ${row?.state}`]),
    ...(row?.state !== 'sent' || row.ts === message.ts
      ? []
      : [`${name}: ${message.ts} there, ${row.ts} in the row`]),
    // Slack's stamps are whole seconds.
    ...(Number(message.ts) * 1000 >= one.dueAt - 1000 ? [] : [`${name}: posted before it was due`]),
  ]
}

/** Use cases that a channel was shown twice in one round. */
function repeated(deliveries: readonly Delivery[]): string[] {
  const seen = new Set<string>()
  return deliveries
    .filter(({ state }) => state === 'sent')
    .flatMap(({ channel, round, useCase, slot }) => {
      const key = `${channel} ${round} ${useCase}`
      if (seen.has(key)) return [`${channel} ${slot}: ${useCase} a second time in round ${round}`]
      seen.add(key)
      return []
    })
}
