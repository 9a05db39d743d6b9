import { type Json, SlackRefusal } from './model.ts'

/** A fault that the next `times` calls of a method meet. */
export type Fault = { times: number } & (
  | { kind: 'rateLimit'; retryAfterSeconds: number }
  /** Carried out, then the connection is cut. */
  | { kind: 'loseAnswer' }
  | { kind: 'failWith'; error: string }
  /** An answer of some server in front of Slack's own: what became of the call it does not say. */
  | { kind: 'failHttp'; status: number; carriedOut: boolean }
  /** Carried out at once, answered `ms` later. */
  | { kind: 'slow'; ms: number }
)

/** What a call is answered. `lost`: not at all, the connection is cut; `delayMs`: held back so long. */
export type Answer = {
  status: number
  headers: Record<string, string>
  body: Json | string
  lost: boolean
  delayMs: number
}

/** The faults that wait for their calls. */
export type Faults = {
  /** Lets the next `fault.times` calls of these methods together meet the fault; faults queue up. */
  add: (methods: readonly string[], fault: Fault) => void
  waiting: () => Fault[]
  /** Carries out `work` unless a fault stands before it; turns refusals into Slack's `ok: false`. */
  attempt: (method: string, work: () => Answer) => Answer
}

/** No faults yet. */
export function createFaults(): Faults {
  const queues = new Map<string, Fault[]>()
  const next = (method: string): Fault | undefined => {
    const queue = queues.get(method)?.filter((one) => one.times > 0) ?? []
    queues.set(method, queue)
    const [fault] = queue
    if (fault !== undefined) fault.times -= 1
    return fault
  }
  return {
    add: (methods, fault) => {
      const shared = { ...fault }
      for (const one of methods) queues.set(one, [...(queues.get(one) ?? []), shared])
    },
    waiting: () => [...new Set([...queues.values()].flat())].filter((one) => one.times > 0),
    attempt: (method, work) => meet(next(method), work),
  }
}

function meet(fault: Fault | undefined, work: () => Answer): Answer {
  switch (fault?.kind) {
    case undefined:
      return refusable(work)
    case 'rateLimit':
      return rateLimited(fault.retryAfterSeconds)
    case 'failWith':
      return refusal(new SlackRefusal(fault.error))
    case 'loseAnswer':
      return { ...refusable(work), lost: true }
    case 'slow':
      return { ...refusable(work), delayMs: fault.ms }
    case 'failHttp':
      if (fault.carriedOut) refusable(work)
      return answered({ status: fault.status, body: 'the server is out of order' })
  }
}

/** HTTP 429 with the whole seconds to wait, as Slack says it. */
export function rateLimited(seconds: number): Answer {
  const headers = { 'retry-after': String(seconds) }
  return answered({ status: 429, headers, body: { ok: false, error: 'ratelimited' } })
}

/** An answer that nothing happens to: HTTP 200 without headers unless told otherwise. */
export function answered(answer: Partial<Answer> & Pick<Answer, 'body'>): Answer {
  return { status: 200, headers: {}, lost: false, delayMs: 0, ...answer }
}

function refusable(work: () => Answer): Answer {
  try {
    return work()
  } catch (error) {
    if (error instanceof SlackRefusal) return refusal(error)
    throw error
  }
}

function refusal(error: SlackRefusal): Answer {
  return answered({ body: { ok: false, error: error.message, ...error.extra } })
}
