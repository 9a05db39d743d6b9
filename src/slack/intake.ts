import { randomBytes } from 'node:crypto'
import type { App, ReceiverEvent } from '@slack/bolt'
import { describeError, type Log, withIds } from '../log.ts'
import type { Kind, Metrics } from '../metrics/metrics.ts'
import { type Body, isRemoval, kindOf, whereOf } from './bodies.ts'
import type { Delivery, Removal } from './delivery.ts'
import { faultIn } from './shapes.ts'
import type { Workspace, Workspaces } from './workspaces.ts'

/**
 * Not to be acknowledged: it cannot be told now whether, or for whom, it is to be answered, or whether the answer came.
 * Slack sends a question again; of anything else it tells the person that it failed.
 */
export class TryAgainError extends Error {
  override name = 'TryAgainError'
}

// Slack waits three seconds at most. What is acknowledged only once it is answered is not lost with a process that dies
// meanwhile; but a person shall not look at a button that turns for as long as Slack itself is slow.
const ACKNOWLEDGE_MS = 1000
const GIVEN_UP_MS = 3000

/** What a receiver hands to Bolt, and how to wait until nothing is in hand any more. */
export type Intake = {
  processEvent: (event: ReceiverEvent) => Promise<void>
  idle: () => Promise<void>
  inHand: () => number
  /** Acknowledges what is in hand: from now on that cannot be done any more, and all of it is going to be answered. */
  settle: () => void
}

type Deps = {
  app: Pick<App, 'processEvent'>
  workspaces: Workspaces
  /** Told which workspace a body is from, before Bolt has it. */
  keep: (body: object, workspace: Workspace) => void
  /** What is said where the app is not installed (any more). */
  notInstalled: string
  metrics: Metrics
  log: Log
  /** Acknowledges each thing that is in hand, if it may be. */
  inHand: Set<() => void>
}

/**
 * Stands between what Slack sends and Bolt: finds the workspace first, and acknowledges when the answer is there, or after
 * a second. Bolt by itself would acknowledge events before anybody had them in hand.
 * @throws TryAgainError for what must not be acknowledged
 */
export function createIntake(options: Omit<Deps, 'inHand'>): Intake {
  const inHand = new Set<() => void>()
  const deps: Deps = { ...options, inHand }
  let running = 0
  let waiting: (() => void)[] = []
  return {
    settle: () => {
      for (const soon of inHand) soon()
    },
    inHand: () => running,
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    processEvent: async (event) => {
      running++
      try {
        const field = faultIn(event.body)
        if (field === undefined) await withIds(idsOf(event.body), () => takeOrLeave(event, deps))
        else await passOver(event, field, deps)
      } finally {
        running--
        if (running === 0) {
          for (const resolve of waiting) resolve()
          waiting = []
        }
      }
    },
  }
}

/** It would come in the same form again. */
async function passOver(event: ReceiverEvent, field: string, { log }: Deps): Promise<void> {
  log.warn({ field }, 'Slack sent something in a form that is not known; a field is not what it should be')
  await event.ack()
}

async function takeOrLeave(event: ReceiverEvent, deps: Deps): Promise<void> {
  try {
    await take(event, deps)
  } catch (error) {
    // Here, since whoever catches it knows no more of which request it was.
    deps.log.warn({ kind: kindOf(event.body as Body), error: describeError(error) }, 'not acknowledged')
    throw error
  }
}

async function take(event: ReceiverEvent, deps: Deps): Promise<void> {
  const body = event.body as Body
  const kind = kindOf(body)
  const ack = acknowledging(event, kind, deps.metrics)
  if (isRemoval(body)) return remove(event, ack, deps)
  const workspace = await findWorkspace(body, deps)
  if (workspace === undefined) {
    deps.log.warn({ kind }, 'something came from a workspace where the app is not installed')
    return ack.send(kind === 'command' ? { text: deps.notInstalled } : undefined)
  }
  deps.keep(body, workspace)
  const delivery: Delivery = { workspace, kind, mayAcknowledge: true }
  // Of these the acknowledgement is the answer: what is wrong with an input, what a menu offers.
  const isAnswer = kind === 'view' || kind === 'options'
  // Where the socket closed meanwhile, this comes to light when it is answered.
  const soon = () => void (delivery.mayAcknowledge && ack.send().catch(() => {}))
  const late = isAnswer ? undefined : setTimeout(soon, ACKNOWLEDGE_MS)
  if (!isAnswer) deps.inHand.add(soon)
  await deps.app
    .processEvent({
      ...{ ...event, ack: isAnswer ? ack.send : async () => {} },
      customProperties: { ...event.customProperties, delivery },
    })
    .finally(() => {
      clearTimeout(late)
      deps.inHand.delete(soon)
    })
  const isMissing = isAnswer ? body.type !== 'view_closed' : !delivery.mayAcknowledge
  if (isMissing && !ack.isSent()) throw new TryAgainError('it was not answered')
  await ack.send()
}

type Acknowledging = { send: (answer?: unknown) => Promise<void>; isSent: () => boolean }

/** Acknowledges once, however often it is asked to. */
function acknowledging(event: ReceiverEvent, kind: Kind, metrics: Metrics): Acknowledging {
  const began = performance.now()
  let sent: Promise<void> | undefined
  const send = async (answer?: unknown) => {
    const ms = performance.now() - began
    await event.ack(answer).catch((error: unknown) => {
      // Slack does not listen any more: the person was told that it failed, and questions come again.
      if (ms < GIVEN_UP_MS) throw error
    })
    metrics.acknowledged(kind, ms)
  }
  return {
    send: (answer) => {
      sent ??= send(answer)
      return sent
    },
    isSent: () => sent !== undefined,
  }
}

/** What says that the app was removed is acknowledged once that is carried out: it must not be lost. */
async function remove(event: ReceiverEvent, ack: Acknowledging, { app }: Deps): Promise<void> {
  const removal: Removal = { isDone: false }
  const customProperties = { ...event.customProperties, removal }
  await app.processEvent({ ...event, ack: async () => {}, customProperties })
  if (!removal.isDone) throw new TryAgainError('the removal of the app could not be carried out')
  await ack.send()
}

async function findWorkspace(body: Body, { workspaces, metrics }: Deps): Promise<Workspace | undefined> {
  const began = performance.now()
  try {
    return await workspaces.find(whereOf(body))
  } catch (cause) {
    metrics.answered(kindOf(body), 'failed', performance.now() - began)
    throw new TryAgainError('it cannot be told now whether the app is installed', { cause })
  }
}

/** Names this run of the process in its requests' ids: of several processes no two have the same. */
const RUN = randomBytes(6).toString('base64url')
let count = 0

/** What a line of the log says of a request, that all its lines can be found: its own name for it, and Slack's. */
function idsOf(body: unknown): Record<string, unknown> {
  const { event_id } = body as Body
  const { team } = whereOf(body as Body)
  return {
    ...{ request: `${RUN}-${(count++).toString(36)}`, team },
    ...(event_id === undefined ? {} : { event: event_id }),
  }
}
