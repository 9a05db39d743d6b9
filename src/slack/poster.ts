import type { WebClient } from '@slack/web-api'
import type { Outcome, Poster } from '../digest/poster.ts'
import { describeError, type Log } from '../log.ts'
import { failureOf } from './failures.ts'
import { createHistory, deliveryMetadata } from './history.ts'
import { createPace } from './pace.ts'
import { retryUnsent, type Send } from './send.ts'

type Deps = {
  client: WebClient
  identity: Promise<{ bot_id?: string }>
  send: Send
  log: Log
  /** Between two posts to one channel: what Slack wants when left out. */
  paceMs?: number | undefined
}

/** Posts for the digest. The client must never repeat a call by itself. */
export function createPoster({ client, identity, send, log, paceMs }: Deps): Poster {
  const turn = createPace(paceMs)

  const post: Poster['post'] = async (channel, reply, delivery, mayPost) => {
    let ts = ''
    const metadata = deliveryMetadata(delivery)
    const attempt = async (payload: Parameters<Parameters<Send>[2]>[0]) => {
      await turn(channel)
      if (!mayPost()) throw new HandedOver()
      const response = await client.chat.postMessage({ ...payload, channel, metadata })
      ts = response.ts ?? ''
    }
    try {
      await send('message', reply, attempt)
      return { kind: 'sent', ts }
    } catch (error) {
      return outcomeOf(error, log, { channel, delivery })
    }
  }

  const tell: Poster['tell'] = async (to, reply) => {
    try {
      await turn(to)
      await send('message', reply, (payload) =>
        retryUnsent(() => client.chat.postMessage({ ...payload, channel: to })),
      )
      return true
    } catch (error) {
      log.warn({ to, error: describeError(error) }, 'could not post a note')
      return false
    }
  }

  return { post, tell, ...createHistory({ client, identity, log }) }
}

/** The claim is not surely ours any more. */
class HandedOver extends Error {}

function outcomeOf(error: unknown, log: Log, ids: Record<string, string>): Outcome {
  if (error instanceof HandedOver) return { kind: 'passing', reason: 'handed-over', uncertain: false }
  log.warn({ ...ids, error: describeError(error) }, 'Slack did not take a digest')
  return failureOf(error)
}
