import type { Reply } from '../cards/blocks.ts'
import { helpReply } from '../cards/help.ts'
import { resultsReply } from '../cards/results.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Search } from '../search/search.ts'

/** What a person asks for, in whatever way: slash command, mention or direct message. */
export type Request = {
  /** The words, as typed. */
  text: string
  /** The slash command by the name it has in that workspace; help repeats it. */
  command?: string
}

/** Answers a request. Pure: the same request has the same answer. */
export type Answer = (request: Request) => Reply

const DEFAULT_COMMAND = '/kstreams'

/** First words with a meaning; everything else is a search. Each takes the words that follow it. */
type Command = (rest: string, request: Request) => Reply | undefined

export function createAnswer(catalogue: Catalogue, search: Search): Answer {
  const help = (command = DEFAULT_COMMAND) => helpReply(command, catalogue)
  const find = (query: string, { command }: Request) => {
    const result = search.search(query)
    // "hi", "what can you do?", "kafka streams": nothing is asked yet.
    return result.understood ? resultsReply(result, catalogue) : help(command)
  }
  const commands: Record<string, Command> = {
    // "help us stop fraud" is a search.
    help: (rest, { command }) => (rest === '' ? help(command) : undefined),
    search: (rest, request) => (rest === '' ? help(request.command) : find(rest, request)),
  }
  return (request) => {
    const text = request.text.trim()
    if (text === '') return help(request.command)
    const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? []
    const command = Object.hasOwn(commands, first.toLowerCase()) ? commands[first.toLowerCase()] : undefined
    return command?.(rest, request) ?? find(text, request)
  }
}
