import { loadCatalogue } from '../catalogue/load.ts'
import { CatalogueError } from '../catalogue/problems.ts'
import { statsOf } from '../catalogue/stats.ts'
import { type Finding, fault, ok } from './finding.ts'

/**
 * Looks whether the bot can answer from a catalogue.
 * @param folder its data folder; undefined for the one that kstreams comes with
 */
export async function checkCatalogue(folder: string | undefined): Promise<Finding> {
  try {
    const { useCases, companies, links } = statsOf(await loadCatalogue(folder))
    return ok('catalogue', `${useCases} use cases of ${companies} companies, with ${links} links.`)
  } catch (error) {
    if (!(error instanceof CatalogueError)) throw error
    const [first, ...others] = error.message.split('\n')
    const more = others.length > 0 ? ` There are ${others.length} more.` : ''
    return fault(
      'catalogue',
      `It has a fault: ${first}${more}`,
      'kstreams check lists all that there is to mend.',
    )
  }
}
