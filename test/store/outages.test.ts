import { once } from 'node:events'
import { createServer, connect as dial, type Socket } from 'node:net'
import { sql } from 'kysely'
import { expect, it, onTestFinished, vi } from 'vitest'
import { openDeliveries } from '../../src/store/claims.ts'
import { claimDue } from '../../src/store/deliveries.ts'
import type { Database } from '../../src/store/tables.ts'
import { folder, open, ownPostgres } from './engines.ts'
import { digest, NINE, post, save, TEAM } from './rows.ts'

const server = ownPostgres()

const CLAIM = { team: TEAM, now: NINE, limit: 10, owner: 'run-1', plan: post() }
const isOpen = async (database: Database) =>
  (await openDeliveries(database, { team: TEAM, now: NINE, limit: 10 })).length

it('survives that the server goes away and comes back, whatever its connections are doing', async () => {
  const broken: string[] = []
  const database = await open(await server().createDatabase(), {
    broken: ({ message }) => broken.push(message),
  })
  await save(database, digest('C1'))
  let entered = () => {}
  const inside = new Promise<void>((resolve) => {
    entered = resolve
  })
  let leave = () => {}
  const stopped = new Promise<void>((resolve) => {
    leave = resolve
  })
  // One in the middle of a transaction, one in the middle of a statement, one idle.
  const idle = sql`select 1`.execute(database.db)
  const transaction = database.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('subscription').set({ time: '10:00' }).execute()
    entered()
    await stopped
    await transaction.updateTable('subscription').set({ days: '[]' }).execute()
  })
  const statement = sql`select pg_sleep(60)`.execute(database.db)
  const failed = Promise.allSettled([transaction, statement])
  await Promise.all([inside, idle])
  await server().stop()
  leave()
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  await expect(claimDue(database, CLAIM)).rejects.toThrow()
  await server().start()
  // Of a connection that was idle it may only be learnt now that it is gone.
  const [claimed] = await vi.waitFor(() => claimDue(database, CLAIM), { interval: 1 })
  expect(claimed?.plan.subscription.time).toBe('09:00')
  expect(broken.length).toBeGreaterThan(0)
})

it('sets limits on the server, too, which does not always hear that a machine is gone', async () => {
  const { db } = await open(await server().createDatabase())
  const limitOf = async (name: string) => {
    const { rows } = await sql.raw(`show ${name}`).execute(db)
    return Object.values(rows[0] as object)
  }
  expect(await limitOf('statement_timeout')).toEqual(['10s'])
  expect(await limitOf('idle_in_transaction_session_timeout')).toEqual(['10s'])
})

/** A way to the server that can fall silent: what is sent then is lost, without an error. */
async function wire(url: string): Promise<{ url: string; silence: () => void }> {
  const { port } = new URL(url)
  const sockets: Socket[] = []
  const proxy = createServer((near) => {
    const far = dial(Number(port), '127.0.0.1')
    sockets.push(near, far)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
  }).listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    proxy.close()
  })
  const address = new URL(url)
  address.port = String((proxy.address() as { port: number }).port)
  return {
    url: address.href,
    silence: () => {
      for (const socket of sockets) socket.unpipe().resume()
    },
  }
}

it('does not use a connection again that fell silent', async () => {
  const { url, silence } = await wire(await server().createDatabase())
  const database = await open(`${url}?query_timeout=200`)
  await save(database, digest('C1'))
  silence()
  await expect(claimDue(database, CLAIM)).rejects.toThrow('timeout')
  expect(await claimDue(database, CLAIM)).toHaveLength(1)
  expect(await isOpen(database)).toBe(1)
})

it('gives digests free again of a transaction that fell silent', async () => {
  const { url, silence } = await wire(await server().createDatabase())
  const database = await open(`${url}?query_timeout=200&idle_in_transaction_session_timeout=300`)
  await save(database, digest('C1'))
  const plan: typeof CLAIM.plan = (subscription) => {
    silence()
    return post()(subscription)
  }
  await expect(claimDue(database, { ...CLAIM, plan })).rejects.toThrow('timeout')
  const free = async () => (await claimDue(database, CLAIM)).length
  await expect.poll(free, { interval: 20, timeout: 5000 }).toBe(1)
  expect(await isOpen(database)).toBe(1)
})

it('waits for another writer of the file without standing still, and goes on afterwards', async () => {
  const url = `file:${folder()}/kstreams.db`
  const [database, other] = [await open(url), await open(url)]
  await save(database, digest('C1'))
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  let begun = () => {}
  const holding = new Promise<void>((resolve) => {
    begun = resolve
  })
  const writer = other.db.transaction().execute(async (transaction) => {
    await transaction.updateTable('subscription').set({ time: '10:00' }).execute()
    begun()
    await held
  })
  await holding
  const claiming = claimDue(database, CLAIM)
  // Were it to stand still, nothing could end the other's transaction.
  const turns = await new Promise<number>((resolve) => {
    let count = 0
    const timer = setInterval(() => {
      count += 1
      if (count < 5) return
      clearInterval(timer)
      resolve(count)
    }, 5)
  })
  expect(turns).toBe(5)
  release()
  await writer
  const [claimed] = await claiming
  expect(claimed?.plan.subscription.time).toBe('10:00')
  // `libsql` once kept something of each attempt, and then nothing could be committed any more.
  await save(database, digest('C2'))
  expect(await claimDue(other, CLAIM)).toHaveLength(1)
})
