import { createInterface } from 'node:readline'
import { resultsForTerminal } from '../cards/terminal.ts'
import { mainLink } from '../catalogue/catalogue.ts'
import { loadCatalogue } from '../catalogue/load.ts'
import { formatReasons } from '../search/reasons.ts'
import { createSearch, type SearchResult } from '../search/search.ts'
import { readArgs } from './arguments.ts'
import { print, UsageError } from './command.ts'
import { ownTerminal } from './terminal.ts'

// Marks an argument as a word: `-walmart` leaves out Walmart, and is no option.
const WORD = '\u0000'

/** Finds use cases. */
export async function search(args: string[]): Promise<number> {
  const { values, positionals: marked } = readArgs(
    'search',
    args.map((arg) => (/^-[^-]/.test(arg) ? WORD + arg : arg)),
  )
  const positionals = marked.map((word) => word.replace(WORD, ''))
  const limit = Number(values.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 100)
    throw new UsageError('--limit takes a number from 1 to 100.')
  if (values.stdin ? positionals.length > 0 : positionals.length === 0) {
    throw new UsageError(values.stdin ? '--stdin takes no words.' : 'Say what to search for.')
  }
  const catalogue = await loadCatalogue()
  const find = (query: string) => createdSearch.search(query, { limit })
  const createdSearch = createSearch(catalogue)
  if (values.stdin) {
    for await (const line of createInterface({ input: process.stdin })) print(json(find(line)))
  } else {
    const result = find(positionals.join(' '))
    print(values.json ? json(result) : resultsForTerminal(result, catalogue, ownTerminal()))
  }
  return 0
}

/** One line of the JSON output; the README documents its fields. */
function json({ query, total, hits, corrected, suggestions }: SearchResult): string {
  const results = hits.map(({ useCase, score, reasons }) => ({
    ...{ id: useCase.id, company: useCase.company, title: useCase.title, score: Number(score.toFixed(4)) },
    ...{ reason: formatReasons(reasons), link: mainLink(useCase).url },
  }))
  return `${JSON.stringify({ query, total, results, corrected: corrected ?? null, suggestions })}\n`
}
