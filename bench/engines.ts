import uFuzzy from '@leeoniya/ufuzzy'
import { create, insertMultiple, search as oramaSearch } from '@orama/orama'
import Fuse from 'fuse.js'
import lunr from 'lunr'
import MiniSearch from 'minisearch'
import type { Catalogue } from '../src/catalogue/catalogue.ts'
import { createSearch } from '../src/search/search.ts'

/** The ten fields that every engine gets, and what each weighs (as in src/search/fields.ts). */
const WEIGHTS = {
  ...{ company: 3, aliases: 3, title: 2, topics: 2, industry: 1.5 },
  ...{ summary: 1, details: 0.5, links: 1, speakers: 1, events: 0.7 },
}
const FIELDS = Object.keys(WEIGHTS) as (keyof typeof WEIGHTS)[]
type Doc = { id: string } & Record<keyof typeof WEIGHTS, string>

/** A search engine over one catalogue: a query to ids, best first. */
export type Engine = (query: string) => string[] | Promise<string[]>
export type Build = (catalogue: Catalogue) => Engine | Promise<Engine>

const LIMIT = 5

export function documents({ useCases, topics, industries }: Catalogue): Doc[] {
  return useCases.map((useCase) => ({
    ...{ id: useCase.id, company: useCase.company, aliases: useCase.aliases.join(' '), title: useCase.title },
    topics: useCase.topics.map((topic) => topics.get(topic)?.label ?? topic).join(' '),
    industry: industries.get(useCase.industry)?.label ?? useCase.industry,
    ...{ summary: useCase.summary, details: useCase.details ?? '' },
    links: useCase.links.map((link) => link.title ?? '').join(' '),
    speakers: useCase.links.flatMap((link) => link.speakers ?? []).join(' '),
    events: useCase.links.map((link) => link.event ?? '').join(' '),
  }))
}

const fuse =
  (options: object): Build =>
  (catalogue) => {
    const keys = FIELDS.map((name) => ({ name, weight: WEIGHTS[name] }))
    const engine = new Fuse(documents(catalogue), { keys, ...options })
    return (query) => engine.search(query, { limit: LIMIT }).map(({ item }) => item.id)
  }

const minisearch: Build = (catalogue) => {
  const engine = new MiniSearch<Doc>({
    fields: FIELDS,
    searchOptions: { boost: WEIGHTS, fuzzy: 0.2, prefix: true },
  })
  engine.addAll(documents(catalogue))
  return (query) =>
    engine
      .search(query)
      .slice(0, LIMIT)
      .map(({ id }) => String(id))
}

/** Stemmed, with prefix and edit distance 1 for longer words, as lunr's guide combines them. */
const lunrEngine: Build = (catalogue) => {
  const engine = lunr(function () {
    this.ref('id')
    for (const name of FIELDS) this.field(name, { boost: WEIGHTS[name] })
    for (const doc of documents(catalogue)) this.add(doc)
  })
  return (query) =>
    engine
      .query((q) => {
        for (const token of lunr.tokenizer(query)) {
          const term = token.toString().replace(/[^\p{L}\p{N}]+/gu, '')
          if (!term) continue
          q.term(term, { boost: 10 })
          q.term(term, { boost: 2, wildcard: lunr.Query.wildcard.TRAILING, usePipeline: false })
          if (term.length > 4) q.term(term, { boost: 1, editDistance: 1 })
        }
      })
      .slice(0, LIMIT)
      .map(({ ref }) => ref)
}

const orama: Build = async (catalogue) => {
  const engine = create({
    schema: { id: 'string', ...Object.fromEntries(FIELDS.map((name) => [name, 'string' as const])) },
  })
  await insertMultiple(engine, documents(catalogue), 1000)
  return async (term) => {
    const found = await oramaSearch(engine, {
      term,
      tolerance: 1,
      boost: WEIGHTS,
      properties: FIELDS,
      limit: LIMIT,
    } as never)
    return found.hits.map((hit) => String((hit.document as { id: string }).id))
  }
}

const ufuzzy: Build = (catalogue) => {
  const docs = documents(catalogue)
  const haystack = docs.map((doc) => FIELDS.map((name) => doc[name]).join(' '))
  const engine = new uFuzzy({ intraMode: 1 })
  return (query) => {
    const [matches, info, order] = engine.search(haystack, query, 1)
    const places = order && info ? order.map((place) => info.idx[place] ?? -1) : (matches ?? [])
    return places.slice(0, LIMIT).flatMap((place) => docs[place]?.id ?? [])
  }
}

const ours: Build = (catalogue) => {
  const { search } = createSearch(catalogue)
  return (query) => search(query, { limit: LIMIT }).hits.map((hit) => hit.useCase.id)
}

/** Every engine by the name that it has in the tables. */
export const ENGINES: Record<string, Build> = {
  kstreams: ours,
  minisearch,
  'lunr, stem+prefix+1': lunrEngine,
  'orama, tolerance 1': orama,
  'uFuzzy, intraMode 1': ufuzzy,
  'fuse, defaults': fuse({}),
  'fuse, anywhere 0.4': fuse({ ignoreLocation: true, threshold: 0.4 }),
  'fuse, token 0.3': fuse({ useTokenSearch: true, threshold: 0.3 }),
}
