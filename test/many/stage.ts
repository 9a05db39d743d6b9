import { createHmac } from 'node:crypto'
import { sql } from 'kysely'
import { onTestFinished } from 'vitest'
import { type RunningApp, startApp } from '../../src/app.ts'
import { readSettings } from '../../src/config.ts'
import { type Json, type LocalSlack, type SlackHub, startSlackHub } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import { catalogue, search } from '../catalogue.ts'
import { type AppSettings, keepLog } from '../slack/bot.ts'

const SIGNING_SECRET = 'signing-secret-of-the-tests'
/** What nobody may read in a log or an answer. */
export const SECRETS = {
  SLACK_SIGNING_SECRET: SIGNING_SECRET,
  SLACK_CLIENT_SECRET: 'client-secret-of-the-tests',
  SLACK_STATE_SECRET: 'state-secret-of-the-tests',
  TOKEN_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
} as const
const CLIENT = { clientId: '1234.5678', clientSecret: SECRETS.SLACK_CLIENT_SECRET }
/** Where people and Slack reach the app; the tests put a process's own address in its place. */
const PUBLIC_URL = 'https://kstreams.example'

/** The app, as many processes run it: here several in one, which share nothing but the database. */
export type Replica = ReturnType<typeof keepLog> & {
  app: RunningApp
  /** `http://127.0.0.1:PORT` */
  origin: string
  /** Of metrics and health. */
  operations: string
  close: () => Promise<void>
}

export type Many = {
  hub: SlackHub
  replicas: Replica[]
  /** Installs the app there as a person does in a browser: `ada`, unless told otherwise. */
  install: (where: Answerer) => Promise<Response>
  /** A workspace more, in which the app is installed. */
  workspace: (team: string, name?: string) => Promise<LocalSlack>
  /** An organisation more, for which the app is installed: these workspaces. */
  organisation: (enterprise: string, teams: readonly string[]) => Promise<LocalSlack[]>
  /** One more process; with a clock of its own where one is given. */
  replica: (clock?: Pick<AppSettings, 'now'>) => Promise<Replica>
}

type Answerer = Parameters<SlackHub['authorize']>[1]

export type ManyOptions = AppSettings & {
  /** Of a database that all share: a file, or Postgres. */
  databaseUrl: string
  replicas?: number
  /** How long Slack waits for an acknowledgement; three seconds unless a test cannot wait that long. */
  ackTimeoutMs?: number
}

/** The real app over HTTP, with OAuth, in a Slack of many workspaces; all closed when the test ends. */
export async function startMany({
  replicas: number = 1,
  ackTimeoutMs,
  ...options
}: ManyOptions): Promise<Many> {
  const hub = await startSlackHub({
    ...{ ...CLIENT, redirectUris: [`${PUBLIC_URL}/`], signingSecret: SIGNING_SECRET },
    ...{ urls: [], retryWaitsMs: [0, 50, 100] },
    ...(ackTimeoutMs === undefined ? {} : { ackTimeoutMs }),
  })
  onTestFinished(hub.close)
  const replicas: Replica[] = []
  const replica: Many['replica'] = async (clock = {}) => {
    const one = await startReplica(hub, { ...options, ...clock })
    replicas.push(one)
    hub.deliverTo(replicas.map(({ origin }) => `${origin}/slack/events`))
    return one
  }
  for (let made = 0; made < number; made++) await replica()
  const install = (where: Answerer) => visit(hub, replicas, where)
  const installed = async (where: Answerer) => {
    const page = await install(where)
    if (page.status !== 200) throw new Error(`not installed: ${await page.text()}`)
  }
  return {
    ...{ hub, replicas, install, replica },
    workspace: async (team, name = team) => {
      const slack = hub.addWorkspace({ team, name })
      await installed({ team })
      return slack
    },
    organisation: async (enterprise, teams) => {
      const slacks = teams.map((team) => hub.addWorkspace({ team, name: team, enterprise }))
      await installed({ enterprise })
      return slacks
    },
  }
}

function startReplica(
  hub: SlackHub,
  { databaseUrl, environment, ...options }: ManyOptions,
): Promise<Replica> {
  const client = { SLACK_CLIENT_ID: CLIENT.clientId, PUBLIC_URL, ...SECRETS }
  return startProcess(
    { SLACK_API_URL: hub.apiUrl, DATABASE_URL: databaseUrl, ...client, ...environment },
    options,
  )
}

/** The app over HTTP, with these variables; closed when the test ends. */
export async function startProcess(
  environment: Record<string, string>,
  { runner, now, paceMs = 0 }: Omit<AppSettings, 'environment'>,
): Promise<Replica> {
  const settings = readSettings({
    ...{ PORT: '0', METRICS_PORT: '0', HOST: '127.0.0.1', DRAIN_SECONDS: '0', REQUESTS_PER_MINUTE: '0' },
    ...environment,
  })
  if (settings.kind !== 'slack') throw new Error(`no settings: ${JSON.stringify(settings)}`)
  const kept = keepLog()
  const app = await startApp(settings.config, settings.secrets, kept.logger, {
    ...{ prepared: { catalogue, search }, paceMs, runner: { tickMs: 20, settleMs: 0, ...runner } },
    ...(now ? { now } : {}),
  })
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= app.close()
    return closed
  }
  onTestFinished(close)
  const { slack, operations } = app.ports()
  const at = (port: number | undefined) => `http://127.0.0.1:${port}`
  return { ...kept, app, origin: at(slack), operations: at(operations), close }
}

/** A browser: begins at one process, and comes back to another where there is one. */
async function visit(hub: SlackHub, replicas: readonly Replica[], who: Answerer): Promise<Response> {
  const [first, last] = [replicas[0], replicas.at(-1)]
  if (!first || !last) throw new Error('nobody to install from')
  const { cookie, address } = await beginInstall(first)
  return comeBack(last, hub.authorize(address, who), cookie)
}

/** A person presses the button: what their browser keeps, and where it is sent to. */
export async function beginInstall({ origin }: Pick<Replica, 'origin'>) {
  const begun = await fetch(`${origin}/slack/install`, { redirect: 'manual' })
  const cookie = begun.headers.get('set-cookie')?.split(';')[0] ?? ''
  return { cookie, address: begun.headers.get('location') ?? '' }
}

/** Slack sends a browser back to the app. */
export function comeBack(
  { origin }: Pick<Replica, 'origin'>,
  address: string,
  cookie: string,
): Promise<Response> {
  return fetch(`${origin}/slack/oauth_redirect${new URL(address).search}`, {
    headers: cookie === '' ? {} : { cookie },
  })
}

/** Sends a payload as Slack would, whatever it says. */
export function sendSigned({ origin }: Pick<Replica, 'origin'>, payload: Json): Promise<Response> {
  const isEvent = 'event' in payload
  const text = JSON.stringify(payload)
  const fields = 'command' in payload ? (payload as Record<string, string>) : { payload: text }
  const body = isEvent ? text : new URLSearchParams(fields).toString()
  const stamp = String(Math.floor(Date.now() / 1000))
  const hash = createHmac('sha256', SIGNING_SECRET).update(`v0:${stamp}:${body}`).digest('hex')
  return fetch(`${origin}/slack/events`, {
    ...{ method: 'POST', body },
    headers: {
      'content-type': isEvent ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${hash}`,
    },
  })
}

export type Row = { table: string; row: Record<string, unknown> }

/** Every row of every table of a database. */
export async function everyRow(databaseUrl: string): Promise<Row[]> {
  const { db, close } = await openDatabase(databaseUrl)
  try {
    const rows: Row[] = []
    for (const { name: table } of await db.introspection.getTables()) {
      const found = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)
      rows.push(...found.rows.map((row) => ({ table, row })))
    }
    return rows
  } finally {
    await close()
  }
}

/** The value of a metric of a process, by its whole name; undefined where there is none. */
export async function metricsOf({ operations }: Pick<Replica, 'operations'>) {
  const text = await (await fetch(`${operations}/metrics`)).text()
  const values = new Map(
    text.split('\n').map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.split(' ').at(-1))]),
  )
  return Object.assign((name: string) => values.get(name), { text })
}
