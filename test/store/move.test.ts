import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { backupStore } from '../../src/store/backup.ts'
import { finishDelivery, openDeliveries, takeOver } from '../../src/store/claims.ts'
import { claimDue } from '../../src/store/deliveries.ts'
import { claimEvent, finishEvent, takeOverEvent } from '../../src/store/events.ts'
import { moveStore } from '../../src/store/move.ts'
import { welcomeOnce } from '../../src/store/persons.ts'
import { findSubscription, type Subscription, saveSubscription } from '../../src/store/subscriptions.ts'
import { keepSuggestion, updateSuggestion } from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { folder, open, ownPostgres } from './engines.ts'
import { CHANGE, DAY, delivery, digest, NINE, post, put, save, sorted, TEAM } from './rows.ts'

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url))

type Ended = { code: number; out: string; err: string }

/** `kstreams store <args>`, with its two outputs and its exit code. */
async function store(args: string[], environment: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [CLI, 'store', ...args], { env: { ...process.env, ...environment } })
  let [out, err] = ['', '']
  child.stdout.on('data', (chunk: Buffer) => (out += String(chunk)))
  child.stderr.on('data', (chunk: Buffer) => (err += String(chunk)))
  const [code] = await once(child, 'close')
  return { code: code as number, out, err }
}

const server = ownPostgres()

/** Everything there is, in an order of its own. */
async function everything(url: string): Promise<Record<string, unknown>> {
  const { db, close } = await open(url)
  const rows = {
    subscription: await db
      .selectFrom('subscription')
      .selectAll()
      .orderBy('team')
      .orderBy('channel')
      .execute(),
    delivery: await db.selectFrom('delivery').selectAll().orderBy('id').execute(),
    audit: await db.selectFrom('audit').selectAll().orderBy('id').execute(),
    saved: await db
      .selectFrom('saved')
      .selectAll()
      .orderBy('team')
      .orderBy('person')
      .orderBy('useCase')
      .execute(),
    vote: await db.selectFrom('vote').selectAll().orderBy('answer').orderBy('voter').execute(),
    search: await db.selectFrom('search').selectAll().orderBy('day').orderBy('query').execute(),
    suggestion: await db.selectFrom('suggestion').selectAll().orderBy('id').execute(),
    welcome: await db.selectFrom('welcome').selectAll().orderBy('person').execute(),
    seenEvent: await db.selectFrom('seenEvent').selectAll().orderBy('key').execute(),
    link: await db.selectFrom('link').selectAll().orderBy('url').execute(),
    installation: await db.selectFrom('installation').selectAll().orderBy('id').execute(),
    workspace: await db.selectFrom('workspace').selectAll().orderBy('team').execute(),
    quota: await db.selectFrom('quota').selectAll().orderBy('method').execute(),
  }
  await close()
  return rows
}

const digestOf = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** A database in use: one digest in the middle of its round, one whose message may or may not be there. */
async function inUse(url: string, extra = 1): Promise<void> {
  const database = await open(url)
  const odd = `it's \u{1F600} "\\ \n ${'long '.repeat(5000)}`
  const halfway = digest('C1', { round: 1, lastUseCase: 'b', zone: odd })
  await saveSubscription(database, halfway, { ...CHANGE, details: { odd: '\u0000' } })
  await saveSubscription(database, digest('C2', { nextAt: NINE + DAY }), CHANGE)
  await saveSubscription(database, digest('C1', { team: 'T2', environment: 'x', createdBy: null }), CHANGE)
  await put(
    database,
    delivery('C1', {
      id: 'a',
      round: 1,
      useCase: 'a',
      state: 'sent',
      ts: '1795338000.000100',
      finishedAt: NINE - 9,
    }),
    delivery('C1', {
      id: 'b',
      round: 1,
      useCase: 'b',
      state: 'sent',
      ts: '1795338060.000100',
      finishedAt: NINE - 8,
    }),
    delivery('C2', { id: 'c', useCase: 'c', attempts: 2, version: 5, slot: '2026-11-23' }),
  )
  const many = Array.from({ length: extra }, (_, index) =>
    delivery('C3', {
      id: `many-${index}`,
      state: 'skipped',
      reason: 'missed',
      uncertain: 0,
      finishedAt: index,
    }),
  )
  for (let first = 0; first < many.length; first += 300)
    await put(database, ...many.slice(first, first + 300))
  await putPeople(database, odd, extra)
  await database.close()
}

/** What people left: of what they save more than fits into one batch where there is much of the rest. */
async function putPeople(database: Database, odd: string, extra: number): Promise<void> {
  const saved = Array.from({ length: extra }, (_, n) => ({
    team: TEAM,
    person: 'U1',
    useCase: `u-${n}`,
    at: n,
  }))
  await database.db.insertInto('saved').values(saved).execute()
  await keepVote(database, { team: TEAM, answer: 'A1', voter: 'v1', vote: 'up', query: odd, at: NINE })
  await countSearches(database, TEAM, [{ query: odd, day: '2026-11-23', asked: 3, unanswered: 1 }])
  await keepSuggestion(database, {
    ...{
      team: TEAM,
      id: 'S1',
      kind: 'problem',
      useCase: null,
      body: { odd },
      createdBy: null,
      createdAt: NINE,
    },
  })
  const decided = { team: TEAM, id: 'S1', useCase: 'acme', body: { odd } }
  await updateSuggestion(database, { ...decided, state: 'accepted', decidedAt: NINE + 1 })
  await database.db
    .insertInto('link')
    .values([
      {
        ...{ team: '', url: `https://example.com/${odd}`, state: 'dead', since: NINE, checkedAt: NINE + 1 },
        ...{ reason: '404', movedTo: null, archive: 'https://web.archive.org/x' },
      },
    ])
    .execute()
  await welcomeOnce(database, { team: TEAM, user: 'U1', at: NINE })
  await claimEvent(database, { team: TEAM, key: 'Ev1', owner: 'run-1', at: NINE })
  await takeOverEvent(database, { team: TEAM, key: 'Ev1', version: 0, owner: 'run-2', at: NINE + 1 })
  await finishEvent(database, { team: TEAM, key: 'Ev1', at: NINE + 2 })
  await putInstallation(database)
}

async function putInstallation({ db }: Database): Promise<void> {
  await db
    .insertInto('installation')
    .values({
      ...{
        id: 'E1',
        enterprise: 'E1',
        team: null,
        orgWide: 1,
        scopes: 'commands,chat:write',
        installedBy: 'U1',
      },
      ...{ installedAt: NINE, updatedAt: NINE + 1, sealed: 'v1:secret', uninstalledAt: null },
    })
    .execute()
  await db.insertInto('workspace').values({ team: TEAM, installation: 'E1', seenAt: NINE }).execute()
  const quota = { team: TEAM, method: 'chat.postMessage', windowStart: NINE, used: 3, pausedUntil: NINE + 1 }
  await db.insertInto('quota').values(quota).execute()
}

/** The bot's next minute with it. */
async function expectToGoOn(database: Database): Promise<void> {
  const [waiting, ...others] = await openDeliveries(database, { team: TEAM, now: NINE, limit: 10 })
  expect(others).toEqual([])
  expect(waiting).toMatchObject({ id: 'c', owner: 'run-1', uncertain: 1, attempts: 2 })
  const taken = waiting && (await takeOver(database, waiting, 'run-2'))
  expect(taken).toMatchObject({ id: 'c', owner: 'run-2', version: 6 })
  await finishDelivery(database, 'c', { state: 'sent', ts: '1795424400.000100', at: NINE })
  const seen: string[] = []
  const plan = (subscription: Subscription, shown: ReadonlySet<string>) => {
    seen.push(subscription.channel, ...sorted(shown))
    return post('d')(subscription)
  }
  const claim = { team: TEAM, now: NINE, limit: 10, owner: 'run-2', plan }
  expect(await claimDue(database, claim)).toHaveLength(1)
  expect(seen).toEqual(['C1', 'a', 'b'])
  const after = await findSubscription(database, TEAM, 'C1')
  expect(after).toMatchObject({ round: 1, lastUseCase: 'd', nextSlot: '2026-11-24' })
  expect(await claimDue(database, claim)).toEqual([])
}

describe('kstreams store move', () => {
  it('takes everything to Postgres and back, and the bot goes on', async () => {
    const state = folder()
    const [old, back] = [join(state, 'old.db'), join(state, 'new', 'back.db')]
    // More than fit into one batch.
    await inUse(`file:${state}/used.db`, 603)
    const before = await everything(`file:${state}/used.db`)
    // A copy as nobody has opened it: whoever writes into it changes it in any case.
    backupStore(`file:${state}/used.db`, old)
    const bytes = digestOf(old)
    const url = await server().createDatabase()
    const { hostname, port, pathname, password } = new URL(url)
    const name = `the database ${pathname.slice(1)} of the Postgres server ${hostname}:${port}`
    const counts = [
      ...['  subscription 3', '  delivery     606', '  audit        3', '  saved        603'],
      ...[
        '  vote         1',
        '  search       1',
        '  suggestion   1',
        '  welcome      1',
        '  seenEvent    1',
        '  link         1',
        '  installation 1',
        '  workspace    1',
        '  quota        1',
        '',
      ],
    ].join('\n')
    const last = 'The old one is as it was. Set DATABASE_URL to the new one before you start the bot.\n'
    expect(await store(['move', url], { DATABASE_URL: `file:${old}` })).toEqual({
      ...{ code: 0, err: '', out: `Copied the file ${old} to ${name}:\n${counts}${last}` },
    })
    expect(digestOf(old)).toBe(bytes)
    expect(await everything(url)).toEqual(before)
    expect(await store(['move', url, `file:${back}`])).toEqual({
      ...{ code: 0, err: '', out: `Copied ${name} to the file ${back}:\n${counts}${last}` },
    })
    expect(await everything(`file:${back}`)).toEqual(before)
    expect(statSync(back).mode & 0o777).toBe(0o600)
    expect(last + name).not.toContain(password)
    for (const one of [url, `file:${back}`]) await expectToGoOn(await open(one))
  })

  it('never writes into a database that is not empty', async () => {
    const [from, to] = [`file:${folder()}/from.db`, await server().createDatabase()]
    await inUse(from)
    await saveSubscription(await open(to), digest('C9'), CHANGE)
    const before = await everything(to)
    await expect(moveStore(from, to)).rejects.toThrow(
      /^Nothing was copied: the database test_\d+ of the Postgres server \S+ is not empty \(subscription: 1, audit: 1\), and/,
    )
    expect(await everything(to)).toEqual(before)
    await expect(moveStore(to, from)).rejects.toThrow(
      'is not empty (subscription: 3, delivery: 4, audit: 3, saved: 1, vote: 1, search: 1, suggestion: 1, ' +
        'welcome: 1, seenEvent: 1, link: 1, installation: 1, workspace: 1, quota: 1), and',
    )
  })

  it('keeps nothing when it cannot keep everything', async () => {
    const [from, to] = [`file:${folder()}/from.db`, await server().createDatabase()]
    await inUse(from)
    // More than Postgres has room for in this column.
    await put(await open(from), delivery('C1', { id: 'z', attempts: 2 ** 40 }))
    await expect(moveStore(from, to)).rejects.toThrow(
      /^Nothing was copied: the database .* gave an error: .*1099511627776.*out of range/,
    )
    expect(Object.values(await everything(to)).flat()).toEqual([])
  })

  it.each<[string, (from: string) => Promise<unknown>, RegExp]>([
    ['is not there', async (from) => rmSync(from), /^There is no file .*from\.db\.$/],
    [
      'is something else',
      async (from) => writeFileSync(from, 'A letter to a friend.\n'.repeat(100)),
      /^Nothing was copied: the file .*from\.db is no database of SQLite's\. Name another file\.$/,
    ],
    [
      'is of another program',
      async (from) => (await open(`file:${from}`)).db.schema.dropTable('migration').execute(),
      /^Nothing was copied: the file .*from\.db has no tables of kstreams\. Check the address\.$/,
    ],
    [
      'is of a newer version',
      async (from) =>
        sql`insert into migration values ('999-later', '2030')`.execute((await open(`file:${from}`)).db),
      /^Nothing was copied: the file .*from\.db was written by a newer version of kstreams \(its migration 999-later/,
    ],
  ])('says so where the one to copy from %s, and makes none to copy to', async (_, spoil, words) => {
    const state = folder()
    const from = join(state, 'from.db')
    await (await open(`file:${from}`)).close()
    await spoil(from)
    await expect(moveStore(`file:${from}`, `file:${state}/to.db`)).rejects.toThrow(words)
    expect(existsSync(join(state, 'to.db'))).toBe(false)
  })

  it('says so where the one to copy to does not let us in, without the password', async () => {
    const from = `file:${folder()}/from.db`
    await (await open(from)).close()
    const to = new URL(server().url('postgres'))
    to.password = 'geheim'
    const { code, out, err } = await store(['move', from, to.href])
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(
      /^Nothing was copied: the Postgres server 127\.0\.0\.1:\d+ does not let in postgres\./,
    )
    expect(err).not.toContain('geheim')
  })

  it('does not copy a database to itself', async () => {
    const state = folder()
    await (await open(`file:${state}/from.db`)).close()
    await expect(moveStore(`file:${state}/from.db`, `file:${state}/./from.db`)).rejects.toThrow(
      `Both are the file ${state}/from.db. Name another one to copy to.`,
    )
  })
})

describe('kstreams store backup', () => {
  it('copies the database while it is being written, for its owner alone', async () => {
    const state = folder()
    const url = `file:${state}/kstreams.db`
    const database = await open(url)
    await save(database, digest('C1'))
    const copy = join(state, 'backup.db')
    const ended = await database.db.transaction().execute(async (transaction) => {
      await transaction.updateTable('subscription').set({ time: '10:00' }).execute()
      return store(['backup', copy], { DATABASE_URL: url })
    })
    const out = `Copied the file ${state}/kstreams.db to ${copy}, ${statSync(copy).size} bytes.\n`
    expect(ended).toEqual({ code: 0, err: '', out })
    expect(statSync(copy).mode & 0o777).toBe(0o600)
    expect(readdirSync(state).filter((name) => name.startsWith('backup'))).toEqual(['backup.db'])
    expect(await findSubscription(await open(`file:${copy}`), TEAM, 'C1')).toEqual(digest('C1'))
    expect(await findSubscription(database, TEAM, 'C1')).toMatchObject({ time: '10:00' })
  })

  it('comes back as the README says, also after a crash', async () => {
    const state = folder()
    const running = await open(`file:${state}/kstreams.db`)
    await save(running, digest('C1'))
    const backup = join(state, 'backup.db')
    backupStore(`file:${state}/kstreams.db`, backup)
    await save(running, digest('C2'), digest('C3'))
    // What a process leaves that is killed now.
    const crashed = (name: string) => {
      const path = join(state, name)
      mkdirSync(path)
      for (const end of ['', '-wal', '-shm'])
        copyFileSync(join(state, `kstreams.db${end}`), join(path, `kstreams.db${end}`))
      return join(path, 'kstreams.db')
    }
    const restored = crashed('restored')
    for (const end of ['-wal', '-shm']) rmSync(`${restored}${end}`)
    copyFileSync(backup, restored)
    expect(statSync(restored).mode & 0o777).toBe(0o600)
    expect(await everything(`file:${restored}`)).toEqual(await everything(`file:${backup}`))
    // With the old ones beside it, it is not the backup that comes back.
    const mixed = crashed('mixed')
    copyFileSync(backup, mixed)
    const rows = await everything(`file:${mixed}`).catch(() => 'damaged')
    expect(rows).not.toEqual(await everything(`file:${backup}`))
  })

  it('never takes the place of a file', async () => {
    const state = folder()
    const url = `file:${state}/kstreams.db`
    await (await open(url)).close()
    const taken = join(state, 'backup.db')
    writeFileSync(taken, 'precious')
    expect(() => backupStore(url, taken)).toThrow(`There is a file ${taken} already. Choose another name.`)
    expect(readFileSync(taken, 'utf8')).toBe('precious')
  })

  it('is of a file that is there, in a folder that is there', async () => {
    const state = folder()
    const url = `file:${state}/x.db`
    expect(() => backupStore(url, join(state, 'backup.db'))).toThrow(`There is no file ${state}/x.db.`)
    expect(readdirSync(state)).toEqual([])
    await (await open(url)).close()
    const words = `There is no folder ${state}/no. Make it, or choose another one.`
    expect(() => backupStore(url, join(state, 'no', 'backup.db'))).toThrow(words)
  })

  it('is left to Postgres where the database is in one', async () => {
    const { code, out, err } = await store(['backup', 'x'], { DATABASE_URL: server().url('postgres') })
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toMatch(/^the database postgres of the Postgres server \S+ is Postgres: use pg_dump/i)
    expect(err).not.toContain(new URL(server().url('x')).password)
  })
})

describe('kstreams store', () => {
  it('exits 2 on bad usage, and says what was wrong', async () => {
    const what = 'store takes backup FILE, or move [FROM] TO.'
    const cases: [string[], string][] = [
      [['restore', 'x'], what],
      [['move', 'a', 'b', 'c'], what],
      [['move', 'http://u:geheim@h/x'], 'An address is file:PATH or postgres://...'],
      [['move', '--force', 'file:x'], 'There is no option --force.'],
    ]
    const ended = await Promise.all(cases.map(([args]) => store(args)))
    expect(ended.map(({ code, out, err }) => [code, out, err.split('\n')[0]])).toEqual(
      cases.map(([, message]) => [2, '', message]),
    )
    expect(ended.every(({ err }) => err.includes('store --help') && !err.includes('geheim'))).toBe(true)
  })

  it('says what is wrong with DATABASE_URL, without repeating it', async () => {
    const { code, err } = await store(['backup', 'x'], { DATABASE_URL: 'mysql://u:geheim@h/x' })
    expect(code).toBe(1)
    expect(err).toMatch(/^DATABASE_URL is neither file:PATH nor/)
    expect(err).not.toContain('geheim')
  })
})
