import { loadCatalogue } from '../catalogue/load.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { presentDatabase } from './database.ts'

const REPORTED = 20

/** What the bot's database tells of what should be better: counts, never who. */
export async function report(args: string[]): Promise<number> {
  const { positionals } = readArgs('report', args)
  if (positionals.length > 0) throw new UsageError('report takes nothing.')
  const [{ readReport }, { RETENTION_DAYS: days }, { problemLinesOf, usageText }] = await Promise.all([
    import('../store/report.ts'),
    import('../store/retention.ts'),
    import('../cards/usage-report.ts'),
  ])
  const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
  const since = dayOf(Date.now() - days * 24 * 60 * 60_000)
  const { problems, ...usage } = await readReport(await presentDatabase(), { since, limit: REPORTED })
  const lines = problemLinesOf(problems.suggestions, await loadCatalogue(), dayOf)
  print(usageText({ days, ...usage }, { total: problems.total, lines }))
  return 0
}
