import type { Reply } from '../cards/blocks.ts'
import { helpReply } from '../cards/help.ts'
import { resultsReply } from '../cards/results.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Search } from '../search/search.ts'
import type { AnswerDigest } from './digest-requests.ts'

/** What a person asks for, in whatever way: slash command, mention or direct message. */
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
}

/** Answers a request; undefined when something else than a message is the answer. */
export type Answer = (request: Request) => Promise<Reply | undefined>

/** First words with a meaning; everything else is a search. Each takes the words that follow it. */
type Command = (rest: string, request: Request) => Reply | Promise<Reply | undefined> | undefined

/**
 * Puts together who answers what.
 * @param digest answers what follows the word `digest`
 */
export function createAnswer(catalogue: Catalogue, search: Search, digest: AnswerDigest): Answer {
  const help = (command: string) => helpReply(command, catalogue)
  const find = (query: string, { command }: Request) => {
    const result = search.search(query)
    // "hi", "what can you do?", "kafka streams": nothing is asked yet.
    return result.understood ? resultsReply(result, catalogue) : help(command)
  }
  const commands: Record<string, Command> = {
    // "help us stop fraud" is a search.
    help: (rest, { command }) => (rest === '' ? help(command) : undefined),
    digest,
    search: (rest, request) => (rest === '' ? help(request.command) : find(rest, request)),
  }
  return async (request) => {
    const text = request.text.trim()
    if (text === '') return help(request.command)
    const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
    const command = Object.hasOwn(commands, first.toLowerCase()) ? commands[first.toLowerCase()] : undefined
    return command?.(rest, request) ?? find(text, request)
  }
}
