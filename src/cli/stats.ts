import { type SearchNumbers, statsText } from '../cards/stats.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { statsOf } from '../catalogue/stats.ts'
import { StoreError } from '../store/store-error.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { presentDatabase } from './database.ts'
import { ownTerminal } from './terminal.ts'

/** The catalogue in numbers, and how much was searched in it. */
export async function stats(args: string[]): Promise<number> {
  const { values, positionals } = readArgs('stats', args)
  if (positionals.length > 0) throw new UsageError('stats takes no words.')
  const numbers = statsOf(await loadCatalogue())
  // What the files say is said in any case.
  const read = await readSearches().catch((error: unknown) => {
    if (error instanceof StoreError) return error
    throw error
  })
  const searches = read instanceof StoreError ? undefined : read
  print(
    values.json
      ? `${JSON.stringify({ ...numbers, searches: searches ?? null })}\n`
      : statsText(numbers, searches, ownTerminal()),
  )
  if (read instanceof StoreError) throw read
  return 0
}

/** Of all workspaces: what people asked for, `kstreams report` says. */
async function readSearches(): Promise<SearchNumbers> {
  const [{ readTotals }, { RETENTION_DAYS: days }] = await Promise.all([
    import('../store/report.ts'),
    import('../store/retention.ts'),
  ])
  const since = new Date(Date.now() - days * 24 * 60 * 60_000).toISOString().slice(0, 10)
  return { days, ...(await readTotals(await presentDatabase(), { since })) }
}
