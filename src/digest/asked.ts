import type { Log } from '../log.ts'
import type { Person } from './managers.ts'
import type { Poster } from './poster.ts'
import type { Runner } from './runner.ts'
import type { StandingDeps } from './standing.ts'

/** Who asks for something about the digest, and where. */
export type Asked = {
  team: string
  channel: string
  person: Person
  /** The slash command as it is called in this workspace. */
  command: string
  /** Tells this request from others: the same one twice posts once. */
  request: string
  /** Whether everybody in the channel reads the answer, so that nothing needs to be announced. */
  publicly: boolean
}

/** What changing a digest takes. */
export type ChangeDeps = StandingDeps & {
  poster: Poster
  runner: Pick<Runner, 'owner' | 'run'>
  log: Log
}
