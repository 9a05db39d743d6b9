import { isTrue } from '../message-rules.ts'
import { publicMessage } from '../messages.ts'
import { type Json, type SlackMessage, SlackRefusal } from '../model.ts'

const PAGE = 100
const MOST = 999
const STAMP = /^\d+(\.\d+)?$/

/**
 * The messages within `oldest` and `latest`, without the two ends unless `inclusive`. Throws SlackRefusal
 * invalid_ts_oldest, invalid_ts_latest (docs.slack.dev reference/methods/conversations.history, Errors).
 */
export function within(args: Json, messages: readonly SlackMessage[]): SlackMessage[] {
  const inclusive = isTrue(args['inclusive'])
  const from = stampOf(args, 'oldest') ?? 0
  const to = stampOf(args, 'latest') ?? Number.POSITIVE_INFINITY
  return messages.filter(({ ts }) => {
    const at = Number(ts)
    return inclusive ? at >= from && at <= to : at > from && at < to
  })
}

function stampOf(args: Json, name: 'oldest' | 'latest'): number | undefined {
  const value = args[name]
  if (value === undefined || value === '') return undefined
  if (!STAMP.test(String(value))) throw new SlackRefusal(`invalid_ts_${name}`)
  return Number(value)
}

/**
 * One page of these messages: `limit` of them, up to 999, from `cursor` on; metadata in full only with
 * include_all_metadata. Cursors look as Slack's do and name the first message of the next page, so that a message
 * which comes meanwhile moves nothing. Throws SlackRefusal invalid_cursor.
 */
export function page(args: Json, messages: readonly SlackMessage[]): Json {
  const start = startOf(args, messages)
  const shown = messages.slice(start, start + limitOf(args))
  const next = messages[start + shown.length]
  return {
    messages: shown.map((one) => withMetadata(one, isTrue(args['include_all_metadata']))),
    has_more: next !== undefined,
    ...(next === undefined ? {} : { response_metadata: { next_cursor: cursorOf(next) } }),
  }
}

function limitOf(args: Json): number {
  const limit = Math.floor(Number(args['limit'] ?? PAGE))
  return limit >= 1 ? Math.min(limit, MOST) : PAGE
}

const digitsOf = ({ ts }: SlackMessage) => ts.replace('.', '')

const cursorOf = (message: SlackMessage) => Buffer.from(`next_ts:${digitsOf(message)}`).toString('base64')

function startOf(args: Json, messages: readonly SlackMessage[]): number {
  const cursor = args['cursor']
  if (cursor === undefined || cursor === '') return 0
  const text = Buffer.from(String(cursor), 'base64').toString()
  const place = messages.findIndex((one) => text === `next_ts:${digitsOf(one)}`)
  if (place < 0) throw new SlackRefusal('invalid_cursor')
  return place
}

function withMetadata(message: SlackMessage, everything: boolean): Json {
  const { metadata, ...rest } = publicMessage(message)
  if (metadata === undefined) return rest
  const { event_type } = metadata as Json
  return { ...rest, metadata: everything ? metadata : { event_type } }
}
