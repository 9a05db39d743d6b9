import type { LocalSlack } from '../local-slack-api.ts'
import type { Delivery } from '../model.ts'
import type { Clock } from './clock.ts'
import type { Journal } from './journal.ts'
import type { AppManifest } from './manifest.ts'

/** What the parts of the page's server work with. */
export type Desk = {
  slack: LocalSlack
  clock: Clock
  journal: Journal
  app: AppManifest
  /** The last event that a person caused: what `redeliver` repeats. */
  lastEvent: Delivery | undefined
}
