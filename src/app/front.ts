import type { Config, Secrets } from '../config.ts'
import type { Health } from '../http/health.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Service } from '../slack/connection.ts'
import type { Tenants } from './tenants.ts'

/** Where Slack reaches the bot. */
export type Front = {
  /** Resolves once Slack's requests are answered. */
  started: Promise<void>
  /** Whether Slack can reach it now. */
  isOpen: () => boolean
  /** The port, in HTTP mode. */
  port: () => number | undefined
  inHand: () => number
  /** Answers on, but says that it will not much longer. */
  drain: () => void
  /** Hears nothing more, and finishes what is being answered, for as long as there is time. */
  close: () => Promise<void>
}

export type FrontParts = Omit<Service, 'installUrl' | 'workspaces' | 'patience'> & {
  config: Config
  secrets: Secrets
  tenants: Tenants
  health: Health
  now: () => number
  metrics: Metrics
  log: Log
}

type ServiceParts = FrontParts & Pick<Service, 'patience' | 'workspaces'>

/** Finishing what is in hand: no call to Slack takes longer than ten seconds, and most far less. */
const GRACE_MS = { socket: 3500, http: 10_000 }
const STILL_TRYING_MS = 10_000

/** Opens the way by which Slack reaches the bot: sockets, or a port. */
export async function openFront(parts: FrontParts): Promise<Front> {
  const { transport } = parts.secrets
  const patience = patienceOf(parts.config.requestsPerMinute)
  const service = { ...parts, patience, workspaces: parts.tenants.workspaces }
  const opening =
    transport.kind === 'socket'
      ? openSockets(transport.appToken, service)
      : openPort(transport.signingSecret, service)
  const front = await opening
  // Nobody shall wait for it to load.
  void front.started.then(patience, () => {})
  return front
}

function patienceOf(perPerson: number): Service['patience'] {
  let loading: ReturnType<Service['patience']> | undefined
  return () => {
    loading ??= import('../slack/patience.ts').then(({ createPatience }) => createPatience(perPerson))
    return loading
  }
}

async function openSockets(appToken: string, parts: ServiceParts): Promise<Front> {
  const { config, tenants, metrics, log } = parts
  const { connect, createSockets, explained } = await import('../slack/index.ts')
  const sockets = createSockets(appToken, config.slackApiUrl, { metrics, log })
  const { idle, inHand, settle } = connect(sockets.receivers, { ...parts, installUrl: undefined })
  const start = async () => {
    const waiting = setInterval(() => log.warn('still trying to connect to Slack'), STILL_TRYING_MS)
    const [identity] = await Promise.all([
      explained('SLACK_BOT_TOKEN', Promise.resolve(tenants.identity)),
      explained('SLACK_APP_TOKEN', sockets.open()),
    ]).finally(() => clearInterval(waiting))
    log.info({ team: identity?.team, sockets: sockets.receivers.length }, 'connected to Slack')
  }
  return {
    ...{ started: start(), isOpen: sockets.areOpen, port: () => undefined, inHand, drain: () => {} },
    close: () => {
      settle()
      return inTime(sockets.close().then(idle), GRACE_MS.socket, log)
    },
  }
}

async function openPort(signingSecret: string, parts: ServiceParts): Promise<Front> {
  const { config, tenants, health, log } = parts
  const { serve } = config
  const [{ connect, createHttpReceiver, explained }, { createPages, guardedReceiver, startHttp }, days] =
    await Promise.all([
      import('../slack/index.ts'),
      import('../http/index.ts'),
      import('../store/retention.ts'),
    ])
  const installs = tenants.installations !== undefined
  const pages = createPages({
    ...{ installs, contact: serve.supportContact },
    ...{ keptDays: days.RETENTION_DAYS, erasedAfterDays: days.UNINSTALLED_DAYS },
  })
  const receiver = createHttpReceiver({
    ...{ signingSecret, guarded: guardedReceiver(log), log },
    installing: installs ? await (await import('./installs.ts')).prepareInstalls({ ...parts, pages }) : {},
  })
  const installUrl = installs && serve.publicUrl ? `${serve.publicUrl}/slack/install` : undefined
  const { idle, inHand } = connect([receiver], { ...parts, installUrl })
  let listening: Awaited<ReturnType<typeof startHttp>> | undefined
  const start = async () => {
    const identity = await explained('SLACK_BOT_TOKEN', Promise.resolve(tenants.identity))
    listening = await startHttp({
      ...{ ...serve, signingSecret, pages, health, log },
      slack: receiver.requestListener,
      oauth: installs ? receiver.requestListener : undefined,
    })
    log.info({ port: listening.port, team: identity?.team, installs }, 'listening for Slack')
  }
  return {
    ...{ started: start(), isOpen: () => listening !== undefined, port: () => listening?.port, inHand },
    drain: () => listening?.drain(),
    close: () => inTime(Promise.all([idle(), listening?.close()]).then(idle), GRACE_MS.http, log),
  }
}

async function inTime(work: Promise<unknown>, ms: number, log: Log): Promise<void> {
  const finished = await Promise.race([work.then(() => true), after(ms)])
  if (!finished) log.warn('stopped before everything was finished')
}

const after = (ms: number) => new Promise<false>((resolve) => setTimeout(() => resolve(false), ms).unref())
