/** Wrong usage: exit code 2, with what was wrong. */
export class UsageError extends Error {}

/** What was asked for could not be done: exit code 1, with what is wrong and what to do. */
export class Failure extends Error {}

/**
 * A command of the terminal: takes what follows its name, gives the exit code.
 * @throws UsageError and Failure; CatalogueError and StoreError, which are told as they are
 */
export type Command = (args: string[]) => Promise<number>

/** Writes to standard output, as it is. */
export const print = (text: string): void => void process.stdout.write(text)
