import type { WebClient } from '@slack/web-api'
import type { Reply } from '../cards/blocks.ts'
import { describeError, type Log } from '../log.ts'
import type { Click } from './clicks.ts'
import type { RespondTo } from './respond.ts'

/** Says something to one person alone, beside what they clicked on, or in their direct message with the bot. */
export type Whisper = (
  to: Pick<Click, 'user' | 'message'>,
  said: Pick<Reply, 'text'> & { classic?: Reply['classic'] },
) => Promise<void>

export function createWhisper({
  client,
  respond,
  log,
}: {
  client: WebClient
  respond: RespondTo
  log: Log
}): Whisper {
  return async ({ user, message }, { text, classic }) => {
    const payload = {
      ...{ text, unfurl_links: false as const, unfurl_media: false as const },
      ...(classic ? { blocks: classic } : {}),
    }
    const directly = () => client.chat.postMessage({ ...payload, channel: user })
    const url = message?.responseUrl
    if (url === undefined) {
      await directly()
      return
    }
    const thread = message?.thread === undefined ? {} : { thread_ts: message.thread }
    await respond(url, { ...payload, ...thread, response_type: 'ephemeral', replace_original: false }).catch(
      async (error: unknown) => {
        log.warn({ user, error: describeError(error) }, 'could not answer a click where it was made')
        await directly()
      },
    )
  }
}
