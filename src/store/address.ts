import { resolve } from 'node:path'
import type { Engine } from './tables.ts'

const FILE = /^file:/

/** Which engine an address is for: `postgres://...`, `file:PATH`, `file::memory:`; undefined for anything else. */
export function engineOf(url: string): Engine | undefined {
  if (/^postgres(ql)?:\/\/./.test(url) && URL.canParse(url)) return 'postgres'
  return FILE.test(url) && url.length > 'file:'.length ? 'sqlite' : undefined
}

/** What stands for a database that ends with the process. */
export const IN_MEMORY = ':memory:'

/** The path in `file:PATH` or `file:///PATH`; `:memory:` is a database that ends with the process. */
export function pathOf(url: string): string {
  return url.replace(FILE, '').replace(/^\/\/(?=\/)/, '')
}

/** Names a database for people, without its password: a noun, to go on with. */
export function nameOf(url: string): string {
  const path = pathOf(url)
  if (engineOf(url) === 'sqlite')
    return path === IN_MEMORY ? 'a database in memory' : `the file ${resolve(path)}`
  const { database, server } = serverOf(url)
  return `the database ${database} of ${server}`
}

/** What the address of a Postgres server says, without its password. */
export function serverOf(url: string): { database: string; server: string; user: string } {
  const { hostname, port, pathname, searchParams, username } = new URL(url)
  const host = searchParams.get('host') || hostname || 'localhost'
  const user = username || searchParams.get('user') || 'this user'
  return {
    user,
    database: pathname.slice(1) || user,
    server: `the Postgres server ${host}:${port || searchParams.get('port') || 5432}`,
  }
}
