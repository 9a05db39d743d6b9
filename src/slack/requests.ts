import { type Ask, searchedWords } from '../cards/actions.ts'
import { answerReply } from '../cards/answer.ts'
import type { Reply } from '../cards/blocks.ts'
import { firstWord, isCommand, isServed, type Served } from '../cards/commands.ts'
import { PAGE } from '../cards/paging.ts'
import { noneLeftReply, nothingMoreReply } from '../cards/results.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type FollowUp, narrowed, readFollowUp } from '../search/follow-up.ts'
import type { AnswerAsk, Answered } from './answers.ts'
import type { Before } from './conversation.ts'

/** What a person asks for, in whatever way: slash command, mention, direct message or shortcut. */
export type Request = {
  /** The words, as typed. */
  text: string
  /** The slash command by the name it has in that workspace; help repeats it. */
  command: string
  team: string
  channel: string
  /** Who asks. */
  user: string
  /** Tells this request from others, redeliveries aside. */
  request: string
  /** Opens a modal, within three seconds; a mention and a direct message have none. */
  trigger?: string
  /** Whether everybody in the channel reads the answer. */
  publicly: boolean
  /** Whether somebody else said the words: then nothing of them is kept. */
  othersWords?: boolean
  /** Looks for the answer that this may continue; left out where there can be none. */
  before?: () => Promise<Before | undefined>
}

/**
 * What a request is answered with. `before` is what a later message can continue, `found` how many use cases a search
 * found.
 */
export type Response = { reply: Reply; before?: Before; found?: number; words?: string }

/** Answers a request; undefined when something else than a message is the answer. */
export type Answer = (request: Request) => Promise<Response | undefined>

/** Answers what follows one of the words that need more than the catalogue; undefined when a modal opened instead. */
export type Services = Record<Served, (rest: string, request: Request) => Promise<Reply | undefined>>

/** Puts together who answers what. */
export function createAnswer(catalogue: Catalogue, answers: AnswerAsk, services: Services): Answer {
  return async (request) => {
    const text = request.text.trim()
    const { word, rest } = firstWord(text)
    if (isServed(word) && isCommand({ word, rest })) {
      const reply = await services[word](rest, request)
      return reply && { reply }
    }
    const { publicly, command } = request
    const answer = request.othersWords ? '' : request.request
    const ask: Ask = { words: text, offset: 0, version: catalogue.version, command, answer }
    const next = await continued(text, request, catalogue)
    if (next?.kind === 'page') return pageOf(next, answers, { answer, publicly }, catalogue)
    if (next?.kind === 'narrow') return narrowedBy(next, ask, answers, publicly, catalogue)
    return responseOf(answers(ask), ask, publicly, catalogue)
  }
}

type Continued = { before: Before } & FollowUp

/** What a request means that goes on from an answer: another page of it, or its words and more. */
async function continued(
  text: string,
  { before: look }: Request,
  catalogue: Catalogue,
): Promise<Continued | undefined> {
  const followUp = look && readFollowUp(text, catalogue)
  const before = followUp && (await look?.())
  if (!followUp || !before) return undefined
  return { before, ...followUp }
}

/** The question before, and more. What was no search cannot be narrowed: what is added then stands for itself. */
function narrowedBy(
  { before, added }: Extract<Continued, { kind: 'narrow' }>,
  ask: Ask,
  answers: AnswerAsk,
  publicly: boolean,
  catalogue: Catalogue,
): Response {
  const wasSearch = answers(before.ask).found !== undefined
  const words = wasSearch ? narrowed(before.ask.words, added) : added
  const answered = answers({ ...ask, words })
  if (answered.found === 0) return { reply: noneLeftReply(before.ask.words, ask.words), before }
  return responseOf(answered, { ...ask, words }, publicly, catalogue)
}

function pageOf(
  { before: { ask, shown }, to }: Extract<Continued, { kind: 'page' }>,
  answers: AnswerAsk,
  { answer, publicly }: { answer: string; publicly: boolean },
  catalogue: Catalogue,
): Response {
  const offset = to === 'next' ? ask.offset + shown : Math.max(0, ask.offset - PAGE)
  const answered = answers({ ...ask, offset, answer })
  // By chance there is always another one.
  const over = 'list' in answered && !answered.list.again && answered.list.ask.offset !== offset
  if (over)
    return { reply: nothingMoreReply(answered.list.total, answered.list.about), before: { ask, shown } }
  const { found: _, ...response } = responseOf(answered, { ...ask, offset, answer }, publicly, catalogue)
  return response
}

/** What answers an ask, as a message, with what a later one can continue. */
export function responseOf(answered: Answered, ask: Ask, publicly: boolean, catalogue: Catalogue): Response {
  const searched = answered.found !== undefined
  const found = answered.found === undefined ? {} : { found: answered.found, words: searchedWords(ask.words) }
  if ('reply' in answered) {
    return { reply: answered.reply, ...(searched ? { before: { ask, shown: 0 } } : {}), ...found }
  }
  const { list } = answered
  const page = answerReply(list, { privately: !publicly }, catalogue)
  return { reply: page, before: { ask: list.ask, shown: page.shown }, ...found }
}
