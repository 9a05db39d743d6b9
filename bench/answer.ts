/**
 * How this bot compares with the least that Bolt can do: a bare Bolt app that makes the same calls with constants, both
 * as processes of their own, each with a local Slack of its own, taking turns. Prints the medians and p99 of a command
 * (acknowledged and answered), a page, a share and the Home tab, each from what the person does until Slack has the
 * result; the Web API calls of a click; the start until connected, the memory, and the ratios.
 *
 *   npm run build && npm run bench:answer
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CASES, type Clicks, firstClicks, measureCase, READERS } from './answer-clicks.ts'
import {
  giveConstants,
  NAMES,
  type Name,
  type Program,
  residentMegabytes,
  saveMany,
  start,
  stop,
  takeTurns,
} from './answer-programs.ts'

const STARTS = 7
const COMMANDS = { times: 500, warmUp: 100 }
const CLICKS = { clicks: 300, warmUp: 50 }
const SAVED = 500

type Figures = { start: number; ack: number[]; answer: number[]; memory: number; clicks: Clicks[] }
type Row = [label: string, pick: (one: Figures) => number, unit: 'ms' | 'MB']

const quantile = (values: readonly number[], q: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? Number.NaN

async function timeStarts(figures: Record<Name, Figures>): Promise<void> {
  const starts: Record<Name, number[]> = { 'bare Bolt': [], kstreams: [] }
  for (let round = 0; round < STARTS; round++) {
    for (const name of NAMES) {
      const program = await start(name)
      starts[name].push(program.startMs)
      await stop(program)
    }
  }
  for (const name of NAMES) figures[name].start = quantile(starts[name], 0.5)
}

async function oneCommand({ slack }: Program, into?: Figures): Promise<void> {
  const began = performance.now()
  const delivery = await slack.command({ text: 'fraud' })
  const acked = delivery.acked.then(() => performance.now() - began)
  await slack.answers(delivery)
  const answered = performance.now() - began
  into?.answer.push(answered)
  into?.ack.push(await acked)
}

async function measure(programs: readonly Program[], figures: Record<Name, Figures>): Promise<void> {
  const { times, warmUp } = COMMANDS
  await takeTurns(programs, warmUp + times, (program, turn) =>
    oneCommand(program, turn < warmUp ? undefined : figures[program.name]),
  )
  await sleep(500)
  for (const program of programs) figures[program.name].memory = residentMegabytes(program)

  const [bare, ours] = programs
  if (!bare || !ours) throw new Error('two programs are compared')
  const first = await firstClicks(ours)
  await giveConstants(bare, first.constants)
  for (const [place, one] of CASES.entries()) {
    const measured = await measureCase(one, programs, first.constants, CLICKS)
    measured.kstreams.calls.push(first.calls[place] ?? 0)
    for (const name of NAMES) figures[name].clicks.push(measured[name])
  }
}

async function main(): Promise<void> {
  const empty = (): Figures => ({ start: 0, ack: [], answer: [], memory: 0, clicks: [] })
  const figures: Record<Name, Figures> = { 'bare Bolt': empty(), kstreams: empty() }
  await timeStarts(figures)
  await saveMany('T0LOCAL001', Object.values(READERS), SAVED)
  const programs: Program[] = []
  for (const name of NAMES) programs.push(await start(name))
  await measure(programs, figures)
  for (const program of programs) await stop(program)
  print(figures)
}

function print(figures: Record<Name, Figures>): void {
  const rows: Row[] = [
    ['acknowledged, median', (one) => quantile(one.ack, 0.5), 'ms'],
    ['acknowledged, p99', (one) => quantile(one.ack, 0.99), 'ms'],
    ['answered, median', (one) => quantile(one.answer, 0.5), 'ms'],
    ['answered, p99', (one) => quantile(one.answer, 0.99), 'ms'],
    ...CASES.flatMap(({ title }, place): Row[] => [
      [`${title}, median`, (one) => quantile(one.clicks[place]?.ms ?? [], 0.5), 'ms'],
      [`${title}, p99`, (one) => quantile(one.clicks[place]?.ms ?? [], 0.99), 'ms'],
    ]),
    [`start to connected, median of ${STARTS}`, (one) => one.start, 'ms'],
    ['resident memory after the commands', (one) => one.memory, 'MB'],
  ]
  const head = ['bare Bolt', 'kstreams', 'ratio', 'more']
  console.log(
    `${COMMANDS.times} times /kstreams fraud, ${CLICKS.clicks} times each click, Node ${process.version}\n`,
  )
  console.log(line('', head))
  for (const [label, pick, unit] of rows) {
    const [bare, ours] = [pick(figures['bare Bolt']), pick(figures.kstreams)]
    const cells = [`${bare.toFixed(2)} ${unit}`, `${ours.toFixed(2)} ${unit}`]
    console.log(line(label, [...cells, (ours / bare).toFixed(2), (ours - bare).toFixed(1)]))
  }
  console.log(`\nWeb API calls of a click, that with the answer included: on average, and at most\n`)
  for (const [place, { title }] of CASES.entries()) {
    console.log(line(title, [...NAMES.map((name) => sayCalls(figures[name].clicks[place])), '', '']))
  }
  console.log(
    '\nBars: answered, page, share, Home, median: ratio at most 1.5; at most 2 Web API calls a click. Start: ratio at most 1.6. Memory: at most 40 MB more.',
  )
}

const WIDTHS = [14, 14, 8, 10]
const line = (label: string, cells: readonly string[]) =>
  label.padEnd(36) + cells.map((cell, place) => cell.padStart(WIDTHS[place] ?? 0)).join('')

function sayCalls({ calls }: Clicks = { ms: [], calls: [] }): string {
  const average = calls.reduce((sum, one) => sum + one, 0) / calls.length
  return `${average.toFixed(2)}, ${Math.max(...calls)}`
}

await main()
