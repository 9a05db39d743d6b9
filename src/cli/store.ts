import { resolve } from 'node:path'
import { engineOf, nameOf } from '../store/address.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { presentDatabase } from './database.ts'

/** What can be done with the bot's database. */
export async function store(args: string[]): Promise<number> {
  const { positionals } = readArgs('store', args)
  const [action, ...given] = positionals
  const [first = '', second] = given
  if (action === 'backup' && given.length === 1) return backup(first)
  if (action === 'move' && given.length === 1) return move(await presentDatabase(), address(first))
  if (action === 'move' && second !== undefined && given.length === 2)
    return move(address(first), address(second))
  throw new UsageError('store takes backup FILE, or move [FROM] TO.')
}

async function backup(file: string): Promise<number> {
  const { backupStore } = await import('../store/backup.ts')
  const url = await presentDatabase()
  const bytes = backupStore(url, file)
  print(`Copied ${nameOf(url)} to ${resolve(file)}, ${bytes} bytes.\n`)
  return 0
}

async function move(from: string, to: string): Promise<number> {
  const { moveStore } = await import('../store/move.ts')
  const counts = await moveStore(from, to)
  print(`Copied ${nameOf(from)} to ${nameOf(to)}:\n`)
  for (const [table, rows] of Object.entries(counts)) print(`  ${table.padEnd(12)} ${rows}\n`)
  print('The old one is as it was. Set DATABASE_URL to the new one before you start the bot.\n')
  return 0
}

/** What is no address is not repeated: it may hold a password. */
function address(given: string): string {
  if (engineOf(given) === undefined) throw new UsageError('An address is file:PATH or postgres://...')
  return given
}
