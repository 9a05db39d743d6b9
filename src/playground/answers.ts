import type { CallRecord, Delivery, SlackMessage, ViewState, Write } from './model.ts'
import { channelOf } from './workspace.ts'
import type { World } from './world.ts'

/**
 * Resolves as soon as `find` gives something other than undefined: now, or after one of the next changes.
 * Rejects after `timeoutMs` with `explain`'s text. No polling.
 */
export function waitFor<T>(
  world: World,
  find: () => T | undefined,
  explain: () => string,
  timeoutMs: number,
): Promise<T> {
  const first = find()
  if (first !== undefined) return Promise.resolve(first)
  return new Promise((resolve, reject) => {
    const stop = world.onChange(() => {
      const found = find()
      if (found === undefined) return
      clearTimeout(timer)
      stop()
      resolve(found)
    })
    const timer = setTimeout(() => {
      stop()
      reject(new Error(explain()))
    }, timeoutMs)
    // A forgotten wait must not keep the process alive.
    timer.unref()
  })
}

/**
 * The first `n` messages that answer this delivery: by its response_url or ack, or written by the bot into
 * its conversation afterwards (for a thread: into that thread or unthreaded; for a command: unthreaded).
 * A message that the answer replaced counts; one that it only deleted does not.
 */
export function answersTo(
  world: World,
  delivery: Delivery,
  n: number,
  timeoutMs: number,
): Promise<SlackMessage[]> {
  const firstCall = world.calls.length
  const find = () => {
    const found = findAnswers(world, delivery)
    return found.length >= n ? found.slice(0, n) : undefined
  }
  const explain = () => {
    const got = findAnswers(world, delivery).length
    const calls = world.calls.slice(firstCall).map(describe).join('; ')
    return `${got} of ${n} answers to ${delivery.what} within ${timeoutMs} ms. Calls since: ${calls || 'none'}`
  }
  return waitFor(world, find, explain, timeoutMs)
}

function findAnswers(world: World, delivery: Delivery): SlackMessage[] {
  // Writes are numbered from 1: the one after number `seq` stands at index `seq`.
  const messages = world.writes
    .slice(delivery.seq)
    .filter((write) => isAnswer(world, write, delivery))
    .map((write) => write.message)
  return [...new Set(messages)]
}

function isAnswer(world: World, { action, via, message }: Write, delivery: Delivery): boolean {
  if (action === 'deleted') return false
  if (via !== undefined) return via === delivery.envelopeId
  if (message.user !== world.workspace.app.botUserId || message.channel !== delivery.channel) return false
  if (message.visibleTo !== undefined && message.visibleTo !== delivery.user) return false
  const { thread_ts: thread } = message
  return thread === undefined || thread === delivery.threadTs || isDirect(world, delivery, thread)
}

/** In a direct message an answer may open a thread under the person's own message. */
function isDirect(world: World, delivery: Delivery, thread: string): boolean {
  return thread === delivery.ts && channelOf(world.workspace, delivery.channel)?.is_im === true
}

function describe({ method, response, arguments: args }: CallRecord): string {
  const { ok, error, body, response_metadata: more } = response
  const verdict =
    ok === true || body === 'ok' ? 'ok' : `${String(error ?? body)} ${JSON.stringify(more ?? '')}`
  return `${method}(${String(args['channel'] ?? '')}) -> ${verdict}`
}

/** The modal that was opened with this delivery's trigger_id. */
export function openedBy(world: World, delivery: Delivery, timeoutMs: number): Promise<ViewState> {
  const { triggerId, what } = delivery
  const find = () =>
    world.workspace.views.find((one) => triggerId !== undefined && one.triggerId === triggerId)
  return waitFor(world, find, () => `no view was opened by ${what} within ${timeoutMs} ms`, timeoutMs)
}
