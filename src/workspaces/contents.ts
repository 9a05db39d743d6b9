import type { Installation } from '@slack/oauth'
import { describeError, type Log } from '../log.ts'
import { listInstallations, replaceSealed, type StoredInstallation } from '../store/installations.ts'
import type { Database } from '../store/tables.ts'
import { type Seal, SealError } from './seal.ts'

export type Deps = { database: Database; seal: Seal; now: () => number; log: Log }

type WithBot = Installation & { bot: NonNullable<Installation['bot']> }

/** What of an installation nobody else may read. */
export type Contents = {
  /** As Slack gave it, but for the id of the person: that must be forgotten when they ask. */
  installation: WithBot
  /** Stands for nobody; makes of a person of the workspace what nobody can make a person of again. */
  voterKey: string
}

/** An installation that was not removed. */
export type Live = StoredInstallation & { sealed: string }

export const isLive = (row: StoredInstallation | undefined): row is Live =>
  row !== undefined && row.sealed !== null

export function sealContents({ seal }: Deps, id: string, { installation, voterKey }: Contents): string {
  const user = { ...installation.user, id: '' }
  return seal.seal(JSON.stringify({ installation: { ...installation, user }, voterKey }), id)
}

/**
 * Opens an installation, and seals it anew where that was done with an older key.
 * @throws SealError where it cannot be opened; the log says which it was
 */
export async function openContents(deps: Deps, row: Live): Promise<Contents> {
  const { text, isNewest } = openLogged(deps, row)
  if (!isNewest) await resealQuietly(deps, row, text)
  // Nobody else could have written it.
  return JSON.parse(text) as Contents
}

function openLogged({ seal, log }: Deps, row: Live): ReturnType<Seal['open']> {
  try {
    return seal.open(row.sealed, row.id)
  } catch (error) {
    log.error({ installation: row.id, error: describeError(error) }, 'an installation could not be opened')
    throw error
  }
}

/** The old key still opens it: whoever waits for it must not hear that this failed. */
async function resealQuietly(deps: Deps, row: Live, text: string): Promise<void> {
  await reseal(deps, row, text).catch((error: unknown) =>
    deps.log.warn(
      { installation: row.id, error: describeError(error) },
      'an installation was not sealed anew',
    ),
  )
}

const reseal = ({ database, seal }: Deps, { id, sealed: was }: Live, text: string) =>
  replaceSealed(database, { id, was, sealed: seal.seal(text, id) })

/** So many are read at once. */
const PAGE = 100

/**
 * Seals all installations with the newest key. One process at a time is enough, several do no harm.
 * @returns how many there are, were sealed anew, and could not be opened: as long as there are such, no key can go
 * @throws where the database is away
 */
export async function resealAll(deps: Deps): Promise<{ all: number; resealed: number; unreadable: number }> {
  const counts = { all: 0, resealed: 0, unreadable: 0 }
  let after: string | undefined = ''
  while (after !== undefined) {
    const page: StoredInstallation[] = await listInstallations(deps.database, { after, limit: PAGE })
    for (const row of page.filter(isLive)) {
      counts.all += 1
      const outcome = await resealOlder(deps, row)
      if (outcome) counts[outcome] += 1
    }
    after = page.at(-1)?.id
  }
  return counts
}

async function resealOlder(deps: Deps, row: Live): Promise<'resealed' | 'unreadable' | undefined> {
  try {
    const { text, isNewest } = openLogged(deps, row)
    return !isNewest && (await reseal(deps, row, text)) ? 'resealed' : undefined
  } catch (error) {
    if (error instanceof SealError) return 'unreadable'
    throw error
  }
}
