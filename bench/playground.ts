/**
 * How long a newcomer waits: from `npm start` without tokens to the address, to the page, and to a first answer;
 * and how much of the page a browser loads, compressed.
 *
 *   npm run bench:playground
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { extname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import type { PageState } from '../src/playground/page-api.ts'

const ROUNDS = 5
const START_BAR_MS = 3000
const SCRIPT_BAR_KB = 350
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const ASSETS = new URL('../dist/page/assets/', import.meta.url)

/** Milliseconds since `npm start` until each of these. */
type Round = { address: number; page: number; answer: number; stop: number }

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = ''
    child.stdout?.on('data', (chunk) => {
      text += String(chunk)
      const [address] = /http:\/\/\S+/.exec(text) ?? []
      if (address !== undefined) resolve(address)
    })
    child.on('close', () => reject(new Error(`no address: ${text}`)))
  })
}

async function firstAnswer(url: string): Promise<void> {
  const stateNow = async () => (await (await fetch(`${url}/state`)).json()) as PageState
  const { people, channels } = await stateNow()
  const act = { do: 'command', user: people[0]?.id, channel: channels[0]?.id, text: 'fraud' }
  const headers = { 'content-type': 'application/json' }
  await fetch(`${url}/act`, { method: 'POST', headers, body: JSON.stringify(act) })
  while (!(await stateNow()).messages.some((one) => one.text.includes('fraud'))) {}
}

async function oneRound(): Promise<Round> {
  const { SLACK_BOT_TOKEN, SLACK_APP_TOKEN, NODE_ENV, PORT, ...env } = process.env
  const began = performance.now()
  const since = () => performance.now() - began
  // Its own process group: npm is a parent between, and both must go.
  const child = spawn('npm', ['start', '--silent'], {
    cwd: ROOT,
    env,
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const url = await addressOf(child)
  const address = since()
  const html = await (await fetch(url)).text()
  for (const [, path = ''] of html.matchAll(/(?:src|href)="\.?(\/assets\/[^"]+)"/g))
    await (await fetch(url + path)).text()
  const page = since()
  await firstAnswer(url)
  const answer = since()
  const asked = performance.now()
  process.kill(-(child.pid ?? 0), 'SIGTERM')
  await once(child, 'close')
  return { address, page, answer, stop: performance.now() - asked }
}

function sizes(): Record<string, number> {
  const bytes: Record<string, number> = {}
  for (const name of readdirSync(ASSETS)) {
    const kind = extname(name)
    bytes[kind] = (bytes[kind] ?? 0) + gzipSync(readFileSync(new URL(name, ASSETS))).length
  }
  return bytes
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
const row = (label: string, text: string) => console.log(`${label.padEnd(44)}${text.padStart(12)}`)

const rounds: Round[] = []
for (let round = 0; round < ROUNDS; round++) rounds.push(await oneRound())
const of = (key: keyof Round) => median(rounds.map((one) => one[key]))

console.log(
  `npm start without tokens, median of ${ROUNDS}, Node ${process.version}, ${cpus().length} cores\n`,
)
row('until the address is printed', `${of('address').toFixed(0)} ms`)
row('until the page and its files are loaded', `${of('page').toFixed(0)} ms`)
row('until /kstreams fraud is answered', `${of('answer').toFixed(0)} ms`)
row('from SIGTERM until the terminal is free', `${of('stop').toFixed(0)} ms`)
for (const [kind, bytes] of Object.entries(sizes()))
  row(`the page's ${kind} files, gzip`, `${(bytes / 1000).toFixed(0)} kB`)
const script = (sizes()['.js'] ?? 0) / 1000
const kept = of('answer') < START_BAR_MS && of('stop') < 1000 && script > 0 && script < SCRIPT_BAR_KB
console.log(
  `\nBars: answered in ${START_BAR_MS} ms, stopped in 1000 ms, script under ${SCRIPT_BAR_KB} kB: ${kept ? 'kept' : 'MISSED'}.`,
)
process.exitCode = kept ? 0 : 1
