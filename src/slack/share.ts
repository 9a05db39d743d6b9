import type { WebClient } from '@slack/web-api'
import type { Place } from '../cards/actions.ts'
import type { Reply } from '../cards/blocks.ts'
import { shareFailedReply, staleButton } from '../cards/notices.ts'
import { sharedReply } from '../cards/share.ts'
import { headingOf } from '../cards/use-case.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import { failureOf, mayHaveArrived } from './failures.ts'
import { createOnceOnly } from './once-only.ts'
import type { People } from './people.ts'
import { RefusedError } from './refused-error.ts'
import type { RespondTo } from './respond.ts'
import { retryUnsent, type Send } from './send.ts'

/** Where a use case is to be shown, and by which address. */
type ShareTarget = {
  channel: string
  thread?: string | undefined
  /** Posts there even where the bot is no member. */
  responseUrl?: string | undefined
  /** Whether the message that the address belongs to is a private answer, which is cleared away. */
  tidy?: boolean
}

/** What became of it. `tell`: what the person should read, since it did not work. */
export type Sharing = { kind: 'done' } | { kind: 'twice' } | { kind: 'failed'; tell: Reply }

type Deps = {
  client: WebClient
  respond: RespondTo
  send: Send
  kept: Pick<Kept, 'claim' | 'release'>
  people: People
  catalogue: Catalogue
  log: Log
}

/** Shows a use case to all in a channel or thread. `key` tells this click from others, a double click aside. */
export type Share = (
  place: Place,
  who: { team: string; user: string },
  target: ShareTarget,
  key: string,
) => Promise<Sharing>

export function createShare(deps: Deps): Share {
  const { people, catalogue, log } = deps
  const onceOnly = createOnceOnly(deps)
  return async (place, { team, user }, target, key) => {
    const useCase = catalogue.byId.get(place.useCase)
    if (!useCase) return { kind: 'failed', tell: staleButton(place.command) }
    const person = people(user)
    const post = async () => {
      const { name: who } = await person
      await postTo(target, sharedReply(useCase, { ...place, who }, catalogue), deps)
    }
    try {
      const first = await onceOnly(team, `share ${user} ${key} ${useCase.id} ${target.channel}`, post)
      return { kind: first ? 'done' : 'twice' }
    } catch (error) {
      // It may be there: neither again nor "it failed".
      if (mayHaveArrived(error)) return { kind: 'done' }
      log.warn({ team, user, channel: target.channel, error: describeError(error) }, 'could not share')
      const { reason } = failureOf(error)
      const why = AWAY.has(reason) && !target.channel.startsWith('D') ? {} : { reason }
      const { company } = useCase
      const tell = shareFailedReply({ ...place, ...why, company, heading: headingOf(useCase) })
      return { kind: 'failed', tell }
    }
  }
}

const AWAY: ReadonlySet<string> = new Set(['not_in_channel', 'channel_not_found'])

/** By the address of the click; when that is used up or too old, as the bot itself. */
async function postTo(
  target: ShareTarget,
  reply: Reply,
  { respond, client, send, log }: Deps,
): Promise<void> {
  const { channel, thread, responseUrl, tidy } = target
  const inThread = thread === undefined ? {} : { thread_ts: thread }
  const asBot = () =>
    send('message', reply, (payload) =>
      retryUnsent(() => client.chat.postMessage({ ...payload, ...inThread, channel })),
    )
  if (responseUrl === undefined) return asBot()
  const how = {
    response_type: 'in_channel' as const,
    replace_original: false,
    ...(tidy ? { delete_original: true } : {}),
  }
  try {
    await send('response_url', reply, (payload) =>
      retryUnsent(() => respond(responseUrl, { ...payload, ...inThread, ...how })),
    )
  } catch (error) {
    if (!isUsedUp(error)) throw error
    log.info({ channel }, 'the address of a click is used up or too old, sharing as the bot')
    await asBot()
  }
}

/** Slack answers so after 30 minutes and after five uses. */
const isUsedUp = (error: unknown) =>
  error instanceof RefusedError && error.statusCode >= 400 && error.statusCode < 500
