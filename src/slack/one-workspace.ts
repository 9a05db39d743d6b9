import type { SlackApi } from './client.ts'
import type { Workspace, Workspaces } from './workspaces.ts'

/** The workspace that a bot's token is for. Who it is, is asked at once. */
export function oneWorkspace(botToken: string, api: SlackApi): Workspaces & Pick<Workspace, 'identity'> {
  const identity = api.identify(botToken)
  identity.catch(() => {}) // Reported by whoever waits for the connection.
  // Its limits are kept by no name: all processes on its database have this one.
  const client = api.clientOf('', botToken)
  const workspace = identity.then(
    ({ team_id: team = '' }): Workspace => ({ team, botToken, client, identity, voterKey: botToken }),
  )
  workspace.catch(() => {})
  return { identity, find: () => workspace, forget: () => {} }
}
