import { describe, expect, it } from 'vitest'
import {
  findInstallation,
  forgetInstaller,
  installationOfTeam,
  listInstallations,
  markUninstalled,
  rememberWorkspace,
  replaceSealed,
  saveInstallation,
  workspacesOf,
} from '../../src/store/installations.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { NINE } from './rows.ts'

type New = Parameters<typeof saveInstallation>[1]

const one = (id: string, changed: Partial<New> = {}): New => ({
  ...{ id, enterprise: null, team: id, orgWide: false, scopes: ['commands', 'chat:write'] },
  ...{ installedBy: 'U1', updatedAt: NINE, sealed: `sealed ${id}`, ...changed },
})
const wide = (id: string) => one(id, { enterprise: id, team: null, orgWide: true })

const fresh = { installedAt: NINE, uninstalledAt: null }
const server = ownPostgres()

describe.each(ENGINES)('installations on %s', (engine) => {
  const empty = emptyDatabase(engine, server)
  const start = async () => open(await empty())
  const save = (database: Database, installation: New, was: string | null = null) =>
    saveInstallation(database, installation, was)

  it('come back as they were', async () => {
    const database = await start()
    const odd = one("T'; --", { scopes: [], installedBy: null })
    for (const installation of [one('T1'), wide('E1'), odd]) {
      expect(await save(database, installation)).toBe(true)
      expect(await findInstallation(database, installation.id)).toEqual({ ...installation, ...fresh })
    }
    expect(await findInstallation(database, 'T2')).toBeUndefined()
  })

  it('keep the moment of the first install when they are installed again', async () => {
    const database = await start()
    await save(database, one('T1'))
    const again = one('T1', { updatedAt: NINE + 5, sealed: 'anew', scopes: ['commands'], installedBy: 'U2' })
    expect(await save(database, again, 'sealed T1')).toBe(true)
    expect(await findInstallation(database, 'T1')).toEqual({ ...again, ...fresh })
  })

  it('are back when they are installed again after they were removed', async () => {
    const database = await start()
    await save(database, one('T1'))
    await markUninstalled(database, 'T1', NINE + 1)
    const again = one('T1', { updatedAt: NINE + 5, sealed: 'anew' })
    expect(await save(database, again)).toBe(true)
    expect(await findInstallation(database, 'T1')).toEqual({ ...again, ...fresh })
  })

  it('are written by whoever read them last', async () => {
    const database = await start()
    expect(await save(database, one('T1'))).toBe(true)
    expect(await save(database, one('T1', { sealed: 'late' }))).toBe(false)
    expect(await save(database, one('T1', { sealed: 'late' }), 'older')).toBe(false)
    expect(await replaceSealed(database, { id: 'T1', was: 'older', sealed: 'late' })).toBe(false)
    expect((await findInstallation(database, 'T1'))?.sealed).toBe('sealed T1')
    expect(await replaceSealed(database, { id: 'T1', was: 'sealed T1', sealed: 'anew' })).toBe(true)
    expect(await findInstallation(database, 'T1')).toEqual({ ...one('T1', { sealed: 'anew' }), ...fresh })
    // Erased since it was read.
    expect(await save(database, one('T2'), 'sealed T2')).toBe(true)
  })

  it('are written once by those who install at the same time', async () => {
    const url = await empty()
    const connections = [await open(url), await open(url)]
    const saved = await Promise.all(
      connections.map((database, n) => save(database, one('T1', { sealed: `${n}` }))),
    )
    expect(saved.toSorted()).toEqual([false, true])
  })

  it('lose their tokens when they are removed, once', async () => {
    const database = await start()
    await save(database, one('T1'))
    await save(database, one('T2'))
    expect(await markUninstalled(database, 'T1', NINE + 1)).toBe(true)
    expect(await markUninstalled(database, 'T1', NINE + 2)).toBe(false)
    expect(await markUninstalled(database, 'T3', NINE + 2)).toBe(false)
    const gone = { ...one('T1'), ...fresh, sealed: null, uninstalledAt: NINE + 1 }
    expect(await findInstallation(database, 'T1')).toEqual(gone)
    expect(await replaceSealed(database, { id: 'T1', was: 'sealed T1', sealed: 'anew' })).toBe(false)
    expect(await findInstallation(database, 'T2')).toEqual({ ...one('T2'), ...fresh })
  })

  it('stay when they were installed after the second in which they were removed', async () => {
    const database = await start()
    await save(database, one('T1', { updatedAt: NINE + 1000 }))
    expect(await markUninstalled(database, 'T1', NINE)).toBe(false)
    await save(database, one('T2', { updatedAt: NINE + 999 }))
    expect(await markUninstalled(database, 'T2', NINE)).toBe(true)
  })

  it('are found by a workspace that they serve', async () => {
    const database = await start()
    await save(database, wide('E1'))
    await save(database, wide('E2'))
    expect(await installationOfTeam(database, 'T1')).toBeUndefined()
    await rememberWorkspace(database, { team: 'T1', installation: 'E1', seenAt: NINE })
    await rememberWorkspace(database, { team: 'T2', installation: 'E2', seenAt: NINE })
    expect(await installationOfTeam(database, 'T1')).toEqual({ ...wide('E1'), ...fresh })
    await rememberWorkspace(database, { team: 'T1', installation: 'E2', seenAt: NINE + 1 })
    expect((await installationOfTeam(database, 'T1'))?.id).toBe('E2')
    expect(await database.db.selectFrom('workspace').selectAll().where('team', '=', 'T1').execute()).toEqual([
      { team: 'T1', installation: 'E2', seenAt: NINE + 1 },
    ])
    await rememberWorkspace(database, { team: 'T1', installation: 'E3', seenAt: NINE + 2 })
    expect(await installationOfTeam(database, 'T1')).toBeUndefined()
  })

  it('know which workspaces they serve, those with one of their own left out', async () => {
    const database = await start()
    for (const installation of [wide('E1'), one('T2'), one('T3')]) await save(database, installation)
    for (const team of ['T3', 'T2', 'T1'])
      await rememberWorkspace(database, { team, installation: 'E1', seenAt: NINE })
    await rememberWorkspace(database, { team: 'T4', installation: 'E2', seenAt: NINE })
    await markUninstalled(database, 'T3', NINE)
    await markUninstalled(database, 'E1', NINE)
    expect(await workspacesOf(database, 'E1')).toEqual(['T1', 'T3'])
    expect(await workspacesOf(database, 'T2')).toEqual([])
  })

  it('are listed by id, page by page, those that were removed left out', async () => {
    const database = await start()
    for (const id of ['T3', 'T1', 'T4', 'T2']) await save(database, one(id))
    await markUninstalled(database, 'T2', NINE)
    const ids = async (after: string) =>
      (await listInstallations(database, { after, limit: 2 })).map((installation) => installation.id)
    expect([await ids(''), await ids('T3'), await ids('T4')]).toEqual([['T1', 'T3'], ['T4'], []])
  })

  it('forget who made them: in the workspace, and in its organisation', async () => {
    const database = await start()
    for (const installation of [one('T1'), one('T2'), wide('E1'), wide('E2')])
      await save(database, installation)
    await rememberWorkspace(database, { team: 'T1', installation: 'E1', seenAt: NINE })
    await rememberWorkspace(database, { team: 'T2', installation: 'E2', seenAt: NINE })
    await forgetInstaller(database, { team: 'T1', person: 'U2' })
    const by = async () =>
      (await listInstallations(database, { after: '', limit: 9 })).map(
        (row) => `${row.id} ${row.installedBy}`,
      )
    expect(await by()).toEqual(['E1 U1', 'E2 U1', 'T1 U1', 'T2 U1'])
    await forgetInstaller(database, { team: 'T1', person: 'U1' })
    expect(await by()).toEqual(['E1 null', 'E2 U1', 'T1 null', 'T2 U1'])
  })
})
