import { App, type Receiver } from '@slack/bolt'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { SlackApi } from './client.ts'
import { createIntake, type Intake } from './intake.ts'
import type { Later } from './later.ts'
import { createListeners } from './listeners.ts'
import type { Patience } from './patience.ts'
import { register } from './register.ts'
import type { Answer } from './requests.ts'
import { sdkLogger } from './sdk-logger.ts'
import type { SendOf } from './send.ts'
import { turnAway } from './turn-away.ts'
import type { Workspace, Workspaces } from './workspaces.ts'

/** What is served to Slack, and by whom. */
export type Service = {
  /** It may come a moment later, since the index is built while Slack is being called. */
  answer: Promise<Answer>
  sendOf: SendOf
  /** All that needs the database, once it is there: it is loaded last. */
  later: () => Promise<Later>
  api: SlackApi
  workspaces: Workspaces
  /** Where people can install the app (again), for those in whose workspace it is not. */
  installUrl: string | undefined
  /** How much people may ask. It is loaded late, since that takes a while. */
  patience: () => Promise<Patience>
  metrics: Metrics
  log: Log
}

/**
 * Puts Bolt, with all that the app hears, behind receivers: whatever they are, each thing is answered once.
 * @param receivers they are started by whoever made them
 */
export function connect(receivers: readonly Receiver[], service: Service): Omit<Intake, 'processEvent'> {
  const { api, later, log, metrics } = service
  const found = new WeakMap<object, Workspace>()
  const app = new App({
    ...{ receiver: DEAF, logger: sdkLogger(log), convoStore: false as const, clientOptions: api.options },
    // Who it is for, the intake knows. Without a token Bolt makes no clients of its own, which it would never let go.
    authorize: async (_, body) => {
      const workspace = body && found.get(body)
      if (!workspace) throw new Error('a request that did not come through the intake')
      const { user_id, bot_id } = await workspace.identity
      return {
        teamId: workspace.team,
        ...(user_id ? { botUserId: user_id } : {}),
        ...(bot_id ? { botId: bot_id } : {}),
      }
    },
  })
  app.error(async (error) => log.error({ error: describeError(error) }, 'a listener failed'))
  const intake = createIntake({
    ...{ app, workspaces: service.workspaces, metrics, log },
    keep: (body, workspace) => void found.set(body, workspace),
    notInstalled: notInstalled(service.installUrl),
  })
  for (const each of receivers) each.init({ processEvent: intake.processEvent } as unknown as App)
  const patience = turnAway({ ...api, patience: service.patience, metrics, log })
  register(app, createListeners({ ...service, ...api }), { later, patience, metrics, log })
  return intake
}

/** Bolt takes one only, and asks a receiver that can install how to authorize. It hears by way of the intake. */
const DEAF: Receiver = { init: () => {}, start: async () => {}, stop: async () => {} }

const notInstalled = (url: string | undefined) =>
  `I am not installed in this workspace any more. ${url ? `An admin can install me again: ${url}` : 'Ask whoever runs me.'}`
