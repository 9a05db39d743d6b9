/** The slash command, unless an admin gave it another name. */
export const DEFAULT_COMMAND = '/kstreams'

export type CommandHelp = {
  /** The first word. */
  word: string
  /** What follows it, as people read it: `<company>`. */
  usage?: string
  /** What may follow it; nothing where left out. Anything else makes it a search. */
  takes?: RegExp
  /** What it does, in a few words that fit a line. */
  says: string
  /** Words that it works with; a test types each. */
  example: string
}

/**
 * First words with a meaning; everything else is a search. Help, Home, the README's table and the hint at a misspelt word come
 * from this list, and a test holds that each is carried out.
 */
export const COMMANDS: readonly CommandHelp[] = [
  {
    word: 'browse',
    takes: /^(?:industries|topics|companies)$/i,
    says: 'what there is, by industry, topic and company',
    example: 'browse',
  },
  { word: 'latest', says: 'what came into the catalogue last', example: 'latest' },
  { word: 'random', says: 'a use case by chance', example: 'random' },
  {
    word: 'similar',
    usage: '<company>',
    takes: /./,
    says: 'what is like the use cases of a company',
    example: 'similar walmart',
  },
  {
    word: 'digest',
    takes: /./,
    says: 'a use case a day in a channel; `digest help` says what else can be done with it',
    example: 'digest',
  },
  { word: 'saved', says: 'what you saved', example: 'saved' },
  {
    word: 'suggest',
    takes: /./,
    says: 'a form for a use case that is missing here',
    example: 'suggest',
  },
  {
    word: 'stats',
    says: 'use cases by industry, topic and year, and how much is searched',
    example: 'stats',
  },
  {
    word: 'search',
    usage: '<words>',
    takes: /./,
    says: 'searches, also for one of these words',
    example: 'search digest',
  },
  { word: 'privacy', says: 'what is kept of you, and for how long', example: 'privacy' },
  {
    word: 'forget',
    usage: 'me',
    takes: /^me[.!]?$/i,
    says: 'erases what is kept of you',
    example: 'forget me',
  },
  { word: 'help', says: 'what can be typed', example: 'help' },
]

/** Searches that are offered to a newcomer; a test holds that each finds something. */
export const EXAMPLES = [
  { query: 'fraud', says: 'one word' },
  { query: 'walmart', says: 'a company' },
  { query: 'who joins two streams?', says: 'a question' },
  { query: 'change data capture', says: 'a technique' },
] as const

/** Ways to ask precisely; a test holds that each finds something. */
export const PRECISELY = [
  {
    query: 'alerts industry:bank',
    says: 'also `company:` `topic:` `kind:` `event:` `year:` `since:` `country:`',
  },
  { query: 'joins -advertising', says: 'leaves something out' },
  { query: '"change data capture" or outbox', says: 'word for word, and either' },
] as const

/** Those of them that need more than the catalogue: they are answered where messages are written, and nowhere else. */
export const SERVED = ['digest', 'saved', 'suggest', 'stats', 'privacy', 'forget'] as const
export type Served = (typeof SERVED)[number]
export const isServed = (word: string): word is Served => SERVED.some((served) => served === word)

/** The first word of what was typed, in lower case, and the rest; `help!` is `help`. */
export function firstWord(typed: string): { word: string; rest: string } {
  const [, first = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(typed.trim()) ?? []
  const word = first.toLowerCase()
  return { word: rest === '' ? word.replace(/(?<=[a-z])[.!?]+$/, '') : word, rest: rest.trim() }
}

/** Whether this is a command, and what follows its word may follow it. */
export function isCommand({ word, rest }: { word: string; rest: string }): boolean {
  const known = COMMANDS.find((one) => one.word === word)
  return known !== undefined && (rest === '' ? known.usage !== 'me' : known.takes?.test(rest) === true)
}
