import { loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import type { Log } from './log.ts'
import { createSearch } from './search/search.ts'
import { connect } from './slack/connection.ts'
import { createAnswer } from './slack/requests.ts'

/** A running bot. */
export type RunningApp = { close: () => Promise<void> }

/**
 * Builds every part once and connects.
 * @param dataFolder another catalogue than the one that comes with the program
 * @throws CatalogueError on a broken catalogue; ConnectError where Slack does not let us in
 */
export async function startApp(
  config: Config,
  secrets: Secrets,
  log: Log,
  dataFolder?: string,
): Promise<RunningApp> {
  const catalogue = await loadCatalogue(dataFolder)
  const connection = connect(config, secrets, createAnswer(catalogue, createSearch(catalogue)), log)
  try {
    await connection.started
  } catch (error) {
    await connection.close()
    throw error
  }
  return { close: connection.close }
}
