import { readFileSync, statSync } from 'node:fs'
import dotenv from 'dotenv'

/** The variables that a `.env` file sets to something, in order, and its rights (as of chmod: 0o600). */
export type EnvFile = { names: string[]; rights: number }

/**
 * Looks into a `.env` file, and takes nothing out of it but names.
 * @returns undefined where there is none
 * @throws Node's own error where it cannot be read
 */
export function readEnvFile(path: string): EnvFile | undefined {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return undefined
  const set = Object.entries(dotenv.parse(readFileSync(path))).filter(([, value]) => value.trim() !== '')
  return { names: set.map(([name]) => name), rights: mode & 0o777 }
}
