/** A JSON object whose shape is Slack's business: what apps send and what Slack sends to apps. */
export type Json = Record<string, unknown>

/** A person or a bot, as users.info shows it (docs.slack.dev reference/objects/user-object). */
export type User = {
  id: string
  name: string
  real_name: string
  tz: string
  is_admin: boolean
  /** Owners are admins, too; false where left out, as are the other flags that may be left out. */
  is_owner?: boolean
  is_primary_owner?: boolean
  /** A guest: sees only the channels they were invited to. */
  is_restricted: boolean
  /** A guest in a single channel: `is_restricted`, too. */
  is_ultra_restricted?: boolean
  /** The workspace they belong to, where it is another one: a person met over Slack Connect. */
  team_id?: string
  is_bot: boolean
  deleted: boolean
}

/** A conversation: public (C...), private (C... with is_private) or direct message (D..., with `user`). */
export type Channel = {
  id: string
  name: string
  is_private: boolean
  is_im: boolean
  is_archived: boolean
  members: string[]
  /** The other party of a direct message with the bot. */
  user?: string
}

/** A message as the workspace keeps it. Fields after `notifies` are ours; Slack's answers never hold them. */
export type SlackMessage = {
  type: 'message'
  ts: string
  channel: string
  user: string
  text: string
  bot_id?: string
  app_id?: string
  thread_ts?: string
  reply_broadcast?: boolean
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
  edited?: { user: string; ts: string }
  /** Whom it would notify: user ids, user group ids, 'channel', 'here', 'everyone'. */
  notifies: string[]
  /** Every address a reader could follow: in text, mrkdwn, rich text, buttons. */
  links: string[]
  /** Set on ephemeral messages: the one person who sees it. */
  visibleTo?: string
  /** Set on Slack's own notes to a person, such as 'operation_timeout' and 'dispatch_failed'. */
  error?: string
  deleted?: boolean
}

/** An open (or closed) modal, or a person's Home tab. `view` is what Slack would show an app. */
export type ViewState = {
  id: string
  type: 'modal' | 'home'
  user: string
  hash: string
  view: Json
  rootId: string
  previousId?: string
  /** The trigger that opened it. */
  triggerId?: string
  /** The conversation that its owner was in when they opened it, where that is known. */
  channel?: string
  open: boolean
  /** Errors shown under the inputs, by block_id, from `response_action: errors`. */
  errors: Record<string, string>
  /** What Slack itself complains of: no ack in time, or an update it could not show. */
  trouble?: string
}

/** A suggestion above the composer: `title` is shown, `message` is sent. */
export type Prompt = { title: string; message: string }

/** The suggested prompts of one direct message with the bot; `title` stands above them. */
export type PromptSet = { channel: string; title: string; prompts: Prompt[] }

/** What the app said of one thread. `status` is '' when there is none: "kstreams is searching..." is 'is searching...'. */
export type ThreadNote = { channel: string; threadTs: string; status: string; title: string }

/** The state of the workspace. Tests and the page read it; only the workspace's own functions write it. */
export type Workspace = {
  team: { id: string; name: string; domain: string }
  /** The organisation that the workspace belongs to, if any. */
  enterprise?: { id: string; name: string }
  /** Whether the app is installed for that whole organisation, by one token, and not for this workspace alone. */
  orgWide?: boolean
  app: { id: string; botId: string; botUserId: string }
  users: User[]
  channels: Channel[]
  /** Every message ever posted, ephemeral ones included; deleted ones stay with `deleted: true`. */
  messages: SlackMessage[]
  views: ViewState[]
  /** What the bot token may do. Change it in place to test missing_scope. */
  scopes: string[]
  /** Bot events the app is subscribed to, in Slack's names: 'app_mention', 'message.im'. */
  subscriptions: string[]
  /** The domains whose links the app may unfurl and whose videos it may embed: 'example.com' covers its subdomains. */
  unfurlDomains: string[]
  /** What assistant.threads.setSuggestedPrompts set, one per direct message. */
  prompts: PromptSet[]
  /** What assistant.threads.setStatus and setTitle set, one per thread. */
  threads: ThreadNote[]
  /** False after an uninstall: the bot token is revoked, and the app hears nothing. */
  installed: boolean
}

/** What outlives a restart: people, conversations, messages, and how far ids and stamps have counted. */
export type Saved = Pick<Workspace, 'users' | 'channels' | 'messages'> & { counted: Counted }

/** `second` is that of the latest stamp: stamps rise even when the clock goes back. */
export type Counted = { ids: number; stamps: number; second: number }

/** One write to a message. `via` is the envelope that it answers, when it came by response_url or ack. */
export type Write = {
  seq: number
  action: 'posted' | 'updated' | 'deleted'
  message: SlackMessage
  previous?: SlackMessage
  via?: string
}

/** One Web API call, or one post to a response_url (method 'response_url'). */
export type CallRecord = {
  method: string
  /** `revoked`: a token of the workspace that a later installation has replaced. */
  token: 'bot' | 'app' | 'none' | 'unknown' | 'revoked'
  /** The workspace that a bot token or a response_url is of, and where one token serves several, that it acted on. */
  team?: string
  arguments: Json
  status: number
  response: Json
  /** Carried out, but the answer never reached the app. */
  lost: boolean
  at: number
}

export type EnvelopeType = 'events_api' | 'slash_commands' | 'interactive'

/** What the app acknowledged: its payload, its size, and whether Slack dropped it for its size. */
export type Ack = { payload: Json; bytes: number; dropped: boolean; ms: number }

/** One signed POST to the app. */
export type Attempt = {
  url: string
  /** What the app answered; both are missing when it did not, or not in time. */
  status?: number
  body?: string
  /** What Slack says of a failed one in x-slack-retry-reason (docs.slack.dev apis/events-api, "Error handling"). */
  failure?: 'http_timeout' | 'http_error' | 'connection_failed' | 'unknown_error'
  /** Real milliseconds. */
  ms: number
}

/** One envelope. `connections` holds the number of each connection that it was sent on. */
export type EnvelopeRecord = {
  envelope_id: string
  type: EnvelopeType
  payload: Json
  accepts_response_payload: boolean
  retry_attempt: number
  retry_reason: string
  connections: number[]
  /** In HTTP mode instead of connections: each POST that reached the app or failed. */
  attempts?: Attempt[]
  state: 'waiting' | 'sent' | 'acked' | 'failed'
  ack?: Ack
  error?: string
}

/** One entry of the change feed: all that a page needs to stay up to date. */
export type Change =
  | { kind: 'message'; write: Write }
  | { kind: 'view'; view: ViewState }
  | { kind: 'call'; call: CallRecord }
  | { kind: 'envelope'; envelope: EnvelopeRecord }
  | { kind: 'sockets'; live: number }
  | { kind: 'prompts'; prompts: PromptSet }
  | { kind: 'thread'; thread: ThreadNote }
  /** Members, archived channels, the installation. */
  | { kind: 'workspace' }

/** What a person did and how the app took it. Rejections of `acked` carry Slack's error as the message. */
export type Delivery = {
  envelopeId: string
  /** False when Slack had no reason to tell the app: no scope, no subscription, bot not in the channel. */
  delivered: boolean
  acked: Promise<Ack>
  /** In words, for error messages: `/kstreams fraud by ada`. */
  what: string
  user: string
  channel: string | undefined
  /** The thread an answer belongs to; undefined when it belongs to the channel. */
  threadTs: string | undefined
  /** The ts of the person's own message (mention, dm). */
  ts: string | undefined
  responseUrl: string | undefined
  triggerId: string | undefined
  eventId: string | undefined
  payload: Json
  /** The number of the last write before it. */
  seq: number
}

/** A refusal in Slack's words: the `error` of an `ok: false` answer, with what else the answer holds. */
export class SlackRefusal extends Error {
  readonly extra: Json
  constructor(error: string, extra: Json = {}) {
    super(error)
    this.name = 'SlackRefusal'
    this.extra = extra
  }
}

/** An option that the app offers; `group` is the label of its group, where it is in one. */
export type Suggestion = { text: Json; value: string; description?: Json; group?: string }
