import type { WebClient } from '@slack/web-api'
import { ACTIONS, type Ask, decodeAsk } from '../cards/actions.ts'
import { chosenWords } from '../cards/browse.ts'
import { DEFAULT_COMMAND } from '../cards/commands.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Kept } from '../people/kept.ts'
import type { AnswerAsk } from './answers.ts'
import type { Click } from './clicks.ts'
import { answerMetadata } from './conversation.ts'
import { mayHaveArrived } from './failures.ts'
import { createOnceOnly } from './once-only.ts'
import { responseOf } from './requests.ts'
import { inPlaceOf, type RespondTo } from './respond.ts'
import { retryUnsent, type Send } from './send.ts'

type Deps = {
  client: WebClient
  answers: AnswerAsk
  catalogue: Catalogue
  send: Send
  respond: RespondTo
  kept: Pick<Kept, 'claim' | 'release'>
  log: Log
}

/** Pages, other words and choices in a message: the answer takes its place. Gives whether the click had a meaning. */
export function createInPlace(deps: Deps) {
  const { client, answers, catalogue, send, respond, log } = deps
  const onceOnly = createOnceOnly(deps)
  return async (click: Click): Promise<boolean> => {
    const { message } = click
    const ask = askOf(click, catalogue)
    const url = message?.responseUrl
    if (ask === undefined || message === undefined || url === undefined) return false
    const { channel, ts, privately } = message
    const { reply, before } = responseOf(answers(ask), ask, !privately, catalogue)
    const place = inPlaceOf(message)
    const byAddress = () =>
      send('response_url', reply, (payload) => retryUnsent(() => respond(url, { ...payload, ...place })))
    if (privately) {
      // What is deleted and posted anew would come twice after a double click.
      const key = `turn ${click.user} ${channel} ${ts}`
      await (place.delete_original ? onceOnly(click.team, key, byAddress) : byAddress())
      return true
    }
    // What all can read can be continued in words, too: only so does it carry what it shows now.
    const metadata = before ? answerMetadata(ask.answer, before) : {}
    await send('message', reply, (payload) =>
      client.chat.update({ ...payload, ...metadata, channel, ts }),
    ).catch(async (error: unknown) => {
      if (mayHaveArrived(error)) throw error
      log.warn({ channel, error: describeError(error) }, 'could not update an answer, answering the click')
      await byAddress()
    })
    return true
  }
}

/** What a click asks: the ask of a button, or the words that a choice stands for; undefined for what is none. */
export function askOf({ actionId, value, trigger }: Click, catalogue: Catalogue): Ask | undefined {
  const [base = ''] = actionId.split(':')
  if (ASKING.has(base)) return decodeAsk(value)
  const words = base === ACTIONS.search ? value : chosenWords(base, value, catalogue)
  if (words === undefined || words === '') return undefined
  return { words, offset: 0, version: catalogue.version, command: DEFAULT_COMMAND, answer: trigger }
}

const ASKING: ReadonlySet<string> = new Set([ACTIONS.next, ACTIONS.back, ACTIONS.again])
