import { count } from '../cards/text.ts'
import { listInstallations, type StoredInstallation } from '../store/installations.ts'
import type { Database } from '../store/tables.ts'
import type { Contents } from '../workspaces/contents.ts'
import { createSeal, type Seal, SealError } from '../workspaces/seal.ts'
import type { Call } from './call.ts'
import { type Finding, fault, ok, warning } from './finding.ts'
import { checkTokens, MOST_ASKED, type Owned } from './tokens.ts'

/** So many are read at once. */
const PAGE = 100

type Look = {
  /** What they are sealed with, newest first. */
  keys: readonly Buffer[]
  /** The scopes that the manifest asks for. */
  wanted: readonly string[]
  call: Call
}

/** `newest` and `older` hold ids of keys, `tokens` the first few. */
type Tally = {
  all: number
  newest: Set<string>
  older: { number: number; keys: Set<string> }
  unreadable: number
  short: number
  reason?: string
  tokens: Owned[]
}

/** Looks whether the stored installations can be opened, have the scopes that are asked for, and tokens that Slack takes. */
export async function checkInstallations(
  database: Database,
  { keys, wanted, call }: Look,
): Promise<Finding[]> {
  const seal = createSeal(keys)
  const older = { number: 0, keys: new Set<string>() }
  const tally: Tally = { all: 0, newest: new Set(), older, unreadable: 0, short: 0, tokens: [] }
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: StoredInstallation[] = await listInstallations(database, { after, limit: PAGE })
    for (const row of page) add(tally, row, seal, wanted)
    after = page.at(-1)?.id
  }
  return [...findingsOf(tally), ...(await checkTokens(tally.tokens, tally.all - tally.unreadable, call))]
}

function add(tally: Tally, row: StoredInstallation, seal: Seal, wanted: readonly string[]): void {
  if (row.sealed === null) return
  tally.all += 1
  if (wanted.some((scope) => !row.scopes.includes(scope))) tally.short += 1
  try {
    const { text, isNewest } = seal.open(row.sealed, row.id)
    // What is sealed begins with its version and the id of its key.
    const [, key = ''] = row.sealed.split('.')
    if (isNewest) tally.newest.add(key)
    else {
      tally.older.number += 1
      tally.older.keys.add(key)
    }
    if (tally.tokens.length < MOST_ASKED) tally.tokens.push({ id: row.id, token: tokenIn(text) })
  } catch (error) {
    if (!(error instanceof SealError)) throw error
    tally.unreadable += 1
    tally.reason ??= error.message
  }
}

/** Nobody else could have written it. */
const tokenIn = (text: string) => (JSON.parse(text) as Contents).installation.bot.token

const CHECK = 'installations'
const be = (number: number) => (number === 1 ? 'is' : 'are')

function findingsOf({ all, newest, older, unreadable, short, reason = '' }: Tally): Finding[] {
  const findings: Finding[] = []
  if (unreadable > 0) {
    const found = `${unreadable} of ${all} cannot be read. ${reason}`
    findings.push(fault(CHECK, found, 'Where the key is lost, the app has to be installed there again.'))
  }
  if (older.number > 0) {
    const found = `${older.number} of ${all} ${be(older.number)} sealed with an older key (id ${[...older.keys].join(', ')}).`
    const remedy = 'Keep that key in TOKEN_ENCRYPTION_KEY: when the bot starts, it seals them anew.'
    findings.push(warning(CHECK, found, remedy))
  }
  if (short > 0) {
    const found = `${short} of ${all} ${short === 1 ? 'lacks' : 'lack'} scopes that manifest.json asks for.`
    findings.push(warning(CHECK, found, 'Have the app installed there again; settings stay.'))
  }
  if (findings.length > 0) return findings
  if (all === 0) return [ok(CHECK, 'There is none yet.')]
  const whole = all === 1 ? 'sealed' : 'all sealed'
  const [key] = newest
  return [ok(CHECK, `${count(all, 'installation')}, ${whole} with the newest key (id ${key}).`)]
}
