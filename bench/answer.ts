/**
 * How this bot compares with the least that Bolt can do: a bare Bolt app with a constant reply, both as processes
 * of their own against the same local Slack, taking turns. Prints the medians and p99 of acknowledgement and answer,
 * the start until connected, the memory, and the ratios.
 *
 *   npm run bench:answer
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type LocalSlack, startLocalSlack } from '../src/playground/index.ts'

const COMMANDS = 500
const WARM_UP = 100
const STARTS = 7
/** The bot's database: not the one that somebody works with here. */
const FOLDER = mkdtempSync(join(tmpdir(), 'kstreams-bench-'))
process.once('exit', () => rmSync(FOLDER, { recursive: true, force: true }))

const PROGRAMS = {
  'bare Bolt': fileURLToPath(new URL('./bare-bolt.mjs', import.meta.url)),
  kstreams: fileURLToPath(new URL('../dist/main.js', import.meta.url)),
}
type Name = keyof typeof PROGRAMS
type Figures = { start: number; ack: number[]; answer: number[]; memory: number }

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN

function launch(name: Name, slack: LocalSlack): ChildProcess {
  const env = {
    ...{ PATH: process.env['PATH'], SLACK_BOT_TOKEN: slack.botToken, SLACK_APP_TOKEN: slack.appToken },
    ...{
      SLACK_API_URL: slack.apiUrl,
      LOG_LEVEL: 'warn',
      DATABASE_URL: `file:${join(FOLDER, 'kstreams.db')}`,
    },
  }
  return spawn(process.execPath, [PROGRAMS[name]], { env, stdio: ['ignore', 'ignore', 'inherit'] })
}

async function stop(child: ChildProcess): Promise<void> {
  child.kill('SIGTERM')
  await once(child, 'close')
}

/** Milliseconds from the start of the process until it can answer: one connection for Bolt, all of ours. */
async function timeStart(name: Name): Promise<number> {
  const slack = await startLocalSlack()
  const began = performance.now()
  const child = launch(name, slack)
  await slack.connected(name === 'kstreams' ? 2 : 1)
  const took = performance.now() - began
  await stop(child)
  await slack.close()
  return took
}

async function oneCommand(slack: LocalSlack, into?: Figures): Promise<void> {
  const began = performance.now()
  const delivery = await slack.command({ text: 'fraud' })
  const acked = delivery.acked.then(() => performance.now() - began)
  await slack.answers(delivery)
  const answered = performance.now() - began
  into?.answer.push(answered)
  into?.ack.push(await acked)
}

const residentMegabytes = (pid: number) => {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

async function main(): Promise<void> {
  const figures: Record<Name, Figures> = {
    'bare Bolt': { start: 0, ack: [], answer: [], memory: 0 },
    kstreams: { start: 0, ack: [], answer: [], memory: 0 },
  }
  const names = Object.keys(PROGRAMS) as Name[]
  const starts: Record<Name, number[]> = { 'bare Bolt': [], kstreams: [] }
  for (let round = 0; round < STARTS; round++)
    for (const name of names) starts[name].push(await timeStart(name))

  const running = new Map<Name, { slack: LocalSlack; child: ChildProcess }>()
  for (const name of names) {
    const slack = await startLocalSlack()
    const child = launch(name, slack)
    await slack.connected(name === 'kstreams' ? 2 : 1)
    running.set(name, { slack, child })
  }
  // Turn by turn, so that whatever else the machine does falls on both alike.
  for (let turn = 0; turn < WARM_UP + COMMANDS; turn++) {
    for (const [name, { slack }] of running)
      await oneCommand(slack, turn < WARM_UP ? undefined : figures[name])
  }
  await sleep(500)
  for (const [name, { slack, child }] of running) {
    figures[name].start = quantile(starts[name], 0.5)
    figures[name].memory = residentMegabytes(child.pid ?? 0)
    await stop(child)
    await slack.close()
  }
  print(figures)
}

function print(figures: Record<Name, Figures>): void {
  const rows: [string, (one: Figures) => number, string][] = [
    ['acknowledged, median', (one) => quantile(one.ack, 0.5), 'ms'],
    ['acknowledged, p99', (one) => quantile(one.ack, 0.99), 'ms'],
    ['answered, median', (one) => quantile(one.answer, 0.5), 'ms'],
    ['answered, p99', (one) => quantile(one.answer, 0.99), 'ms'],
    [`start to connected, median of ${STARTS}`, (one) => one.start, 'ms'],
    ['resident memory', (one) => one.memory, 'MB'],
  ]
  console.log(`${COMMANDS} times /kstreams fraud each, Node ${process.version}\n`)
  console.log(
    `${''.padEnd(36)}${'bare Bolt'.padStart(12)}${'kstreams'.padStart(12)}${'ratio'.padStart(8)}${'more'.padStart(10)}`,
  )
  for (const [label, pick, unit] of rows) {
    const [bare, ours] = [pick(figures['bare Bolt']), pick(figures.kstreams)]
    const cells = [`${bare.toFixed(2)} ${unit}`, `${ours.toFixed(2)} ${unit}`]
      .map((cell) => cell.padStart(12))
      .join('')
    console.log(
      `${label.padEnd(36)}${cells}${(ours / bare).toFixed(2).padStart(8)}${(ours - bare).toFixed(1).padStart(10)}`,
    )
  }
  console.log(
    '\nBars: answered, median: ratio at most 1.5. Start: ratio at most 1.6. Memory: at most 40 MB more.',
  )
}

await main()
