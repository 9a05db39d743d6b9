import { setTimeout as sleep } from 'node:timers/promises'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Subscription } from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import type { Bundle } from './bundle.ts'
import { daily, dateOf, FIRST, saveAll } from './digests.ts'
import { type Fleet, startFleet } from './fleet.ts'
import type { Servers } from './place.ts'
import { LEASE_MS, PACE_MS, requestMs, runnerSettings } from './stage.ts'
import { judge, type Verdict } from './verdict.ts'

const PROCESSES = 2
const POST = 'chat.postMessage'
const LOOK_MS = 20
/** So many calls of the workspace in trouble fail: more than it comes to while the others get what is due. */
const FAILING = 30

export type ManyPlaying = {
  workspaces: number
  digestsEach: number
  /** What each call of the first workspace meets. */
  trouble: 'http 500' | 'rate limit'
  bundle: Bundle
  servers: Servers
  /** What is missing after so long counts as lost. */
  patienceMs: number
}

/** What it came to; `inTrouble`: whether the first workspace still was when all others had what was due. */
export type Many = { verdict: Verdict; inTrouble: boolean; kills: number; output: string }

/** Lets processes deliver to several workspaces, of which one is in trouble; one of the processes is killed. */
export async function playMany({ servers, ...playing }: ManyPlaying): Promise<Many> {
  const { workspaces, digestsEach, trouble, bundle, patienceMs } = playing
  const until = performance.now() + patienceMs
  const offset = FIRST - Date.now()
  const now = () => Date.now() + offset
  const slacks: Record<string, LocalSlack> = {}
  for (let n = 0; n < workspaces; n++) slacks[`T${n}`] = await startLocalSlack({ now })
  const hurt = slacks['T0']
  if (trouble === 'http 500') hurt?.failHttp(POST, 500, { times: FAILING })
  else hurt?.rateLimit(POST, { times: FAILING, retryAfterSeconds: 1 })
  const databaseUrl = await servers.lasting.createDatabase()
  const database = await openDatabase(databaseUrl)
  // In the order of the workspaces: the one in trouble comes before all others.
  const subscriptions = Object.entries(slacks).flatMap(([team, slack], place) =>
    Array.from({ length: digestsEach }, (_, n) =>
      daily(team, slack.addChannel({ name: `digest-${n}` }).id, FIRST + place),
    ),
  )
  await saveAll(database, subscriptions)
  const fleet = startMany(slacks, { databaseUrl, offset, bundle })
  const over = () => performance.now() > until
  await finished(database, { except: 'T0', count: (workspaces - 1) * digestsEach, over })
  const inTrouble = (hurt?.waitingFaults().length ?? 0) > 0
  fleet.end(0, 'SIGKILL')
  await finished(database, { except: undefined, count: workspaces * digestsEach, over })
  await fleet.close()
  const verdict = await judgeAll(slacks, subscriptions, { database, bundle })
  await database.close()
  for (const slack of Object.values(slacks)) await slack.close()
  return { verdict, inTrouble, kills: fleet.counts.kills, output: fleet.output() }
}

type Starting = { databaseUrl: string; offset: number; bundle: Bundle }

function startMany(slacks: Record<string, LocalSlack>, { databaseUrl, offset, bundle }: Starting): Fleet {
  const reached = Object.entries(slacks).map(([team, { apiUrl, botToken }]) => [team, { apiUrl, botToken }])
  return startFleet({
    ...{ program: bundle.program, processes: PROCESSES, nextFate: () => ({}) },
    orders: () => ({
      ...{ slack: { apiUrl: '', botToken: '', appToken: '' }, slacks: Object.fromEntries(reached) },
      ...{ databaseUrl, dataFolder: bundle.dataFolder, runner: runnerSettings(LEASE_MS), offset },
      ...{ requestMs: requestMs(LEASE_MS), answerMs: 0, paceMs: PACE_MS },
    }),
  })
}

async function finished(
  { db }: Database,
  { except = '', count, over }: { except: string | undefined; count: number; over: () => boolean },
): Promise<void> {
  const look = db.selectFrom('delivery').select('state').where('team', '!=', except)
  while (!over()) {
    const rows = await look.execute()
    if (rows.length >= count && rows.every(({ state }) => state !== 'claimed')) return
    await sleep(LOOK_MS)
  }
}

/** What became of all workspaces together, each judged by what its own Slack shows. */
async function judgeAll(
  slacks: Record<string, LocalSlack>,
  subscriptions: readonly Subscription[],
  { database, bundle }: { database: Database; bundle: Bundle },
): Promise<Verdict> {
  const rows = await database.db.selectFrom('delivery').selectAll().execute()
  const { byId } = await loadCatalogue(bundle.dataFolder)
  const verdicts = Object.entries(slacks).map(([team, { workspace }]) =>
    judge({
      expected: subscriptions
        .filter((one) => one.team === team)
        .map(({ channel, nextAt }) => ({ channel, slot: dateOf(FIRST), dueAt: nextAt ?? FIRST })),
      messages: workspace.messages,
      deliveries: rows.filter((one) => one.team === team),
      titleOf: (useCase) => byId.get(useCase)?.title,
    }),
  )
  return {
    posted: verdicts.reduce((sum, { posted }) => sum + posted, 0),
    twice: verdicts.flatMap(({ twice }) => twice),
    lost: verdicts.flatMap(({ lost }) => lost),
    wrong: verdicts.flatMap(({ wrong }) => wrong),
  }
}
