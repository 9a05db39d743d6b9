import { sql } from 'kysely'
import { workspacesOf } from './installations.ts'
import { TABLES } from './keys.ts'
import type { Database } from './tables.ts'

type Db = Database['db']

/**
 * Deletes every row of these workspaces, all or nothing: after it nothing there tells that they were here.
 * @throws where one of them is empty: those rows belong to no workspace
 */
export async function eraseTeams({ db }: Database, teams: readonly string[]): Promise<void> {
  await db.transaction().execute((transaction) => erase(transaction, teams))
}

async function erase(db: Db, teams: readonly string[]): Promise<void> {
  if (teams.includes('')) throw new Error('a workspace to erase has no name')
  if (teams.length === 0) return
  for (const table of TABLES)
    await sql`delete from ${sql.table(table)} where team in (${sql.join(teams)})`.execute(db)
}

/**
 * Deletes an installation that was uninstalled, with every row of its workspaces, all or nothing. A workspace that
 * another installation serves by now keeps its own.
 * @param id see `InstallationTable`
 * @returns whether it went; not when there is none, and not when it is installed (again)
 */
export async function eraseInstallation({ db, engine }: Database, id: string): Promise<boolean> {
  return db.transaction().execute(async (transaction) => {
    const gone = await transaction
      .selectFrom('installation')
      .select('team')
      .where('id', '=', id)
      .where('uninstalledAt', 'is not', null)
      // Whoever installs it at this moment waits, and begins anew.
      .$if(engine === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst()
    if (!gone) return false
    await erase(transaction, await teamsOf(transaction, id, gone.team))
    await transaction.deleteFrom('workspace').where('installation', '=', id).execute()
    await transaction.deleteFrom('installation').where('id', '=', id).execute()
    return true
  })
}

/** The workspaces of an installation, but for those that are served by another one: an organisation's, or their own. */
async function teamsOf(db: Db, id: string, own: string | null): Promise<string[]> {
  const teams = await workspacesOf({ db }, id)
  if (own === null || teams.includes(own)) return teams
  const elsewhere = await db.selectFrom('workspace').select('team').where('team', '=', own).executeTakeFirst()
  return elsewhere ? teams : [...teams, own]
}
