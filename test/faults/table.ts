import type { Result } from './play.ts'

const COLUMNS: readonly [string, (result: Result) => string | number][] = [
  ['What was done', ({ scenario }) => scenario.name],
  ['asked', ({ asked }) => asked],
  ['acknowledged', ({ acknowledged }) => acknowledged],
  ['sent again', ({ again }) => again],
  ['Slack said it failed', ({ failed }) => failed],
  ['apologies', ({ apologies }) => apologies],
  ['digests', ({ digests }) => digests],
  ['lost', ({ lost }) => lost.length],
  ['twice', ({ twice }) => twice.length],
  ['kills', ({ kills }) => kills],
  ['503 of /readyz', ({ refusals }) => refusals],
  ['took', ({ ms }) => `${(ms / 1000).toFixed(0)} s`],
]

/** The heading of the table in docs/reliability.md, and then a line for each result as it comes. */
export const HEADING = [COLUMNS.map(([title]) => title), COLUMNS.map(() => '---')].map(rowOf).join('\n')

export const line = (result: Result): string => rowOf(COLUMNS.map(([, read]) => read(result)))

function rowOf(cells: readonly (string | number)[]): string {
  return `| ${cells.join(' | ')} |`
}
