import type { Ask } from '../cards/actions.ts'
import type { AnswerList } from '../cards/answer.ts'
import { above, type Quote, quoteReply, type Reply } from '../cards/blocks.ts'
import { browseList, browseReply } from '../cards/browse.ts'
import { firstWord, isCommand, isServed, SERVED } from '../cards/commands.ts'
import { helpReply } from '../cards/help.ts'
import { commandMeant, sayHint } from '../cards/hint.ts'
import { typeItReply } from '../cards/notices.ts'
import { PAGE } from '../cards/paging.ts'
import { aboutSearch, hintReply, noCompanyReply, nothingFoundReply } from '../cards/results.ts'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { FindByLink } from '../catalogue/links.ts'
import { companyNamed, newestFirst, ofCompany, similarToCompany } from '../search/lists.ts'
import type { Hit, Search } from '../search/search.ts'

/**
 * What answers an ask: use cases to page through, or a message of another kind. `found` tells of a search how many
 * use cases it found.
 */
export type Answered = ({ list: AnswerList } | { reply: Reply }) & { found?: number }

/** Answers what needs nothing but the catalogue: the same ask, whatever button or field it comes from. */
export type AnswerAsk = (ask: Ask) => Answered

type Deps = { catalogue: Catalogue; search: Search; chance: () => number; linked: FindByLink }
/** First words with a meaning; undefined where what follows makes it a search. */
type Word = (rest: string, ask: Ask, deps: Deps) => Answered | undefined

/** @param chance gives a number from 0 to below 1, as Math.random does */
export function createAnswers(deps: Deps): AnswerAsk {
  return (ask) => {
    const { word, rest } = firstWord(ask.words)
    const answer = Object.hasOwn(WORDS, word) ? WORDS[word]?.(rest, ask, deps) : undefined
    return withNotes(answer ?? find(ask.words.trim(), ask, deps), ask, deps.catalogue)
  }
}

/** What is answered elsewhere, and comes here from a search field. */
const onlyTyped: (word: string) => Word = (word) => (rest, ask) =>
  isCommand({ word, rest })
    ? { reply: typeItReply([ask.command, word, rest].filter(Boolean).join(' ')) }
    : undefined

const WORDS: Record<string, Word> = {
  ...Object.fromEntries(SERVED.map((word) => [word, onlyTyped(word)])),
  // "help us stop fraud" is a search.
  help: (rest, ask, deps) => (rest === '' ? help(ask, deps) : undefined),
  search: (rest, ask, deps) => (rest === '' ? help(ask, deps) : find(rest, ask, deps)),
  browse: (rest, ask, { catalogue }) => {
    const [, kind] = /^(industries|topics|companies)$/.exec(rest.toLowerCase()) ?? []
    if (kind) return { reply: browseList(kind as 'topics', catalogue, ask.command) }
    return rest === '' ? { reply: browseReply(catalogue, ask) } : undefined
  },
  latest: (rest, ask, { catalogue }) =>
    rest === '' ? listOf(newestFirst(catalogue), [', the latest additions first'], ask) : undefined,
  random: (rest, ask, { catalogue, chance }) => {
    if (rest !== '') return undefined
    const one = catalogue.useCases[Math.floor(chance() * catalogue.useCases.length)]
    const { list } = listOf(one ? [one] : [], [], { ...ask, offset: 0 })
    const again = { text: 'Another one', words: 'random' }
    return { list: { ...list, title: ['A use case by chance'], again } }
  },
  similar,
}

const MOST_SIMILAR = 8

function similar(rest: string, ask: Ask, { catalogue, search }: Deps): Answered | undefined {
  const typed = rest.replace(/^(?:to|like)\s+/i, '')
  if (typed === '') return help(ask, { catalogue })
  const filter = `company:"${typed.replaceAll('"', '')}"`
  const { hits, unknown } = search.search(filter, { limit: 1 })
  const company = companyNamed(typed, catalogue) ?? hits[0]?.useCase.company
  if (company === undefined) return { reply: noCompanyReply(typed, unknown[0]?.nearest ?? [], ask) }
  const others = similarToCompany(company, catalogue, MOST_SIMILAR)
  return listOf(others, [' like those of ', { bold: company }], ask)
}

const ADDRESS = /https?:\/\/[^\s<>|]+/g

/** What a search finds. An address of the catalogue gives what it tells of; others say nothing of what is searched. */
function find(query: string, ask: Ask, deps: Deps): Answered {
  const addresses = query.match(ADDRESS) ?? []
  const told = addresses.flatMap((address) => deps.linked(address)?.useCase ?? [])
  if (told.length > 0) return listOf([...new Set(told)], [' for that link'], ask)
  return findWords(query.replace(ADDRESS, ' ').trim() || query, ask, deps)
}

/** What words find; a company by its name gives just its own use cases, when there are several. */
function findWords(query: string, ask: Ask, deps: Deps): Answered {
  const { catalogue, search } = deps
  const company = companyNamed(query, catalogue)
  const own = company === undefined ? [] : ofCompany(company, catalogue)
  if (company !== undefined && own.length > 1) {
    const { list } = listOf(own, [' of ', { bold: company }], ask)
    return { list: { ...list, company, search: true }, found: own.length }
  }
  const result = search.search(query, { limit: PAGE, offset: ask.offset })
  // "hi", "what can you do?", "kafka streams": nothing is asked yet.
  if (!result.understood) return help(ask, deps)
  if (result.total === 0) return { reply: nothingFoundReply(result, ask), found: 0 }
  // The catalogue has become smaller since the page before.
  if (result.hits.length === 0) return findWords(query, { ...ask, offset: 0 }, deps)
  const { hits, total } = result
  return { list: { ask, hits, total, about: aboutSearch(result), search: true }, found: total }
}

function listOf(useCases: readonly UseCase[], about: readonly Quote[], ask: Ask): { list: AnswerList } {
  const offset = ask.offset < useCases.length ? ask.offset : 0
  const hits: Hit[] = useCases
    .slice(offset, offset + PAGE)
    .map((useCase) => ({ useCase, score: 0, reasons: [] }))
  return { list: { ask: { ...ask, offset }, hits, total: useCases.length, about } }
}

const help = ({ command }: Ask, { catalogue }: Pick<Deps, 'catalogue'>): Answered => ({
  reply: helpReply(command, catalogue),
})

/** Lines above a list: a command that may have been meant, and that the catalogue is another one by now. */
function withNotes(answered: Answered, ask: Ask, { version }: Catalogue): Answered {
  const meant = commandMeant(ask.words)
  const hint = meant === undefined ? undefined : sayHint(meant, ask.command)
  // A slip that finds nothing was hardly a search.
  if (hint && meant !== undefined && answered.found === 0) {
    const canAsk = !isServed(firstWord(meant).word)
    return { reply: canAsk ? hintReply(hint, meant, ask) : quoteReply(hint) }
  }
  if (!('list' in answered))
    return hint ? { ...answered, reply: above(quoteReply(hint), answered.reply) } : answered
  const changed = ask.version !== '' && ask.version !== version
  const notes = [...(hint ? [hint] : []), ...(changed ? [CHANGED] : [])]
  const { list } = answered
  return { ...answered, list: { ...list, ask: { ...list.ask, version }, notes } }
}

const CHANGED: Quote[] = ['The catalogue has changed since you asked. This is how it answers now.']
