import type { Place } from '../cards/actions.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'

/** Where a details view was opened, and what it showed before; it comes back with each click in it. */
export type Origin = Place & {
  /** Ids that were shown before in this view, the latest last. */
  steps: readonly string[]
  /** The conversation that it was opened from, if any. */
  channel?: string | undefined
  thread?: string | undefined
  /** Posts there, for half an hour. */
  responseUrl?: string | undefined
}

/** An origin as the `private_metadata` of a view, which only the app reads; at most 3,000 characters. */
export function encodeOrigin({
  useCase,
  words,
  command,
  steps,
  channel,
  thread,
  responseUrl,
}: Origin): string {
  return JSON.stringify({
    ...{ useCase, words, steps, channel, thread, responseUrl },
    ...(command === DEFAULT_COMMAND ? {} : { command }),
  })
}

/** The origin of a view of ours. */
export function readOrigin(metadata: string): Origin {
  return { command: DEFAULT_COMMAND, ...(JSON.parse(metadata) as Omit<Origin, 'command'>) }
}
