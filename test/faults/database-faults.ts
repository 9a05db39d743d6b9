import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { type PostgresServer, run } from '../store/postgres.ts'

/** Ends a server: in order, or as a machine that loses its power would (its log is read again when it starts). */
export async function stopServer(server: PostgresServer, how: 'fast' | 'immediate'): Promise<void> {
  if (how === 'immediate') process.kill(await postmasterOf(server), 'SIGQUIT')
  await server.stop()
}

async function dataFolderOf(server: PostgresServer): Promise<string> {
  const { rows } = await run(server.url('postgres'), 'show data_directory')
  return (rows[0] as { data_directory: string }).data_directory
}

async function postmasterOf(server: PostgresServer): Promise<number> {
  return Number.parseInt(readFileSync(join(await dataFolderOf(server), 'postmaster.pid'), 'utf8'), 10)
}

const END_APPS = `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'kstreams'`
/** Postgres's own max_connections, as startPostgres sets it. */
const ALL = 100

/** Takes every connection that a server gives, those of the app as well. @returns gives them back */
export async function takeConnections(server: PostgresServer): Promise<() => Promise<void>> {
  const taken: pg.Client[] = []
  const take = async () => {
    const client = new pg.Client({ connectionString: server.url('postgres') })
    client.on('error', () => {})
    await client.connect()
    taken.push(client)
  }
  const takeRest = async () => {
    const results = await Promise.allSettled(Array.from({ length: ALL }, take))
    return results.some(({ status }) => status === 'rejected')
  }
  await takeRest()
  // Each that the app loses is taken before it has another, or soon after.
  while ((await taken[0]?.query(END_APPS))?.rowCount) await takeRest()
  return async () => {
    await Promise.all(taken.map((client) => client.end().catch(() => {})))
  }
}

/** A database whose tables are on a file system of their own, with a few megabytes. */
export type TightDatabase = {
  url: string
  /** Fills that file system to the last byte. */
  fill: () => void
  empty: () => void
  close: () => Promise<void>
}

const SIZE = '16m'

/**
 * Makes one.
 * @returns undefined where this machine does not let us mount: only root may
 */
export async function tightDatabase(server: PostgresServer): Promise<TightDatabase | undefined> {
  const data = await dataFolderOf(server)
  const folder = mkdtempSync(join(data, '..', 'tight-'))
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE}`, 'tmpfs', folder]).status !== 0) {
    rmSync(folder, { recursive: true })
    return undefined
  }
  const { uid, gid } = statSync(data)
  chownSync(folder, uid, gid)
  await run(server.url('postgres'), `create tablespace tight location '${folder}'`)
  await run(server.url('postgres'), 'create database tight tablespace tight strategy file_copy')
  const url = server.url('tight')
  const rest = join(folder, 'the-rest')
  return {
    url,
    fill: () => fillFile(rest),
    empty: () => rmSync(rest),
    close: async () => {
      await run(server.url('postgres'), 'drop database tight with (force)')
      await run(server.url('postgres'), 'drop tablespace tight')
      spawnSync('umount', [folder])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Writes a file until nothing more fits. */
function fillFile(path: string): void {
  for (const size of [1 << 20, 1 << 12, 1]) {
    for (let full = false; !full; ) {
      try {
        appendFileSync(path, Buffer.alloc(size))
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
        full = true
      }
    }
  }
}
