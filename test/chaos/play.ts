import { setTimeout as sleep } from 'node:timers/promises'
import { loadCatalogue } from '../../src/catalogue/load.ts'
import { startLocalSlack } from '../../src/playground/index.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Bundle } from './bundle.ts'
import { DAY_MS, dateOf, FIRST, subscribe } from './digests.ts'
import { startFleet } from './fleet.ts'
import { openPlace, type Place, type Servers } from './place.ts'
import { random } from './random.ts'
import type { Scenario } from './scenarios.ts'
import { LEASE_MS, PACE_MS, requestMs, runnerSettings, type Stage } from './stage.ts'
import { hurtSlack, troubles } from './troubles.ts'
import { type Expected, judge, type Verdict } from './verdict.ts'

/** What a scenario came to. `faults` are those that were put in, kills apart; `ms` is from the first slot on. */
export type Result = Verdict & {
  scenario: Scenario
  digests: number
  kills: number
  faults: number
  ms: number
  /** What the processes wrote last. */
  output: string
}

export type Playing = {
  digests: number
  seed: number
  bundle: Bundle
  servers: Servers
  /** What is missing after so long counts as lost. */
  patienceMs: number
}

/** Lets a scenario happen. */
export async function play(scenario: Scenario, playing: Playing): Promise<Result> {
  const { stage, place, close } = await setUp(scenario, playing)
  const { slack, fleet, database } = stage
  await slack.connected(2 * scenario.processes, { timeoutMs: playing.patienceMs })
  const began = performance.now()
  const heal = hurtSlack(stage)
  place.lossy = true
  const { expected, troubled } = await deliverAll(stage, playing)
  const ms = performance.now() - began
  await fleet.close()
  const deliveries = await database.db.selectFrom('delivery').selectAll().execute()
  const { byId } = await loadCatalogue(playing.bundle.dataFolder)
  const titleOf = (useCase: string) => byId.get(useCase)?.title
  const verdict = judge({ expected, messages: slack.workspace.messages, deliveries, titleOf })
  const faults = heal() + troubled + place.lost()
  await close()
  const { kills, crashes } = fleet.counts
  const mayCrash = scenario.outages !== undefined || scenario.lostWrites !== undefined
  if (crashes > 0 && !mayCrash) verdict.wrong.push(`${crashes} processes ended by themselves`)
  return { ...verdict, scenario, digests: expected.length, kills, faults, ms, output: fleet.output() }
}

type SetUp = { stage: Stage; place: Place; close: () => Promise<void> }

/** A Slack, a database, and the processes that begin to start. */
async function setUp(scenario: Scenario, { digests, seed, bundle, servers }: Playing): Promise<SetUp> {
  const drawn = random(seed)
  const runner = runnerSettings(scenario.leaseMs ?? LEASE_MS)
  const clock = { offset: FIRST - Date.now() }
  const slack = await startLocalSlack({ now: () => Date.now() + clock.offset })
  if (scenario.limits) slack.limits('on')
  const place = await openPlace(scenario, servers, () => drawn() < (scenario.lostWrites ?? 0))
  const database = await openDatabase(place.direct)
  const deaths = scenario.deaths?.(seed, digests) ?? []
  const hangs = scenario.hang ? [{ ...scenario.hang, ms: 1.3 * runner.leaseMs }] : []
  const fleet = startFleet({
    ...{ program: bundle.program, processes: scenario.processes },
    orders: () => ({
      slack: { apiUrl: slack.apiUrl, botToken: slack.botToken, appToken: slack.appToken },
      ...{ databaseUrl: place.url, dataFolder: bundle.dataFolder, runner, paceMs: PACE_MS },
      ...{ requestMs: requestMs(runner.leaseMs), answerMs: scenario.answerMs ?? 0, offset: clock.offset },
    }),
    nextFate: () => {
      const [death, hang] = [deaths.shift(), hangs.shift()]
      return { ...(death ? { death } : {}), ...(hang ? { hang } : {}) }
    },
  })
  const restartPostgres = place.restart
  const stage: Stage = { scenario, runner, slack, database, fleet, drawn, clock, restartPostgres }
  const close = async () => {
    await database.close()
    await place.close()
    await slack.close()
  }
  return { stage, place, close }
}

/** So many come of a database that is away; more come of a program that cannot start. */
const MOST_CRASHES = 50

/** Day after day, until everything came that is due, while whatever the scenario wants goes wrong. */
async function deliverAll(stage: Stage, { digests, patienceMs }: Playing) {
  const { scenario, fleet, clock } = stage
  const until = performance.now() + patienceMs
  const over = () => performance.now() > until || fleet.counts.crashes > MOST_CRASHES
  const each = Math.ceil(digests / scenario.days)
  const subscriptions = await subscribe(each, stage)
  const trouble = troubles(stage, subscriptions)
  const expected: Expected[] = []
  for (let day = 0; day < scenario.days; day++) {
    const at = FIRST + day * DAY_MS
    const slot = dateOf(at)
    for (const { channel, nextAt } of subscriptions) {
      expected.push({ channel, slot, dueAt: day === 0 ? (nextAt ?? at) : at })
    }
    if (day > 0) {
      clock.offset = at - Date.now()
      fleet.setClocks(clock.offset)
    }
    await finished(stage, slot, each, over)
  }
  return { expected, troubled: await trouble.stop() }
}

const LOOK_MS = 50

/** Waits until a day's slots are all finished, or patience ends: then the verdict says what is missing. */
async function finished(
  { database }: Stage,
  slot: string,
  count: number,
  over: () => boolean,
): Promise<void> {
  const look = database.db.selectFrom('delivery').select('state').where('slot', '=', slot)
  while (!over()) {
    // It may be away, as it was told to be.
    const rows = await look.execute().catch(() => [])
    if (rows.length >= count && rows.every(({ state }) => state !== 'claimed')) return
    await sleep(LOOK_MS)
  }
}
