import type { Desk } from './desk.ts'
import type { createDigestModal } from './digest-modal.ts'
import type { createDigestOptions } from './digest-options.ts'
import type { Services } from './requests.ts'

/** All that needs the database; it is loaded once searches are answered. */
export type Later = {
  services: Services
  /** What people of a workspace can do with answers and views. */
  desk: (team: string) => Desk
  digest: (
    team: string,
  ) => ReturnType<typeof createDigestModal> & { options: ReturnType<typeof createDigestOptions> }
  /** Counts a search of a workspace, and how many use cases it found. */
  count: (team: string, words: string, found: number) => void
  /** Stops all digests of the workspace. */
  stopAll: (reason: string) => Promise<void>
  /**
   * Finishes what is in hand, for as long as there is time, and closes the database.
   * @param idle resolves when nobody asks for anything any more
   */
  close: (idle: Promise<unknown>) => Promise<void>
}
