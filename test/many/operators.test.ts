import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sure } from '../slack/desk-scene.ts'
import { emptyDatabase, folder, ownPostgres } from '../store/engines.ts'
import { ask, doEverything, SLOW_MS } from './everything.ts'
import { metricsOf, startMany } from './stage.ts'

const server = ownPostgres()
const fresh = emptyDatabase('postgres', server)

it('the metrics tell what was done, and of nobody', { timeout: SLOW_MS }, async () => {
  const many = await startMany({ databaseUrl: `file:${join(folder(), 'kstreams.db')}` })
  const replica = sure(many.replicas[0])
  const [zebra, quagga] = [await many.workspace('T0ZEBRA'), await many.workspace('T0QUAGGA')]
  await doEverything(zebra, 'zebra')
  await ask(quagga, 'nothing of the kind quagga')
  const metrics = await metricsOf(replica)
  const calls = (method: string, result: string) =>
    metrics(`kstreams_slack_calls_total{method="${method}",result="${result}"}`)
  for (const method of new Set(
    many.hub.calls.filter(({ token }) => token === 'bot').map((call) => call.method),
  )) {
    if (method === 'auth.test') continue
    const made = many.hub.calls.filter((call) => call.method === method && call.status === 200)
    expect(calls(method, 'ok'), method).toBe(made.length)
  }
  const posted = many.hub.calls.filter(({ method }) => method === 'response_url')
  expect(calls('response_url', 'ok')).toBe(posted.length)
  const envelopes = [...zebra.envelopes, ...quagga.envelopes]
  const commands = envelopes.filter(({ type }) => type === 'slash_commands')
  expect(metrics('kstreams_acknowledgement_duration_seconds_count{kind="command"}')).toBe(commands.length)
  const answers = (kind: string, outcome: string) =>
    metrics(`kstreams_answer_duration_seconds_count{kind="${kind}",outcome="${outcome}"}`) ?? 0
  const outcomes = ['found', 'nothing', 'other'].map((outcome) => answers('command', outcome))
  expect(outcomes.every((times) => times > 0)).toBe(true)
  expect(outcomes.reduce((sum, times) => sum + times)).toBe(commands.length)
  expect(answers('mention', 'found')).toBe(2)
  expect(answers('command', 'failed')).toBe(0)
  expect(metrics('kstreams_digests_total{state="sent"}')).toBe(1)
  expect([
    metrics('kstreams_ready'),
    metrics('kstreams_requests_in_hand'),
    metrics('kstreams_digests_in_hand'),
  ]).toEqual([1, 0, 0])
  expect(metrics.text).not.toMatch(/zebra|quagga|fraud|T0|U0|xox/i)
})

it('health is on both ports, and says what does not work', async () => {
  const many = await startMany({ databaseUrl: await fresh() })
  const { origin, operations } = sure(many.replicas[0])
  const at = async (path: string) => {
    const answers = await Promise.all([origin, operations].map((port) => fetch(`${port}${path}`)))
    return Promise.all(answers.map(async (answer) => [answer.status, await answer.json()]))
  }
  const ok = [200, { status: 'ok' }]
  expect(await at('/healthz')).toEqual([ok, ok])
  expect(await at('/readyz')).toEqual([ok, ok])
  expect((await fetch(`${origin}/metrics`)).status, 'metrics are not public').toBe(404)
  expect((await fetch(`${operations}/slack/events`, { method: 'POST' })).status).toBe(404)
  await server().stop()
  const away = [503, { status: 'unavailable', failing: ['store'] }]
  await expect.poll(() => at('/readyz'), { timeout: 10_000 }).toEqual([away, away])
  expect(await at('/healthz')).toEqual([ok, ok])
  await server().start()
  await expect.poll(() => at('/readyz'), { timeout: 10_000 }).toEqual([ok, ok])
})
