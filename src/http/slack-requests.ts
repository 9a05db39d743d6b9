import type { IncomingMessage } from 'node:http'
import { HTTPModuleFunctions, type HTTPReceiverOptions, isValidSlackRequest } from '@slack/bolt'
import { describeError, type Log } from '../log.ts'
import { type Handle, sendText } from './answers.ts'
import { readBody } from './body.ts'
import { createRefusals, type Reason } from './refusals.ts'

/** The largest view that Slack sends back, with all its blocks and state, stays far below (bytes). */
const MOST_BYTES = 1024 * 1024
/** How far the clock of a request may be from ours, both ways, in seconds (docs.slack.dev, verifying requests). */
const MOST_APART_S = 5 * 60
/** Slack's payloads nest some twenty levels; what recurses over them later must not run out of stack. */
const MOST_DEPTH = 100

type Refused = { status: 400 | 401 | 413 | 415; reason: Reason }

export type SlackRequestsOptions = {
  signingSecret: string
  /** Bolt's receiver, made with `guardedReceiver`; gets what Slack sent, and nothing else. */
  slack: Handle
  log: Log
  /** Milliseconds. */
  now?: () => number
}

/**
 * Lets through to Bolt what Slack has signed in the last five minutes, and what Bolt can read. The rest is refused: 415 of
 * another kind, 413 too large, 401 not from Slack, 400 from Slack but not in its form.
 *
 * The signature is checked here, by Bolt's own function, and not in its receiver: what nobody signed must not be parsed, and
 * the parsing has to come before the receiver, which a body of `null` would crash.
 */
export function guardSlackRequests(options: SlackRequestsOptions): Handle {
  const { slack, log, now = Date.now } = options
  const refused = createRefusals(log)
  return async (request, response) => {
    // What is left of the body is not read: the connection ends with the answer.
    const refuse = ({ status, reason }: Refused, size?: number) => {
      refused(reason, size)
      sendText(response, status, `Refused: ${reason}.`, { connection: 'close' })
    }
    const type = contentTypeOf(request)
    if (type === undefined) return refuse({ status: 415, reason: 'content type' })
    const encoding = request.headers['content-encoding'] ?? 'identity'
    if (encoding !== 'identity') return refuse({ status: 415, reason: 'content encoding' })
    const body = await readBody(request, MOST_BYTES)
    if (body === 'gone') return
    if (body === 'too large') return refuse({ status: 413, reason: 'too large' })
    if (type === FORM && SSL_CHECK.test(body.toString('latin1'))) return sendText(response, 200, '')
    const reason = whyNotSlack(request, body, options.signingSecret, now())
    if (reason !== undefined) return refuse({ status: 401, reason }, body.length)
    // Bolt takes a form for one only where nothing follows the type, and a body that was read from `rawBody`.
    request.headers['content-type'] = type
    const payload = readPayload(Object.assign(request, { rawBody: body }))
    if (payload === undefined) return refuse({ status: 400, reason: 'not what Slack sends' }, body.length)
    if (payload['type'] === 'app_rate_limited') {
      log.warn(
        { team: String(payload['team_id']) },
        'Slack holds events of this workspace back: too many in an hour',
      )
      return sendText(response, 200, '')
    }
    await slack(request, response)
  }
}

const FORM = 'application/x-www-form-urlencoded'
const TYPES = /^(application\/json|application\/x-www-form-urlencoded)\s*(?:;\s*charset="?utf-8"?\s*)?$/i
/** Slack looks now and then whether a certificate is good, without signing; nothing is done but answer. */
const SSL_CHECK = /(?:^|&)ssl_check=1(?:&|$)/

const contentTypeOf = ({ headers }: IncomingMessage) =>
  TYPES.exec(headers['content-type'] ?? '')?.[1]?.toLowerCase()

/** @returns why it is not from Slack, or not from now; undefined where it is */
function whyNotSlack(
  { headersDistinct }: IncomingMessage,
  body: Buffer,
  signingSecret: string,
  now: number,
): Reason | undefined {
  const signatures = headersDistinct['x-slack-signature'] ?? []
  const timestamps = headersDistinct['x-slack-request-timestamp'] ?? []
  const [signature = ''] = signatures
  const [timestamp = ''] = timestamps
  // Two of one would leave it to chance which is checked and which is believed.
  if (signatures.length !== 1 || timestamps.length !== 1) return 'not signed'
  if (!/^v0=[0-9a-f]{64}$/.test(signature) || !/^\d{10}$/.test(timestamp)) return 'not signed'
  const seconds = Number(timestamp)
  if (Math.abs(now / 1000 - seconds) > MOST_APART_S) return 'signed too long ago or in the future'
  const headers = { 'x-slack-signature': signature, 'x-slack-request-timestamp': seconds }
  const isSigned = isValidSlackRequest({
    signingSecret,
    body: body.toString(),
    headers,
    nowMilliseconds: now,
  })
  return isSigned ? undefined : 'signature does not match'
}

type Buffered = Parameters<typeof HTTPModuleFunctions.parseHTTPRequestBody>[0]

/** What Bolt will read, where it is an object that neither Bolt nor what comes after it stumbles over. */
function readPayload(request: Buffered): Record<string, unknown> | undefined {
  const payload = parse(request)
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  if (isDeeper(payload, MOST_DEPTH)) return undefined
  return payload as Record<string, unknown>
}

function parse(request: Buffered): unknown {
  try {
    return HTTPModuleFunctions.parseHTTPRequestBody(request)
  } catch {
    return undefined
  }
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  return levels === 0 || Object.values(value).some((one) => isDeeper(one, levels - 1))
}

/**
 * What Bolt's `HTTPReceiver` must be made with to stand behind the guard. Never let it listen by itself: it believes
 * whatever it is given.
 */
export function guardedReceiver(
  log: Log,
): Pick<HTTPReceiverOptions, 'signatureVerification' | 'processEventErrorHandler'> {
  return {
    signatureVerification: false,
    // Faults of listeners end in `app.error`; here are those of Bolt over a field that is not what it takes it for.
    processEventErrorHandler: async ({ error, response }) => {
      // Its message may quote the field.
      const { name, stack } = describeError(error)
      log.warn({ error: { name, stack } }, 'Bolt could not read a request of Slack')
      if (response.headersSent) return false
      sendText(response, 400, 'Refused: not what Slack sends.')
      return true
    },
  }
}
