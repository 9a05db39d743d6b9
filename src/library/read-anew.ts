import type { Catalogue } from '../catalogue/catalogue.ts'
import { versionOf } from '../catalogue/hash.ts'
import { readFolder } from '../catalogue/load.ts'
import { CatalogueError } from '../catalogue/problems.ts'
import { gently } from './gently.ts'

/**
 * Reads and checks the files of a folder, gently.
 * @param version of the catalogue that is there already
 * @returns undefined where the files are still those
 * @throws CatalogueError listing every problem; AbortError once it is no longer wanted
 */
export async function readAnew(
  folder: string,
  version: string,
  today: string,
  signal: AbortSignal,
): Promise<Catalogue | undefined> {
  const files = await readFolder(folder)
  if ((await gently(versionOf(files), signal)) === version) return undefined
  // Only here, since a bot whose files never change needs no YAML reader. First the schema, so that nobody waits for the
  // loading of both.
  await import('../catalogue/schema.ts')
  const { parsingCatalogue } = await import('../catalogue/parse.ts')
  const result = await gently(parsingCatalogue(files, today), signal)
  if (!result.ok) throw new CatalogueError(result.problems)
  return result.catalogue
}
