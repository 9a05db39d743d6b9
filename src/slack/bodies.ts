import type { Kind } from '../metrics/metrics.ts'
import type { Where } from './workspaces.ts'

type Id = { id?: string | null; enterprise_id?: string | null } | null
type Authorization = {
  team_id?: string | null
  enterprise_id?: string | null
  is_enterprise_install?: boolean
}

/** What Slack sends, as far as it says where from and what for. */
export type Body = {
  type?: string
  command?: string
  event_id?: string
  /** Seconds since 1970. */
  event_time?: number
  event?: { type?: string; channel_type?: string } & Record<string, unknown>
  authorizations?: Authorization[] | null
  team_id?: string
  enterprise_id?: string | null
  /** A text in commands. */
  is_enterprise_install?: boolean | string
  team?: Id
  enterprise?: Id
  user?: { team_id?: string }
  view?: { app_installed_team_id?: string | null }
}

/**
 * Where something came from: the workspace where the app is installed, not that of the person, which may be another one in
 * a shared channel. As Bolt finds it (App.js, buildSource).
 */
export function whereOf(body: Body): Where {
  const [first] = body.authorizations ?? []
  const { view, user, enterprise: org } = body
  const team = first?.team_id ?? workspaceIn(view) ?? body.team_id ?? body.team?.id ?? user?.team_id ?? ''
  const enterprise =
    first?.enterprise_id ?? body.enterprise_id ?? org?.id ?? body.team?.enterprise_id ?? undefined
  const said = String(first?.is_enterprise_install ?? body.is_enterprise_install) === 'true'
  // Of an organisation's removal Slack names no workspace.
  return { team, enterprise, orgWide: said || (team === '' && enterprise !== undefined) }
}

/** Of an app that an organisation installed, Slack names that in the place of a workspace. */
const workspaceIn = (view: Body['view']) =>
  view?.app_installed_team_id?.startsWith('T') ? view.app_installed_team_id : undefined

/** Whether this says that the app was removed, or its tokens: of that nobody is installed any more who could answer. */
export const isRemoval = ({ event }: Body): boolean =>
  event?.type === 'app_uninstalled' || event?.type === 'tokens_revoked'

// Maps, since a name out of a request may also be that of something that every object has.
const BY_TYPE = new Map<string, Kind>([
  ['block_actions', 'click'],
  ['block_suggestion', 'options'],
  ['view_submission', 'view'],
  ['view_closed', 'view'],
  ['message_action', 'shortcut'],
  ['shortcut', 'shortcut'],
])
const BY_EVENT = new Map<string, Kind>([
  ['app_mention', 'mention'],
  ['app_home_opened', 'home'],
  ['link_shared', 'unfurl'],
])

/** What kind of thing Slack sends. */
export function kindOf({ command, type, event }: Body): Kind {
  if (command !== undefined) return 'command'
  if (!event) return BY_TYPE.get(type ?? '') ?? 'other'
  if (event.type === 'message' && event.channel_type === 'im') return 'direct_message'
  return BY_EVENT.get(event.type ?? '') ?? 'other'
}
