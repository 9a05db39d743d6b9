import type { SlackEventMiddlewareArgs } from '@slack/bolt'
import type { LinkUnfurls } from '@slack/types'
import type { WebClient } from '@slack/web-api'
import { unfurlBlocks } from '../cards/unfurl.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { FindByLink } from '../catalogue/links.ts'
import { describeError, type Log } from '../log.ts'
import { failureOf } from './failures.ts'

type LinkShared = Pick<SlackEventMiddlewareArgs<'link_shared'>, 'event'>

/** A message with many links is a list: cards below it would be in the way. */
const MOST_LINKS = 3

type Deps = { client: WebClient; catalogue: Catalogue; linked: FindByLink; log: Log }

/** Shows the card of a link of the catalogue that a person posts. */
export function createUnfurl({ client, catalogue, linked, log }: Deps) {
  return async ({ event }: LinkShared): Promise<void> => {
    const known = event.links.flatMap(({ url }) => {
      const link = linked(url)
      return link ? [{ url, useCase: link.useCase, posted: link.url }] : []
    })
    if (known.length === 0 || known.length > MOST_LINKS) return
    const unfurlsWith = (video: boolean) =>
      Object.fromEntries(
        known.map(({ url, useCase, posted }) => [
          url,
          { blocks: unfurlBlocks(useCase, catalogue, { posted, video }) },
        ]),
      ) as LinkUnfurls
    const where =
      event.source === 'composer'
        ? { unfurl_id: event.unfurl_id ?? '', source: 'composer' as const }
        : { channel: event.channel, ts: event.message_ts }
    const unfurl = (video: boolean) => client.chat.unfurl({ ...where, unfurls: unfurlsWith(video) })
    try {
      await unfurl(true).catch((error: unknown) => {
        // Not every surface takes a video.
        if (failureOf(error).reason !== 'invalid_blocks') throw error
        return unfurl(false)
      })
    } catch (error) {
      log.warn({ channel: event.channel, error: describeError(error) }, 'a link could not be unfurled')
    }
  }
}
