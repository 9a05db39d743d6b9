import { loadCatalogue } from '../src/catalogue/load.ts'
import { createSearch } from '../src/search/search.ts'

/** The real catalogue and its search, built once for each test file. */
export const catalogue = await loadCatalogue()
export const search = createSearch(catalogue)

/** The ids of the best answers to a question, best first. */
export const found = (query: string, limit = 5): string[] =>
  search.search(query, { limit }).hits.map((hit) => hit.useCase.id)
