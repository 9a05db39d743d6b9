import type { Secrets } from '../config.ts'
import type { Log } from '../log.ts'
import type { Identity, SlackApi } from '../slack/client.ts'
import { manyWorkspaces } from '../slack/many-workspaces.ts'
import { oneWorkspace } from '../slack/one-workspace.ts'
import type { Where, Workspaces } from '../slack/workspaces.ts'
import { workspacesOf } from '../store/installations.ts'
import type { Database } from '../store/tables.ts'
import type { Installations } from '../workspaces/installations.ts'

/** Whom the bot serves: the workspace that its token is for, or all that installed it. */
export type Tenants = {
  workspaces: Workspaces
  /** Who the bot is, in one workspace: asked at the start. */
  identity: Promise<Identity> | undefined
  /** The only workspace; undefined where there are many. */
  team: () => Promise<string | undefined>
  /** Opened when it is first asked for. */
  database: () => Promise<Database>
  /** Whether the only workspace took the app away since the start. */
  isRemoved: () => boolean
  /** What workspaces installed, where there are many. */
  installations: (() => Promise<Installations>) | undefined
  /**
   * Takes away the tokens of what was removed at a moment, in ms since 1970.
   * @returns the workspaces that it concerns; none where the app was installed again since
   */
  removed: (where: Where, at: number) => Promise<string[]>
}

type Deps = {
  secrets: Pick<Secrets, 'tenancy'>
  api: SlackApi
  database: () => Promise<Database>
  now: () => number
  log: Log
}

/** Finds out whom the bot serves. */
export function openTenants(deps: Deps): Tenants {
  const { tenancy } = deps.secrets
  return tenancy.kind === 'one' ? oneTenant(tenancy.botToken, deps) : manyTenants(tenancy.oauth.keys, deps)
}

function oneTenant(botToken: string, { api, database, log }: Deps): Tenants {
  const { identity, ...workspaces } = oneWorkspace(botToken, api)
  const team = async () => (await identity).team_id ?? ''
  let isRemoved = false
  return {
    ...{ workspaces, identity, team, database, installations: undefined, isRemoved: () => isRemoved },
    removed: async () => {
      isRemoved = true
      log.error(
        'the app was removed from the workspace: install it again, and start the bot with its new token',
      )
      return [await team()]
    },
  }
}

function manyTenants(keys: readonly Buffer[], { api, database, now, log }: Deps): Tenants {
  let opening: Promise<Installations> | undefined
  const installations = () => {
    opening ??= openInstallations()
    // A database that was away is asked again.
    opening.catch(() => {
      opening = undefined
    })
    return opening
  }
  async function openInstallations(): Promise<Installations> {
    const [{ createInstallations }, { createSeal }, opened] = await Promise.all([
      import('../workspaces/installations.ts'),
      import('../workspaces/seal.ts'),
      database(),
    ])
    return createInstallations({ database: opened, seal: createSeal(keys), now, log })
  }
  const find = async (where: Where) => (await installations()).find(where)
  const workspaces = manyWorkspaces({ find, api, log })
  return {
    ...{
      isRemoved: () => false,
      workspaces,
      identity: undefined,
      team: async () => undefined,
      database,
      installations,
    },
    removed: async (where, at) => {
      const { team, enterprise, orgWide } = where
      const removed = await (await installations()).remove({ ...where, at })
      const teams = orgWide && enterprise ? await workspacesOf(await database(), enterprise) : [team]
      // Slack says it twice: the second time perhaps to a process that did not know.
      for (const of of teams) workspaces.forget(of)
      return removed ? teams : []
    },
  }
}
