import { type Catalogue, type UseCase, yearOf } from '../catalogue/catalogue.ts'
import { atOnce, type Sliced } from '../catalogue/sliced.ts'
import { collectConcepts } from './concepts.ts'
import { createExclusion, createPhraseTest } from './exclusion.ts'
import { resolveFilters, type UnknownFilter } from './filters.ts'
import { buildIndex } from './inverted-index.ts'
import type { Lexicon } from './meaning.ts'
import { parseQuery } from './query.ts'
import { createWorkspace, rank } from './rank.ts'
import { type Reason, reasons } from './reasons.ts'
import { similarTo } from './similar.ts'
import { learnSpelling } from './spelling.ts'
import { collectSuggestions, type Suggest } from './suggest.ts'
import { literally, type Subject, understand } from './understand.ts'

/** A use case that answers a question, and why. */
export type Hit = {
  useCase: UseCase
  /** Comparable within one answer only: higher is better. */
  score: number
  reasons: readonly Reason[]
}

export type SearchResult = {
  /** As typed. */
  query: string
  /** How many use cases answer it, of which `hits` are the asked-for part. */
  total: number
  hits: readonly Hit[]
  /** The question as it was understood, when misspelt words were corrected. */
  corrected?: string
  /** The misspelt words, folded, with those that were searched in their place. */
  corrections: readonly { typed: string; used: string }[]
  /** Whether anything was left of the question once the words that say nothing were dropped. */
  understood: boolean
  /** Filters whose value means nothing here; then nothing was searched. */
  unknown: readonly UnknownFilter[]
  /** When nothing was found: other searches that do find something, nearest first (for an unknown filter, others). */
  suggestions: readonly string[]
}

export type SearchOptions = {
  /** How many hits to give (default 5, at most 100). */
  limit?: number
  /** How many of the best hits to leave out, for paging (default 0). */
  offset?: number
}

/** The search over one catalogue. Pure: the same question always has the same answer. */
export type Search = {
  /** Answers a question as a person types it, of any length. Never throws. */
  search: (query: string, options?: SearchOptions) => SearchResult
  /** The use cases most like one of them, best first; empty for an unknown id. */
  similar: (id: string, limit: number) => UseCase[]
  /** Searches that begin with what was typed so far, each with at least one answer. */
  suggest: (prefix: string, limit: number) => string[]
}

const MOST_HITS = 100

/** Builds the search over a catalogue: some milliseconds for a hundred use cases. */
export function createSearch(catalogue: Catalogue): Search {
  return atOnce(buildingSearch(catalogue))
}

/** {@link createSearch}, in steps. */
export function* buildingSearch(catalogue: Catalogue): Sliced<Search> {
  const concepts = yield* collectConcepts(catalogue)
  const index = yield* buildIndex(catalogue, concepts.addTo)
  const spelling = yield* learnSpelling(allWords(index.words, concepts.words), concepts.names)
  const suggest = yield* collectSuggestions(catalogue, index)
  return searchOver(catalogue, { index, concepts, spelling }, suggest)
}

function* allWords(written: ReadonlyMap<string, number>, named: ReadonlySet<string>): Generator<string> {
  yield* written.keys()
  for (const word of named) if (!written.has(word)) yield word
}

function searchOver(catalogue: Catalogue, lexicon: Lexicon, suggest: Suggest): Search {
  const { index } = lexicon
  const space = createWorkspace(index.size)
  const hasPhrase = createPhraseTest(index)

  function search(query: string, { limit = 5, offset = 0 }: SearchOptions = {}): SearchResult {
    const { rest, phrases, without, filters } = parseQuery(query)
    const { test, unknown } = resolveFilters(filters, catalogue)
    const subjects = [...understand(rest, lexicon), ...literally(phrases, lexicon)]
    const excluded = createExclusion(without, lexicon)
    const accept = (document: number) => {
      const useCase = catalogue.useCases[document]
      if (!useCase || !test(useCase) || excluded(document)) return false
      return phrases.every((phrase) => hasPhrase(document, phrase))
    }
    const most = offset + Math.min(limit, MOST_HITS)
    const narrowed = filters.length > 0 || without.length > 0
    const find = () => {
      if (unknown.length > 0) return NOTHING
      if (subjects.length > 0) return rank(subjects, index, space, accept, most)
      return narrowed ? newest(catalogue, accept, most) : NOTHING
    }
    const { total, best } = find()
    const hits = best.slice(offset).flatMap(({ document, score }) => {
      const useCase = catalogue.useCases[document]
      return useCase ? [{ useCase, score, reasons: reasons(document, subjects, index) }] : []
    })
    const instead = () => (unknown.length > 0 ? offers(unknown) : suggest.instead(subjects))
    return {
      ...{ query, total, hits, unknown, understood: subjects.length > 0 || narrowed },
      ...(total > 0 ? corrected(query, subjects) : { corrections: [] }),
      suggestions: total > 0 ? [] : instead(),
    }
  }
  return { search, similar: (id, limit) => similarTo(id, catalogue, limit), suggest: suggest.complete }
}

const NOTHING = { total: 0, best: [] }

/** What to type instead of a filter that means nothing here: `industry:"finance and fintech"`. */
function offers(unknown: readonly UnknownFilter[]): string[] {
  const typed = (name: string, value: string) => `${name}:${/\s/.test(value) ? `"${value}"` : value}`
  return unknown.flatMap(({ name, nearest }) => nearest.map((value) => typed(name, value)))
}

/** All that pass, the ones with the latest link first: what filters without words ask for. */
function newest({ useCases }: Catalogue, accept: (document: number) => boolean, most: number) {
  const year = (document: number) =>
    Math.max(0, ...(useCases[document]?.links ?? []).map((link) => yearOf(link) ?? 0))
  const passing = useCases.flatMap((_, document) =>
    accept(document) ? [{ document, score: year(document) }] : [],
  )
  return { total: passing.length, best: passing.toSorted((a, b) => b.score - a.score).slice(0, most) }
}

function corrected(
  query: string,
  subjects: readonly Subject[],
): Pick<SearchResult, 'corrected' | 'corrections'> {
  const corrections = subjects.flatMap(({ word, typed }) => (typed ? [{ typed, used: word }] : []))
  if (corrections.length === 0) return { corrections }
  const mend = (text: string, { typed, used }: { typed: string; used: string }) =>
    text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${typed}(?![\\p{L}\\p{N}])`, 'giu'), used)
  return { corrections, corrected: corrections.reduce(mend, query.slice(0, 4000)) }
}
