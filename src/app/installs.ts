import { readFile } from 'node:fs/promises'
import type { HTTPReceiverOptions } from '@slack/bolt'
import type { Config, Secrets } from '../config.ts'
import type { Pages } from '../http/pages.ts'
import { describeError, type Log } from '../log.ts'
import { installing } from '../slack/installing.ts'
import type { SendOf } from '../slack/send.ts'
import { claimOnce } from '../store/seen.ts'
import type { Installations } from '../workspaces/installations.ts'
import { createStateStore } from '../workspaces/oauth-state.ts'
import type { Tenants } from './tenants.ts'

type Parts = {
  config: Config
  secrets: Secrets
  tenants: Tenants
  pages: Pages
  sendOf: SendOf
  now: () => number
  log: Log
}

/**
 * Prepares that workspaces can install the app.
 * @throws StoreError where the database cannot be used; Error where no token in it can be opened
 */
export async function prepareInstalls(parts: Parts): Promise<Partial<HTTPReceiverOptions>> {
  const { config, secrets, tenants, pages, sendOf, now, log } = parts
  const { tenancy } = secrets
  if (tenancy.kind === 'one' || tenants.installations === undefined) return {}
  const [scopes, store] = await Promise.all([readScopes(), tenants.installations()])
  const database = await tenants.database()
  const { stateSecret: secret } = tenancy.oauth
  const claim = (state: string) => claimOnce(database, { team: '', key: `state ${state}`, at: now() })
  await checkTokens(store, log)
  return installing({
    ...{ oauth: tenancy.oauth, slackApiUrl: config.slackApiUrl, publicUrl: config.serve.publicUrl },
    ...{ scopes, store, stateStore: createStateStore({ secret, claim, now }), pages },
    ...{ workspaces: tenants.workspaces, sendOf, log },
  })
}

/**
 * Seals tokens anew with the newest key: once it has sealed them all, an operator can drop the older ones. A process that can
 * open none ends here, so that those with the right key are not replaced by it.
 */
async function checkTokens({ resealAll }: Pick<Installations, 'resealAll'>, log: Log): Promise<void> {
  const counts = await resealAll().catch((error: unknown) => {
    log.warn({ error: describeError(error) }, 'tokens sealed with an older key could not be looked for')
    return { all: 0, resealed: 0, unreadable: 0 }
  })
  const { all, resealed, unreadable } = counts
  if (resealed > 0) log.info(counts, 'tokens were sealed with the newest key')
  if (unreadable === 0) return
  log.error(counts, 'tokens cannot be opened with any key of TOKEN_ENCRYPTION_KEY')
  if (unreadable === all) throw new Error(WRONG_KEY)
}

const WRONG_KEY =
  'No token in the database can be opened with TOKEN_ENCRYPTION_KEY: it was sealed with another key. ' +
  'Put that one back, after a comma. If it is lost, docs/operating.md says what to do (The key of the tokens).'

/** The scopes that the app asks for: those of its manifest. */
async function readScopes(): Promise<string[]> {
  const text = await readFile(new URL('../../manifest.json', import.meta.url), 'utf8')
  const manifest = JSON.parse(text) as { oauth_config: { scopes: { bot: string[] } } }
  return manifest.oauth_config.scopes.bot
}
