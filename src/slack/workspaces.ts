import type { WebClient } from '@slack/web-api'
import type { Identity } from './client.ts'

/** A workspace that the bot is in, and how to speak there. */
export type Workspace = {
  /** Its own id, `T...`, also where the app was installed for a whole organisation. */
  team: string
  botToken: string
  /** Calls the Web API with that token, never repeats by itself, and keeps to the workspace's limits. */
  client: WebClient
  identity: Promise<Identity>
  /** Makes of a person of this workspace what nobody can make a person of again; not readable in the database. */
  voterKey: string
}

/** Where something came from, as Slack says it. */
export type Where = {
  team: string
  enterprise?: string | undefined
  /** Whether the app was installed for the whole organisation. */
  orgWide?: boolean
}

/** The workspaces that the bot is in. */
export type Workspaces = {
  /**
   * The workspace, the same object as long as its installation does not change; undefined where the bot is not installed.
   * @throws where that cannot be known, since the database is away
   */
  find: (where: Where) => Promise<Workspace | undefined>
  /** Looks into the database again next time: a token was refused, or the app was removed. */
  forget: (team: string) => void
}

/**
 * The workspace of a team.
 * @throws where the app is not installed there, or that cannot be known
 */
export async function installedIn({ find }: Workspaces, team: string): Promise<Workspace> {
  const workspace = await find({ team })
  if (workspace === undefined) throw new Error(`the app is not installed in ${team}`)
  return workspace
}

/** Makes something once for each workspace, as long as its installation does not change. */
export function perWorkspace<T>(make: (workspace: Workspace) => T): (workspace: Workspace) => T {
  const made = new WeakMap<Workspace, T>()
  return (workspace) => {
    const before = made.get(workspace)
    if (before !== undefined) return before
    const one = make(workspace)
    made.set(workspace, one)
    return one
  }
}
