import type { Server } from 'node:http'
import { acceptConnections, type Connection, type Connections, type DisconnectReason } from './connections.ts'
import type { Ack, EnvelopeRecord, EnvelopeType, Json } from './model.ts'
import { envelopeAgain, newEnvelope, type Outcome, type Transport } from './transport.ts'
import { isJson, type World } from './world.ts'

/** From this size on Slack drops an ack payload in silence, in bytes of JSON (slack-go socketmode). */
const MAX_ACK_BYTES = 20_480

export type SocketMode = Transport & {
  /** A single-use WebSocket address, the answer of apps.connections.open. */
  open: () => string
  live: () => number
  /** How many connections have surely read their hello. */
  confirmed: () => number
  disconnect: (reason: DisconnectReason) => void
  drop: () => void
}

type Pending = Outcome & {
  envelope: EnvelopeRecord
  since: number
  timer: NodeJS.Timeout | undefined
  resolve: (ack: Ack) => void
  reject: (error: Error) => void
}
type Hub = {
  world: World
  ackTimeoutMs: number
  envelopes: EnvelopeRecord[]
  connections: Connections
  pending: Map<string, Pending>
  turn: number
}

/**
 * The Socket Mode side of Slack on this HTTP server: envelopes to one of the live connections in turn, acks,
 * retries. `ackTimeoutMs` is Slack's 3,000.
 */
export function attachSocketMode(world: World, server: Server, ackTimeoutMs: number): SocketMode {
  const connections = acceptConnections(world, server, {
    opened: () => sendWaiting(hub),
    closed: (connection) => retryLost(hub, connection),
    received: (text) => receive(hub, text),
  })
  const hub: Hub = { world, ackTimeoutMs, envelopes: [], connections, pending: new Map(), turn: 0 }
  return {
    envelopes: hub.envelopes,
    open: connections.ticket,
    send: (type, payload, outcome = {}) => send(hub, type, payload, outcome),
    redeliver: (envelopeId) => redeliver(hub, envelopeId),
    live: () => connections.live().length,
    confirmed: () => connections.live().filter((one) => one.confirmed).length,
    disconnect: connections.disconnect,
    drop: () => connections.live()[0]?.socket.terminate(),
    close: () => {
      for (const one of hub.pending.values()) clearTimeout(one.timer)
      hub.pending.clear()
      connections.close()
    },
  }
}

function sendWaiting(hub: Hub): void {
  for (const one of hub.pending.values()) if (one.envelope.state === 'waiting') dispatch(hub, one)
}

/** Slack retries events that a lost connection took with it; commands and clicks just time out. */
function retryLost(hub: Hub, connection: Connection): void {
  for (const one of hub.pending.values()) {
    const { type, connections, state } = one.envelope
    const lost = state === 'sent' && connections.at(-1) === connection.number
    if (lost && type === 'events_api') retry(hub, one)
  }
}

function send(hub: Hub, type: EnvelopeType, payload: Json, outcome: Outcome) {
  const envelope = newEnvelope(type, payload)
  hub.envelopes.push(envelope)
  return { envelopeId: envelope.envelope_id, acked: track(hub, envelope, outcome) }
}

function track(hub: Hub, envelope: EnvelopeRecord, outcome: Outcome): Promise<Ack> {
  const acked = new Promise<Ack>((resolve, reject) => {
    const pending: Pending = { ...outcome, envelope, since: 0, timer: undefined, resolve, reject }
    hub.pending.set(envelope.envelope_id, pending)
    dispatch(hub, pending)
  })
  // A test that does not look at the ack must not die of it.
  acked.catch(() => {})
  return acked
}

function redeliver(hub: Hub, envelopeId: string): Promise<Ack> {
  const again = envelopeAgain(hub.envelopes, envelopeId, 'timeout')
  hub.envelopes.push(again)
  return track(hub, again, {})
}

function retry(hub: Hub, pending: Pending): void {
  clearTimeout(pending.timer)
  Object.assign(pending.envelope, {
    retry_attempt: pending.envelope.retry_attempt + 1,
    retry_reason: 'timeout',
    state: 'waiting',
  })
  dispatch(hub, pending)
}

function dispatch(hub: Hub, pending: Pending): void {
  const { envelope } = pending
  const live = hub.connections.live()
  const target = live[hub.turn++ % Math.max(live.length, 1)]
  if (target === undefined) {
    if (envelope.type === 'events_api') hub.world.emit({ kind: 'envelope', envelope })
    else giveUp(hub, pending, 'dispatch_failed')
    return
  }
  envelope.state = 'sent'
  envelope.connections.push(target.number)
  pending.since = performance.now()
  pending.timer = setTimeout(() => timeOut(hub, pending), hub.ackTimeoutMs).unref()
  const { connections, state, ...wire } = envelope
  target.socket.send(JSON.stringify(wire))
  hub.world.emit({ kind: 'envelope', envelope })
}

/** No ack in 3 s: an event is sent once more at once, as Slack's first retry; anything else has failed. */
function timeOut(hub: Hub, pending: Pending): void {
  const { type, retry_attempt } = pending.envelope
  if (type === 'events_api' && retry_attempt === 0) retry(hub, pending)
  else giveUp(hub, pending, 'operation_timeout')
}

function giveUp(hub: Hub, pending: Pending, error: string): void {
  hub.pending.delete(pending.envelope.envelope_id)
  Object.assign(pending.envelope, { state: 'failed', error })
  pending.failed?.(error)
  hub.world.emit({ kind: 'envelope', envelope: pending.envelope })
  pending.reject(new Error(error))
}

function receive(hub: Hub, text: string): void {
  const message: unknown = JSON.parse(text)
  if (!isJson(message)) return
  const pending = hub.pending.get(String(message['envelope_id']))
  if (pending === undefined) return
  clearTimeout(pending.timer)
  hub.pending.delete(pending.envelope.envelope_id)
  const payload = isJson(message['payload']) ? message['payload'] : {}
  const bytes = Buffer.byteLength(JSON.stringify(payload))
  const ack = { payload, bytes, dropped: bytes >= MAX_ACK_BYTES, ms: performance.now() - pending.since }
  Object.assign(pending.envelope, { state: 'acked', ack })
  if (!ack.dropped) pending.acked?.(ack)
  hub.world.emit({ kind: 'envelope', envelope: pending.envelope })
  pending.resolve(ack)
}
