import { deliverEvent, type Stage } from './deliveries.ts'
import type { Delivery } from './model.ts'

/**
 * An admin removes the app: the app hears app_uninstalled and tokens_revoked, where it subscribes to them, and
 * nothing any more; calls with its token are account_inactive, and not token_revoked as those of a user token
 * (docs.slack.dev reference/events/app_uninstalled, reference/methods/auth.test).
 */
export function uninstall(stage: Stage): void {
  const { workspace } = stage.world
  if (!workspace.installed) return
  sayFarewell(stage, 'app_uninstalled')
  sayFarewell(stage, 'tokens_revoked')
  workspace.installed = false
  stage.world.emit({ kind: 'workspace' })
}

/** What tells an app that it was removed: in either order, and maybe late. */
export type Farewell = 'app_uninstalled' | 'tokens_revoked'

/** Sends one of the two, whether the app is still installed or not; not delivered without a subscription. */
export function sayFarewell(stage: Stage, type: Farewell): Delivery {
  const { world } = stage
  const tokens =
    type === 'tokens_revoked' ? { tokens: { oauth: [], bot: [world.workspace.app.botUserId] } } : {}
  return deliverEvent(stage, { type, ...tokens, event_ts: world.nextTs() })
}

/** The app is installed again, with the same token. */
export function install({ world }: Stage): void {
  if (world.workspace.installed) return
  world.workspace.installed = true
  world.emit({ kind: 'workspace' })
}
