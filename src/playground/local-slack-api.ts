import type { Fault } from './call-faults.ts'
import type { DisconnectReason } from './connections.ts'
import type { Visitors } from './front-desk.ts'
import type { HttpMode } from './http-mode.ts'
import type { NewChannel } from './membership.ts'
import type {
  CallRecord,
  Change,
  Channel,
  Delivery,
  EnvelopeRecord,
  Json,
  Saved,
  SlackMessage,
  Suggestion,
  ViewState,
  Workspace,
} from './model.ts'
import type { Press } from './presses.ts'
import type { Said } from './say.ts'
import type { Shortcut } from './shortcuts.ts'
import type { Ask } from './suggestions.ts'
import type { Values } from './view-state.ts'
import type { Origin } from './workspace.ts'

/** How a local Slack is made; everything has a default. */
export type LocalSlackOptions = Origin & {
  /** 0, the default, lets the system choose. */
  port?: number
  /** Milliseconds since 1970: message stamps, triggers and response_urls go by it. */
  now?: () => number
  /** The bot's user id. */
  botUser?: string
  /** A workspace to go on with, as `save` gave it. */
  saved?: Saved
  /** Real milliseconds, which Slack's limits go by: performance.now unless a test has its own. */
  elapsed?: () => number
  /** How long Slack waits for an ack, in real milliseconds: 3,000 unless a test cannot wait that long. */
  ackTimeoutMs?: number
  /** Signed POSTs to the app instead of sockets, to each of `urls` in turn. */
  http?: Pick<HttpMode, 'signingSecret' | 'retryWaitsMs'> & { urls: string[] }
}

type Wait = { timeoutMs?: number }

/** What can go wrong with Web API calls. */
export type CallFaults = {
  /**
   * Faults of the next calls; method 'response_url' stands for posts to any response_url. With several methods it
   * is the next call of any of them.
   */
  rateLimit: (method: string | string[], opts?: { retryAfterSeconds?: number; times?: number }) => void
  loseAnswer: (method: string | string[], opts?: { times?: number }) => void
  failWith: (method: string | string[], error: string, opts?: { times?: number }) => void
  /** An HTTP status such as 503 without Slack's JSON; the call is not carried out unless `carriedOut`. */
  failHttp: (
    method: string | string[],
    status: number,
    opts?: { times?: number; carriedOut?: boolean },
  ) => void
  /** Carried out at once, but the answer is held back so many real milliseconds. */
  slow: (method: string | string[], ms: number, opts?: { times?: number }) => void
  /** The kinds of the faults that still wait for their calls. */
  waitingFaults: () => Fault['kind'][]
}

/** A running local Slack: its state, what people can do in it, and what can go wrong in it. */
export type LocalSlack = CallFaults & {
  /** http://127.0.0.1:PORT */
  url: string
  /** `${url}/api/`: the value of SLACK_API_URL. */
  apiUrl: string
  /** That of the latest installation; '' before the first. */
  botToken: string
  appToken: string
  workspace: Workspace
  /** The names of all methods that it serves. */
  methods: string[]
  calls: CallRecord[]
  envelopes: EnvelopeRecord[]
  /** Types a slash command. People and channels go by id or name; default ada in #general. */
  command: (a: { text?: string; command?: string; user?: string; channel?: string }) => Promise<Delivery>
  mention: (a: { text: string; user?: string; channel?: string; threadTs?: string }) => Promise<Delivery>
  dm: (a: { text: string; user?: string; threadTs?: string }) => Promise<Delivery>
  /** Any message, `text` in Slack's form; the bot hears of it where Slack would tell it. */
  say: (a: Said) => Promise<Delivery>
  /** The direct message of this person with the bot, opened on first use. */
  dmOf: (user: string) => Channel
  join: (a: { user: string; channel: string }) => void
  leave: (a: { user: string; channel: string }) => void
  /** A channel more, of the bot and ada unless told otherwise; `members` by id or name. */
  addChannel: (a: NewChannel) => Channel
  archive: (a: { user: string; channel: string; archived: boolean }) => void
  uninstall: () => void
  install: () => void
  /** Any inner event, as it is: `{ type: 'app_home_opened', user, tab: 'home' }`. */
  event: (inner: Json) => Promise<Delivery>
  /** Presses a button, or chooses in a menu (`value`) of which the app hears at once. */
  press: (a: Press & ({ message: SlackMessage } | { view: string | ViewState })) => Promise<Delivery>
  /**
   * Chooses a shortcut by its callback id, known or not: with `message` from that message's menu (payload
   * message_action, with response_url), without from anywhere (payload shortcut).
   */
  shortcut: (a: Shortcut) => Promise<Delivery>
  /** Opens a tab of the bot's direct message, `home` by default: app_home_opened, with the published view if any. */
  openHome: (a: { user?: string; tab?: 'home' | 'messages' }) => Promise<Delivery>
  /** Types in an external select (block_suggestion): what the app offers, which press, fill and submit then take. */
  suggest: (a: Ask & ({ message: SlackMessage } | { view: string | ViewState })) => Promise<Suggestion[]>
  /** Fills in inputs without sending anything; `values` as for submit. */
  fill: (a: { view: string | ViewState; values: Values }) => void
  /** `values` by action_id: text, an option's value (or values), an id; null clears. What is not given stays. */
  submit: (a: { view: string | ViewState; values?: Values; user?: string }) => Promise<Delivery>
  /** Closes a modal by its cross. */
  dismiss: (view: string | ViewState) => Promise<Delivery>
  /** The same event once more, as after a timeout: same ids, retry_attempt 1. */
  redeliver: (delivery: Delivery) => Promise<Delivery>
  answers: (delivery: Delivery, n?: number, wait?: Wait) => Promise<SlackMessage[]>
  /** The modal opened with the delivery's trigger_id. */
  opened: (delivery: Delivery, wait?: Wait) => Promise<ViewState>
  /** Resolves when `find` gives something; looks again after each change. `what` names it in the error. */
  until: <T>(what: string, find: () => T | undefined, wait?: Wait) => Promise<T>
  /** In HTTP mode: from now on the app is reached at these addresses, at each in turn. Throws otherwise. */
  deliverTo: (urls: string[]) => void
  sockets: () => number
  /** Resolves when the app has read the hello of n connections. */
  connected: (n?: number, wait?: Wait) => Promise<void>
  disconnectSockets: (reason?: DisconnectReason) => void
  dropSocket: () => void
  /** From now on these block types are refused everywhere; [] takes it back. */
  rejectBlocks: (types: string[]) => void
  rejectedBlocks: () => string[]
  /** From now on these image addresses cannot be fetched ('*': none can); [] takes it back. */
  breakImages: (urls: string[]) => void
  /** Slack's limits (rate-limits.ts), off at first; what is too much is HTTP 429, and not carried out. */
  limits: (state: 'on' | 'off') => void
  limited: () => boolean
  onChange: (listener: (change: Change) => void) => () => void
  /** Lets `visitors` answer requests to addresses that are none of Slack's. */
  serve: (visitors: Visitors) => void
  /** What outlives a restart: the option `saved` goes on with it. */
  save: () => Saved
  close: () => Promise<void>
}
