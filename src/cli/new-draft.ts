import { quotable, sentenceList } from '../cards/text.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { checkDraft, type Draft, type DraftField } from '../catalogue/draft.ts'
import { indexLinks } from '../catalogue/links.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Term } from '../catalogue/schema.ts'
import { termsNamed } from '../search/filters.ts'
import { companyNamed, ofCompany } from '../search/lists.ts'

/** The option that each field has in the terminal, in the order in which they are asked for. */
export const OPTION_OF = {
  company: '--company',
  url: '--link',
  kind: '--kind',
  industry: '--industry',
  topics: '--topic',
  title: '--title',
  summary: '--summary',
  linkTitle: '--link-title',
  event: '--event',
  when: '--year',
} as const satisfies Partial<Record<DraftField, string>>
export type AskedField = keyof typeof OPTION_OF
export const ASKED = Object.keys(OPTION_OF) as AskedField[]

/** What may be left out. */
export const isOptional = (field: AskedField): boolean => ['linkTitle', 'event', 'when'].includes(field)

/**
 * The draft with what is known of its company here: the spelling of its name, and its industry where none is given.
 * @returns also its use cases, the newest first; none for a company that is new
 */
export function withCompany(draft: Draft, catalogue: Catalogue) {
  const company = companyNamed(draft.company, catalogue)
  const useCases = company === undefined ? [] : ofCompany(company, catalogue)
  const [first] = useCases
  if (!first) return { draft, useCases }
  return { draft: { ...draft, company: first.company, industry: draft.industry || first.industry }, useCases }
}

/**
 * What is wrong with one field of a draft by the rules of the catalogue, whatever the other fields hold.
 * @param today as `2026-11-22`
 * @returns some sentences; undefined where nothing is
 */
export function faultOf(
  field: AskedField,
  draft: Draft,
  catalogue: Catalogue,
  today: string,
): string | undefined {
  const unknown = unknownIn(field, draft, catalogue)
  if (unknown !== undefined) return unknown
  const result = checkDraft(draft, catalogue, today)
  const fault = result.ok ? undefined : result.faults[field]
  if (fault !== undefined || field !== 'url') return fault
  const known = indexLinks(catalogue)(draft.url)?.useCase
  return known && `We have this: ${known.company}, ${known.title} (${known.id}). Give another link.`
}

/** A field whose answer is in a list, and the vocabulary that the list is. */
const LISTS = { kind: 'kinds', industry: 'industries', topics: 'topics' } as const
export type ListedField = keyof typeof LISTS

/** What can be chosen for a field. */
export const termsOf = (field: ListedField, catalogue: Catalogue): ReadonlyMap<string, Term> =>
  catalogue[LISTS[field]]

/**
 * A draft with the ids of its kind, industry and topics, which may have been given by a label or a synonym (`fintech`),
 * and topics with commas between. What means nothing here, or more than one thing, stays as it is.
 */
export function withIds(draft: Draft, catalogue: Catalogue): Draft {
  const idOf = (field: ListedField, typed: string) => {
    const [id, ...others] = termsOf(field, catalogue).has(typed) ? [typed] : meantBy(field, typed, catalogue)
    return id === undefined || others.length > 0 ? typed : id
  }
  const named = draft.topics.flatMap((topic) => topic.split(',')).map((topic) => topic.trim())
  return {
    ...draft,
    kind: idOf('kind', draft.kind),
    industry: idOf('industry', draft.industry),
    topics: named.filter((topic) => topic !== '').map((topic) => idOf('topics', topic)),
  }
}

const meantBy = (field: ListedField, typed: string, catalogue: Catalogue) =>
  typed.trim() === '' ? [] : termsNamed(LISTS[field], typed, catalogue)

/** What is not known in a field that has a list, with what is like it. */
function unknownIn(field: AskedField, draft: Draft, catalogue: Catalogue): string | undefined {
  if (field !== 'kind' && field !== 'industry' && field !== 'topics') return undefined
  const terms = termsOf(field, catalogue)
  const strange = [draft[field]].flat().filter((word) => word !== '' && !terms.has(word))
  if (strange.length === 0) return undefined
  const near = [...new Set(strange.flatMap((word) => likely(field, word, catalogue)))]
  const guess = near.length > 0 ? ` Did you mean ${sentenceList(near, 'or')}?` : ''
  const all =
    field === 'kind' ? `Known are ${[...terms.keys()].join(', ')}` : `All are in ${LISTS[field]}.yaml`
  const said = sentenceList(strange.map((word) => `“${quotable(word)}”`))
  return `${said} ${strange.length > 1 ? 'are' : 'is'} not known here.${guess} ${all}.`
}

const NEAR = 3

/** The ids of up to three terms that a word may mean, or that have a name like it. */
function likely(field: ListedField, word: string, catalogue: Catalogue): string[] {
  const meant = meantBy(field, word, catalogue)
  if (meant.length > 0) return meant.slice(0, NEAR)
  const owners = new Map<string, string>()
  for (const { id, label, synonyms } of termsOf(field, catalogue).values()) {
    for (const name of [...synonyms, label, id]) owners.set(name, id)
  }
  // Several of the names may be of one term.
  const alike = matcher([...owners.keys()])(word, NEAR * NEAR)
  return [...new Set(alike.flatMap((name) => owners.get(name) ?? []))].slice(0, NEAR)
}
