/** One thing that is wrong with the catalogue, in words for the person who can mend it. */
export type Problem = {
  /** Path of the file below the data folder, such as `use-cases/acme-fraud.yaml`. */
  file: string
  /** Line in that file, counted from 1, where it can be told. */
  line?: number
  /** What is wrong, beginning with the field: `summary has 204 characters, 14 too many`. */
  fault: string
  /** What to do about it, as a full sentence. */
  remedy: string
}

/** One line for a terminal or a log: `use-cases/a.yaml:7: what is wrong. What to do.` */
export function formatProblem({ file, line, fault, remedy }: Problem): string {
  return `${file}${line === undefined ? '' : `:${line}`}: ${fault}. ${remedy}`
}

/** The error that stops the bot from starting: its message lists every problem, one a line. */
export class CatalogueError extends Error {
  readonly problems: readonly Problem[]

  constructor(problems: readonly Problem[]) {
    super(problems.map(formatProblem).join('\n'))
    this.name = 'CatalogueError'
    this.problems = problems
  }
}
