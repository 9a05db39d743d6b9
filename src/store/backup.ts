import { closeSync, existsSync, fsyncSync, linkSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import Sqlite from 'libsql'
import { engineOf, IN_MEMORY, nameOf, pathOf } from './address.ts'
import { explainStore } from './explain.ts'
import { StoreError } from './store-error.ts'

/** How long the copy waits for somebody who has just opened or leaves the database. */
const BUSY_MS = 5000

/**
 * Writes a copy of a database of SQLite's as it is at this moment; whoever uses it goes on. Under its name is either
 * the whole copy or nothing.
 * @param url of the database
 * @param file is made, for its owner alone
 * @returns the size of the copy, in bytes
 * @throws StoreError in words, also where there is such a file already
 */
export function backupStore(url: string, file: string): number {
  expectFile(url)
  const target = resolve(file)
  if (existsSync(target)) throw new StoreError(`There is a file ${target} already. Choose another name.`)
  if (!existsSync(dirname(target)))
    throw new StoreError(`There is no folder ${dirname(target)}. Make it, or choose another one.`)
  const unfinished = `${target}.unfinished`
  try {
    write(pathOf(url), unfinished)
    publish(unfinished, target)
  } catch (cause) {
    throw new StoreError(`There is no backup: ${explainBackup(cause, url, target)}`, { cause })
  } finally {
    rmSync(unfinished, { force: true })
  }
  return statSync(target).size
}

function write(path: string, target: string): void {
  rmSync(target, { force: true })
  // SQLite writes into an empty file; one of its own it would make for everybody to read.
  const handle = openSync(target, 'wx', 0o600)
  try {
    const database = new Sqlite(path, { timeout: BUSY_MS })
    try {
      database.prepare('vacuum into ?').run(target)
    } finally {
      database.close()
    }
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/** A link never takes the place of a file that came in between; not every file system has links. */
function publish(unfinished: string, target: string): void {
  try {
    linkSync(unfinished, target)
  } catch (error) {
    if ((error as { code?: string }).code === 'EEXIST') throw error
    renameSync(unfinished, target)
  }
}

/** Node's errors are of the copy, SQLite's of the database or of either. */
function explainBackup(error: unknown, url: string, target: string): string {
  const { code = '' } = error as { code?: string }
  return explainStore(error, code.startsWith('E') || code === 'SQLITE_FULL' ? `file:${target}` : url)
}

/**
 * Holds that an address is of a file of SQLite's that is there.
 * @throws StoreError
 */
export function expectFile(url: string): void {
  const path = pathOf(url)
  if (engineOf(url) === 'postgres') {
    throw new StoreError(`${nameOf(url)} is Postgres: use pg_dump, also while the bot runs.`)
  }
  if (path === IN_MEMORY) throw new StoreError('A database in memory ends with its process: name a file.')
  if (!existsSync(path)) throw new StoreError(`There is no file ${resolve(path)}.`)
}
