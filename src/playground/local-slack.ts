import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mentionBot, typeCommand, writeDm } from './actor.ts'
import { answersTo, openedBy, waitFor } from './answers.ts'
import { deliverEvent, type Stage } from './deliveries.ts'
import { echoToBot } from './echo.ts'
import { openHome } from './home.ts'
import { install, uninstall } from './installation.ts'
import type { LocalSlack, LocalSlackOptions } from './local-slack-api.ts'
import { addChannel, archive, join, leave } from './membership.ts'
import { methodTable } from './methods/index.ts'
import type { Saved, ViewState } from './model.ts'
import { dismissView, fillView, pressInMessage, pressInView, submitView } from './presses.ts'
import { createResponseUrls } from './response-urls.ts'
import { say } from './say.ts'
import { useShortcut } from './shortcuts.ts'
import { attachSocketMode } from './socket-mode.ts'
import { suggestInMessage, suggestInView } from './suggestions.ts'
import { attachWebApi, type WebApi } from './web-api.ts'
import { BOT_USER, openDm, userOf } from './workspace.ts'
import { createWorld, type World } from './world.ts'

/** How long to wait for the app before saying what is missing; a reconnect of the SDK takes over 5 s. */
const ANSWER_MS = 5000
const CONNECT_MS = 15_000

/** Starts a Slack workspace in this process, on 127.0.0.1 only. It holds everything in memory. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { port = 0, now = Date.now, botUser = BOT_USER, ackTimeoutMs = 3000, saved } = options
  const { elapsed = () => performance.now() } = options
  const world = createWorld(now, botUser, saved)
  const server = createServer()
  const socketMode = attachSocketMode(world, server, ackTimeoutMs)
  const stage: Stage = { world, socketMode, responseUrls: createResponseUrls(world) }
  const methods = methodTable(socketMode.open)
  const tokens = { botToken: 'xoxb-local-kstreams', appToken: 'xapp-local-kstreams' }
  const webApi = attachWebApi(server, { ...stage, methods, elapsed, ...tokens })
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
    addChannel: (a) => addChannel(stage, a),
    archive: (a) => archive(stage, a),
    uninstall: () => uninstall(stage),
    install: () => install(stage),
    event: async (inner) => deliverEvent(stage, inner),
    press: async (a) =>
      'message' in a ? pressInMessage(stage, a) : pressInView(stage, { ...a, view: viewOf(a.view) }),
    openHome: async (a) => openHome(stage, a),
    shortcut: async (a) => useShortcut(stage, a),
    suggest: async (a) =>
      'message' in a ? suggestInMessage(stage, a) : suggestInView(stage, { ...a, view: viewOf(a.view) }),
    fill: ({ view, values }) => fillView(stage, { view: viewOf(view), values }),
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

function faults(world: World, { faults, limiter }: WebApi) {
  const replace = (set: Set<string>, items: string[]) => {
    set.clear()
    for (const one of items) set.add(one)
  }
  return {
    rateLimit: (method, { retryAfterSeconds = 1, times = 1 } = {}) =>
      faults.add([method].flat(), { kind: 'rateLimit', retryAfterSeconds, times }),
    loseAnswer: (method, { times = 1 } = {}) => faults.add([method].flat(), { kind: 'loseAnswer', times }),
    failWith: (method, error, { times = 1 } = {}) =>
      faults.add([method].flat(), { kind: 'failWith', error, times }),
    failHttp: (method, status, { times = 1, carriedOut = false } = {}) =>
      faults.add([method].flat(), { kind: 'failHttp', status, carriedOut, times }),
    slow: (method, ms, { times = 1 } = {}) => faults.add([method].flat(), { kind: 'slow', ms, times }),
    waitingFaults: () => faults.waiting().map((one) => one.kind),
    rejectBlocks: (types) => replace(world.rejectedBlocks, types),
    rejectedBlocks: () => [...world.rejectedBlocks],
    breakImages: (urls) => replace(world.brokenImages, urls),
    limits: (state) => limiter.turn(state === 'on'),
    limited: limiter.on,
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
