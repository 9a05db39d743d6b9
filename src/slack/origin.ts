import type { Place } from '../cards/actions.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { metadataOf, textOr } from './views.ts'

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

/** The origin of a view of ours, of whatever age. */
export function readOrigin(metadata: string): Origin {
  const { steps, channel, thread, responseUrl, ...place } = metadataOf(metadata)
  const maybe = (value: unknown) => textOr('', value) || undefined
  return {
    ...readPlace(place),
    steps: Array.isArray(steps) ? steps.filter((one) => typeof one === 'string') : [],
    ...{ channel: maybe(channel), thread: maybe(thread), responseUrl: maybe(responseUrl) },
  }
}

/** The place that a view of ours is about, out of its metadata. */
export function readPlace({ useCase, words, command }: Record<string, unknown>): Place {
  return { useCase: textOr('', useCase), words: textOr('', words), command: textOr(DEFAULT_COMMAND, command) }
}
