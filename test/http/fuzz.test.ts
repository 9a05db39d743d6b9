import fc from 'fast-check'
import { afterEach, beforeEach, expect, it } from 'vitest'
import {
  FORM,
  JSON_TYPE,
  post,
  raw,
  type Scene,
  seconds,
  signed,
  startScene,
  statuses,
  wiredCommand,
} from './scene.ts'

const RUNS = 150
const limits = { headersMs: 1000, requestMs: 1000 }

const rejections: unknown[] = []
const keep = (reason: unknown) => void rejections.push(reason)
beforeEach(() => void process.on('unhandledRejection', keep))
afterEach(() => {
  process.off('unhandledRejection', keep)
  expect(rejections).toEqual([])
})

/** Words that Bolt and the guard decide by, so that chance gets past the first question. */
const name = fc.oneof(
  fc.constantFrom(
    ...[
      'type',
      'event',
      'command',
      'name',
      'actions',
      'channel',
      'channel_id',
      'item',
      'view',
      'user',
      'team',
    ],
    ...[
      'team_id',
      'payload',
      'ssl_check',
      'challenge',
      'authorizations',
      'response_url',
      'response_urls',
      'text',
    ],
    ...[
      'message',
      'assistant_thread',
      'thread_ts',
      'ts',
      'id',
      'inputs',
      'function_data',
      'is_enterprise_install',
    ],
    ...['__proto__', 'constructor', 'toString', 'callback_id', 'enterprise', 'bot_access_token', 'state'],
  ),
  fc.string({ maxLength: 5 }),
)
const value = fc.letrec((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constantFrom(null, true, 0, -1, '', 'T1', '1', 'true'),
    fc.constantFrom('event_callback', 'block_actions', 'block_suggestion', 'view_submission', 'shortcut'),
    fc.constantFrom(
      'url_verification',
      'message_action',
      'function_executed',
      'app_mention',
      'app_uninstalled',
    ),
    fc.string({ unit: 'binary', maxLength: 10 }),
    fc.array(tie('any'), { maxLength: 3 }),
    fc.dictionary(name, tie('any'), { maxKeys: 6 }),
  ),
})).any
const json = fc
  .oneof(value, fc.dictionary(name, value, { minKeys: 1, maxKeys: 6 }))
  .map((one) => JSON.stringify(one))
const broken = fc
  .tuple(json, fc.nat(), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([text, at, more]) => text.slice(0, at % (text.length + 1)) + more)
const form = fc
  .array(fc.tuple(name, fc.oneof(json, broken, fc.string())), { maxLength: 5 })
  .map((fields) => new URLSearchParams(fields).toString())
const body = fc.oneof(
  json,
  broken,
  form,
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes).toString()),
)
const type = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(FORM, JSON_TYPE, `${JSON_TYPE}; charset=utf-8`) },
  fc.constantFrom('', 'text/plain', 'multipart/form-data', `${FORM}; charset=latin1`),
)

async function expectServing(scene: Scene): Promise<void> {
  const answer = await post(scene)
  expect([answer.status, await answer.text()]).toEqual([200, 'heard'])
}

it('whatever is signed never fails', async () => {
  const scene = await startScene()
  await fc.assert(
    fc.asyncProperty(body, type, async (text, kind) => {
      expect((await post(scene, text, signed(text, kind))).status).toBeLessThan(500)
    }),
    { numRuns: RUNS },
  )
  await expectServing(scene)
})

it('whatever is in the headers never fails, and is not from Slack', async () => {
  const scene = await startScene()
  const text = fc.string({ maxLength: 20 }).map((one) => one.replace(/[^\x20-\x7e]/g, ''))
  const headers = fc.record(
    {
      'content-type': fc.oneof(type, text),
      'content-encoding': text,
      'x-slack-signature': fc.oneof(
        text,
        text.map((one) => `v0=${one}`),
        fc.constant(`v0=${'a'.repeat(64)}`),
      ),
      'x-slack-request-timestamp': fc.oneof(text, fc.integer().map(String), fc.constant(String(seconds()))),
      'x-slack-retry-num': text,
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(headers, form, async (given, sent) => {
      // Who only looks whether the certificate is good needs no signature.
      fc.pre(!/(?:^|&)ssl_check=1(?:&|$)/.test(sent))
      expect([401, 415]).toContain((await post(scene, sent, given)).status)
    }),
    { numRuns: RUNS },
  )
  expect(scene.heard).toEqual([])
  await expectServing(scene)
})

it('whatever is in a path never fails', async () => {
  const scene = await startScene()
  const part = fc.oneof(
    fc.constantFrom(
      '/',
      '..',
      '%2e',
      '%2f',
      '%',
      '?',
      '#',
      ';',
      '\\',
      'slack',
      'events',
      'privacy',
      'readyz',
    ),
    fc.string({ maxLength: 4 }),
  )
  const path = fc
    .array(part, { maxLength: 8 })
    .map((parts) => `/${parts.join('').replace(/[^\x21-\x7e]/g, '')}`)
  const method = fc.constantFrom('GET', 'POST', 'PUT', 'HEAD', 'OPTIONS', 'DELETE', 'TRACE', 'PROPFIND')
  await fc.assert(
    fc.asyncProperty(method, path, async (verb, to) => {
      const answer = await raw(scene, `${verb} ${to} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`)
      for (const status of statuses(answer)) expect(status).toBeLessThan(500)
      expect(statuses(answer)).toHaveLength(1)
    }),
    { numRuns: RUNS },
  )
  await expectServing(scene)
})

it('whatever comes over the wire never fails', async () => {
  const scene = await startScene({ limits })
  const noise = fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes))
  // A good request, with some bytes of it replaced, and cut or followed by more.
  const bent = fc
    .tuple(fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { maxLength: 4 }), fc.nat(), noise)
    .map(([changes, cut, more]) => {
      const bytes = Buffer.from(wiredCommand())
      for (const [at, to] of changes) bytes[at % bytes.length] = to
      return Buffer.concat([bytes.subarray(0, bytes.length - (cut % 40)), more])
    })
  await fc.assert(
    fc.asyncProperty(fc.oneof(noise, bent), async (bytes) => {
      for (const status of statuses(await raw(scene, bytes, true))) expect(status).toBeLessThan(500)
    }),
    { numRuns: RUNS },
  )
  await expectServing(scene)
})
