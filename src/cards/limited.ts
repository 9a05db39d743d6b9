import { linesReply, type Reply } from './blocks.ts'
import { count } from './text.ts'

/**
 * To somebody who, or whose workspace, asks more than is answered. Said once a minute; the rest is passed over.
 * @param seconds until they are answered again
 */
export function limitedReply(seconds: number): Reply {
  return linesReply([
    [
      `That was a lot within a minute. I answer again in ${count(seconds, 'second')}; please ask once more then.`,
    ],
  ])
}
