import { count } from '../cards/text.ts'
import type { Call } from './call.ts'
import { type Finding, ok, warning } from './finding.ts'
import { isPassing } from './refusals.ts'

/** The token of an installation, and the id of that. */
export type Owned = { id: string; token: string }

/** So many tokens are asked for: Slack allows hundreds of auth.test a minute, and a person waits. */
export const MOST_ASKED = 20
const AT_ONCE = 4

const CHECK = 'installed tokens'

/**
 * Asks Slack whether it still takes the tokens of installations. After the first that it gives no answer to, no further
 * one is asked for.
 * @param owned at most `MOST_ASKED`
 * @param all how many there are
 */
export async function checkTokens(owned: readonly Owned[], all: number, call: Call): Promise<Finding[]> {
  if (owned.length === 0) return []
  const { refused, asked, why } = await askAll(owned, call)
  if (asked === 0 && why !== undefined)
    return [warning(CHECK, `Whether Slack takes them is not known (${why}).`, 'Try again in a minute.')]
  const others = all > asked ? ` The other ${all - asked} were not asked for.` : ''
  if (refused.length === 0) return [ok(CHECK, `Slack takes ${count(asked, 'token')}.${others}`)]
  const found = `Slack refuses ${refused.length} of ${count(asked, 'token')}: ${refused.toSorted().join(', ')}.${others}`
  const remedy =
    'The app was removed there, or the database is a backup from before it was installed again: have it installed there once more.'
  return [warning(CHECK, found, remedy)]
}

type Asked = { refused: string[]; asked: number; why?: string }

async function askAll(owned: readonly Owned[], call: Call): Promise<Asked> {
  const said: Asked = { refused: [], asked: 0 }
  const rest = owned.values()
  const ask = async () => {
    for (const { id, token } of rest) {
      const called = await call('auth.test', token)
      const error = 'failed' in called ? called.failed : called.body.error
      if ('failed' in called || isPassing(error)) said.why ??= String(error)
      else {
        said.asked += 1
        if (!called.body.ok) said.refused.push(`${id} (${error})`)
      }
      if (said.why !== undefined) return
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, ask))
  return said
}
