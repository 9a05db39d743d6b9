import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import { collectConcepts } from './concepts.ts'
import { buildIndex } from './inverted-index.ts'
import { createWorkspace, type Scored, score } from './rank.ts'
import { type Reason, reasons } from './reasons.ts'
import { similarTo } from './similar.ts'
import { learnSpelling } from './spelling.ts'
import { suggestSearches } from './suggest.ts'
import { fold } from './text.ts'
import { type Lexicon, type Subject, understand } from './understand.ts'

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

/** Builds the search over a catalogue: a few milliseconds for a hundred use cases. */
export function createSearch(catalogue: Catalogue): Search {
  const concepts = collectConcepts(catalogue)
  const index = buildIndex(catalogue, concepts.addTo)
  const spelling = learnSpelling(new Set([...index.words.keys(), ...concepts.words]))
  const lexicon: Lexicon = { index, concepts, spelling }
  const space = createWorkspace(index.size)

  function search(query: string, { limit = 5, offset = 0 }: SearchOptions = {}): SearchResult {
    const subjects = understand(fold(query.slice(0, 4000)), lexicon)
    const found = honest(score(subjects, index, space), subjects)
    const hits = found.slice(offset, offset + Math.min(limit, 100)).flatMap(({ document, score }) => {
      const useCase = catalogue.useCases[document]
      return useCase ? [{ useCase, score, reasons: reasons(document, subjects, index) }] : []
    })
    return {
      ...{ query, total: found.length, hits, understood: subjects.length > 0 },
      ...(found.length > 0 ? correctedQuery(query, subjects) : {}),
      suggestions: found.length > 0 ? [] : suggestSearches(query, catalogue, 3),
    }
  }
  return {
    search,
    similar: (id, limit) => similarTo(id, catalogue, limit),
    suggest: (prefix, limit) => suggestSearches(prefix, catalogue, limit),
  }
}

function correctedQuery(query: string, subjects: readonly Subject[]): { corrected?: string } {
  const slips = subjects.flatMap(({ word, typed }) => (typed ? [{ typed, word }] : []))
  if (slips.length === 0) return {}
  return { corrected: slips.reduce((text, { typed, word }) => text.replaceAll(typed, word), fold(query)) }
}

/**
 * Leaves out what answers too little of the question to be called an answer, and sorts the rest. Two words must
 * both be answered for the most part; a long question names much that no use case has.
 */
function honest(scored: Scored[], subjects: readonly Subject[]): Scored[] {
  const needed = Math.max(0.3, 0.6 - 0.06 * (subjects.length - 1))
  const answers = scored.filter(({ coverage }) => coverage >= needed)
  const top = answers.reduce((best, { score }) => Math.max(best, score), 0)
  // A hit that says far less than the best one is a mention in passing.
  return answers
    .filter(({ score }) => score >= top * 0.15)
    .toSorted((a, b) => b.score - a.score || a.document - b.document)
}
