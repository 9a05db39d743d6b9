import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { engineOf, IN_MEMORY, nameOf, pathOf } from '../store/address.ts'
import { type Standing, standingOf } from '../store/standing.ts'
import { StoreError } from '../store/store-error.ts'
import type { Database } from '../store/tables.ts'
import { type Finding, fault, ok, warning } from './finding.ts'

const CHECK = 'database'

/**
 * Looks whether the bot can use a database, and changes nothing in it.
 * @param url see `engineOf`
 * @param look what else to look for in one that has the bot's tables
 */
export async function checkDatabase(
  url: string,
  look: (database: Database) => Promise<Finding[]> = async () => [],
): Promise<Finding[]> {
  const closed = closedFolder(url)
  if (closed !== undefined) {
    const found = `${capital(nameOf(url))} cannot be made: whoever runs this may not write into ${closed}.`
    const remedy = `Give whoever runs the bot the right to do so, or set DATABASE_URL to a file elsewhere.`
    return [fault(CHECK, found, remedy)]
  }
  const more: Finding[] = []
  try {
    const standing = await standingOf(url, async (database) => void more.push(...(await look(database))))
    return [findingOf(standing, url), ...more]
  } catch (error) {
    if (!(error instanceof StoreError)) throw error
    const [first = '', ...rest] = error.message.split(/(?<=[.?]) (?=[A-Z])/)
    return [fault(CHECK, capital(first), rest.join(' ') || 'Check DATABASE_URL.')]
  }
}

/** @returns the folder in which a file that is not there yet cannot be made, nor a folder for it */
function closedFolder(url: string): string | undefined {
  const path = resolve(pathOf(url))
  if (engineOf(url) !== 'sqlite' || pathOf(url) === IN_MEMORY || existsSync(path)) return undefined
  let folder = dirname(path)
  while (!existsSync(folder)) folder = dirname(folder)
  if (!statSync(folder).isDirectory()) return undefined
  try {
    accessSync(folder, constants.W_OK | constants.X_OK)
    return undefined
  } catch {
    return folder
  }
}

function findingOf(standing: Standing, url: string): Finding {
  const name = capital(nameOf(url))
  if (pathOf(url) === IN_MEMORY)
    return warning(CHECK, `${name} ends with the bot.`, 'Set DATABASE_URL to a file or to Postgres.')
  if (standing === 'absent') return ok(CHECK, `${name} will be made when the bot starts.`)
  if (standing === 'empty') return ok(CHECK, `${name} is empty; its tables will be made when the bot starts.`)
  if (standing === 'older')
    return ok(CHECK, `${name} is of an older version, and will be brought up to date when the bot starts.`)
  if (standing === 'ready') return ok(CHECK, `${name} can be used, and its tables are up to date.`)
  return warning(CHECK, `${name} has tables of another program.`, 'Give kstreams a database of its own.')
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
