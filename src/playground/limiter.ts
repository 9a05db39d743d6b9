import type { Json } from './model.ts'
import { METHOD_RATES, OTHER_METHODS, POSTS_PER_CHANNEL, type Rate } from './rate-limits.ts'
import { dmId, findChannel, findUser } from './workspace.ts'
import type { World } from './world.ts'

/** Slack's limits, once they are switched on. */
export type Limiter = {
  on: () => boolean
  /** Switching on begins with nothing spent. */
  turn: (on: boolean) => void
  /** Counts a call; gives the whole seconds to wait when it is one too many, and then does not count it. */
  spend: (method: string, args: Json) => number | undefined
}

type Bucket = { rate: Rate; tokens: number; at: number }

/** The limits of one workspace, off at first. `elapsed` is real time in milliseconds: no clock that can be turned. */
export function createLimiter(world: World, elapsed: () => number): Limiter {
  const buckets = new Map<string, Bucket>()
  let on = false
  const bucket = (name: string, rate: Rate): Bucket => {
    const now = elapsed()
    const known = buckets.get(name) ?? { rate, tokens: rate.burst, at: now }
    known.tokens = Math.min(rate.burst, known.tokens + (now - known.at) * perMs(rate))
    known.at = now
    buckets.set(name, known)
    return known
  }
  return {
    on: () => on,
    turn: (wanted) => {
      on = wanted
      buckets.clear()
    },
    spend: (method, args) => {
      if (!on) return undefined
      const needed = [bucket(method, METHOD_RATES[method] ?? OTHER_METHODS)]
      if (method === 'chat.postMessage') {
        needed.push(bucket(`${method} ${placeOf(world, args)}`, POSTS_PER_CHANNEL))
      }
      const wait = Math.max(...needed.map(waitFor))
      if (wait > 0) return wait
      for (const one of needed) one.tokens -= 1
      return undefined
    },
  }
}

const perMs = (rate: Rate) => rate.perMinute / 60_000
/** Sums of fractions come out a hair short of one. */
const HAIR = 1e-9

/** Whole seconds until this bucket holds a token: what Retry-After says. */
function waitFor({ rate, tokens }: Bucket): number {
  return tokens >= 1 - HAIR ? 0 : Math.ceil((1 - tokens) / perMs(rate) / 1000 - HAIR)
}

/** The conversation that a post goes to, by one name however it was addressed. */
function placeOf({ workspace }: World, args: Json): string {
  const name = String(args['channel'])
  return findUser(workspace, name) === undefined ? (findChannel(workspace, name)?.id ?? name) : dmId(name)
}
