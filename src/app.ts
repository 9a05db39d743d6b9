import { setImmediate } from 'node:timers/promises'
import { loadCatalogue } from './catalogue/load.ts'
import type { Config, Secrets } from './config.ts'
import type { Log } from './log.ts'
import { createSearch } from './search/search.ts'
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
  // Bolt takes longer to load than anything else: the catalogue is read meanwhile. Likewise the index is built while
  // the calls to Slack are on their way.
  const [catalogue, { connect }] = await Promise.all([
    loadCatalogue(dataFolder),
    import('./slack/connection.ts'),
  ])
  const answering = setImmediate().then(() => createAnswer(catalogue, createSearch(catalogue)))
  const connection = connect(config, secrets, answering, log)
  try {
    await connection.started
  } catch (error) {
    await connection.close()
    throw error
  }
  return { close: connection.close }
}
