import type { Database, InstallationTable } from './tables.ts'

/**
 * Where the app is installed. `installedAt` is the moment of the first install, `updatedAt` that of the last, in ms since
 * 1970; `sealed` is null and `uninstalledAt` set once it was removed.
 */
export type StoredInstallation = Omit<InstallationTable, 'orgWide' | 'scopes'> & {
  orgWide: boolean
  scopes: string[]
}

type Db = Pick<Database, 'db'>

/**
 * Keeps an installation, unless somebody else changed it meanwhile. One that is there already keeps its `installedAt`,
 * and one that was removed is back.
 * @param was `sealed` as it was when it was read; null where it had none, or there was no such installation
 * @returns false where `sealed` is another one by now: then nothing is changed
 */
export async function saveInstallation(
  { db }: Db,
  installation: Omit<StoredInstallation, 'installedAt' | 'uninstalledAt'>,
  was: string | null,
): Promise<boolean> {
  const { id, enterprise, team, installedBy, updatedAt, sealed } = installation
  const changed = {
    ...{ enterprise, team, orgWide: Number(installation.orgWide), scopes: installation.scopes.join(',') },
    ...{ installedBy, updatedAt, sealed, uninstalledAt: null },
  }
  const saved = await db
    .insertInto('installation')
    .values({ id, installedAt: updatedAt, ...changed })
    .onConflict((conflict) =>
      conflict.column('id').doUpdateSet(changed).where('installation.sealed', 'is not distinct from', was),
    )
    .returning('id')
    .executeTakeFirst()
  return saved !== undefined
}

/** The installation of an id, also one that was removed; undefined where there is none. */
export async function findInstallation({ db }: Db, id: string): Promise<StoredInstallation | undefined> {
  const row = await db.selectFrom('installation').selectAll().where('id', '=', id).executeTakeFirst()
  return row && fromRow(row)
}

/** What `rememberWorkspace` said last of a workspace, as `findInstallation`. */
export async function installationOfTeam({ db }: Db, team: string): Promise<StoredInstallation | undefined> {
  const row = await db
    .selectFrom('workspace')
    .innerJoin('installation', 'installation.id', 'workspace.installation')
    .selectAll('installation')
    .where('workspace.team', '=', team)
    .executeTakeFirst()
  return row && fromRow(row)
}

/**
 * Keeps which installation serves a workspace.
 * @param workspace `installation` is its id; `seenAt` in ms since 1970
 */
export async function rememberWorkspace(
  { db }: Db,
  workspace: { team: string; installation: string; seenAt: number },
): Promise<void> {
  const { team, installation, seenAt } = workspace
  await db
    .insertInto('workspace')
    .values({ team, installation, seenAt })
    .onConflict((conflict) => conflict.column('team').doUpdateSet({ installation, seenAt }))
    .execute()
}

/**
 * The workspaces that an organisation's installation serves, as far as they were seen, by id; without those that have one
 * of their own.
 * @param id of the installation, also of one that was removed
 */
export async function workspacesOf({ db }: Db, id: string): Promise<string[]> {
  const rows = await db
    .selectFrom('workspace')
    .select('team')
    .where('workspace.installation', '=', id)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('installation')
            .select('installation.id')
            .whereRef('installation.id', '=', 'workspace.team')
            .where('installation.uninstalledAt', 'is', null),
        ),
      ),
    )
    .orderBy('team')
    .execute()
  return rows.map(({ team }) => team)
}

/**
 * Installations that were not removed, by id.
 * @param page at most `limit` of those after the id `after`; from the first where that is empty
 */
export async function listInstallations(
  { db }: Db,
  { after, limit }: { after: string; limit: number },
): Promise<StoredInstallation[]> {
  const rows = await db
    .selectFrom('installation')
    .selectAll()
    .where('uninstalledAt', 'is', null)
    .where('id', '>', after)
    .orderBy('id')
    .limit(limit)
    .execute()
  return rows.map(fromRow)
}

/**
 * Seals anew what an installation holds, unless it was changed meanwhile. It counts as no install.
 * @param was `sealed` as it was when it was read
 * @returns whether it was done
 */
export async function replaceSealed(
  { db }: Db,
  { id, was, sealed }: { id: string; was: string; sealed: string },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ sealed })
    .where('id', '=', id)
    .where('sealed', '=', was)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Slack says when something happened in whole seconds, rounded down. */
const UP_TO_MS = 999

/**
 * Takes the tokens out of an installation for good, at once.
 * @param at when it was removed, in ms since 1970 and of whole seconds: one that was installed (again) after that second
 * stays as it is
 * @returns whether it was done now; false, too, where it was removed before, or there is none
 */
export async function markUninstalled({ db }: Db, id: string, at: number): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('installation')
    .set({ sealed: null, uninstalledAt: at })
    .where('id', '=', id)
    .where('uninstalledAt', 'is', null)
    .where('updatedAt', '<=', at + UP_TO_MS)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Forgets that a person installed the app: in this workspace, or in the organisation whose installation serves it. */
export async function forgetInstaller(
  { db }: Db,
  { team, person }: { team: string; person: string },
): Promise<void> {
  await db
    .updateTable('installation')
    .set({ installedBy: null })
    .where('installedBy', '=', person)
    .where(({ eb, or, selectFrom }) =>
      or([
        eb('id', '=', team),
        eb('id', 'in', selectFrom('workspace').select('installation').where('team', '=', team)),
      ]),
    )
    .execute()
}

const fromRow = (row: InstallationTable): StoredInstallation => ({
  ...row,
  orgWide: row.orgWide === 1,
  scopes: row.scopes.split(',').filter((scope) => scope !== ''),
})
