import type { Result } from './play.ts'

const COLUMNS: readonly [string, (result: Result) => string][] = [
  ['processes', ({ scenario }) => String(scenario.processes)],
  ['database', ({ scenario }) => scenario.database],
  ['digests', ({ digests }) => String(digests)],
  ['kills', ({ kills }) => String(kills)],
  ['faults', ({ faults }) => String(faults)],
  ['posted', ({ posted }) => String(posted)],
  ['twice', ({ twice }) => String(twice.length)],
  ['lost', ({ lost }) => String(lost.length)],
  ['wrong', ({ wrong }) => String(wrong.length)],
  ['took', ({ ms }) => `${(ms / 1000).toFixed(1)} s`],
]
const NAME = 32
const WIDTH = 10

/** The heading of the table, and then a line for each result as it comes. */
export const heading = (): string =>
  'scenario'.padEnd(NAME) + COLUMNS.map(([title]) => title.padStart(WIDTH)).join('')

export const line = (result: Result): string =>
  result.scenario.name.padEnd(NAME) + COLUMNS.map(([, read]) => read(result).padStart(WIDTH)).join('')

/** Whatever is wrong, at most a few of each. */
export function faultsOf({ twice, lost, wrong }: Result): string[] {
  const few = (what: string, lines: readonly string[]) => lines.slice(0, 10).map((one) => `${what}: ${one}`)
  return [...few('twice', twice), ...few('lost', lost), ...few('wrong', wrong)]
}
