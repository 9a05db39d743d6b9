import type { LogLevel } from '../config.ts'
import { createLog, type Log } from '../log.ts'

type Line = { level: string; msg?: string; team?: string } & Record<string, unknown>
type Problem = { file: string; line?: number; fault: string; remedy: string }
/** Gives what a person reads instead of a line of the log; undefined where the line stays as it is. */
type Reader = (line: Line) => string | undefined

/**
 * The log of a playground. Whoever edits the catalogue beside it reads what became of that in plain words, at any
 * level but `silent`; every other line is as in the log of a bot.
 * @param say takes the lines, without their end
 * @param formatProblem gives the words for a fault of the catalogue
 */
export function createTerminalLog(
  level: LogLevel,
  say: (line: string) => void,
  formatProblem: (problem: Problem) => string,
): Log {
  const read = readers(formatProblem)
  const rank = (name: string) => log.levels.values[name] ?? Number.POSITIVE_INFINITY
  const write = (text: string) => {
    const line = JSON.parse(text) as Line
    const words = read[line.msg ?? '']?.(line)
    if (words !== undefined) say(words)
    else if (rank(line.level) >= rank(level)) say(text.trimEnd())
  }
  const quieter = level === 'warn' || level === 'error' || level === 'fatal'
  const log = createLog(quieter ? 'info' : level, { write })
  return log
}

/** By message: those of src/library. */
const readers = (formatProblem: (problem: Problem) => string): Record<string, Reader> => ({
  'a fault in the catalogue': (line) => {
    const problem = line as Line & Problem
    return formatProblem({ ...problem, file: `data/${problem.file}` })
  },
  'the catalogue has faults: the one before stays': ({ faults }) =>
    `The catalogue has ${counted(faults, 'fault')}: the one before stays.`,
  'the catalogue has no faults any more': ({ useCases }) =>
    `The catalogue has no faults any more: ${counted(useCases, 'use case')}.`,
  // An edition for one workspace has what was accepted there: nobody has touched the files.
  'answers come from a new edition': ({ useCases, team }) =>
    team === undefined ? `The catalogue was read anew: ${counted(useCases, 'use case')}.` : undefined,
})

const counted = (number: unknown, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`
