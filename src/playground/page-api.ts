import type {
  CallRecord,
  Channel,
  EnvelopeRecord,
  Prompt,
  PromptSet,
  SlackMessage,
  Suggestion,
  ThreadNote,
  User,
  ViewState,
} from './model.ts'

/** What the page and its server say to each other: GET /state, GET /feed, POST /act. Types only. */

/** Everything that a page shows; the feed begins with it, so that a reconnect heals itself. */
export type PageState = {
  team: { id: string; name: string; domain: string }
  app: { name: string; botUserId: string }
  people: User[]
  channels: Channel[]
  /** Oldest first, without the deleted ones; ephemeral ones carry `visibleTo`. */
  messages: SlackMessage[]
  /** Open modals, oldest first, and each person's Home tab. */
  views: ViewState[]
  /** The last 200 of each, oldest first. */
  calls: PageCall[]
  envelopes: PageEnvelope[]
  /** Live connections of the app. */
  sockets: number
  clock: PageClock
  faults: PageFault[]
  /** Whether the app is installed: after the fault `uninstall` it is not, until `install`. */
  installed: boolean
  /** Whether the app's manifest enables a Home tab. */
  home: boolean
  command: { name: string; description: string; usageHint: string }
  shortcuts: PageShortcut[]
  /** Suggested prompts of the bot's direct message, where `prompts` has none for it. */
  firstPrompts: Prompt[]
  prompts: PromptSet[]
  threads: ThreadNote[]
}

/** A shortcut of the manifest: in the menu of each message, or everywhere. */
export type PageShortcut = {
  type: 'message' | 'global'
  name: string
  callbackId: string
  description: string
}

/** A call with a number that stays: the later record of one number replaces the earlier. */
export type PageCall = CallRecord & { number: number }

/** An envelope, `at` when it was made (ms of the playground's clock), numbered in one order with the calls. */
export type PageEnvelope = EnvelopeRecord & { number: number; at: number }

/** `now`: ms since 1970 when this was sent; the clock runs on from there. `turned`: it is not the real time. */
export type PageClock = { now: number; turned: boolean }

/** A switch that stays (`reject-cards`, `limits`), or a fault that waits for the next call (`rate-limit`, `lose-answer`). */
export type PageFault = { name: FaultName; on: boolean }

/** One event `change` of the feed. A message replaces the one of its ts and channel, a view that of its id, a call or envelope that of its number. */
export type PageChange =
  | { kind: 'message'; message: SlackMessage }
  | { kind: 'gone'; ts: string; channel: string }
  /** With `open: false` it is gone. */
  | { kind: 'view'; view: ViewState }
  | { kind: 'call'; call: PageCall }
  | { kind: 'envelope'; envelope: PageEnvelope }
  | { kind: 'sockets'; live: number }
  | { kind: 'clock'; clock: PageClock }
  | { kind: 'faults'; faults: PageFault[]; installed: boolean }
  /** Replaces the set of its channel. */
  | { kind: 'prompts'; prompts: PromptSet }
  /** Replaces the note of its channel and threadTs. */
  | { kind: 'thread'; thread: ThreadNote }
  | { kind: 'workspace'; channels: Channel[]; people: User[] }

export type FaultName =
  /** The last event once more, with the same ids. */
  | 'redeliver'
  /** 429 with Retry-After: 2 for the next chat.postMessage and the next post to a response_url. */
  | 'rate-limit'
  /** The next of either is carried out, but its answer is lost. */
  | 'lose-answer'
  | 'drop-socket'
  /** `channel`, with `on: false` it is opened again. */
  | 'archive'
  /** The bot leaves `channel`; with `on: false` it is invited again. */
  | 'kick'
  /** Slack refuses `card` and `carousel` blocks from now on (`on`, default true). */
  | 'reject-cards'
  /** Tokens are revoked; with `on: false` the app is installed again. */
  | 'uninstall'
  /** Slack's own limits on how often a method may be called; with `on: false` there are none. */
  | 'limits'

/** What a person does on the page. People and channels by id; texts as typed, the server escapes them. */
export type Act =
  /** `text` without the command; `command` defaults to the app's own. */
  | { do: 'command'; user: string; channel: string; text: string; command?: string }
  /** `text` as typed: `@kstreams`, `@ada` and `#random` become Slack's mentions. */
  | { do: 'post'; user: string; channel: string; text: string; threadTs?: string }
  | {
      do: 'press'
      user: string
      channel: string
      ts: string
      actionId: string
      nth?: number
      value?: unknown
    }
  /** `values` here and below: what was filled in so far, by action_id; the app hears of it with the press. */
  | {
      do: 'pressInView'
      user: string
      viewId: string
      actionId: string
      nth?: number
      value?: unknown
      values?: Record<string, unknown>
    }
  /** Types `value` in an external select of a message; the answer holds the `options` that the app offers. */
  | {
      do: 'suggest'
      user: string
      channel: string
      ts: string
      actionId: string
      nth?: number
      value: string
    }
  | {
      do: 'suggestInView'
      user: string
      viewId: string
      actionId: string
      nth?: number
      value: string
      values?: Record<string, unknown>
    }
  /** Keeps what was filled in, without telling the app. */
  | { do: 'fill'; user: string; viewId: string; values: Record<string, unknown> }
  /** `values` by action_id: text, an option's value (or values), an id. */
  | { do: 'submit'; user: string; viewId: string; values: Record<string, unknown> }
  /** A message shortcut with `ts`; a global one without, chosen in `channel`. */
  | { do: 'shortcut'; user: string; callbackId: string; channel: string; ts?: string }
  | { do: 'closeView'; user: string; viewId: string }
  | { do: 'openHome'; user: string; tab: 'home' | 'messages' }
  /** Opens the direct message with the bot; the answer holds its `channel`. */
  | { do: 'openDm'; user: string }
  | { do: 'join'; user: string; channel: string }
  | { do: 'leave'; user: string; channel: string }
  /** `who` is a person's or the bot's id. */
  | { do: 'invite'; user: string; channel: string; who: string }
  | { do: 'clock'; to: number | ClockMark; user?: string }
  | { do: 'fault'; fault: FaultName; channel?: string; on?: boolean }

/** `tomorrow-9` and `next-dst-night` go by the zone of `user` where given, else by the first person's. */
export type ClockMark = 'tomorrow-9' | 'next-dst-night' | 'real'

/** `error` in Slack's words where Slack has some (`is_archived`), else a sentence; the page shows it as a toast. */
export type ActAnswer =
  | { ok: true; channel?: string; ts?: string; envelopeId?: string; options?: Suggestion[] }
  | { ok: false; error: string }
