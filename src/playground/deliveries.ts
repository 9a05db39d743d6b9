import type { Delivery, EnvelopeType, Json } from './model.ts'
import { eventPayload } from './payloads.ts'
import type { ResponseUrl, ResponseUrls } from './response-urls.ts'
import type { Outcome, Transport } from './transport.ts'
import type { World } from './world.ts'

/** What a person does needs all the parts. */
export type Stage = { world: World; transport: Transport; responseUrls: ResponseUrls }

const EVENT_SCOPES: Record<string, string> = {
  app_mention: 'app_mentions:read',
  link_shared: 'links:read',
  'message.im': 'im:history',
  'message.channels': 'channels:history',
  'message.groups': 'groups:history',
  'message.mpim': 'mpim:history',
}
/** What an app that was removed still hears. */
const FAREWELLS = ['app_uninstalled', 'tokens_revoked']
/** Events that come only with a subscription. */
const SUBSCRIBED = new Set(['app_home_opened', ...FAREWELLS, ...Object.keys(EVENT_SCOPES)])
const MESSAGE_KINDS: Record<string, string> = { im: 'im', channel: 'channels', group: 'groups', mpim: 'mpim' }

/** Why nothing reaches the app after an uninstall. */
export const NOT_INSTALLED = 'the app is not installed: nothing is sent'

/** What is known of a delivery before it is sent. */
export type About = Partial<Omit<Delivery, 'envelopeId' | 'acked' | 'delivered' | 'payload'>> &
  Pick<Delivery, 'what' | 'user'>

/** Sends this inner event as it is, if the app has the scope and the subscription for it. */
export function deliverEvent(stage: Stage, inner: Json, about: Partial<About> = {}): Delivery {
  const { scopes, subscriptions } = stage.world.workspace
  const type = String(inner['type'])
  const kind = MESSAGE_KINDS[String(inner['channel_type'])]
  const name = type === 'message' && kind !== undefined ? `message.${kind}` : type
  const scope = EVENT_SCOPES[name]
  const { user, channel, thread_ts: thread } = inner
  const base = {
    what: `event ${name}`,
    user: typeof user === 'string' ? user : '',
    channel: typeof channel === 'string' ? channel : undefined,
    threadTs: typeof thread === 'string' ? thread : undefined,
    ...about,
  }
  if (!stage.world.workspace.installed && !FAREWELLS.includes(type)) {
    return undelivered(stage.world, base, inner, NOT_INSTALLED)
  }
  if (scope !== undefined && !scopes.includes(scope)) {
    return undelivered(stage.world, base, inner, `missing_scope: ${scope}`)
  }
  if (SUBSCRIBED.has(name) && !subscriptions.includes(name)) {
    return undelivered(stage.world, base, inner, `not subscribed to ${name}`)
  }
  const payload = eventPayload(stage.world, inner)
  return deliver(stage, 'events_api', payload, { ...base, eventId: String(payload['event_id']) })
}

/** Sends an envelope and describes it; `entry` is the response_url that its answers come by. */
export function deliver(
  stage: Stage,
  type: EnvelopeType,
  payload: Json,
  about: About & { entry?: ResponseUrl },
  outcome: Outcome = {},
): Delivery {
  const { entry, ...base } = about
  // deliverEvent has looked already, and lets a farewell pass.
  if (!stage.world.workspace.installed && type !== 'events_api') {
    outcome.failed?.('dispatch_failed')
    return undelivered(stage.world, base, payload, NOT_INSTALLED)
  }
  const seq = base.seq ?? stage.world.writes.length
  const { envelopeId, acked } = stage.transport.send(type, payload, outcome)
  if (entry !== undefined) entry.envelopeId = envelopeId
  return { ...whole(base, payload), seq, envelopeId, acked, delivered: true }
}

/** A delivery that never was: `acked` rejects with the reason. */
export function undelivered(world: World, about: About, payload: Json, reason: string): Delivery {
  const acked = Promise.reject(new Error(reason))
  acked.catch(() => {})
  const seq = about.seq ?? world.writes.length
  return { ...whole(about, payload), seq, envelopeId: '', acked, delivered: false }
}

function whole(about: About, payload: Json): Omit<Delivery, 'envelopeId' | 'acked' | 'delivered' | 'seq'> {
  const { channel, threadTs, ts, responseUrl, triggerId, eventId, what, user } = about
  return { what, user, channel, threadTs, ts, responseUrl, triggerId, eventId, payload }
}
