import { randomUUID } from 'node:crypto'
import type { Ack, EnvelopeRecord, EnvelopeType, Json } from './model.ts'

/** What happens when an envelope is acknowledged or given up; `acked` runs before the promise resolves. */
export type Outcome = { acked?: (ack: Ack) => void; failed?: (error: string) => void }

/** How Slack reaches the app: by sockets or by HTTP. */
export type Transport = {
  envelopes: EnvelopeRecord[]
  send: (type: EnvelopeType, payload: Json, outcome?: Outcome) => { envelopeId: string; acked: Promise<Ack> }
  /** The same once more, as after a timeout. Throws for what was never sent. */
  redeliver: (envelopeId: string) => Promise<Ack>
  close: () => void
}

/** What was not sent yet. */
export function newEnvelope(type: EnvelopeType, payload: Json): EnvelopeRecord {
  return {
    envelope_id: randomUUID(),
    type,
    payload,
    accepts_response_payload: acceptsPayload(type, payload),
    retry_attempt: 0,
    retry_reason: '',
    connections: [],
    state: 'waiting',
  }
}

/** Whether Slack reads what an acknowledgement carries: for commands, submissions, and options that it asked for. */
function acceptsPayload(type: EnvelopeType, payload: Json): boolean {
  if (type !== 'interactive') return type === 'slash_commands'
  return payload['type'] === 'view_submission' || payload['type'] === 'block_suggestion'
}

/** What was sent under this id, to be sent once more for this reason. Throws for what was never sent. */
export function envelopeAgain(
  envelopes: readonly EnvelopeRecord[],
  envelopeId: string,
  reason: string,
): EnvelopeRecord {
  const sent = envelopes.find((one) => one.envelope_id === envelopeId)
  if (sent === undefined) throw new Error(`nothing was sent with envelope id ${envelopeId}`)
  const { ack, error, attempts, ...rest } = sent
  return { ...rest, retry_attempt: 1, retry_reason: reason, connections: [], state: 'waiting' }
}
