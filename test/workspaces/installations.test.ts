import { readFileSync } from 'node:fs'
import type { Installation, InstallationStore } from '@slack/oauth'
import type { KyselyPlugin } from 'kysely'
import { describe, expect, it } from 'vitest'
import { createLog } from '../../src/log.ts'
import { findInstallation, forgetInstaller, listInstallations } from '../../src/store/installations.ts'
import { KEYS } from '../../src/store/keys.ts'
import type { Database } from '../../src/store/tables.ts'
import { createInstallations, type Found } from '../../src/workspaces/installations.ts'
import { createSeal, SealError } from '../../src/workspaces/seal.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { NINE } from '../store/rows.ts'

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const SECOND = 1000

const bot = (token: string) => ({
  ...{ token, refreshToken: 'xoxe-1-planted', expiresAt: 1_900_000_000, id: 'B1', userId: 'U0BOT' },
  scopes: ['commands', 'chat:write'],
})

/** As the library makes it, with all that Slack may ever give. */
const inTeam = (team: string, changed: Partial<Installation> = {}): Installation => ({
  ...{ team: { id: team, name: `The ${team}` }, enterprise: { id: 'E1', name: 'Acme' }, appId: 'A1' },
  ...{ tokenType: 'bot', isEnterpriseInstall: false, authVersion: 'v2', metadata: 'from here' },
  user: { id: 'U0ADA', token: 'xoxp-planted', scopes: ['identify'] },
  incomingWebhook: { url: 'https://hooks.slack.com/services/planted', channelId: 'C1' },
  bot: bot(`xoxb-planted-${team}`),
  ...changed,
})
const inOrg = (enterprise: string): Installation => ({
  ...inTeam(enterprise, { isEnterpriseInstall: true, enterpriseUrl: 'https://acme.example' }),
  ...{ team: undefined, enterprise: { id: enterprise } },
})
const without = ({ bot: _, ...rest }: Installation): Installation => rest

const query = (teamId: string, enterpriseId?: string) => ({
  teamId,
  enterpriseId,
  isEnterpriseInstall: false,
})

/** All rows of all tables, as text. */
async function rowsOf({ db }: Database): Promise<string> {
  const tables = Object.keys(KEYS) as (keyof typeof KEYS)[]
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())))
}

/** A database that can be read, but takes no statements of a kind. */
const failing = (kind: 'InsertQueryNode' | 'UpdateQueryNode'): KyselyPlugin => ({
  transformQuery({ node }) {
    if (node.kind === kind) throw new Error('no room')
    return node
  },
  transformResult: async ({ result }) => result,
})

/** Lets something happen once after somebody has read, and before they write. */
function afterRead(happens: () => Promise<unknown>): KyselyPlugin {
  let done = false
  return {
    transformQuery: ({ node }) => node,
    async transformResult({ result }) {
      if (!done) {
        done = true
        await happens()
      }
      return result
    },
  }
}

const server = ownPostgres()

describe.each(ENGINES)('installations on %s', (engine) => {
  const empty = emptyDatabase(engine, server)
  const start = async (keys = [NEW]) => {
    const url = await empty()
    const clock = { now: NINE }
    const lines: string[] = []
    const statements: string[] = []
    const log = createLog('trace', { write: (line) => lines.push(line) })
    const replica = async (sealedBy = keys, plugin?: KyselyPlugin) => {
      const opened = await open(url, { onStatement: ({ sql }) => statements.push(sql) })
      const database = plugin ? { ...opened, db: opened.db.withPlugin(plugin) } : opened
      const deps = { database, seal: createSeal(sealedBy), now: () => clock.now, log }
      return { database, ...createInstallations(deps) }
    }
    return { url, clock, lines, statements, replica, ...(await replica()) }
  }

  it('are a store as Bolt wants it, which gives back the whole of what it took', async () => {
    const installations = await start()
    const bolts: InstallationStore = installations
    await bolts.storeInstallation(inTeam('T1'))
    await bolts.storeInstallation(inOrg('E2'))
    expect(await bolts.fetchInstallation(query('T1', 'E1'))).toEqual(inTeam('T1'))
    const ofOrg = { teamId: undefined, enterpriseId: 'E2', isEnterpriseInstall: true }
    expect(await bolts.fetchInstallation(ofOrg)).toEqual(JSON.parse(JSON.stringify(inOrg('E2'))))
    await expect(bolts.fetchInstallation(query('T2'))).rejects.toThrow('The app is not installed in T2.')
    await bolts.deleteInstallation?.(query('T1'))
    await expect(bolts.fetchInstallation(query('T1'))).rejects.toThrow('not installed in T1')
    expect(await findInstallation(installations.database, 'T1')).toMatchObject({ uninstalledAt: NINE })
    await bolts.deleteInstallation?.(ofOrg)
    await expect(bolts.fetchInstallation(ofOrg)).rejects.toThrow('not installed in E2')
  })

  it('are refused without a workspace, and without a bot', async () => {
    const { storeInstallation, database } = await start()
    const nowhere = { ...inTeam('T1'), team: undefined }
    await expect(storeInstallation(nowhere)).rejects.toThrow('neither which workspace nor which organisation')
    await expect(storeInstallation(without(inTeam('T1')))).rejects.toThrow('Slack gave no bot token for T1.')
    expect(await findInstallation(database, 'T1')).toBeUndefined()
  })

  it('say what is needed to speak for a workspace', async () => {
    const { storeInstallation, find } = await start()
    await storeInstallation(inTeam('T1'))
    expect(await find({ team: 'T1' })).toEqual({
      ...{
        id: 'T1',
        updatedAt: NINE,
        orgWide: false,
        installedBy: 'U0ADA',
        scopes: ['commands', 'chat:write'],
      },
      ...{ botToken: 'xoxb-planted-T1', botId: 'B1', botUserId: 'U0BOT' },
      voterKey: expect.stringMatching(/^[\w-]{43}$/),
    })
    expect(await find({ team: 'T2' })).toBeUndefined()
    expect(await find({})).toBeUndefined()
  })

  it('hide all that is secret from whoever reads the database, and the log', async () => {
    const { url, database, storeInstallation, find, lines, remove } = await start()
    await storeInstallation(inTeam('T1'))
    await storeInstallation(inOrg('E1'))
    const key = (await find({ team: 'T1' }))?.voterKey ?? 'no key'
    await find({ team: 'T2', enterprise: 'E1' })
    await remove({ team: 'T1', at: NINE })
    await storeInstallation(inTeam('T1'))
    // Postgres keeps rows that were changed, but nobody can select them; of SQLite the file is all there is.
    const file =
      engine === 'sqlite'
        ? [url.slice(5), `${url.slice(5)}-wal`].map((path) => readFileSync(path, 'latin1'))
        : []
    const everything = [await rowsOf(database), ...file, ...lines].join('\n')
    expect(everything).toContain('"T1"')
    for (const secret of ['planted', 'xoxb', 'xoxp', 'xoxe', key]) expect(everything).not.toContain(secret)
  })

  it('know nothing of who installed once that is forgotten', async () => {
    const { database, storeInstallation, find, fetchInstallation } = await start()
    await storeInstallation(inTeam('T1'))
    await forgetInstaller(database, { team: 'T1', person: 'U0ADA' })
    expect(await find({ team: 'T1' })).toMatchObject({ installedBy: null, botToken: 'xoxb-planted-T1' })
    expect(JSON.stringify(await fetchInstallation(query('T1')))).not.toContain('U0ADA')
    const row = await findInstallation(database, 'T1')
    const { text } = createSeal([NEW]).open(row?.sealed ?? '', 'T1')
    expect(text + (await rowsOf(database))).not.toContain('U0ADA')
  })

  describe('of an organisation', () => {
    it('serve a workspace that has none of its own, and is in it, whatever way it is asked for', async () => {
      const { storeInstallation, find } = await start()
      await storeInstallation(inOrg('E1'))
      await storeInstallation(inTeam('T1'))
      expect((await find({ team: 'T1', enterprise: 'E1', orgWide: true }))?.id).toBe('T1')
      expect(await find({ team: 'T2' })).toBeUndefined()
      expect(await find({ team: 'T2', enterprise: 'E2', orgWide: true })).toBeUndefined()
      expect(await find({ team: 'T2', enterprise: 'E1', orgWide: true })).toMatchObject({
        ...{ id: 'E1', orgWide: true, botToken: 'xoxb-planted-E1' },
      })
      expect((await find({ enterprise: 'E1', orgWide: true }))?.id).toBe('E1')
      expect((await find({ team: 'T3', enterprise: 'E1' }))?.id).toBe('E1')
    })

    it('are found by the workspace alone afterwards, by every process', async () => {
      const { storeInstallation, find, replica } = await start()
      await storeInstallation(inOrg('E1'))
      await find({ team: 'T2', enterprise: 'E1' })
      const other = await replica()
      expect((await other.find({ team: 'T2' }))?.id).toBe('E1')
      expect(await other.find({ team: 'T3' })).toBeUndefined()
      // It moved to another organisation, in which the app is not.
      expect(await other.find({ team: 'T2', enterprise: 'E2' })).toBeUndefined()
    })

    it('are written down once for each workspace, and again when they come back', async () => {
      const { storeInstallation, find, remove, statements, clock, database } = await start()
      const written = () => statements.filter((sql) => sql.startsWith('insert into "workspace"')).length
      await storeInstallation(inOrg('E1'))
      for (const team of ['T2', 'T2', 'T3', 'T2']) await find({ team, enterprise: 'E1' })
      expect(written()).toBe(2)
      await remove({ enterprise: 'E1', orgWide: true, at: NINE })
      await database.db.deleteFrom('workspace').execute()
      clock.now += SECOND
      await storeInstallation(inOrg('E1'))
      for (const team of ['T2', 'T2']) await find({ team, enterprise: 'E1' })
      expect(written()).toBe(3)
      expect((await find({ team: 'T2' }))?.id).toBe('E1')
    })

    it('answer also where that cannot be written down', async () => {
      const { storeInstallation, replica, lines } = await start()
      await storeInstallation(inOrg('E1'))
      const full = await replica([NEW], failing('InsertQueryNode'))
      expect((await full.find({ team: 'T2', enterprise: 'E1' }))?.id).toBe('E1')
      expect(lines.at(-1)).toContain('could not keep which installation serves a workspace')
    })

    it('leave the workspace when they are removed, and a workspace with its own keeps it', async () => {
      const { storeInstallation, find, remove } = await start()
      await storeInstallation(inOrg('E1'))
      await storeInstallation(inTeam('T1'))
      await find({ team: 'T2', enterprise: 'E1' })
      expect(await remove({ team: 'T2', enterprise: 'E1', orgWide: true, at: NINE })).toBe(true)
      expect(await find({ team: 'T2', enterprise: 'E1' })).toBeUndefined()
      expect(await find({ team: 'T2' })).toBeUndefined()
      expect((await find({ team: 'T1', enterprise: 'E1' }))?.id).toBe('T1')
    })

    it('take over where a workspace removes its own', async () => {
      const { storeInstallation, find, remove } = await start()
      await storeInstallation(inOrg('E1'))
      await storeInstallation(inTeam('T1'))
      await remove({ team: 'T1', enterprise: 'E1', orgWide: false, at: NINE })
      expect((await find({ team: 'T1', enterprise: 'E1' }))?.id).toBe('E1')
    })
  })

  describe('that are installed again', () => {
    it('have the new tokens and scopes, and the key of the votes as it was', async () => {
      const { storeInstallation, find, clock, database } = await start()
      await storeInstallation(inTeam('T1'))
      const before = await find({ team: 'T1' })
      clock.now += SECOND
      const more = { ...bot('xoxb-new'), scopes: ['commands', 'links:read'] }
      await storeInstallation(inTeam('T1', { bot: more, user: { ...inTeam('T1').user, id: 'U0BEN' } }))
      expect(await find({ team: 'T1' })).toEqual({
        ...before,
        ...{ updatedAt: clock.now, botToken: 'xoxb-new', scopes: more.scopes, installedBy: 'U0BEN' },
      })
      expect(await findInstallation(database, 'T1')).toMatchObject({ installedAt: NINE })
    })

    it('have one key of the votes, also when two install at the same time', async () => {
      const { replica } = await start()
      const [one, two] = [await replica(), await replica()]
      const seen = await Promise.all(
        [one, two, one, two].map(async (on) => {
          await on.storeInstallation(inTeam('T1'))
          return (await on.find({ team: 'T1' }))?.voterKey
        }),
      )
      expect(new Set(seen).size).toBe(1)
      const theirs: (Found | undefined)[] = []
      const install = async () => {
        await two.storeInstallation(inTeam('T2'))
        theirs.push(await two.find({ team: 'T2' }))
      }
      const late = await replica([NEW], afterRead(install))
      await late.storeInstallation(inTeam('T2', { bot: bot('xoxb-late') }))
      theirs.push(await one.find({ team: 'T2' }))
      const [first, last] = theirs
      expect(last?.botToken).toBe('xoxb-late')
      expect(last?.voterKey).toBe(first?.voterKey)
    })

    it('have another key where the app was removed, or no key opens the old one', async () => {
      const { storeInstallation, find, remove, replica, lines } = await start([OLD])
      await storeInstallation(inTeam('T1'))
      const first = await find({ team: 'T1' })
      await remove({ team: 'T1', at: NINE })
      await storeInstallation(inTeam('T1'))
      const second = await find({ team: 'T1' })
      expect(second?.voterKey).not.toBe(first?.voterKey)
      const later = await replica([NEW])
      await later.storeInstallation(inTeam('T1'))
      const third = await later.find({ team: 'T1' })
      expect(third).toEqual({ ...second, voterKey: expect.stringMatching(/^[\w-]{43}$/) })
      expect(third?.voterKey).not.toBe(second?.voterKey)
      expect(lines.join()).toContain('an installation could not be opened')
    })
  })

  describe('that are removed', () => {
    // `app_uninstalled` and `tokens_revoked` of one removal come as two events of the same second.
    const FIRST = NINE + 60 * SECOND
    const AGAIN = NINE + 120 * SECOND
    const STEPS = { removed: FIRST, again: AGAIN, 'removed again': NINE + 180 * SECOND }
    type Step = 'removed' | 'again' | 'removed again'

    const orders: { steps: Step[]; installed: boolean }[] = [
      { steps: ['removed'], installed: false },
      { steps: ['removed', 'removed'], installed: false },
      { steps: ['removed', 'again'], installed: true },
      { steps: ['again', 'removed'], installed: true },
      { steps: ['removed', 'again', 'removed'], installed: true },
      { steps: ['again', 'removed', 'removed'], installed: true },
      { steps: ['removed', 'removed', 'again', 'removed again'], installed: false },
      { steps: ['again', 'removed', 'removed again'], installed: false },
      { steps: ['again', 'removed again', 'removed'], installed: false },
      { steps: ['again', 'removed again', 'removed', 'removed again'], installed: false },
    ]

    it.each(orders)('are right after $steps: $installed', async ({ steps, installed }) => {
      const { storeInstallation, remove, find, database, clock } = await start()
      await storeInstallation(inTeam('T1'))
      for (const step of steps) {
        clock.now = STEPS[step]
        if (step === 'again') await storeInstallation(inTeam('T1'))
        else await remove({ team: 'T1', at: STEPS[step] })
      }
      expect((await find({ team: 'T1' })) !== undefined).toBe(installed)
      const row = await findInstallation(database, 'T1')
      expect([row?.sealed === null, row?.uninstalledAt === null]).toEqual([!installed, installed])
      expect((await listInstallations(database, { after: '', limit: 9 })).length).toBe(Number(installed))
    })

    it('say once that they were, and keep the first moment', async () => {
      const { storeInstallation, remove, database, lines } = await start()
      await storeInstallation(inTeam('T1'))
      expect(await remove({ team: 'T1', at: FIRST })).toBe(true)
      expect(await remove({ team: 'T1', at: FIRST + SECOND })).toBe(false)
      expect(await remove({ team: 'T2', at: FIRST })).toBe(false)
      expect(await remove({ at: FIRST })).toBe(false)
      expect(await findInstallation(database, 'T1')).toMatchObject({ sealed: null, uninstalledAt: FIRST })
      expect(lines.filter((line) => line.includes('the app was removed'))).toHaveLength(1)
    })

    it('are gone where that was in the second of the install, which Slack rounds down', async () => {
      const { storeInstallation, remove, find, clock } = await start()
      clock.now = NINE + 900
      await storeInstallation(inTeam('T1'))
      expect(await remove({ team: 'T1', at: NINE })).toBe(true)
      expect(await find({ team: 'T1' })).toBeUndefined()
    })
  })

  describe('sealed with an older key', () => {
    it('are sealed anew when they are read, and count as no install', async () => {
      const { storeInstallation, find, replica, database, clock } = await start([OLD])
      await storeInstallation(inTeam('T1'))
      const before = await find({ team: 'T1' })
      clock.now += SECOND
      const both = await replica([NEW, OLD])
      expect(await both.find({ team: 'T1' })).toEqual(before)
      const sealed = (await findInstallation(database, 'T1'))?.sealed
      expect(await (await replica([NEW])).find({ team: 'T1' })).toEqual(before)
      await both.find({ team: 'T1' })
      expect((await findInstallation(database, 'T1'))?.sealed).toBe(sealed)
    })

    it('answer also where that cannot be written', async () => {
      const { storeInstallation, replica, lines } = await start([OLD])
      await storeInstallation(inTeam('T1'))
      const both = await replica([NEW, OLD], failing('UpdateQueryNode'))
      expect((await both.find({ team: 'T1' }))?.botToken).toBe('xoxb-planted-T1')
      expect(lines.at(-1)).toContain('an installation was not sealed anew')
    })

    it('are all sealed anew at once, whatever their number, but for those that no key opens', async () => {
      const { storeInstallation, replica, lines, remove, url } = await start([OLD])
      const database = await open(url)
      await storeInstallation(inTeam('T000'))
      const [row] = await database.db.selectFrom('installation').selectAll().execute()
      if (!row) throw new Error('there is none')
      const seal = createSeal([OLD])
      const { text } = seal.open(row.sealed ?? '', 'T000')
      const ids = Array.from({ length: 119 }, (_, n) => `T${String(n + 1).padStart(3, '0')}`)
      const copies = ids.map((id) => ({ ...row, id, team: id, sealed: seal.seal(text, id) }))
      await database.db.insertInto('installation').values(copies).execute()
      await remove({ team: 'T100', at: NINE })
      const strange = createSeal([Buffer.alloc(32, 9)]).seal(text, 'T110')
      await database.db
        .updateTable('installation')
        .set({ sealed: strange })
        .where('id', '=', 'T110')
        .execute()
      await database.db
        .updateTable('installation')
        .set({ sealed: 'rubbish' })
        .where('id', '=', 'T111')
        .execute()
      const both = await replica([NEW, OLD])
      await both.storeInstallation(inTeam('T119'))
      expect(await both.resealAll()).toEqual({ all: 119, resealed: 116, unreadable: 2 })
      expect(lines.filter((line) => line.includes('could not be opened'))).toHaveLength(2)
      const onlyNew = await replica([NEW])
      expect(await onlyNew.resealAll()).toEqual({ all: 119, resealed: 0, unreadable: 2 })
      expect((await onlyNew.find({ team: 'T118' }))?.botToken).toBe('xoxb-planted-T000')
    })

    it('stay removed, or as they were installed, when that happens meanwhile', async () => {
      const { storeInstallation, replica, find, remove, database } = await start([OLD])
      await storeInstallation(inTeam('T1'))
      const late = await replica(
        [NEW, OLD],
        afterRead(() => remove({ team: 'T1', at: NINE })),
      )
      expect((await late.find({ team: 'T1' }))?.id).toBe('T1')
      expect(await findInstallation(database, 'T1')).toMatchObject({ sealed: null, uninstalledAt: NINE })
      await storeInstallation(inTeam('T1'))
      const again = inTeam('T1', { bot: bot('xoxb-again') })
      const later = await replica(
        [NEW, OLD],
        afterRead(() => storeInstallation(again)),
      )
      expect(await later.resealAll()).toEqual({ all: 1, resealed: 0, unreadable: 0 })
      expect((await find({ team: 'T1' }))?.botToken).toBe('xoxb-again')
    })
  })

  it('that cannot be opened say so, to whoever asks and in the log, by their id', async () => {
    const { storeInstallation, replica, lines, database } = await start([OLD])
    await storeInstallation(inTeam('T1'))
    const other = await replica([NEW])
    for (const asked of [other.find({ team: 'T1' }), other.fetchInstallation(query('T1'))]) {
      const error = await asked.catch((thrown: unknown) => thrown)
      expect(error).toBeInstanceOf(SealError)
      expect(String(error)).toContain('sealed with a key that is not in TOKEN_ENCRYPTION_KEY')
      expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ installation: 'T1', level: 'error' })
    }
    // Neither does the row of one workspace speak for another.
    await storeInstallation(inTeam('T2'))
    const sealed = (await findInstallation(database, 'T1'))?.sealed ?? null
    await database.db.updateTable('installation').set({ sealed }).where('id', '=', 'T2').execute()
    const { find } = await replica([OLD])
    await expect(find({ team: 'T2' })).rejects.toThrow('belongs to another row')
    expect(lines.join('\n')).not.toContain('planted')
  })
})
