import type { Place, Wish } from './grants.ts'
import type { HttpMode } from './http-mode.ts'
import type { Farewell } from './installation.ts'
import type { CallFaults, LocalSlack, LocalSlackOptions } from './local-slack-api.ts'
import type { CallRecord, Delivery, Json } from './model.ts'
import type { Answerer, Client } from './oauth.ts'

/** How a hub is made: the app as Slack knows it, and where it is reached. */
export type SlackHubOptions = Client &
  Pick<LocalSlackOptions, 'port' | 'now' | 'elapsed' | 'ackTimeoutMs'> &
  Pick<HttpMode, 'signingSecret' | 'retryWaitsMs'> & { urls: string[] }

/** A workspace more. `installed`: with a token at once, and not by OAuth. */
export type NewWorkspace = { team: string; name: string; enterprise?: string; installed?: boolean }

/** A Slack of many workspaces with one address, in which the app is installed by OAuth. Its faults are those of oauth.v2.access. */
export type SlackHub = CallFaults & {
  /** http://127.0.0.1:PORT */
  url: string
  /** `${url}/api/`: the value of SLACK_API_URL. */
  apiUrl: string
  /** `authorizationUrl` of @slack/oauth's InstallProvider. */
  authorizationUrl: string
  /** Every call of every workspace in order, and those that belong to none. */
  calls: CallRecord[]
  /** Ids of people, channels, messages and views differ from those of all other workspaces. Throws where it is taken. */
  addWorkspace: (wanted: NewWorkspace) => LocalSlack
  /**
   * Plays the person whom the app sent to `authorizationUrl`: checks client_id, scope and redirect_uri, and gives the
   * address that the browser goes back to, with code (10 minutes, once) or error=access_denied, and state. Throws, in
   * Slack's word, where Slack would show an error page.
   */
  authorize: (address: string, answerer: Answerer) => string
  /** Installs the app without a browser, and gives what oauth.v2.access answers. The token before is revoked. */
  install: (place: Place, wish?: Wish) => Json
  /** Removes the app, and tells it so: at once in the order of `tell`, by default app_uninstalled first. */
  uninstall: (place: Place, tell?: readonly Farewell[]) => Delivery[]
  /** Tells it one of the two, late or once more. */
  farewell: (place: Place, type: Farewell) => Delivery
  /** From now on the app is reached at these addresses, at each in turn. */
  deliverTo: (urls: string[]) => void
  close: () => Promise<void>
}
