import { setTimeout as sleep } from 'node:timers/promises'
import { WebAPIPlatformError, WebAPIRateLimitedError } from '@slack/web-api'
import type { AnyBlock, Reply } from '../cards/blocks.ts'
import { withPlainFeedback } from '../cards/feedback.ts'
import { describeError, type Log } from '../log.ts'
import { mayHaveArrived, neverSent } from './failures.ts'
import { RefusedError } from './refused-error.ts'

/** How Slack shows blocks: answers to a command and messages in a channel may accept different ones. */
export type Surface = 'response_url' | 'message'

export type Payload = { text: string; blocks?: AnyBlock[]; unfurl_links: false; unfurl_media: false }

/** Sends a reply by `post`, in the best tier that Slack accepts. Throws what the last attempt threw. */
export type Send = (
  surface: Surface,
  reply: Reply,
  post: (payload: Payload) => Promise<unknown>,
) => Promise<void>

/** `plain`: with cards, and buttons in the place of Slack's own thumbs, which came at another time than cards. */
/** Each workspace's own: Slack brings new blocks to one before the other. */
export type SendOf = (team: string) => Send

const REMEMBER_TEAMS = 2000

/** @returns the sending of a workspace, the same each time, with what it learnt of what Slack takes there */
export function createSends(log: Log): SendOf {
  const made = new Map<string, Send>()
  return (team) => {
    const send = made.get(team) ?? createSend(log)
    made.delete(team)
    made.set(team, send)
    const [oldest] = made.keys()
    if (made.size > REMEMBER_TEAMS && oldest !== undefined) made.delete(oldest)
    return send
  }
}

const TIERS = ['native', 'plain', 'classic', 'text'] as const
// Slack brings new blocks to workspaces bit by bit: a surface that refused them is asked again after a day.
const REMEMBER_MS = 24 * 60 * 60 * 1000

/**
 * Sending with the three tiers of a card: native card blocks (with plain thumbs, if need be), else classic blocks, else text. The tier that
 * worked is remembered for its surface, so that nobody pays for the refused one again.
 */
export function createSend(log: Log): Send {
  const remembered = new Map<Surface, { tier: number; until: number }>()
  return async (surface, reply, post) => {
    const memory = remembered.get(surface)
    const first = memory && memory.until > Date.now() ? memory.tier : 0
    let unsupported = false
    for (let tier = first; ; tier++) {
      if (isSameAsBefore(reply, tier) && tier > first) continue
      try {
        await post(payloadOf(reply, tier))
        if (unsupported) remembered.set(surface, { tier, until: Date.now() + REMEMBER_MS })
        return
      } catch (error) {
        const fault = blockFault(error)
        if (!fault || tier + 1 >= TIERS.length) throw error
        // One message that is too long says nothing of the next.
        unsupported ||= fault !== 'msg_blocks_too_long'
        log.warn(
          { surface, tier: TIERS[tier], error: describeError(error) },
          'Slack refused these blocks, trying simpler',
        )
      }
    }
  }
}

function payloadOf(reply: Reply, tier: number): Payload {
  const blocks = blocksOf(reply, tier)
  return { text: reply.text, ...(blocks ? { blocks } : {}), unfurl_links: false, unfurl_media: false }
}

function blocksOf({ native, classic }: Reply, tier: number): AnyBlock[] | undefined {
  const blocks = tier < 2 ? native : tier === 2 ? classic : undefined
  return tier === 0 ? blocks : blocks && withPlainFeedback(blocks)
}

/** What was refused once is not sent again. */
const isSameAsBefore = ({ native }: Reply, tier: number) =>
  TIERS[tier] === 'plain' && !native.some(({ type }) => type === 'context_actions')

const BLOCK_FAULT = /\b(?:invalid_blocks(?:_format)?|msg_blocks_too_long)\b/

/** The fault that Slack finds with the blocks, if that is what an error is about. */
function blockFault(error: unknown): string | undefined {
  if (error instanceof RefusedError) return BLOCK_FAULT.exec(error.reason)?.[0]
  return error instanceof WebAPIPlatformError ? BLOCK_FAULT.exec(error.data.error)?.[0] : undefined
}

const ATTEMPTS = 3
const LONGEST_WAIT_MS = 30_000

/**
 * Repeats a call only where Slack surely did not carry it out: a connection that never stood, or a 429. An
 * answer that got lost is not repeated, since the message may well be there: better once than twice.
 */
export async function retryUnsent(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await call()
      return
    } catch (error) {
      const wait = waitBeforeRetry(error, attempt)
      if (wait === undefined || wait > LONGEST_WAIT_MS || attempt === ATTEMPTS) throw error
      await sleep(wait)
    }
  }
}

// A Slack that stumbles for a minute, or is being looked into by many: five minutes in all.
const LOOK_AGAIN_MS = [1, 2, 4, 8, 16, 30, 60, 60, 60, 60].map((seconds) => seconds * 1000)

/**
 * Repeats a call while Slack is away or in trouble. Since it may have carried the call out, what the call was to bring is
 * looked for first, after a while, and again where that cannot be told.
 * @param hasArrived whether what the call was to bring is there; throws where Slack does not say
 * @throws what the call threw last, after five minutes of that; at once what Slack refuses
 */
export async function retryUntilThere(
  call: () => Promise<unknown>,
  hasArrived: () => Promise<boolean>,
  log: Log,
): Promise<void> {
  const waits = [...LOOK_AGAIN_MS]
  let failure = await failureOf(call)
  while (failure && (mayHaveArrived(failure.error) || neverSent(failure.error))) {
    const wait = waits.shift()
    if (wait === undefined) break
    log.warn({ error: describeError(failure.error), wait }, 'an answer may have arrived: looking for it')
    await sleep(wait, undefined, { ref: false })
    const isThere = await hasArrived().catch(() => undefined)
    if (isThere) return
    if (isThere === false) failure = await failureOf(call)
  }
  if (failure) throw failure.error
}

const failureOf = (call: () => Promise<unknown>): Promise<{ error: unknown } | undefined> =>
  call().then(
    () => undefined,
    (error: unknown) => ({ error }),
  )

function waitBeforeRetry(error: unknown, attempt: number): number | undefined {
  if (error instanceof WebAPIRateLimitedError) return error.retryAfter * 1000
  if (error instanceof RefusedError) return error.statusCode === 429 ? 1000 * attempt : undefined
  return neverSent(error) ? 250 * 2 ** attempt : undefined
}
