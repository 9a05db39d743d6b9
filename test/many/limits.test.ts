import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { LocalSlack } from '../../src/playground/index.ts'
import { budgetOf } from '../../src/slack/tiers.ts'
import { sure } from '../slack/desk-scene.ts'
import { emptyDatabase, folder, ownPostgres } from '../store/engines.ts'
import { ask } from './everything.ts'
import { metricsOf, startMany } from './stage.ts'

const fresh = emptyDatabase('postgres', ownPostgres())
const LIMIT = 3

describe('who asks too much', () => {
  it('is told so once, kindly and privately, and then left alone; nobody else notices', async () => {
    const environment = { REQUESTS_PER_MINUTE: String(LIMIT) }
    const many = await startMany({ databaseUrl: `file:${join(folder(), 'kstreams.db')}`, environment })
    const [acme, beta] = [await many.workspace('T0ACME'), await many.workspace('T0BETA')]
    for (let asked = 0; asked < LIMIT; asked++) await ask(acme, 'fraud')
    const told = await ask(acme, 'fraud')
    expect(told.text).toMatch(
      /^That was a lot within a minute\. I answer again in \d+ seconds?; please ask once more then\.$/,
    )
    expect(told.visibleTo).toBe('U0ADA000010ACME')
    const before = many.hub.calls.length
    const silent = [
      await acme.command({ text: 'fraud' }),
      await acme.dm({ text: 'fraud' }),
      await acme.mention({ text: 'fraud' }),
    ]
    for (const { acked } of silent) await acked
    expect(many.hub.calls).toHaveLength(before)
    expect((await ask(acme, 'fraud', 'grace')).text).toContain('fraud')
    expect((await ask(beta, 'fraud')).text).toContain('fraud')
    const metrics = await metricsOf(sure(many.replicas[0]))
    const answers = (kind: string, outcome: string) =>
      metrics(`kstreams_answer_duration_seconds_count{kind="${kind}",outcome="${outcome}"}`)
    expect([answers('command', 'limited'), answers('command', 'found')]).toEqual([2, LIMIT + 2])
    expect([answers('mention', 'limited'), answers('direct_message', 'limited')]).toEqual([1, 1])
  })

  it('reads so beside the message, where it was one', async () => {
    const environment = { REQUESTS_PER_MINUTE: '1' }
    const many = await startMany({ databaseUrl: `file:${join(folder(), 'kstreams.db')}`, environment })
    const acme = await many.workspace('T0ACME')
    await acme.answers(await acme.mention({ text: 'fraud', channel: 'general' }))
    const [told] = await acme.answers(await acme.mention({ text: 'fraud', channel: 'general' }))
    expect(told).toMatchObject({ visibleTo: 'U0ADA000010ACME', channel: 'C0GENERAL10ACME' })
    expect(told?.text).toContain('That was a lot')
  })
})

/** Opens the search, and resolves once that is dealt with. */
async function search(slack: LocalSlack): Promise<void> {
  await (await slack.shortcut({ callbackId: 'search_use_cases' })).acked
}

/** Two processes whose clock stands still within a minute. */
async function startFlood() {
  const minute = Math.floor(Date.now() / 60_000) * 60_000
  const many = await startMany({
    databaseUrl: await fresh(),
    replicas: 2,
    now: () => minute + 20_000,
    ackTimeoutMs: 15_000,
  })
  const [flooded, other] = [await many.workspace('T0FLOOD'), await many.workspace('T0OTHER')]
  const opened = (team: string) =>
    many.hub.calls.filter((call) => call.method === 'views.open' && call.team === team)
  return { flooded, other, opened }
}

describe('two processes in a workspace that wants too much', () => {
  it('call Slack no more often within a minute than it takes, and in others as before', async () => {
    const { flooded, other, opened } = await startFlood()
    const budget = budgetOf('views.open')
    // Few at a time: what waits for the database too long is counted without it.
    for (let asked = 0; asked < budget + 20; asked += 4)
      await Promise.all(Array.from({ length: 4 }, () => search(flooded)))
    expect(opened('T0FLOOD')).toHaveLength(budget)
    for (let asked = 0; asked < 4; asked++) await search(other)
    expect(opened('T0OTHER')).toHaveLength(4)
  })

  it('hold back once Slack refuses, each after one refusal at the most', async () => {
    const { flooded, other, opened } = await startFlood()
    flooded.limits('on')
    other.limits('on')
    for (let asked = 0; asked < 60; asked++) await search(flooded)
    const refused = opened('T0FLOOD').filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(refused.length).toBeLessThanOrEqual(2)
    for (let asked = 0; asked < 4; asked++) await search(other)
    expect(opened('T0OTHER').map(({ status }) => status)).toEqual([200, 200, 200, 200])
  })
})
