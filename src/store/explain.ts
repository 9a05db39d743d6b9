import { resolve } from 'node:path'
import { redact } from '../log.ts'
import { engineOf, nameOf, pathOf, serverOf } from './address.ts'
import { StoreError } from './store-error.ts'

type Explain = (url: string) => string

const path = (url: string) => resolve(pathOf(url))

const notAllowed: Explain = (url) =>
  `${nameOf(url)} cannot be written. Give whoever runs kstreams the right to write it and the folder that it is in, ` +
  'or choose another place.'
const noFolder: Explain = (url) =>
  `${nameOf(url)} is below something that is no folder. Choose another place.`
const full: Explain = (url) => `there is no space left for ${nameOf(url)}. Make some.`
const damaged: Explain = (url) => `${nameOf(url)} is damaged. Put a backup in its place.`
const notLetIn: Explain = (url) =>
  `${serverOf(url).server} does not let in ${serverOf(url).user}. Check the user and the password in the address.`
const noHost: Explain = (url) => `${serverOf(url).server} is not known. Check the host in the address.`
const noAnswer: Explain = (url) =>
  `${serverOf(url).server} does not answer. Check that it runs, and the host and the port in the address.`
const notNow: Explain = (url) => `${serverOf(url).server} takes no connection at the moment. Try again later.`
const noTables: Explain = (url) =>
  `${serverOf(url).user} may not make tables in ${nameOf(url)}. Grant that user CREATE on its schema public.`
const foreign: Explain = (url) =>
  `${nameOf(url)} has tables of another program. Give kstreams a database of its own.`

/** What the codes mean that Node, SQLite and Postgres (its manual's appendix A) give to their errors. */
const MEANINGS: readonly [code: RegExp, explain: Explain][] = [
  [/^(EACCES|EPERM|EROFS|SQLITE_READONLY|SQLITE_CANTOPEN)/, notAllowed],
  [/^EISDIR$/, (url) => `${path(url)} is a folder. Name a file in it: file:${path(url)}/kstreams.db.`],
  [/^(ENOTDIR|EEXIST|ENOENT)$/, noFolder],
  [/^(ENOSPC|EDQUOT|SQLITE_FULL|53100)/, full],
  [/^SQLITE_NOTADB/, (url) => `${nameOf(url)} is no database of SQLite's. Name another file.`],
  [/^SQLITE_CORRUPT/, damaged],
  [/^SQLITE_BUSY/, (url) => `another program does not let go of ${nameOf(url)}. End that, and try again.`],
  [/^28/, notLetIn],
  [/^3D000$/, (url) => `there is no ${nameOf(url).slice('the '.length)}. Create it, or name another one.`],
  [/^(ENOTFOUND|EAI_AGAIN)$/, noHost],
  [/^(ECONNREFUSED|ECONNRESET|EHOSTUNREACH|ENETUNREACH|ETIMEDOUT)$/, noAnswer],
  [/^(53300|57P03)$/, notNow],
  [/^42501$/, noTables],
  [/^42P07$/, foreign],
]

/** The same for errors that come without a code. */
const WORDS: readonly [message: RegExp, explain: Explain][] = [
  [/Unable to open/, notAllowed],
  [/already exists/, foreign],
  [/timeout/i, noAnswer],
  [/password must be a string/, notLetIn],
]

/**
 * Says why a database cannot be used and what to do, and never its password: begins in the middle of a sentence, ends
 * with a full stop.
 */
export function explainStore(error: unknown, url: string): string {
  if (engineOf(url) === undefined)
    return 'the address is neither file:PATH nor postgres://USER:PASSWORD@HOST/DATABASE.'
  if (error instanceof StoreError) return error.message.replace(/^it (?=\w)/, `${nameOf(url)} `)
  const { message = '', code = '' } = error as { message?: string; code?: unknown }
  const meaning = MEANINGS.find(([pattern]) => pattern.test(String(code)))
  const [, explain] = meaning ?? WORDS.find(([pattern]) => pattern.test(message)) ?? []
  return explain ? explain(url) : `${nameOf(url)} gave an error: ${redact(message || String(error))}.`
}
