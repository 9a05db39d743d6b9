import type { Catalogue } from '../catalogue/catalogue.ts'
import { type FindByLink, indexingLinks } from '../catalogue/links.ts'
import { atOnce, type Sliced } from '../catalogue/sliced.ts'
import { namingCompanies } from './lists.ts'
import { buildingSearch, type Search } from './search.ts'

/** The catalogue at one moment, and all that finds something in it. Immutable. */
export type Edition = {
  catalogue: Catalogue
  search: Search
  /** Finds a use case by an address. */
  linked: FindByLink
}

/**
 * Makes the edition of a catalogue at once: some milliseconds for a hundred use cases.
 * @param search the search over this catalogue, where it is there already
 */
export function createEdition(catalogue: Catalogue, search?: Search): Edition {
  return atOnce(buildingEdition(catalogue, search))
}

/** {@link createEdition}, in steps. Nothing is left to be made at the first search. */
export function* buildingEdition(catalogue: Catalogue, search?: Search): Sliced<Edition> {
  yield* namingCompanies(catalogue.useCases)
  const linked = yield* indexingLinks(catalogue)
  return { catalogue, search: search ?? (yield* buildingSearch(catalogue)), linked }
}
