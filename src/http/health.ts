import { sendJson } from './answers.ts'
import { READ, type Routes } from './routes.ts'

/** Whether a part works at this moment; one that throws does not. */
export type Check = () => Promise<boolean> | boolean
export type Readiness = { able: boolean; checks: Record<string, boolean> }

export type Health = {
  /** Whether requests can be answered, and which parts work. Never throws, takes a second at most. */
  ready: () => Promise<Readiness>
  /** From now on not able, whatever the parts say: no new requests, please. */
  drain: () => void
}

/** What a check may take; a load balancer waits for two to five seconds. */
const CHECK_MS = 1000
/** However often somebody asks, the parts are looked at once in this time. */
const SHARED_MS = 1000

/**
 * Looks after what the program needs.
 * @param checks by the name that an operator reads: `store`, `catalogue`, `slack`
 * @param now milliseconds
 */
export function createHealth(checks: Record<string, Check>, now: () => number = Date.now): Health {
  const bounded = Object.entries(checks).map(([name, check]) => [name, bound(check)] as const)
  const look = async (): Promise<Readiness> => {
    const results = await Promise.all(bounded.map(async ([name, check]) => [name, await check()] as const))
    return { able: results.every(([, works]) => works), checks: Object.fromEntries(results) }
  }
  let last: { at: number; result: Promise<Readiness> } | undefined
  let draining = false
  return {
    ready: async () => {
      if (draining) return { able: false, checks: { accepting: false } }
      if (last === undefined || now() - last.at >= SHARED_MS) last = { at: now(), result: look() }
      return last.result
    },
    drain: () => {
      draining = true
    },
  }
}

/** A check that hangs is not begun a second time beside itself: it would take a connection of the store each time. */
function bound(check: Check): () => Promise<boolean> {
  let running: Promise<boolean> | undefined
  return () => {
    running ??= Promise.resolve()
      .then(check)
      .catch(() => false)
      .finally(() => {
        running = undefined
      })
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => {
      timer = setTimeout(() => resolve(false), CHECK_MS)
    })
    return Promise.race([running, late]).finally(() => clearTimeout(timer))
  }
}

/** `/healthz`: the process is alive. `/readyz`: it can answer, or 503 and the names of what does not work. */
export function healthRoutes(health: Health): Routes {
  return {
    '/healthz': { methods: READ, handle: (_, response) => sendJson(response, 200, { status: 'ok' }) },
    '/readyz': {
      methods: READ,
      handle: async (_, response) => {
        const { able, checks } = await health.ready()
        const failing = Object.keys(checks).filter((name) => !checks[name])
        sendJson(response, able ? 200 : 503, able ? { status: 'ok' } : { status: 'unavailable', failing })
      },
    },
  }
}
