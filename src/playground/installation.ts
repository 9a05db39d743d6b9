import type { Stage } from './deliveries.ts'
import { tellIfSubscribed } from './membership.ts'

/**
 * An admin removes the app: the app hears app_uninstalled and tokens_revoked, where it subscribes to them, and
 * nothing any more; calls with its token are account_inactive, and not token_revoked as those of a user token
 * (docs.slack.dev reference/events/app_uninstalled, reference/methods/auth.test).
 */
export function uninstall(stage: Stage): void {
  const { workspace } = stage.world
  if (!workspace.installed) return
  tellIfSubscribed(stage, { type: 'app_uninstalled' })
  tellIfSubscribed(stage, {
    type: 'tokens_revoked',
    tokens: { oauth: [], bot: [workspace.app.botUserId] },
  })
  workspace.installed = false
  stage.world.emit({ kind: 'workspace' })
}

/** The app is installed again, with the same token. */
export function install({ world }: Stage): void {
  if (world.workspace.installed) return
  world.workspace.installed = true
  world.emit({ kind: 'workspace' })
}
