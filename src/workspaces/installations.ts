import { randomBytes } from 'node:crypto'
import type { Installation, InstallationQuery } from '@slack/oauth'
import { describeError } from '../log.ts'
import {
  findInstallation,
  installationOfTeam,
  markUninstalled,
  rememberWorkspace,
  type StoredInstallation,
  saveInstallation,
} from '../store/installations.ts'
import {
  type Contents,
  type Deps,
  isLive,
  type Live,
  openContents,
  resealAll,
  sealContents,
} from './contents.ts'
import { SealError } from './seal.ts'

/** Where something came from, as Slack says it: a workspace, or for an organisation perhaps nothing but that. */
export type Whence = {
  team?: string | undefined
  enterprise?: string | undefined
  /** Whether it came by an installation for the whole organisation. */
  orgWide?: boolean | undefined
}

/** An installation with all that is needed to speak for it. */
export type Found = {
  /** The enterprise's id of one for an organisation, else the workspace's. */
  id: string
  /** When it was installed last, in ms since 1970. */
  updatedAt: number
  orgWide: boolean
  botToken: string
  botId: string
  botUserId: string
  scopes: string[]
  /** Stays the same as long as the app is not removed; nobody can read it in the database. */
  voterKey: string
  /** The person's id; null once they asked to be forgotten. */
  installedBy: string | null
}

/** The installations in the database, their tokens encrypted. */
export type Installations = ReturnType<typeof createInstallations>

/**
 * Opens the installations: an `InstallationStore` as Bolt wants it, and what the rest needs of them. `find` and
 * `fetchInstallation` throw a SealError where an installation is there but cannot be opened, and all throw where the
 * database is away.
 * @param deps `now` in ms since 1970
 */
export function createInstallations(deps: Deps) {
  const { database, now } = deps
  const lookUp = createLookUp(deps)
  const remove = async (whence: Whence & { at: number }) => {
    const id = idOf(whence)
    const removed = id !== undefined && (await markUninstalled(database, id, whence.at))
    if (removed) deps.log.info({ installation: id }, 'the app was removed')
    return removed
  }
  return {
    /** @throws also where Slack names neither a workspace nor an organisation, or gives no bot */
    storeInstallation: (installation: Installation) => store(deps, installation),
    /** @throws also where there is none */
    fetchInstallation: async (query: InstallationQuery<boolean>): Promise<Installation> => {
      const row = await lookUp(whenceOf(query))
      if (!row) throw new Error(`The app is not installed in ${query.teamId ?? query.enterpriseId}.`)
      const { installation } = await openContents(deps, row)
      return { ...installation, user: { ...installation.user, id: row.installedBy ?? '' } }
    },
    deleteInstallation: async (query: InstallationQuery<boolean>): Promise<void> => {
      await remove({ ...whenceOf(query), at: now() })
    },
    /**
     * What speaks for a workspace: its own installation, else that of its organisation, which is found again later by
     * the workspace alone. Undefined where there is none.
     */
    find: async (whence: Whence): Promise<Found | undefined> => {
      const row = await lookUp(whence)
      return row && toFound(row, await openContents(deps, row))
    },
    /**
     * Takes the tokens away at once; the other rows are left to retention. An event that comes late, after the app was
     * installed again, does nothing, and so does a second one.
     * @param whence `at` is when it happened, in ms since 1970: Slack's `event_time` in seconds, times 1000
     * @returns whether it was done now
     */
    remove,
    /** See `resealAll`. */
    resealAll: () => resealAll(deps),
  }
}

const whenceOf = ({ teamId, enterpriseId, isEnterpriseInstall }: InstallationQuery<boolean>): Whence => ({
  team: teamId,
  enterprise: enterpriseId,
  orgWide: isEnterpriseInstall,
})

/** As the library's own stores have it. */
const idOf = ({ team, enterprise, orgWide }: Whence) => (orgWide ? enterprise : team)

async function store(deps: Deps, installation: Installation): Promise<void> {
  const { database, log, now } = deps
  const { bot, isEnterpriseInstall: orgWide = false } = installation
  const [team, enterprise] = [installation.team?.id, installation.enterprise?.id]
  const id = idOf({ team, enterprise, orgWide })
  if (id === undefined)
    throw new Error('Slack says neither which workspace nor which organisation this is for.')
  if (!bot)
    throw new Error(`Slack gave no bot token for ${id}. Add bot scopes to the app, and install it again.`)
  const row = {
    ...{ id, orgWide, team: (!orgWide && team) || null, enterprise: enterprise ?? null },
    ...{ scopes: bot.scopes, installedBy: installation.user.id },
  }
  for (;;) {
    const before = await findInstallation(database, id)
    const voterKey = (await voterKeyOf(deps, before)) ?? newVoterKey()
    const sealed = sealContents(deps, id, { installation: { ...installation, bot }, voterKey })
    // Somebody else may install at the same time: all votes must be by one key.
    if (await saveInstallation(database, { ...row, updatedAt: now(), sealed }, before?.sealed ?? null)) break
  }
  log.info({ installation: id, orgWide }, 'the app was installed')
}

const newVoterKey = () => randomBytes(32).toString('base64url')

async function voterKeyOf(deps: Deps, before: StoredInstallation | undefined): Promise<string | undefined> {
  if (!isLive(before)) return undefined
  try {
    return (await openContents(deps, before)).voterKey
  } catch (error) {
    // Its key is lost: to install again is the way out.
    if (error instanceof SealError) return undefined
    throw error
  }
}

/** Of an organisation it is written down, once for each workspace, that its installation serves it. */
function createLookUp(deps: Deps): (whence: Whence) => Promise<Live | undefined> {
  const { database, log, now } = deps
  const remembered = new Map<string, string>()
  const remember = async (team: string, { id, updatedAt }: Live) => {
    // Where it was removed and came back, what was written down may be gone.
    const mark = `${id} ${updatedAt}`
    if (remembered.get(team) === mark) return
    await rememberWorkspace(database, { team, installation: id, seenAt: now() })
    remembered.set(team, mark)
  }
  return async ({ team, enterprise }) => {
    const own = team === undefined ? undefined : await findInstallation(database, team)
    if (isLive(own)) return own
    const wide = enterprise ? await findInstallation(database, enterprise) : await byTeam(deps, team)
    if (!isLive(wide)) return undefined
    if (team !== undefined) {
      await remember(team, wide).catch((error: unknown) =>
        log.warn(
          { team, error: describeError(error) },
          'could not keep which installation serves a workspace',
        ),
      )
    }
    return wide
  }
}

const byTeam = async ({ database }: Deps, team: string | undefined) =>
  team === undefined ? undefined : installationOfTeam(database, team)

function toFound(row: Live, { installation, voterKey }: Contents): Found {
  const { id, updatedAt, orgWide, scopes, installedBy } = row
  const { token: botToken, id: botId, userId: botUserId } = installation.bot
  return { id, updatedAt, orgWide, botToken, botId, botUserId, scopes, voterKey, installedBy }
}
