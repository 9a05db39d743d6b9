import { nearest } from '../catalogue/nearest.ts'
import { type EnvFile, readEnvFile, VARIABLES } from '../config.ts'
import { type Finding, warning } from './finding.ts'

const CHECK = '.env'

/**
 * Looks for names in a `.env` file that the bot does not know, and whether others may read it. Nothing else that it holds
 * is repeated, and of the environment itself much is other programs'.
 */
export function checkEnvFile(path: string): Finding[] {
  let file: EnvFile | undefined
  try {
    file = readEnvFile(path)
  } catch (error) {
    const { code = 'no reason' } = error as NodeJS.ErrnoException
    const found = `${path} cannot be read (${code}): the bot would start without it.`
    return [warning(CHECK, found, 'Give whoever runs the bot the right to read it.')]
  }
  return file === undefined ? [] : [...checkRights(path, file.rights), ...file.names.flatMap(checkName)]
}

/** All that chmod gives to others than the owner. */
const OTHERS = 0o077

function checkRights(path: string, rights: number): Finding[] {
  // Windows has rights of another kind.
  if (process.platform === 'win32' || (rights & OTHERS) === 0) return []
  const found = `Others than its owner may use ${path} (mode ${rights.toString(8)}), and it holds secrets.`
  return [warning(CHECK, found, `Make it the bot's own: chmod 600 ${path}`)]
}

const OURS = /^(SLACK_|DIGEST_|KSTREAMS)/i

function checkName(name: string): Finding[] {
  const known: readonly string[] = VARIABLES
  if (known.includes(name)) return []
  const guess = nearest(name, known)
  // A short name is a part of many.
  const meant = guess !== undefined && name.length * 2 >= guess.length ? guess : undefined
  if (meant !== undefined)
    return [warning(CHECK, `${name} is not known; is ${meant} meant?`, 'Rename it, or remove it.')]
  if (!OURS.test(name)) return []
  return [warning(CHECK, `${name} is not known.`, 'Remove it; .env.example has all that are.')]
}
