import type { Catalogue } from '../src/catalogue/catalogue.ts'
import { loadCatalogue } from '../src/catalogue/load.ts'
import { createSearch } from '../src/search/search.ts'

/** What came later is in no test that names figures: whoever adds a use case need not mend tests. */
const AS_OF = '2026-11-22'

/** The real catalogue as it was released, and its search, built once for each test file. */
export const catalogue: Catalogue = asOf(await loadCatalogue())
export const search = createSearch(catalogue)

function asOf(all: Catalogue): Catalogue {
  const useCases = all.useCases.filter(({ added }) => added <= AS_OF)
  const byId = new Map([...all.byId].filter(([, { added }]) => added <= AS_OF))
  return useCases.length === all.useCases.length ? all : { ...all, useCases, byId }
}

/** The ids of the best answers to a question, best first. */
export const found = (query: string, limit = 5): string[] =>
  search.search(query, { limit }).hits.map((hit) => hit.useCase.id)
