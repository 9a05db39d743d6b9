import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import { type Agent, request } from 'undici'
import { refusalOf } from './address.ts'
import { type Failure, failureOf } from './failure.ts'
import { createPublicAgent, type Network } from './public-agent.ts'
import { createTurns } from './turns.ts'

/** What a server said. `text` is as much of the body as was asked for; `cut` tells that there was more. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; cut: boolean }

export type Method = 'HEAD' | 'GET'

export type Client = {
  /**
   * Asks a public server once, when it is its turn; redirects are not followed.
   * @param most so many bytes of the body are read; none by default
   * @throws only what `signal` was aborted with
   */
  ask: (url: URL, method: Method, most?: number) => Promise<Answer | Failure>
  close: () => Promise<void>
}

export type ClientOptions = {
  network?: Network | undefined
  signal: AbortSignal
  /** For one request, from the name of the host to the last byte, in ms. */
  timeoutMs: number
  /** Between two requests to one host, in ms. */
  gapMs: number
}

/** The name that robots.txt may call us by. */
export const USER_AGENT = 'kstreams-link-check/1.0'

const HEADERS = {
  'user-agent': USER_AGENT,
  accept: '*/*',
  'accept-language': 'en',
  // Nothing is unpacked: what is small when it arrives stays small.
  'accept-encoding': 'identity',
}

/** What asks servers: public ones only, each one thing at a time, and not for ever. */
export function createClient({ network = {}, ...options }: ClientOptions): Client {
  const agent = createPublicAgent(network, options)
  const inTurn = createTurns(options.gapMs, options.signal)
  return {
    ask: async (url, method, most = 0) => {
      const refusal = refusalOf(url)
      if (refusal !== undefined) return { failure: refusal, kind: 'refused' }
      return inTurn(url.host, () => askNow(agent, url, { method, most, ...options }))
    },
    close: () => agent.destroy(),
  }
}

type Ask = { method: Method; most: number } & Pick<ClientOptions, 'signal' | 'timeoutMs'>

async function askNow(
  agent: Agent,
  url: URL,
  { method, most, signal, timeoutMs }: Ask,
): Promise<Answer | Failure> {
  const ending = new AbortController()
  const late = setTimeout(() => ending.abort(new DOMException('timed out', 'TimeoutError')), timeoutMs)
  const stop = () => ending.abort(signal.reason)
  signal.addEventListener('abort', stop, { once: true })
  try {
    const said = await request(url, { method, dispatcher: agent, headers: HEADERS, signal: ending.signal })
    const body = most > 0 ? await readStart(said.body, most) : { text: '', cut: false }
    // Whatever is still to come is not wanted, and no fault.
    said.body.on('error', () => {}).destroy()
    return { status: said.statusCode, headers: said.headers, ...body }
  } catch (error) {
    signal.throwIfAborted()
    return failureOf(error)
  } finally {
    clearTimeout(late)
    signal.removeEventListener('abort', stop)
  }
}

async function readStart(body: Readable, most: number): Promise<Pick<Answer, 'text' | 'cut'>> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    bytes += chunk.length
    if (bytes > most) break
  }
  return { text: Buffer.concat(chunks).subarray(0, most).toString('utf8'), cut: bytes > most }
}
