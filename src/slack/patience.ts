import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'

/** Whether somebody is answered. `first`: it is the first time within a minute that they are not, so they are told. */
export type Patience = (who: {
  team: string
  user: string
}) => Promise<{ kind: 'ok' } | { kind: 'wait'; seconds: number; first: boolean }>

const MINUTE_S = 60
/** As many people as can do nothing else in one workspace. */
const BUSY_PEOPLE = 20

/**
 * How often a person, and a workspace, is answered within a minute. What a person asks too much is not counted for their
 * workspace: one alone cannot use it up. Each process counts for itself, so that nothing is waited for: of n
 * replicas, each person may get n times as much. None of the two is limited where `perPerson` is 0. Only who asked within the last minute is remembered.
 */
export function createPatience(perPerson: number, perWorkspace = BUSY_PEOPLE * perPerson): Patience {
  if (perPerson === 0) return async () => ({ kind: 'ok' })
  const persons = new RateLimiterMemory({ points: perPerson, duration: MINUTE_S })
  const workspaces = new RateLimiterMemory({ points: perWorkspace, duration: MINUTE_S })
  const told = new RateLimiterMemory({ points: 1, duration: MINUTE_S })
  return async ({ team, user }) => {
    const person = `${team} ${user}`
    const wait = (await waitOf(persons, person)) ?? (await waitOf(workspaces, team))
    if (wait === undefined) return { kind: 'ok' }
    const first = (await waitOf(told, person)) === undefined
    return { kind: 'wait', seconds: Math.max(1, Math.ceil(wait / 1000)), first }
  }
}

/** Counts one; gives the milliseconds to wait where it is one too many. */
async function waitOf(limiter: RateLimiterMemory, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key)
    return undefined
  } catch (error) {
    if (error instanceof RateLimiterRes) return error.msBeforeNext
    throw error
  }
}
