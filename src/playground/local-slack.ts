import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mentionBot, typeCommand, writeDm } from './actor.ts'
import { answersTo, openedBy, waitFor } from './answers.ts'
import type { DisconnectReason } from './connections.ts'
import { deliverEvent, type Stage } from './deliveries.ts'
import { echoToBot } from './echo.ts'
import type { Values } from './elements.ts'
import { install, uninstall } from './installation.ts'
import { archive, join, leave } from './membership.ts'
import { methodTable } from './methods/index.ts'
import type {
  CallRecord,
  Change,
  Channel,
  Delivery,
  EnvelopeRecord,
  Json,
  Saved,
  SlackMessage,
  ViewState,
  Workspace,
} from './model.ts'
import { dismissView, type Press, pressInMessage, pressInView, submitView } from './presses.ts'
import { createResponseUrls } from './response-urls.ts'
import { type Said, say } from './say.ts'
import { attachSocketMode } from './socket-mode.ts'
import { attachWebApi, type Fault, type Visitors, type WebApi } from './web-api.ts'
import { BOT_USER, openDm, userOf } from './workspace.ts'
import { createWorld, type World } from './world.ts'

/** How long to wait for the app before saying what is missing; a reconnect of the SDK takes over 5 s. */
const ANSWER_MS = 5000
const CONNECT_MS = 15_000

export type LocalSlackOptions = {
  /** 0, the default, lets the system choose. */
  port?: number
  /** Milliseconds since 1970: message stamps, triggers and response_urls go by it. */
  now?: () => number
  /** The bot's user id. */
  botUser?: string
  /** A workspace to go on with, as `save` gave it. */
  saved?: Saved
  /** How long Slack waits for an ack, in real milliseconds: 3,000 unless a test cannot wait that long. */
  ackTimeoutMs?: number
}

type Wait = { timeoutMs?: number }

/** A running local Slack: its state, what people can do in it, and what can go wrong in it. */
export type LocalSlack = {
  /** http://127.0.0.1:PORT */
  url: string
  /** `${url}/api/`: the value of SLACK_API_URL. */
  apiUrl: string
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
  archive: (a: { user: string; channel: string; archived: boolean }) => void
  uninstall: () => void
  install: () => void
  /** Any inner event, as it is: `{ type: 'app_home_opened', user, tab: 'home' }`. */
  event: (inner: Json) => Promise<Delivery>
  press: (a: Press & ({ message: SlackMessage } | { view: string | ViewState })) => Promise<Delivery>
  /** `values` by action_id: text, an option's value (or values), an id. */
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
  sockets: () => number
  /** Resolves when the app has read the hello of n connections. */
  connected: (n?: number, wait?: Wait) => Promise<void>
  disconnectSockets: (reason?: DisconnectReason) => void
  dropSocket: () => void
  /**
   * Faults of the next calls; method 'response_url' stands for posts to any response_url. With several methods it
   * is the next call of any of them.
   */
  rateLimit: (method: string | string[], opts?: { retryAfterSeconds?: number; times?: number }) => void
  loseAnswer: (method: string | string[], opts?: { times?: number }) => void
  failWith: (method: string | string[], error: string, opts?: { times?: number }) => void
  /** The kinds of the faults that still wait for their calls. */
  waitingFaults: () => Fault['kind'][]
  /** From now on these block types are refused everywhere; [] takes it back. */
  rejectBlocks: (types: string[]) => void
  rejectedBlocks: () => string[]
  /** From now on these image addresses cannot be fetched ('*': none can); [] takes it back. */
  breakImages: (urls: string[]) => void
  onChange: (listener: (change: Change) => void) => () => void
  /** Lets `visitors` answer requests to addresses that are none of Slack's. */
  serve: (visitors: Visitors) => void
  /** What outlives a restart: the option `saved` goes on with it. */
  save: () => Saved
  close: () => Promise<void>
}

/** Starts a Slack workspace in this process, on 127.0.0.1 only. It holds everything in memory. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { port = 0, now = Date.now, botUser = BOT_USER, ackTimeoutMs = 3000, saved } = options
  const world = createWorld(now, botUser, saved)
  const server = createServer()
  const socketMode = attachSocketMode(world, server, ackTimeoutMs)
  const stage: Stage = { world, socketMode, responseUrls: createResponseUrls(world) }
  const methods = methodTable(socketMode.open)
  const tokens = { botToken: 'xoxb-local-kstreams', appToken: 'xapp-local-kstreams' }
  const webApi = attachWebApi(server, { ...stage, methods, ...tokens })
  echoToBot(stage)
  await listen(server, port)
  world.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: world.url,
    apiUrl: `${world.url}/api/`,
    ...tokens,
    workspace: world.workspace,
    methods: Object.keys(methods),
    calls: world.calls,
    envelopes: socketMode.envelopes,
    ...people(stage),
    ...waits(stage),
    ...faults(world, webApi),
    sockets: socketMode.live,
    disconnectSockets: (reason = 'refresh_requested') => socketMode.disconnect(reason),
    dropSocket: socketMode.drop,
    onChange: world.onChange,
    serve: webApi.setVisitors,
    save: () => save(world),
    close: () => close(server, socketMode.close),
  }
}

function people(stage: Stage) {
  const viewOf = (view: string | ViewState): ViewState => {
    const found = stage.world.workspace.views.find((one) => one === view || one.id === view)
    if (found === undefined) throw new Error(`no view ${JSON.stringify(view)}`)
    return found
  }
  return {
    command: async (a) => typeCommand(stage, a),
    mention: async (a) => mentionBot(stage, a),
    dm: async (a) => writeDm(stage, a),
    say: async (a) => say(stage, a),
    dmOf: (user) => openDm(stage.world.workspace, userOf(stage.world.workspace, user).id),
    join: (a) => join(stage, a),
    leave: (a) => leave(stage, a),
    archive: (a) => archive(stage, a),
    uninstall: () => uninstall(stage),
    install: () => install(stage),
    event: async (inner) => deliverEvent(stage, inner),
    press: async (a) =>
      'message' in a ? pressInMessage(stage, a) : pressInView(stage, { ...a, view: viewOf(a.view) }),
    submit: async ({ view, ...rest }) => submitView(stage, { ...rest, view: viewOf(view) }),
    dismiss: async (view) => dismissView(stage, viewOf(view)),
    redeliver: async (delivery) => {
      const seq = stage.world.writes.length
      return { ...delivery, seq, acked: stage.socketMode.redeliver(delivery.envelopeId) }
    },
  } satisfies Partial<LocalSlack>
}

function waits({ world, socketMode }: Stage) {
  return {
    connected: (n = 1, { timeoutMs = CONNECT_MS } = {}) => {
      const enough = () => (socketMode.confirmed() >= n ? true : undefined)
      const explain = () => `${socketMode.confirmed()} of ${n} connections after ${timeoutMs} ms`
      return waitFor(world, enough, explain, timeoutMs).then(() => {})
    },
    answers: (delivery, n = 1, { timeoutMs = ANSWER_MS } = {}) => answersTo(world, delivery, n, timeoutMs),
    opened: (delivery, { timeoutMs = ANSWER_MS } = {}) => openedBy(world, delivery, timeoutMs),
    until: (what, find, { timeoutMs = ANSWER_MS } = {}) =>
      waitFor(world, find, () => `still waiting for ${what} after ${timeoutMs} ms`, timeoutMs),
  } satisfies Partial<LocalSlack>
}

function faults(world: World, webApi: WebApi) {
  const replace = (set: Set<string>, items: string[]) => {
    set.clear()
    for (const one of items) set.add(one)
  }
  return {
    rateLimit: (method, { retryAfterSeconds = 1, times = 1 } = {}) =>
      webApi.addFault([method].flat(), { kind: 'rateLimit', retryAfterSeconds, times }),
    loseAnswer: (method, { times = 1 } = {}) =>
      webApi.addFault([method].flat(), { kind: 'loseAnswer', times }),
    failWith: (method, error, { times = 1 } = {}) =>
      webApi.addFault([method].flat(), { kind: 'failWith', error, times }),
    waitingFaults: () => webApi.waitingFaults().map((one) => one.kind),
    rejectBlocks: (types) => replace(world.rejectedBlocks, types),
    rejectedBlocks: () => [...world.rejectedBlocks],
    breakImages: (urls) => replace(world.brokenImages, urls),
  } satisfies Partial<LocalSlack>
}

function save({ workspace, counted }: World): Saved {
  const { users, channels, messages } = workspace
  return structuredClone({ users, channels, messages, counted })
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
}

function close(server: Server, endSockets: () => void): Promise<void> {
  return new Promise((resolve) => {
    endSockets()
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
