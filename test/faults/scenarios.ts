import { setTimeout as sleep } from 'node:timers/promises'
import { stopServer, takeConnections } from './database-faults.ts'
import type { Stage } from './stage.ts'

export type Scenario = {
  name: string
  mode: 'http' | 'socket'
  processes: number
  isTight?: true
  /** Does what is to be done while people ask. @returns what was to be seen and was not, in a line each */
  play: (stage: Stage) => Promise<string[]>
}

/** People go on asking for as long as a fault stays. */
const during = ({ load, size }: Stage, ms: number) => Promise.all([load.more(size.each), sleep(ms)])

const anyOf = ({ random }: Stage, count: number) => Math.floor(random() * count)

async function killSeveral(stage: Stage): Promise<string[]> {
  const { load, replicas, size, deaths, processes } = stage
  for (let n = 0; n < size.kills; n++) {
    await load.more(1 + anyOf(stage, size.each))
    // The one in its place dies by itself, at the worst moment.
    deaths.push({ when: n % 2 === 0 ? 'answered' : 'sending', nth: 1 + anyOf(stage, 5) })
    replicas.kill(anyOf(stage, processes))
    while (replicas.counts.kills < 2 * (n + 1)) await load.more(1)
    await replicas.whole()
  }
  await load.more(size.each)
  return []
}

async function rollOver(stage: Stage): Promise<string[]> {
  const { load, replicas, balance, size, processes } = stage
  for (let place = 0; place < processes; place++) {
    await load.more(size.each)
    await replicas.replace(place)
    await balance.ready(processes)
  }
  await load.more(size.each)
  const failed = load.asked.filter(({ state }) => state === 'failed').length
  const again = load.asked.filter(({ slack, delivery }) =>
    slack.envelopes.some((one) => one.envelope_id === delivery.envelopeId && one.retry_attempt > 0),
  ).length
  return failed + again === 0 ? [] : [`${failed} requests failed, ${again} came again`]
}

async function restartDatabase(stage: Stage, how: 'fast' | 'immediate'): Promise<string[]> {
  const { load, server, balance, size, processes } = stage
  for (let n = 0; n < size.restarts; n++) {
    await load.more(size.each)
    await stopServer(server, how)
    await Promise.all([balance.ready(0), during(stage, size.outageMs)])
    await server.start()
    await balance.ready(processes)
  }
  await load.more(size.each)
  return []
}

async function exhaustConnections(stage: Stage): Promise<string[]> {
  const { load, server, balance, size, processes } = stage
  await load.more(size.each)
  const giveBack = await takeConnections(server)
  await Promise.all([balance.ready(0), during(stage, size.outageMs)])
  await giveBack()
  await balance.ready(processes)
  await load.more(size.each)
  return []
}

async function fillDisk(stage: Stage): Promise<string[]> {
  const { load, tight, size, slacks } = stage
  await load.more(size.each)
  tight?.fill()
  const before = load.asked.length
  await during(stage, size.outageMs)
  const missing = load.asked.slice(before).filter(({ state }) => state === 'failed')
  const [slack] = slacks
  const told = slack && (await tellsThatNothingIsKept(slack))
  tight?.empty()
  await load.more(size.each)
  return [
    ...(missing.length === 0 ? [] : [`${missing.length} requests failed while the disk was full`]),
    ...(told ? [] : ['nobody was told that nothing could be kept']),
  ]
}

/** Sets up a digest, and reads what is said. */
async function tellsThatNothingIsKept(slack: Stage['slacks'][number]): Promise<boolean> {
  const asked = await slack.command({ text: 'digest daily', channel: 'general' })
  const [answer] = await slack.answers(asked, 1, { timeoutMs: 15_000 })
  return answer?.text.startsWith('Something went wrong') ?? false
}

async function worsenSlack(stage: Stage, network: { slowMs: number; failing: boolean }): Promise<string[]> {
  const { load, replicas, size } = stage
  await load.more(size.each)
  replicas.tell(network)
  await during(stage, size.troubleMs)
  replicas.tell({ slowMs: 0, failing: false })
  await load.more(size.each)
  return []
}

/** Everything that is done to the app. */
export const SCENARIOS: readonly Scenario[] = [
  { name: 'kill a replica', mode: 'http', processes: 3, play: killSeveral },
  { name: 'rolling restart', mode: 'http', processes: 3, play: rollOver },
  {
    ...{ name: 'Postgres restarts', mode: 'http', processes: 2 },
    play: (stage) => restartDatabase(stage, 'fast'),
  },
  {
    ...{ name: 'Postgres dies', mode: 'http', processes: 2 },
    play: (stage) => restartDatabase(stage, 'immediate'),
  },
  { name: 'no connection left', mode: 'http', processes: 2, play: exhaustConnections },
  { name: 'disk full', mode: 'http', processes: 2, isTight: true, play: fillDisk },
  {
    ...{ name: 'slow Slack', mode: 'http', processes: 2 },
    play: (stage) => worsenSlack(stage, { slowMs: stage.size.slowMs, failing: false }),
  },
  {
    ...{ name: 'Slack answers 500', mode: 'http', processes: 2 },
    play: (stage) => worsenSlack(stage, { slowMs: 0, failing: true }),
  },
  { name: 'kill one of two on sockets', mode: 'socket', processes: 2, play: killSeveral },
]
