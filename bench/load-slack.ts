/**
 * Slack, as bench/load.ts needs it, in a process of its own: sends requests at a rate, whether or not those before are
 * answered (an app that is slow gets no rest by it), and takes what is posted at once. It looks at nothing but whether
 * each request was acknowledged in time and answered once.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Pool } from 'undici'
import { ordersOf, say, used } from './digest-child.ts'
import {
  type Asked,
  type Button,
  idOfThread,
  type Kind,
  mentionOf,
  requestOf,
  teamOf,
} from './load-requests.ts'

export type SlackOrders = { workspaces: number; words: string[] }
/** What an app answered, by what was asked: words, the text of a mention, the value of a button. */
export type Constants = Record<'commands' | 'mentions' | 'clicks', Record<string, object>>
/** Where it listens: the answer to an order without anything in it. */
export type Origin = { origin: string }
/** Where one app is asked everything once, to learn what it answers and which buttons there are. */
export type Lesson = { learn: string }
/** `rate`: requests a second, over all targets. */
export type Step = { targets: string[]; rate: number; seconds: number }
/**
 * Times in ms, from the moment at which a request was due. `failed`: not acknowledged by 200 within three seconds, or not
 * answered once. `gaveUp`: so far behind that nothing more was sent.
 */
export type Stepped = {
  sent: number
  ack: { median: number; p99: number }
  answered: { median: number; p99: number }
  failed: Record<string, number>
  gaveUp: boolean
  cpuMs: number
}

/** Of ten requests seven are commands, two mentions, and one a click. */
const MIX: readonly Kind[] = [
  ...(['command', 'command', 'mention', 'command', 'command'] as const),
  ...(['click', 'command', 'mention', 'command', 'command'] as const),
]
/** Slack gives up then. */
const ACKNOWLEDGE_MS = 3000
/** As many seconds' requests may be open; who is further behind has failed already. */
const HOPELESS_S = 1.5
/** For the last answers of a step. */
const GRACE_MS = 5000
const CONNECTIONS = 1000

type Open = { due: number; acknowledged: boolean; answers: number }

const { workspaces, words } = ordersOf<SlackOrders>()
const pools = new Map<string, Pool>()
const open = new Map<number, Open>()
const buttons: Button[] = []
let learnt: ((body: Buffer) => void) | undefined
let answered: number[] = []
let strays = 0
let nextId = 0

const server = createServer((request, response) => {
  const chunks: Buffer[] = []
  request.on('data', (chunk: Buffer) => chunks.push(chunk))
  request.on('end', () => take(request, response, Buffer.concat(chunks)))
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

function take({ url = '' }: IncomingMessage, response: ServerResponse, body: Buffer): void {
  const [, where, what = ''] = url.split('/')
  if (where === 'answer') {
    response.end('ok')
    note(Number(what), body)
    return
  }
  response.setHeader('content-type', 'application/json')
  response.end(`{"ok":true,"ts":"${1_800_000_000 + Math.random()}","user":{},"messages":[]}`)
  if (what === 'chat.postMessage') note(idOfThread(body), body)
}

function note(id: number | undefined, body: Buffer): void {
  const request = open.get(id ?? -1)
  if (id === undefined || request === undefined) {
    strays++
    return
  }
  request.answers++
  if (request.answers === 1) answered.push(performance.now() - request.due)
  learnt?.(body)
}

const poolOf = (target: string) => {
  const pool = pools.get(target) ?? new Pool(target, { connections: CONNECTIONS })
  pools.set(target, pool)
  return pool
}

/** Sends it; gives the status, or what went wrong instead. */
async function send(target: string, id: number, asked: Asked): Promise<number | string> {
  const { body, headers } = requestOf(id, asked, origin)
  const limits = { headersTimeout: ACKNOWLEDGE_MS, bodyTimeout: ACKNOWLEDGE_MS }
  const path = '/slack/events'
  try {
    const response = await poolOf(target).request({ path, method: 'POST', headers, body, ...limits })
    await response.body.dump()
    return response.statusCode
  } catch (error) {
    return String((error as { code?: string }).code ?? error)
  }
}

/** What is asked n-th: all words, people and workspaces come in turn. */
function askedAt(n: number): Asked {
  const kind = MIX[n % MIX.length] ?? 'command'
  const turn = Math.floor(n / MIX.length)
  const team = teamOf(n % workspaces)
  const button = kind === 'click' ? buttons[turn % buttons.length] : undefined
  return { kind, team, words: words[(n * 7) % words.length] ?? '', ...(button ? { button } : {}) }
}

async function run({ targets, rate, seconds }: Step): Promise<Stepped> {
  const failed: Record<string, number> = {}
  const fail = (why: string | number, count = 1) => {
    failed[why] = (failed[why] ?? 0) + count
  }
  const acks: number[] = []
  answered = []
  strays = 0
  open.clear()
  let [sent, unacknowledged, gaveUp] = [0, 0, false]
  const sendNext = (due: number) => {
    const id = nextId++
    const request = { due, acknowledged: false, answers: 0 }
    open.set(id, request)
    unacknowledged++
    void send(targets[sent++ % targets.length] ?? '', id, askedAt(id)).then((status) => {
      unacknowledged--
      request.acknowledged = true
      acks.push(performance.now() - due)
      if (status !== 200) fail(status)
      if (request.answers === 1) open.delete(id)
    })
  }
  const before = used().cpuMs
  const began = performance.now()
  while (sent < rate * seconds && !gaveUp) {
    const due = Math.min(rate * seconds, ((performance.now() - began) / 1000) * rate)
    while (sent < due) sendNext(began + (sent / rate) * 1000)
    gaveUp = unacknowledged > rate * HOPELESS_S
    await sleep(1)
  }
  const cpuMs = used().cpuMs - before
  await settled(() => unacknowledged === 0 && [...open.values()].every(({ answers }) => answers > 0))
  for (const { answers } of open.values()) {
    if (answers === 0) fail('no answer')
    if (answers > 1) fail('answered twice')
  }
  if (strays > 0) fail('answered twice, or too late', strays)
  return { sent, ack: quantiles(acks), answered: quantiles(answered), failed, gaveUp, cpuMs }
}

async function settled(isDone: () => boolean): Promise<void> {
  const until = performance.now() + GRACE_MS
  while (!isDone() && performance.now() < until) await sleep(20)
  // Whatever comes twice comes now.
  await sleep(100)
}

function quantiles(values: number[]): { median: number; p99: number } {
  const sorted = Float64Array.from(values).sort()
  const at = (q: number) => sorted[Math.floor(sorted.length * q)] ?? Number.POSITIVE_INFINITY
  return { median: at(0.5), p99: at(0.99) }
}

async function learn({ learn: target }: Lesson): Promise<Constants> {
  const constants: Constants = { commands: {}, mentions: {}, clicks: {} }
  const ask = async (kind: Kind, asked: { words: string; button?: Button }): Promise<object> => {
    const id = nextId++
    open.set(id, { due: performance.now(), acknowledged: false, answers: 0 })
    const body = new Promise<Buffer>((resolve) => {
      learnt = resolve
    })
    const status = await send(target, id, { kind, team: teamOf(0), ...asked })
    if (status !== 200) throw new Error(`${kind} ${asked.words}: ${status}`)
    return readAnswer(kind, (await body).toString())
  }
  for (const one of words) {
    const answer = await ask('command', { words: one })
    constants.commands[one] = answer
    constants.mentions[mentionOf(one)] = await ask('mention', { words: one })
    const button = nextButton(answer)
    if (button === undefined || constants.clicks[button.value]) continue
    buttons.push(button)
    constants.clicks[button.value] = await ask('click', { words: one, button })
  }
  learnt = undefined
  if (buttons.length === 0) throw new Error('no answer has a second page')
  return constants
}

/** A message is posted as a form, whose channel and thread are those of the question. */
function readAnswer(kind: Kind, body: string): object {
  if (kind !== 'mention') return JSON.parse(body)
  const { blocks, metadata, ...form } = Object.fromEntries(new URLSearchParams(body))
  const parsed = { blocks: JSON.parse(blocks ?? '[]'), metadata: JSON.parse(metadata ?? '{}') }
  return { ...form, ...parsed, unfurl_links: false, unfurl_media: false }
}

function nextButton(value: unknown): Button | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { action_id, value: carried } = value as Partial<Button>
  if (action_id === 'page_next' && carried) return { action_id, value: carried }
  for (const one of Object.values(value)) {
    const found = nextButton(one)
    if (found) return found
  }
  return undefined
}

const obey = async (order: Partial<Lesson & Step>): Promise<object> => {
  if ('learn' in order) return learn(order as Lesson)
  return 'rate' in order ? run(order as Step) : ({ origin } satisfies Origin)
}
process.on('message', (order: object) => {
  obey(order).then(say, (error: unknown) => {
    console.error(error)
    process.exit(1)
  })
})
// However the benchmark ends.
process.on('disconnect', () => process.exit(0))
process.on('SIGTERM', () => process.exit(0))
say({ started: true })
