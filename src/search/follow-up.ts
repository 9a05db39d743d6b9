import type { Catalogue, VocabularyName } from '../catalogue/catalogue.ts'
import { termsNamed } from './filters.ts'
import { companyNamed } from './lists.ts'
import { parseQuery } from './query.ts'
import { fold, words } from './text.ts'

/** What somebody means who goes on from an answer. */
export type FollowUp =
  /** The next or the previous page. */
  | { kind: 'page'; to: 'next' | 'back' }
  /** To be added to the question before: filters, and words that must or must not be there. */
  | { kind: 'narrow'; added: string }

const NEXT =
  /^(?:(?:and |show |give |tell )*(?:me )?(?:some |any )?(?:more|others?|the rest|next)(?: page| ones?| of (?:them|these|those))?|go on|continue|what else|anything else)$/
const BACK = /^(?:go )?(?:back|previous)(?: page)?$/
/**
 * Understands words that go on from an answer: `more`, `only banks`, `since 2021`, `without spark`, `kind:talk`.
 * @param typed as typed, mentions of the bot aside
 * @returns undefined for a question of its own
 */
export function readFollowUp(typed: string, catalogue: Catalogue): FollowUp | undefined {
  const said = fold(typed)
    .replace(/[.!?,]+/g, ' ')
    .replace(/\bplease\b/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  if (NEXT.test(said)) return { kind: 'page', to: 'next' }
  if (BACK.test(said)) return { kind: 'page', to: 'back' }
  const added = narrowing(said, catalogue) ?? filtersAlone(typed)
  return added === undefined ? undefined : { kind: 'narrow', added }
}

// "only talks since 2021", and the same alone.
const SINCE = /^(.*?) ?\b(?:only )?(since|from|after)(?: the year)? ((?:19|20)\d\d)(?: on| onwards?)?$/
const IN_YEAR = /^(.*?) ?\b(?:only )?(?:(?:in|of|from) )?(?:the year )?((?:19|20)\d\d)$/
const LEAD = '(?:and |but |please |show |me |now )*'
const WITHOUT = new RegExp(
  `^${LEAD}(?:without|except|not|no|but not|but no|exclude|excluding|leave out)(?: the| any)? (.+)$`,
)
const ONLY = new RegExp(
  `^${LEAD}(?:only|just|limit to|narrow to)(?: the| those| in| at| from| with| of| about| by)* (.+)$`,
)
const POLITE =
  /^(?:thanks?|thank you|bad|kidding|now|yet|really|sure|looking|wondering|worries|problem|idea|that|this|so|i|you|we|a|match|need|way|more)\b/

// More words than that were a sentence.
const LONGEST = 6

/** `since 2021`, `only banks`, `only talks since 2021`, as filters and words; undefined where it is none of these. */
function narrowing(said: string, catalogue: Catalogue): string | undefined {
  const [, before, word, since] = SINCE.exec(said) ?? []
  const [, lead, only] = IN_YEAR.exec(said) ?? []
  const when =
    since !== undefined
      ? { rest: before, filter: `since:${Number(since) + (word === 'after' ? 1 : 0)}` }
      : only !== undefined && { rest: lead, filter: `year:${only}` }
  if (!when) return narrowedTo(said, catalogue)
  const rest = (when.rest ?? '')
    .replace(new RegExp(`^${LEAD.trim()}$`), '')
    .replace(/^(?:and|but|show|only)$/, '')
  if (rest.trim() === '') return when.filter
  const what = narrowedTo(rest, catalogue)
  return what === undefined ? undefined : `${what} ${when.filter}`
}

function narrowedTo(said: string, catalogue: Catalogue): string | undefined {
  const [, out] = WITHOUT.exec(said) ?? []
  const [, only] = ONLY.exec(said) ?? []
  const what = out ?? only
  if (what === undefined || POLITE.test(what) || what.split(' ').length > LONGEST) return undefined
  const minus = out === undefined ? '' : '-'
  const several = what.split(/,| and | or /).filter((one) => one.trim() !== '')
  return several.map((one) => meaningOf(one.trim(), catalogue, minus)).join(' ')
}

/** Only filters, exclusions and phrases: `industry:bank -spark`. */
function filtersAlone(typed: string): string | undefined {
  const { rest, filters, without, phrases } = parseQuery(typed)
  const some = filters.length + without.length > 0
  return some && phrases.length === 0 && words(rest).length === 0 ? typed.trim() : undefined
}

const ALIASES: Record<string, string> = { kind: 'kind|has', since: 'since|year', year: 'since|year' }

/**
 * A question and what is added to it. A filter takes the place of former ones of its name: "only retail" after "only banks".
 */
export function narrowed(question: string, added: string): string {
  const names = parseQuery(added).filters.flatMap(({ name, negated }) =>
    negated ? [] : [ALIASES[name] ?? name],
  )
  if (names.length === 0) return `${question} ${added}`
  const former = new RegExp(`(?<=^|\\s)(?:${names.join('|')}):(?:["“][^"”]*["”]|\\S+)`, 'gi')
  return `${question.replace(former, '').replace(/\s+/g, ' ').trim()} ${added}`.trim()
}

const VOCABULARIES: readonly [VocabularyName, string][] = [
  ['industries', 'industry'],
  ['countries', 'country'],
  ['kinds', 'kind'],
  ['topics', 'topic'],
]

/** The filter that a word stands for, such as `industry:banks`; else the words themselves, which must all be there. */
function meaningOf(said: string, catalogue: Catalogue, minus: '' | '-'): string {
  const alone = filtersAlone(said)
  if (alone !== undefined && !/\s/.test(alone)) return `${minus}${alone}`
  const value = said.replace(/"/g, '').replace(/ (?:companies|firms|ones|use cases)$/, '')
  for (const [name, filter] of VOCABULARIES) {
    if (termsNamed(name, value, catalogue).length > 0) return `${minus}${filter}:"${value}"`
  }
  if (companyNamed(value, catalogue) !== undefined) return `${minus}company:"${value}"`
  return `${minus}"${value}"`
}
