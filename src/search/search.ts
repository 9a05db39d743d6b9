import { type Catalogue, type UseCase, yearOf } from '../catalogue/catalogue.ts'
import { collectConcepts } from './concepts.ts'
import { createExclusion, hasPhrase } from './exclusion.ts'
import { resolveFilters, type UnknownFilter } from './filters.ts'
import { buildIndex } from './inverted-index.ts'
import type { Lexicon } from './meaning.ts'
import { parseQuery } from './query.ts'
import { createWorkspace, rank } from './rank.ts'
import { type Reason, reasons } from './reasons.ts'
import { similarTo } from './similar.ts'
import { learnSpelling } from './spelling.ts'
import { createSuggest } from './suggest.ts'
import { fold } from './text.ts'
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
  /** Whether anything was left of the question once the words that say nothing were dropped. */
  understood: boolean
  /** Filters whose value means nothing here; then nothing was searched. */
  unknown: readonly UnknownFilter[]
  /** When nothing was found: other searches that do find something, nearest first. */
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
  const concepts = collectConcepts(catalogue)
  const index = buildIndex(catalogue, concepts.addTo)
  const spelling = learnSpelling(new Set([...index.words.keys(), ...concepts.words]), concepts.names)
  const lexicon: Lexicon = { index, concepts, spelling }
  const suggest = createSuggest(catalogue, index)
  const space = createWorkspace(index.size)

  function search(query: string, { limit = 5, offset = 0 }: SearchOptions = {}): SearchResult {
    const { rest, phrases, without, filters } = parseQuery(query)
    const { test, unknown } = resolveFilters(filters, catalogue)
    const subjects = [
      ...understand(rest, lexicon),
      ...phrases.flatMap((phrase) => literally(phrase, lexicon)),
    ]
    const excluded = createExclusion(without, lexicon)
    const accept = (document: number) => {
      const useCase = catalogue.useCases[document]
      if (!useCase || !test(useCase) || excluded(document)) return false
      return phrases.every((phrase) => hasPhrase(useCase, catalogue, phrase))
    }
    const most = offset + Math.min(limit, MOST_HITS)
    const found =
      unknown.length > 0 || (subjects.length === 0 && filters.length === 0)
        ? { total: 0, best: [] }
        : subjects.length === 0
          ? newest(catalogue, accept, most)
          : rank(subjects, index, space, accept, most)
    const hits = found.best.slice(offset).flatMap(({ document, score }) => {
      const useCase = catalogue.useCases[document]
      return useCase ? [{ useCase, score, reasons: reasons(document, subjects, index) }] : []
    })
    return {
      ...{ query, total: found.total, hits, unknown, understood: subjects.length + filters.length > 0 },
      ...(found.total > 0 ? correctedQuery(query, subjects) : {}),
      suggestions: found.total > 0 ? [] : suggest.instead(subjects),
    }
  }
  return { search, similar: (id, limit) => similarTo(id, catalogue, limit), suggest: suggest.complete }
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

function correctedQuery(query: string, subjects: readonly Subject[]): { corrected?: string } {
  const slips = subjects.flatMap(({ word, typed }) => (typed ? [{ typed, word }] : []))
  if (slips.length === 0) return {}
  const mend = (text: string, { typed, word }: { typed: string; word: string }) =>
    text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${typed}(?![\\p{L}\\p{N}])`, 'gu'), word)
  return { corrected: slips.reduce(mend, fold(query.slice(0, 4000))) }
}
