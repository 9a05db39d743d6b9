import type { ClaimEvent } from './delivery.ts'
import type { Desk } from './desk.ts'
import type { createDigestModal } from './digest-modal.ts'
import type { createDigestOptions } from './digest-options.ts'
import type { Services } from './requests.ts'
import type { Where, Workspace } from './workspaces.ts'

/** What people of a workspace can do with answers and views. */
export type Office = {
  desk: Desk
  digest: ReturnType<typeof createDigestModal> & { options: ReturnType<typeof createDigestOptions> }
}

/** All that needs the database; it is loaded once searches are answered. */
export type Later = {
  services: Services
  /** Of a workspace, as it answers now: asked for each time. */
  officeOf: (workspace: Workspace) => Office
  claimEvent: ClaimEvent
  /** Counts a search of a workspace, and how many use cases it found. */
  count: (team: string, words: string, found: number) => void
  /** The app was removed, or its token taken away, at a moment (ms since 1970): stops what was set up there. */
  removed: (where: Where, reason: string, at: number) => Promise<void>
  /** Whether the database answers. Never throws. */
  isReachable: () => Promise<boolean>
  /**
   * Finishes what is in hand, for as long as there is time, and closes the database.
   * @param idle resolves when nobody asks for anything any more
   */
  close: (idle: Promise<unknown>) => Promise<void>
}
