import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, type Log } from '../log.ts'
import type { SlackApi } from './client.ts'
import type { Where, Workspace, Workspaces } from './workspaces.ts'

/** What an installation of the app says, as far as it is needed to speak. */
export type Installed = {
  id: string
  /** Changes with each new installation. */
  updatedAt: number
  orgWide: boolean
  botToken: string
  botId: string | undefined
  botUserId: string | undefined
  voterKey: string
}

type Deps = {
  /** @throws where the database is away, or a token cannot be opened */
  find: (where: Where) => Promise<Installed | undefined>
  api: Pick<SlackApi, 'clientOf'>
  log: Log
  elapsed?: () => number
}

/** How old what is known may be: a token that another process was given is used from then on. */
const FRESH_MS = 10_000
/** Without a database the last that was known serves so much longer. */
const STALE_MS = 60 * 60_000
/** So long whoever types something can wait for the database when a token is known. */
const WAIT_MS = 500
/** Each takes some 50 KB. */
const REMEMBER_MOST = 2000

type Known = { workspace: Workspace | undefined; version: string; at: number }

/** The workspaces that installed the app. */
export function manyWorkspaces({
  find: read,
  api,
  log,
  elapsed = () => performance.now(),
}: Deps): Workspaces {
  const known = new Map<string, Known>()
  const asking = new Map<string, Promise<Workspace | undefined>>()

  async function ask(where: Where, isLatest: () => boolean): Promise<Workspace | undefined> {
    const { team } = where
    const installed = await read(where)
    const version = installed ? `${installed.id} ${installed.updatedAt}` : ''
    const before = known.get(team)
    const same = before?.version === version ? before.workspace : undefined
    const workspace = same ?? (installed && workspaceOf(installed, { team, api, renewed }))
    // What was read before it was forgotten may be old.
    if (isLatest()) remember(known, team, { workspace, version, at: elapsed() })
    return workspace
  }

  /** Everybody who asks meanwhile gets the same answer. */
  function askOnce(where: Where): Promise<Workspace | undefined> {
    const running = asking.get(where.team)
    if (running) return running
    const isLatest = () => asking.get(where.team) === one
    const one = ask(where, isLatest).finally(() => isLatest() && asking.delete(where.team))
    asking.set(where.team, one)
    return one
  }

  async function find(where: Where): Promise<Workspace | undefined> {
    const before = known.get(where.team)
    const age = before ? elapsed() - before.at : Number.POSITIVE_INFINITY
    if (before?.workspace && age < FRESH_MS) return before.workspace
    // Where it was not installed a moment ago, it may be now.
    if (!before?.workspace || age >= STALE_MS) return askOnce(where)
    return inTime(askOnce(where), before.workspace, log)
  }

  function forget(team: string): void {
    known.delete(team)
    asking.delete(team)
  }

  /** Installed again, it has another token, which this process may not know yet. */
  async function renewed(team: string, refused: string): Promise<string | undefined> {
    if (known.get(team)?.workspace?.botToken === refused) forget(team)
    const workspace = await find({ team }).catch(() => undefined)
    return workspace?.botToken === refused ? undefined : workspace?.botToken
  }
  return { find, forget }
}

function remember(known: Map<string, Known>, team: string, now: Known): void {
  known.delete(team)
  known.set(team, now)
  const [oldest] = known.keys()
  if (known.size > REMEMBER_MOST && oldest !== undefined) known.delete(oldest)
}

/** What is asked for, or what is known already where that takes too long or fails. */
function inTime(asked: Promise<Workspace | undefined>, workspace: Workspace, log: Log) {
  const late = sleep(WAIT_MS, workspace, { ref: false })
  return Promise.race([asked, late]).catch((error: unknown) => {
    log.warn({ team: workspace.team, error: describeError(error) }, 'an installation could not be read')
    return workspace
  })
}

type Speaking = Pick<Deps, 'api'> & {
  team: string
  renewed: (team: string, refused: string) => Promise<string | undefined>
}

function workspaceOf(installed: Installed, { team, api, renewed }: Speaking): Workspace {
  const { botToken, botId, botUserId, orgWide, voterKey } = installed
  const identity = Promise.resolve({
    team_id: team,
    ...(botId ? { bot_id: botId } : {}),
    ...(botUserId ? { user_id: botUserId } : {}),
  })
  const client = api.clientOf(team, botToken, { orgWide, renewed: () => renewed(team, botToken) })
  return { team, botToken, client, identity, voterKey }
}
