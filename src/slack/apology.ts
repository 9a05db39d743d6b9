import { randomBytes } from 'node:crypto'
import type { Reply } from '../cards/blocks.ts'
import { describeError, type Log } from '../log.ts'

/**
 * Logs why something could not be done, with a reference that leads there.
 * @param ids what the log says of the request
 * @returns what the person reads: never a stack trace, never silence
 */
export function apologise(error: unknown, ids: Record<string, unknown>, log: Log): Pick<Reply, 'text'> {
  const reference = randomBytes(3).toString('hex')
  log.error({ ...ids, reference, error: describeError(error) }, 'could not answer')
  return {
    text: `Something went wrong on my side, sorry. Please try again in a minute; if it stays, tell whoever runs me here, with the reference ${reference}.`,
  }
}
