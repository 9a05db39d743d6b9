import { fold } from './text.ts'

/** The filters that can stand anywhere in a question, as `industry:bank`. `has:` is another word for `kind:`. */
const FILTERS = ['industry', 'company', 'topic', 'kind', 'event', 'year', 'since', 'country'] as const
export type FilterName = (typeof FILTERS)[number]

export type TypedFilter = { name: FilterName; value: string; negated: boolean }

/** A question taken apart; every text is folded. */
export type ParsedQuery = {
  /** What is neither quoted, excluded nor a filter, in its order. */
  rest: string
  /** What stood in quotation marks: it must be there word for word, and is never corrected. */
  phrases: string[]
  /** What stood behind a minus sign: words or phrases that must not be there. */
  without: string[]
  filters: TypedFilter[]
}

const NAMES = new Map<string, FilterName>([...FILTERS.map((name) => [name, name] as const), ['has', 'kind']])
// Nobody asks more than this in earnest, and each costs a look at every candidate.
const MOST = 8
// A minus sign only before a word that stands by itself: `real-time` and `2019 - 2021` exclude nothing.
const PART = /(?<=^|\s)(-?)(?:([a-z]+):)?(?:"([^"]+)"|([^\s"]+))/g

/**
 * Takes a question apart.
 * @param query as typed; beyond 4,000 characters (Slack's limit for a message) nothing is read
 */
export function parseQuery(query: string): ParsedQuery {
  const parsed: ParsedQuery = { rest: '', phrases: [], without: [], filters: [] }
  const text = query.slice(0, 4000).replace(/(?<=^|\s)NOT\s+(?=\S)/g, '-')
  const rest = fold(text).replace(PART, (part, minus, name, quoted, word) => {
    const value: string = quoted ?? word
    const filter = NAMES.get(name)
    const negated = minus === '-'
    if (filter)
      for (const one of values(value, quoted)) parsed.filters.push({ name: filter, value: one, negated })
    else if (negated && /[\p{L}\p{N}]/u.test(value)) parsed.without.push(name ? `${name} ${value}` : value)
    else if (quoted && !name) parsed.phrases.push(quoted)
    else return part
    return ' '
  })
  for (const list of [parsed.phrases, parsed.without, parsed.filters]) keepDistinct(list)
  return { ...parsed, rest: rest.replace(/\s+/g, ' ').trim() }
}

/** `industry:bank,retail` are two values; in quotation marks a comma is a comma. */
function values(value: string, quoted: string | undefined): string[] {
  return quoted === undefined ? value.split(',').filter(Boolean) : [value]
}

function keepDistinct(list: unknown[]): void {
  const seen = new Set<string>()
  const distinct = list.filter((one) => {
    const key = JSON.stringify(one)
    return !seen.has(key) && seen.add(key)
  })
  list.splice(0, list.length, ...distinct.slice(0, MOST))
}
