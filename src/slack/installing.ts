import type { HTTPReceiverOptions } from '@slack/bolt'
import {
  type CallbackOptions,
  ErrorCode,
  type Installation,
  type InstallationStore,
  type StateStore,
} from '@slack/oauth'
import { installedReply } from '../cards/installed.ts'
import { describeError, type Log } from '../log.ts'
import { clientOptions } from './client.ts'
import { sdkLogger } from './sdk-logger.ts'
import type { SendOf } from './send.ts'
import type { Workspaces } from './workspaces.ts'

type Options = {
  oauth: { clientId: string; clientSecret: string }
  /** Where Slack's Web API is; where people allow the app is beside it. */
  slackApiUrl: string
  /** Where Slack sends people back to, if that is known; else where the app's settings say. */
  publicUrl: string | undefined
  scopes: readonly string[]
  store: InstallationStore
  stateStore: StateStore
  pages: {
    installed: (what: {
      appId: string | undefined
      team: { id: string; name?: string | undefined } | undefined
      organisationUrl: string | undefined
    }) => string
    failed: (code: string | undefined) => string
  }
  workspaces: Workspaces
  sendOf: SendOf
  log: Log
}

/** How workspaces install the app: the part of Bolt's receiver that speaks OAuth with Slack. */
export function installing(options: Options): Partial<HTTPReceiverOptions> {
  const { oauth, slackApiUrl, publicUrl, scopes, store, stateStore, log } = options
  return {
    ...{ clientId: oauth.clientId, clientSecret: oauth.clientSecret, scopes: [...scopes] },
    logger: quietLogger(log),
    installationStore: store,
    ...(publicUrl ? { redirectUri: `${publicUrl}/slack/oauth_redirect` } : {}),
    installerOptions: {
      stateStore,
      // Nobody needs a second page with the same button.
      directInstall: true,
      redirectUriPath: '/slack/oauth_redirect',
      authorizationUrl: new URL('../oauth/v2/authorize', slackApiUrl).href,
      clientOptions: clientOptions(slackApiUrl, log),
      callbackOptions: callbacks(options),
    },
  }
}

/** The library logs each failure as an error, a change of mind, too; `logFailure` says it instead. */
function quietLogger(log: Log): ReturnType<typeof sdkLogger> {
  const logger = sdkLogger(log)
  const isFailure = (parts: unknown[]) => parts[0] instanceof Error
  return { ...logger, error: (...parts) => !isFailure(parts) && logger.error(...parts) }
}

/** What people see when Slack sends them back, and who is welcomed. */
function callbacks({ pages, workspaces, sendOf, log }: Options): CallbackOptions {
  const html = { 'content-type': 'text/html; charset=utf-8' }
  return {
    success: (installation, _, __, response) => {
      const { team, appId, enterpriseUrl: organisationUrl } = installation
      const where = team && { id: team.id, ...(team.name ? { name: team.name } : {}) }
      response.writeHead(200, html).end(pages.installed({ appId, team: where, organisationUrl }))
      if (team) workspaces.forget(team.id)
      welcome(installation, workspaces, sendOf).catch((error: unknown) =>
        log.warn({ team: team?.id, error: describeError(error) }, 'who installed the app was not welcomed'),
      )
    },
    failure: (error, _, __, response) => {
      logFailure(error, log)
      response.writeHead(400, html).end(pages.failed(error.code))
    },
  }
}

/** Cancelled, too late, twice, or from elsewhere: people do that. */
const BY_PEOPLE: ReadonlySet<string> = new Set([
  ErrorCode.AuthorizationError,
  ErrorCode.InvalidStateError,
  ErrorCode.MissingStateError,
  ErrorCode.MissingCodeError,
])

/** Slack's words for a client that it does not know, and the variable that is wrong. */
const WRONG_CLIENT = new Map([
  ['invalid_client_id', 'SLACK_CLIENT_ID'],
  ['bad_client_secret', 'SLACK_CLIENT_SECRET'],
])

function logFailure(error: Error & { code: string }, log: Log): void {
  const { name, code } = error
  // A code of the library's, a word of Slack's: the message may quote what a browser sent.
  const { slackError } = describeError(error)
  const what = { error: { name, code, ...(slackError === undefined ? {} : { slackError }) } }
  const variable = WRONG_CLIENT.get(String(slackError))
  if (variable !== undefined) log.error(what, `Slack does not accept ${variable}`)
  else if (BY_PEOPLE.has(code)) log.info(what, 'somebody did not finish installing the app')
  else log.warn(what, 'an installation failed')
}

/** Tells the one who installed the app, and nobody else, what comes next. */
async function welcome(
  { team, user, isEnterpriseInstall }: Installation,
  workspaces: Workspaces,
  sendOf: SendOf,
): Promise<void> {
  // Of an organisation nobody knows yet in which workspace to write.
  if (!team || isEnterpriseInstall) return
  const workspace = await workspaces.find({ team: team.id })
  await sendOf(team.id)('message', installedReply(), (payload) =>
    workspace ? workspace.client.chat.postMessage({ ...payload, channel: user.id }) : Promise.resolve(),
  )
}
