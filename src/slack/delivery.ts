import type { Kind } from '../metrics/metrics.ts'
import type { Workspace } from './workspaces.ts'

/** What goes with everything that Slack sends, as `context.delivery`. */
export type Delivery = {
  workspace: Workspace
  kind: Kind
  /** False while another process may be at it, and where the answer may be missing: Slack shall not take it as done. */
  mayAcknowledge: boolean
  /** Of a question: that this process answers it, and no other. */
  claim?: EventClaim
}

/** Of a removal of the app, which has no delivery, as `context.removal`. */
export type Removal = { isDone: boolean }

/** The delivery that a listener hears of. */
export const deliveryOf = (context: object): Delivery => (context as { delivery: Delivery }).delivery

/** That this process answers an event, and no other. */
export type EventClaim = {
  /** Whether somebody died at it, who may have answered: then the answer is looked for first. */
  look: boolean
  /** Whether it is still this process's own; asked right before the answer is posted. */
  mayPost: () => Promise<boolean>
  /** It is answered. */
  finish: () => Promise<void>
}

/**
 * @param hold called where another process has it in hand: so long it must not be acknowledged. Gives whether anybody still
 * waits for the claim
 */
export type ClaimEvent = (
  team: string,
  key: string,
  hold: () => boolean,
) => Promise<EventClaim | 'answered' | 'busy'>
