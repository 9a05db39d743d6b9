import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import { mayHaveArrived } from './failures.ts'

/**
 * Does what must not be done twice, whatever process a second click reaches. Where the database cannot tell, it is done.
 * @param key names what is done
 * @returns whether this was the first time; what `work` throws, after which it may be tried again, unless it may be done
 */
export type OnceOnly = (team: string, key: string, work: () => Promise<void>) => Promise<boolean>

export function createOnceOnly({ kept, log }: { kept: Pick<Kept, 'claim' | 'release'>; log: Log }): OnceOnly {
  return async (team, key, work) => {
    const first = await kept.claim(team, key).catch((error: unknown) => {
      log.warn({ team, error: describeError(error) }, 'could not look whether this was done already')
      return true
    })
    if (!first) return false
    await work().catch(async (error: unknown) => {
      if (!mayHaveArrived(error)) await kept.release(team, key).catch(() => {})
      throw error
    })
    return true
  }
}
