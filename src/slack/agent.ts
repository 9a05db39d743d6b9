import type { AllMiddlewareArgs, SlackEventMiddlewareArgs } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { DEFAULT_COMMAND, EXAMPLES } from '../cards/commands.ts'
import { LIMITS } from '../cards/limits.ts'
import { welcomeReply } from '../cards/notices.ts'
import { shorten } from '../cards/text.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import type { Search } from '../search/search.ts'
import type { Send } from './send.ts'

type Deps = {
  client: WebClient
  catalogue: Catalogue
  search: Search
  kept: Pick<Kept, 'popular' | 'welcome'>
  send: Send
  log: Log
}
export type Opened = Pick<
  SlackEventMiddlewareArgs<'app_home_opened'> & AllMiddlewareArgs,
  'event' | 'context'
>

const PROMPTS = 4

/**
 * What a person sees who opens the bot's direct message: a welcome, once, and prompts of what is asked most. Slack
 * offers prompts where the app is an agent; nothing depends on them.
 */
export function createMessagesTab({ client, catalogue, search, kept, send, log }: Deps) {
  return async ({ event, context }: Opened): Promise<void> => {
    const { channel, user } = event
    const team = context.teamId ?? ''
    if (await kept.welcome({ team, user })) {
      const reply = welcomeReply(DEFAULT_COMMAND, catalogue)
      await send('message', reply, (payload) => client.chat.postMessage({ ...payload, channel })).catch(
        (error: unknown) => log.warn({ user, error: describeError(error) }, 'somebody was not welcomed'),
      )
    }
    const popular = await kept.popular(team, 50)
    const prompts = promptsFrom(
      popular.map(({ query }) => query),
      search,
    )
    await client.assistant.threads
      // Under `agent_view` no thread is named: Slack would drop the call in silence.
      .setSuggestedPrompts({ channel_id: channel, title: 'Try one of these', prompts })
      .catch((error: unknown) => log.info({ user, error: describeError(error) }, 'no prompts were set'))
  }
}

type Prompt = { title: string; message: string }

/** Of what people asked for, the names of companies and topics in the catalogue: nobody reads another person's words. */
export function namesAmong(queries: readonly string[], search: Pick<Search, 'suggest'>): string[] {
  return queries.filter((query) => search.suggest(query, 5).some((one) => one.toLowerCase() === query))
}

/** Up to four searches to offer: what is asked most, else examples. */
export function promptsFrom(popular: readonly string[], search: Pick<Search, 'suggest'>): Prompt[] {
  const queries = [...new Set([...namesAmong(popular, search), ...EXAMPLES.map(({ query }) => query)])].slice(
    0,
    PROMPTS,
  )
  return queries.map((query) => ({
    title: shorten(query.charAt(0).toUpperCase() + query.slice(1), LIMITS.button.text, (text) => text),
    message: query,
  }))
}
