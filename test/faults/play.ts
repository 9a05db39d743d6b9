import { setTimeout as sleep } from 'node:timers/promises'
import { random } from '../chaos/random.ts'
import type { PostgresServer } from '../store/postgres.ts'
import type { Scenario } from './scenarios.ts'
import { openStage, type Size, type Stage } from './stage.ts'
import { isOver, judge, type Seen, type Verdict, watchAnswers } from './verdict.ts'

export type Playing = {
  program: string
  server: PostgresServer
  seed: number
  size: Size
  patienceMs: number
}

export type Result = Verdict & {
  scenario: Scenario
  /** What was to be seen and was not, in a line each. */
  unseen: string[]
  /** Ordered ends of processes, ends that nobody ordered, and answers 503 of /readyz. */
  kills: number
  crashes: number
  refusals: number
  ms: number
  /** What the processes wrote, most recent last. */
  output: string
}

const LOOK_MS = 50

/** Plays a scenario under load and judges it. @returns undefined where this machine cannot do it */
export async function play(scenario: Scenario, playing: Playing): Promise<Result | undefined> {
  const { program, server, seed, size, patienceMs } = playing
  const began = performance.now()
  const { mode, processes, isTight = false } = scenario
  const stage = await openStage({ program, server, mode, processes, isTight, size, random: random(seed) })
  if (stage === undefined) return undefined
  const seen = watchAnswers(stage.slacks)
  try {
    const unseen = await scenario.play(stage)
    await stage.load.stop()
    await settled(stage, seen, patienceMs)
    // What was still to come, comes now: then nobody is left to say anything twice.
    await stage.replicas.close()
    const { asked } = stage.load
    return {
      ...{ scenario, unseen, ...judge(asked, stage.due, seen), ...stage.replicas.counts },
      ...{
        refusals: stage.balance.refusals(),
        output: stage.replicas.output(),
        ms: performance.now() - began,
      },
    }
  } finally {
    await stage.close()
  }
}

/** Waits until nothing is open, or patience ends: then the verdict says what is missing. */
async function settled({ load, due }: Stage, seen: Seen, patienceMs: number): Promise<void> {
  const until = performance.now() + patienceMs
  while (performance.now() < until && !isOver(load.asked, due, seen)) await sleep(LOOK_MS)
}

/** All that is wrong, at most a few of each. */
export function faultsOf({ lost, twice, unseen, crashes }: Result): string[] {
  const few = (what: string, lines: readonly string[]) => lines.slice(0, 10).map((one) => `${what}: ${one}`)
  const ended = crashes === 0 ? [] : [`${crashes} processes ended by themselves`]
  return [...few('lost', lost), ...few('twice', twice), ...unseen, ...ended]
}
