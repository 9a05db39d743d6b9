import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { eraseInstallation, eraseTeams } from '../../src/store/erase.ts'
import { claimEvent } from '../../src/store/events.ts'
import { TABLES } from '../../src/store/keys.ts'
import { welcomeOnce } from '../../src/store/persons.ts'
import { saveUseCase } from '../../src/store/saved.ts'
import { claimOnce } from '../../src/store/seen.ts'
import { saveSubscription } from '../../src/store/subscriptions.ts'
import { keepSuggestion } from '../../src/store/suggestions.ts'
import type { Database, InstallationTable, LinkTable } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { TABLES as ALL, ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { CHANGE, delivery, digest, installation, NINE, put } from './rows.ts'

const [GONE, STAYS] = ['T0GONE', 'T0STAYS']
const OF_ALL = 'https://example.com/of-all'

const link = (team: string, url: string): LinkTable => ({
  ...{ team, url, state: 'dead', since: 1, checkedAt: 1, reason: '404', movedTo: null, archive: null },
})

/** A row in every table, at least, each with the workspace's id in more than its column `team`. */
async function fill(database: Database, team: string): Promise<void> {
  const { db } = database
  const user = `U-${team}`
  await saveSubscription(database, digest(`C-${team}`, { team, createdBy: user }), CHANGE)
  await put(database, delivery(`C-${team}`, { team, id: `D-${team}` }))
  await saveUseCase(database, { team, user, useCase: `acme-${team}`, at: NINE })
  await keepVote(database, { team, answer: 'A1', voter: user, vote: 'up', query: team, at: NINE })
  await countSearches(database, team, [{ query: `of ${team}`, day: '2026-11-23', asked: 1, unanswered: 0 }])
  await keepSuggestion(database, {
    ...{
      team,
      id: `S-${team}`,
      kind: 'problem',
      useCase: null,
      body: { by: user },
      createdBy: user,
      createdAt: 1,
    },
  })
  await welcomeOnce(database, { team, user, at: NINE })
  await claimEvent(database, { team, key: `Ev-${team}`, owner: 'run-1', at: NINE })
  await db
    .insertInto('link')
    .values(link(team, `https://example.com/${team}`))
    .execute()
  await install(database, installation(team, { installedBy: user }), team)
  const quota = { team, method: 'chat.postMessage', windowStart: NINE, used: 1, pausedUntil: null }
  await db.insertInto('quota').values(quota).execute()
}

async function install({ db }: Database, row: InstallationTable, ...teams: string[]): Promise<void> {
  await db.insertInto('installation').values(row).execute()
  for (const team of teams)
    await db.insertInto('workspace').values({ team, installation: row.id, seenAt: NINE }).execute()
}

/** Every row of every table there is, as text. */
async function everything({ db }: Database): Promise<string[]> {
  const all: string[] = []
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql`select * from ${sql.table(name)}`.execute(db)
    all.push(...rows.map((row) => `${name} ${JSON.stringify(row)}`))
  }
  return all.toSorted()
}

const server = ownPostgres()

describe.each(ENGINES)('erasing on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const UNINSTALLED = { sealed: null, uninstalledAt: NINE }
  const organisation = (changed: Partial<InstallationTable> = {}) =>
    installation('E1', { enterprise: 'E1', team: null, orgWide: 1, ...UNINSTALLED, ...changed })
  const teamsOf = async ({ db }: Database) =>
    (await db.selectFrom('subscription').select('team').orderBy('team').execute()).map(({ team }) => team)
  const count = async ({ db }: Database, table: 'installation' | 'workspace') =>
    (await db.selectFrom(table).select('team').execute()).length

  it('looks into every table with a workspace in it', async () => {
    const { db } = await start()
    const tables = await db.introspection.getTables()
    const withTeam = tables.filter(({ columns }) => columns.some(({ name }) => name === 'team'))
    const known = TABLES.map((table) => table.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))
    expect(known.toSorted()).toEqual(withTeam.map(({ name }) => name).toSorted())
  })

  it('leaves nothing of a workspace, and everything of the others', async () => {
    const database = await start()
    await fill(database, STAYS)
    await database.db.insertInto('link').values(link('', OF_ALL)).execute()
    await claimOnce(database, { team: '', key: 'of all', at: NINE })
    const before = await everything(database)
    await fill(database, GONE)
    const both = await everything(database)
    for (const table of ALL)
      expect(both.filter((row) => row.startsWith(`${table} `) && row.includes(GONE))).not.toEqual([])
    await eraseTeams(database, [GONE])
    const after = await everything(database)
    expect(after.filter((row) => row.includes(GONE))).toEqual([])
    expect(after).toEqual(before)
    expect(after.join()).toContain(OF_ALL)
  })

  it('takes several workspaces at once, none, and those that are not there', async () => {
    const database = await start()
    const before = await everything(database)
    for (const team of [GONE, STAYS]) await fill(database, team)
    const both = await everything(database)
    await eraseTeams(database, [])
    await eraseTeams(database, ['T0', GONE.toLowerCase()])
    expect(await everything(database)).toEqual(both)
    await eraseTeams(database, [GONE, STAYS])
    expect(await everything(database)).toEqual(before)
  })

  it('is all or nothing, and never of what belongs to no workspace', async () => {
    const database = await start()
    await fill(database, GONE)
    await database.db.insertInto('link').values(link('', OF_ALL)).execute()
    const before = await everything(database)
    await expect(eraseTeams(database, [GONE, ''])).rejects.toThrow('a workspace to erase has no name')
    expect(await everything(database)).toEqual(before)
    await database.db.schema.alterTable('quota').renameTo('away').execute()
    await expect(eraseTeams(database, [GONE])).rejects.toThrow()
    await database.db.schema.alterTable('away').renameTo('quota').execute()
    expect(await everything(database)).toEqual(before)
  })

  it('of an installation takes its workspace', async () => {
    const database = await start()
    await fill(database, STAYS)
    const before = await everything(database)
    await fill(database, GONE)
    await database.db.updateTable('installation').set(UNINSTALLED).where('id', '=', GONE).execute()
    expect(await eraseInstallation(database, GONE)).toBe(true)
    expect(await everything(database)).toEqual(before)
    expect(await eraseInstallation(database, GONE)).toBe(false)
  })

  it('of an installation takes its workspace also where that was never seen', async () => {
    const database = await start()
    await install(database, installation(GONE, UNINSTALLED))
    await put(database, delivery('C1', { team: GONE }))
    await eraseInstallation(database, GONE)
    expect((await everything(database)).join()).not.toContain(GONE)
  })

  it('of an organisation takes all of its workspaces', async () => {
    const database = await start()
    await install(database, organisation(), 'T1', 'T2')
    await install(database, installation('T3'), 'T3')
    for (const team of ['T1', 'T2', 'T3']) await saveSubscription(database, digest('C1', { team }), CHANGE)
    expect(await eraseInstallation(database, 'E1')).toBe(true)
    expect(await teamsOf(database)).toEqual(['T3'])
    expect([await count(database, 'installation'), await count(database, 'workspace')]).toEqual([1, 1])
  })

  it('leaves a workspace that has an installation of its own, or one of an organisation, by now', async () => {
    const database = await start()
    await install(database, organisation(), 'T1', 'T2')
    await install(database, installation('T1'))
    await install(database, organisation({ id: 'E2', enterprise: 'E2', uninstalledAt: null }), 'T3')
    await install(database, installation('T3', UNINSTALLED))
    for (const team of ['T1', 'T2', 'T3']) await saveSubscription(database, digest('C1', { team }), CHANGE)
    expect(await eraseInstallation(database, 'E1')).toBe(true)
    expect(await eraseInstallation(database, 'T3')).toBe(true)
    expect(await teamsOf(database)).toEqual(['T1', 'T3'])
    const left = await database.db.selectFrom('installation').select('id').orderBy('id').execute()
    expect(left.map(({ id }) => id)).toEqual(['E2', 'T1'])
    // T1 says anew, with its next event, which one serves it.
    expect(await database.db.selectFrom('workspace').select('team').execute()).toEqual([{ team: 'T3' }])
  })

  it('leaves what is installed, and does nothing where nothing is', async () => {
    const database = await start()
    await fill(database, GONE)
    const before = await everything(database)
    expect(await eraseInstallation(database, GONE)).toBe(false)
    expect(await eraseInstallation(database, 'E9')).toBe(false)
    expect(await everything(database)).toEqual(before)
  })
})
