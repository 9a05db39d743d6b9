import { setTimeout as sleep } from 'node:timers/promises'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Subscription } from '../../src/store/subscriptions.ts'
import { saveSubscription } from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import type { Bundle } from './bundle.ts'
import { startFleet } from './fleet.ts'
import { openPlace, type Servers } from './place.ts'
import { random } from './random.ts'
import type { Scenario } from './scenarios.ts'
import { LEASE_MS, PACE_MS, requestMs, runnerSettings, type Stage } from './stage.ts'
import { hurtSlack, troubles } from './troubles.ts'
import { type Expected, judge, type Verdict } from './verdict.ts'

/** What a scenario came to. `faults` are those that were put in, kills apart. */
export type Result = Verdict & {
  scenario: Scenario
  digests: number
  kills: number
  faults: number
  ms: number
  /** What the processes wrote last. */
  output: string
}

const DAY_MS = 24 * 60 * 60_000
const FIRST = Date.parse('2027-03-01T09:00:00Z')
/** How long before its slots a day begins. */
const AHEAD_MS = 100

type Playing = { digests: number; seed: number; bundle: Bundle; servers: Servers; patienceMs: number }

/** Lets a scenario happen. @param patienceMs after that, what is missing counts as lost */
export async function play(
  scenario: Scenario,
  { digests, seed, bundle, servers, patienceMs }: Playing,
): Promise<Result> {
  const began = performance.now()
  const drawn = random(seed)
  const runner = runnerSettings(scenario.leaseMs ?? LEASE_MS)
  let offset = FIRST - AHEAD_MS - Date.now()
  const now = () => Date.now() + offset
  const slack = await startLocalSlack({ now })
  const place = await openPlace(scenario, servers, () => drawn() < (scenario.lostWrites ?? 0))
  const database = await openDatabase(place.direct)
  const each = Math.ceil(digests / scenario.days)
  const subscriptions = await subscribe(each, scenario, slack, database)
  const deaths = scenario.deaths?.(seed, digests) ?? []
  let hang = scenario.hang
  if (scenario.limits) slack.limits('on')
  const fleet = startFleet({
    ...{ program: bundle.program, processes: scenario.processes },
    orders: () => ({
      slack: { apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken },
      ...{ databaseUrl: place.url, dataFolder: bundle.dataFolder, runner },
      ...{ requestMs: requestMs(runner.leaseMs), paceMs: PACE_MS, offset },
    }),
    nextFate: () => {
      const death = deaths.shift()
      const stood = hang && { ...hang, ms: 1.3 * runner.leaseMs }
      hang = undefined
      return { ...(death ? { death } : {}), ...(stood ? { hang: stood } : {}) }
    },
  })
  const stage: Stage = {
    ...{ scenario, runner, slack, database, fleet, drawn, subscriptions, offset: () => offset },
    restartPostgres: place.restart,
  }
  const expected: Expected[] = []
  const hurt = hurtSlack(stage)
  const trouble = troubles(stage)
  const until = began + patienceMs
  for (let day = 0; day < scenario.days; day++) {
    offset = FIRST + day * DAY_MS - AHEAD_MS - Date.now()
    fleet.setClocks(offset)
    const slot = new Date(FIRST + day * DAY_MS).toISOString().slice(0, 10)
    for (const { channel, nextAt } of subscriptions) {
      expected.push({ channel, slot, dueAt: day === 0 ? (nextAt ?? FIRST) : FIRST + day * DAY_MS })
    }
    await finished(
      database,
      slot,
      each,
      () => performance.now() > until || fleet.counts.crashes > MOST_CRASHES,
    )
  }
  const troubled = await trouble.stop()
  await fleet.close()
  const deliveries = await database.db.selectFrom('delivery').selectAll().execute()
  const { byId } = await loadCatalogue(bundle.dataFolder)
  const titleOf = (useCase: string) => byId.get(useCase)?.title
  const verdict = judge({ expected, messages: slack.workspace.messages, deliveries, titleOf })
  const faults = hurt() + troubled + place.lost()
  await database.close()
  await place.close()
  await slack.close()
  if (fleet.counts.crashes > 0 && !scenario.outages) verdict.wrong.push(`${fleet.counts.crashes} crashes`)
  const { kills } = fleet.counts
  const ms = performance.now() - began
  return { ...verdict, scenario, digests: expected.length, kills, faults, ms, output: fleet.output() }
}

async function subscribe(
  count: number,
  { spreadMs }: Scenario,
  slack: LocalSlack,
  database: Database,
): Promise<Subscription[]> {
  const subscriptions: Subscription[] = []
  for (let place = 0; place < count; place++) {
    const subscription: Subscription = {
      ...{ team: slack.workspace.team.id, channel: slack.addChannel({ name: `digest-${place}` }).id },
      ...{ time: '09:00', days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], zone: 'UTC' },
      ...{ industries: [], topics: [], createdBy: null, createdAt: 0, environment: null },
      ...{ pausedUntil: null, stoppedAt: null, stoppedReason: null, round: 0, lastUseCase: null },
      ...{ nextSlot: new Date(FIRST).toISOString().slice(0, 10), nextAt: FIRST + place * spreadMs },
    }
    await saveSubscription(database, subscription, { actor: 'chaos', action: 'created', details: {}, at: 0 })
    subscriptions.push(subscription)
  }
  return subscriptions
}

const LOOK_MS = 50
/** So many come of a database that is away; more come of a program that cannot start. */
const MOST_CRASHES = 50

/** Waits until a day's slots are all finished, or patience ends: then the verdict says what is missing. */
async function finished({ db }: Database, slot: string, count: number, over: () => boolean): Promise<void> {
  while (!over()) {
    try {
      const rows = await db.selectFrom('delivery').select('state').where('slot', '=', slot).execute()
      if (rows.length >= count && rows.every(({ state }) => state !== 'claimed')) return
    } catch {
      // The database is away, as it was told to be.
    }
    await sleep(LOOK_MS)
  }
}
