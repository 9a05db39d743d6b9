import { describe, expect, it } from 'vitest'
import { COMMAND, FORM, JSON_TYPE, post, type Scene, seconds, signed, startScene } from './scene.ts'

const FIVE_MINUTES = 300
const json = (scene: Scene, value: unknown) => {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return post(scene, body, signed(body, JSON_TYPE))
}
const payload = (scene: Scene, text: string) => post(scene, `payload=${encodeURIComponent(text)}`)

describe('what Slack sends', () => {
  it('comes through: commands, events, clicks', async () => {
    const scene = await startScene()
    const answer = await post(scene)
    expect([answer.status, await answer.text()]).toEqual([200, 'heard'])
    expect(
      (await json(scene, { type: 'event_callback', event: { type: 'app_mention', text: 'hi' } })).status,
    ).toBe(200)
    const click = {
      type: 'block_actions',
      actions: [{ type: 'button', action_id: 'a', block_id: 'b' }],
      user: { id: 'U2' },
      team: { id: 'T1' },
    }
    expect((await payload(scene, JSON.stringify(click))).status).toBe(200)
    expect(scene.heard).toMatchObject([{ text: 'fraud' }, { text: 'hi' }, { action_id: 'a' }])
  })

  it.each([`${FORM}; charset=utf-8`, `${FORM};charset="UTF-8"`, 'Application/X-WWW-Form-URLencoded'])(
    'comes through as %s',
    async (type) => {
      const scene = await startScene()
      const answer = await post(scene, COMMAND, signed(COMMAND, type))
      expect([answer.status, await answer.text()]).toEqual([200, 'heard'])
    },
  )

  it('answers who verifies the address, and who looks whether the certificate is good', async () => {
    const scene = await startScene()
    const challenge = await json(scene, { type: 'url_verification', challenge: 'c0ffee' })
    expect(await challenge.json()).toEqual({ challenge: 'c0ffee' })
    // Unsigned, and whatever comes along with it is not done.
    const check = await post(scene, `ssl_check=1&${COMMAND}`, { 'content-type': FORM })
    expect(check.status).toBe(200)
    expect(scene.heard).toEqual([])
  })

  it('notes that Slack holds events back', async () => {
    const scene = await startScene()
    const limited = { type: 'app_rate_limited', team_id: 'T1', minute_rate_limited: 1 }
    expect((await json(scene, limited)).status).toBe(200)
    expect(scene.log()).toMatch(/"team":"T1".*holds events/)
  })
})

describe('what is not from Slack', () => {
  it.each([
    ['no signature', {}],
    ['another secret', { ...signed(COMMAND), 'x-slack-signature': `v0=${'0'.repeat(64)}` }],
    ['the signature of another body', signed(`${COMMAND}x`)],
    [
      'the signature of another time',
      { ...signed(COMMAND), 'x-slack-request-timestamp': String(seconds() - 1) },
    ],
    ['another version', { ...signed(COMMAND), 'x-slack-signature': `v1=${'0'.repeat(64)}` }],
    [
      'more behind the signature',
      { ...signed(COMMAND), 'x-slack-signature': `${signed(COMMAND)['x-slack-signature']}=` },
    ],
    ['a time that is no number', { ...signed(COMMAND), 'x-slack-request-timestamp': 'NaN' }],
  ])('is refused: %s', async (_, headers) => {
    const scene = await startScene()
    expect((await post(scene, COMMAND, { 'content-type': FORM, ...headers })).status).toBe(401)
    expect(scene.heard).toEqual([])
  })

  it('is refused when it is older than five minutes, or from as far in the future', async () => {
    // Long ago: Bolt, which would look at its own clock, is not asked a second time.
    const now = 1_700_000_000_000
    const scene = await startScene({ now: () => now })
    const at = async (apart: number) =>
      (await post(scene, COMMAND, signed(COMMAND, FORM, seconds(now) + apart))).status
    expect(await at(-FIVE_MINUTES)).toBe(200)
    expect(await at(-FIVE_MINUTES - 1)).toBe(401)
    expect(await at(FIVE_MINUTES)).toBe(200)
    expect(await at(FIVE_MINUTES + 1)).toBe(401)
  })

  it('is told apart by what it says it is', async () => {
    const scene = await startScene()
    const status = async (headers: Record<string, string>) =>
      (await post(scene, COMMAND, { ...signed(COMMAND), ...headers })).status
    expect(await status({ 'content-type': 'text/plain' })).toBe(415)
    expect(await status({ 'content-type': `${FORM}; charset=utf-16` })).toBe(415)
    expect(await status({ 'content-type': 'multipart/form-data; boundary=x' })).toBe(415)
    expect(await status({ 'content-encoding': 'gzip' })).toBe(415)
    expect(scene.heard).toEqual([])
  })

  it('is logged without what was in it, a flood of it in two lines a second', async () => {
    const scene = await startScene()
    for (let nth = 0; nth < 20; nth++) await post(scene, 'text=planted-words', { 'content-type': FORM })
    const lines = scene
      .log()
      .split('\n')
      .filter((line) => line.includes('refused'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/"reason":"not signed","size":18/)
    expect(scene.log()).not.toContain('planted')
  })
})

describe('what is signed and makes no sense', () => {
  const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`

  it.each(['', 'null', '1', '"x"', '[]', '{', 'true', '{"type":"event_callback"', deep(101)])(
    'is a bad request: JSON %s',
    async (body) => {
      const scene = await startScene()
      expect((await json(scene, body)).status).toBe(400)
      expect((await payload(scene, body)).status).toBe(400)
      expect((await post(scene)).status).toBe(200)
    },
  )

  it.each([
    '{"event":null}',
    '{"event":"planted-words"}',
    '{"event":{"type":"message","channel":null}}',
    '{"event":{"type":"message","item":"planted-words"}}',
    '{"type":"block_suggestion","channel":null}',
    '{"type":"block_actions","actions":[],"channel":null}',
    '{"type":"message_action","callback_id":"x","channel":null}',
  ])('is a bad request, and unquoted in the log: %s', async (body) => {
    const scene = await startScene()
    expect((await json(scene, body)).status).toBe(400)
    expect(scene.log()).not.toContain('planted')
    expect((await post(scene)).status).toBe(200)
  })

  it('is a bad request: deeper than JSON.stringify goes', async () => {
    const scene = await startScene()
    const body = `{"type":"url_verification","challenge":${deep(50_000)}}`
    expect(() => JSON.stringify(JSON.parse(body))).toThrow(RangeError)
    expect((await json(scene, body)).status).toBe(400)
  })

  it.each([
    '{"__proto__":{"type":"url_verification"},"event":{"type":"x","__proto__":{"polluted":1}}}',
    '{"constructor":{"prototype":{"polluted":1}},"command":"/x"}',
    '{"toString":1,"hasOwnProperty":2,"type":"view_submission","view":{}}',
  ])('changes nothing by the names of its fields: %s', async (body) => {
    const scene = await startScene()
    expect((await json(scene, body)).status).toBeLessThan(500)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('is not acknowledged where nothing listens for it', async () => {
    const scene = await startScene()
    expect((await json(scene, { type: 'of_tomorrow' })).status).toBe(404)
  })
})
