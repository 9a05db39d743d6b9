import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { sure } from '../slack/desk-scene.ts'
import { BRISK, cardsIn, createClock, MONDAY } from '../slack/digest-scene.ts'
import { emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { ask } from './everything.ts'
import { everyRow, type Replica, sendSigned, startMany } from './stage.ts'

const fresh = emptyDatabase('postgres', ownPostgres())
const HOUR_MS = 60 * 60_000

async function startTwo(options: Partial<Parameters<typeof startMany>[0]> = {}) {
  const databaseUrl = await fresh()
  const many = await startMany({ databaseUrl, replicas: 2, ...options })
  const [one, two] = many.replicas.map(sure) as [Replica, Replica]
  const acme = await many.workspace('T0ACME')
  return { ...many, databaseUrl, one, two, acme }
}

describe('two processes', () => {
  it.each(['mention', 'dm'] as const)('answer a %s that comes to both at once, once', async (how) => {
    const { one, two, acme } = await startTwo()
    for (let round = 0; round < 5; round++) {
      const asked = await acme[how]({ text: 'fraud' })
      // Slack sends it again where the first was not acknowledged in time: the same message, and the same event.
      const both = [one, two].map((replica) => sendSigned(replica, asked.payload))
      for (const answer of await Promise.all(both)) expect([200, 503]).toContain(answer.status)
      await asked.acked
      const answers = acme.workspace.messages.filter(
        ({ metadata }) => (metadata?.['event_payload'] as { request?: string })?.request === asked.ts,
      )
      expect(answers).toHaveLength(1)
    }
  })

  it('post a digest that is due once', async () => {
    const clock = createClock()
    const { acme, databaseUrl, replicas } = await startTwo({ now: clock.now, runner: BRISK })
    for (const channel of ['general', 'streaming'])
      await ask(acme, 'digest 09:00 every day Europe/Berlin', 'ada', channel)
    clock.turnTo(MONDAY)
    for (const channel of ['general', 'streaming'])
      await acme.until('a card', () => cardsIn(acme, channel)[0])
    await clock.looks(20)
    for (const replica of replicas) await replica.close()
    expect(['general', 'streaming'].map((channel) => cardsIn(acme, channel).length)).toEqual([1, 1])
    const deliveries = (await everyRow(databaseUrl)).filter(({ table }) => table === 'delivery')
    expect(deliveries.map(({ row }) => row['state'])).toEqual(['sent', 'sent'])
  })

  it('erase what is too old once an hour', async () => {
    const databaseUrl = await fresh()
    const database = await open(databaseUrl)
    const old = Date.now() - 100 * 24 * HOUR_MS
    const vote = async () => {
      const row = {
        team: 'T0ACME',
        answer: randomUUID(),
        voter: 'v',
        vote: 'up' as const,
        query: 'q',
        at: old,
      }
      await database.db.insertInto('vote').values(row).execute()
    }
    const votes = async () => (await everyRow(databaseUrl)).filter(({ table }) => table === 'vote').length
    // In the middle of an hour, so that it does not end meanwhile.
    const start = Math.floor(Date.now() / HOUR_MS) * HOUR_MS + HOUR_MS / 2
    await vote()
    const many = await startMany({ databaseUrl, replicas: 2, now: () => start })
    await expect.poll(votes).toBe(0)
    await vote()
    await (await many.replica()).close()
    expect(await votes()).toBe(1)
    await (await many.replica({ now: () => start + HOUR_MS })).close()
    expect(await votes()).toBe(0)
    for (const replica of many.replicas) await replica.close()
    expect(many.replicas.filter((replica) => replica.log().includes('erased what is too old'))).toHaveLength(
      2,
    )
  })
})

const DRAIN_MS = 1000

describe('a process that is told to stop', () => {
  it('says so first, answers on for DRAIN_SECONDS, and finishes what is in hand', async () => {
    const { one, acme, hub } = await startTwo({ environment: { DRAIN_SECONDS: '1' } })
    hub.deliverTo([`${one.origin}/slack/events`])
    await ask(acme, 'fraud')
    // Slow enough to be in hand for longer than it drains.
    acme.slow('response_url', DRAIN_MS + 800)
    const slow = await acme.command({ text: 'change data capture' })
    const [answer] = await acme.answers(slow)
    expect(answer?.text).toContain('change data capture')
    expect(one.log().match(/"msg":"answered"/g), 'it is in hand').toHaveLength(1)
    const began = performance.now()
    const closing = one.close()
    for (const at of [one.origin, one.operations]) {
      expect((await fetch(`${at}/readyz`)).status).toBe(503)
      expect((await fetch(`${at}/healthz`)).status).toBe(200)
    }
    const late = await acme.mention({ text: 'fraud', channel: 'general' })
    expect((await acme.answers(late))[0]?.text).toContain('fraud')
    await late.acked
    await closing
    expect(performance.now() - began).toBeGreaterThanOrEqual(DRAIN_MS)
    await slow.acked
    expect(one.log().match(/"msg":"answered"/g)).toHaveLength(3)
    expect(one.log()).not.toMatch(/could not|stopped before everything/)
    for (const at of [one.origin, one.operations])
      await expect(fetch(`${at}/healthz`)).rejects.toThrow('fetch failed')
  })

  it('loses nothing where another one goes on', async () => {
    const { one, acme, databaseUrl } = await startTwo()
    acme.slow('chat.postMessage', 300, { times: 3 })
    const asked = [
      await acme.mention({ text: 'fraud' }),
      await acme.mention({ text: 'walmart' }),
      await acme.dm({ text: 'fraud' }),
    ]
    const closing = one.close()
    for (const { acked } of asked) await acked
    await closing
    asked.push(await acme.mention({ text: 'joins' }), await acme.mention({ text: 'state stores' }))
    for (const delivery of asked) {
      await delivery.acked
      expect(await acme.answers(delivery)).toHaveLength(1)
    }
    expect(acme.workspace.messages.filter(({ metadata }) => metadata)).toHaveLength(asked.length)
    const seen = (await everyRow(databaseUrl)).filter(
      ({ table, row }) => table === 'seen_event' && row['owner'],
    )
    expect(seen).toHaveLength(asked.length)
  })
})
