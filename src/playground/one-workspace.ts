import { mentionBot, typeCommand, writeDm } from './actor.ts'
import { answersTo, openedBy, waitFor } from './answers.ts'
import type { Faults } from './call-faults.ts'
import { deliverEvent, type Stage } from './deliveries.ts'
import { openHome } from './home.ts'
import { install, uninstall } from './installation.ts'
import type { CallFaults, LocalSlack } from './local-slack-api.ts'
import { addChannel, archive, join, leave } from './membership.ts'
import type { Saved, ViewState } from './model.ts'
import { dismissView, fillView, pressInMessage, pressInView, submitView } from './presses.ts'
import { say } from './say.ts'
import { useShortcut } from './shortcuts.ts'
import type { SocketMode } from './socket-mode.ts'
import { suggestInMessage, suggestInView } from './suggestions.ts'
import type { Tokens, WebApi } from './web-api.ts'
import { openDm, userOf } from './workspace.ts'
import type { World } from './world.ts'

/** How long to wait for the app before saying what is missing; a reconnect of the SDK takes over 5 s. */
const ANSWER_MS = 5000
const CONNECT_MS = 15_000

/** What a workspace is made of. */
export type Parts = Pick<LocalSlack, 'methods' | 'deliverTo' | 'serve' | 'close'> & {
  stage: Stage
  webApi: WebApi
  tokens: Tokens
  sockets: Pick<SocketMode, 'live' | 'confirmed' | 'disconnect' | 'drop'>
}

/** All that tests and the page do with a workspace, whatever carries its envelopes. */
export function localSlackOf({ stage, webApi, tokens, sockets, ...given }: Parts): LocalSlack {
  const { world, transport } = stage
  return {
    ...given,
    url: world.url,
    apiUrl: `${world.url}/api/`,
    get botToken() {
      return tokens.bot
    },
    appToken: tokens.app,
    workspace: world.workspace,
    calls: world.calls,
    envelopes: transport.envelopes,
    ...people(stage),
    ...waits(stage, sockets),
    ...surfaces(world),
    ...callFaults(webApi.faults),
    limits: (state) => webApi.limiter.turn(state === 'on'),
    limited: webApi.limiter.on,
    sockets: sockets.live,
    disconnectSockets: (reason = 'refresh_requested') => sockets.disconnect(reason),
    dropSocket: sockets.drop,
    onChange: world.onChange,
    save: () => save(world),
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
      return { ...delivery, seq, acked: stage.transport.redeliver(delivery.envelopeId) }
    },
  } satisfies Partial<LocalSlack>
}

function waits({ world }: Stage, { confirmed }: Pick<SocketMode, 'confirmed'>) {
  return {
    connected: (n = 1, { timeoutMs = CONNECT_MS } = {}) => {
      const enough = () => (confirmed() >= n ? true : undefined)
      const explain = () => `${confirmed()} of ${n} connections after ${timeoutMs} ms`
      return waitFor(world, enough, explain, timeoutMs).then(() => {})
    },
    answers: (delivery, n = 1, { timeoutMs = ANSWER_MS } = {}) => answersTo(world, delivery, n, timeoutMs),
    opened: (delivery, { timeoutMs = ANSWER_MS } = {}) => openedBy(world, delivery, timeoutMs),
    until: (what, find, { timeoutMs = ANSWER_MS } = {}) =>
      waitFor(world, find, () => `still waiting for ${what} after ${timeoutMs} ms`, timeoutMs),
  } satisfies Partial<LocalSlack>
}

function surfaces(world: World) {
  const replace = (set: Set<string>, items: string[]) => {
    set.clear()
    for (const one of items) set.add(one)
  }
  return {
    rejectBlocks: (types) => replace(world.rejectedBlocks, types),
    rejectedBlocks: () => [...world.rejectedBlocks],
    breakImages: (urls) => replace(world.brokenImages, urls),
  } satisfies Partial<LocalSlack>
}

/** What can go wrong with calls. */
export function callFaults(faults: Faults): CallFaults {
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
  }
}

function save({ workspace, counted }: World): Saved {
  const { users, channels, messages } = workspace
  return structuredClone({ users, channels, messages, counted })
}
