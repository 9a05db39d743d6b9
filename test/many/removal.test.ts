import { describe, expect, it } from 'vitest'
import type { Json } from '../../src/playground/index.ts'
import { UNINSTALLED_DAYS } from '../../src/store/retention.ts'
import { sure } from '../slack/desk-scene.ts'
import { emptyDatabase, ownPostgres } from '../store/engines.ts'
import { ask, doEverything, SLOW_MS } from './everything.ts'
import { everyRow, sendSigned, startMany } from './stage.ts'

const fresh = emptyDatabase('postgres', ownPostgres())
const DAY_MS = 24 * 60 * 60_000
const ORDERS = [
  ['app_uninstalled', 'tokens_revoked'],
  ['tokens_revoked', 'app_uninstalled'],
] as const

/** Whichever of the two came first. */
const GONE: unknown = expect.stringMatching(/^(uninstalled|token_revoked)$/)

async function startRemovals() {
  const databaseUrl = await fresh()
  const many = await startMany({ databaseUrl, replicas: 2 })
  const rows = async (table: string) =>
    (await everyRow(databaseUrl)).filter((one) => one.table === table).map(({ row }) => row)
  /** Of which workspaces, or organisations, there are tokens. */
  const tokens = async () =>
    (await rows('installation')).filter(({ sealed }) => sealed !== null).map(({ id }) => id)
  const stopped = async () =>
    Object.fromEntries((await rows('subscription')).map((row) => [row['team'], row['stoppedReason']]))
  /** A process whose clock is so far ahead; closing it waits for all that it does first. */
  const runAfter = async (ms: number) => (await many.replica({ now: () => Date.now() + ms })).close()
  return { ...many, databaseUrl, rows, tokens, stopped, runAfter }
}

describe('the app, when it is removed', () => {
  it.each(ORDERS)('%s first, loses its tokens at once, and stops', async (...order) => {
    const { hub, workspace, replicas, rows, tokens, stopped } = await startRemovals()
    const [zebra, quagga] = [await workspace('T0ZEBRA'), await workspace('T0QUAGGA')]
    for (const slack of [zebra, quagga]) await ask(slack, 'digest 09:00 mon-fri')
    const { payload } = await zebra.command({ text: 'fraud' })
    for (const { acked } of hub.uninstall({ team: 'T0ZEBRA' }, order)) await acked
    expect(await tokens()).toEqual(['T0QUAGGA'])
    // Both are on their way at once, and whichever is carried out first says why.
    expect(await stopped()).toEqual({ T0ZEBRA: GONE, T0QUAGGA: null })
    // Once more, both, in the other order, too.
    const before = [await rows('installation'), await rows('subscription')]
    for (const type of [...order, ...order.toReversed()]) await hub.farewell({ team: 'T0ZEBRA' }, type).acked
    expect([await rows('installation'), await rows('subscription')]).toEqual(before)
    // What somebody typed meanwhile is answered, though nothing can be posted any more.
    const calls = hub.calls.length
    for (const [index, replica] of replicas.entries()) {
      const answer = await sendSigned(replica, { ...payload, trigger_id: `late.${index}` })
      expect(answer.status).toBe(200)
      const { text } = (await answer.json()) as { text: string }
      expect(text).toContain('I am not installed in this workspace any more.')
      expect(text).toContain('https://kstreams.example/slack/install')
    }
    expect(hub.calls).toHaveLength(calls)
    expect((await ask(quagga, 'fraud')).text).toContain('fraud')
  })

  it('takes no notice of what is said late, once it is installed again', async () => {
    const { hub, workspace, install, replicas, tokens, stopped } = await startRemovals()
    const zebra = await workspace('T0ZEBRA')
    await ask(zebra, 'digest 09:00 mon-fri')
    const told = hub.uninstall({ team: 'T0ZEBRA' })
    for (const { acked } of told) await acked
    await install({ team: 'T0ZEBRA' })
    for (const { payload } of told) {
      const late = {
        ...payload,
        event_id: `${payload['event_id']}-late`,
        event_time: Number(payload['event_time']) - 2,
      }
      for (const replica of replicas) expect((await sendSigned(replica, late as Json)).status).toBe(200)
    }
    expect(await tokens()).toEqual(['T0ZEBRA'])
    // Its settings are there, and whoever wants it goes on.
    expect((await stopped())['T0ZEBRA']).toEqual(GONE)
    await ask(zebra, 'digest resume')
    expect(await stopped()).toEqual({ T0ZEBRA: null })
    expect((await zebra.answers(await zebra.mention({ text: 'fraud' })))[0]?.text).toContain('fraud')
  })

  it('keeps tokens where those of a person were revoked', async () => {
    const { workspace, tokens } = await startRemovals()
    const zebra = await workspace('T0ZEBRA')
    const told = await zebra.event({
      type: 'tokens_revoked',
      tokens: { oauth: ['U0ADA000010ZEBRA'], bot: [] },
    })
    await told.acked
    expect(await tokens()).toEqual(['T0ZEBRA'])
  })

  it(
    'is forgotten with all that its workspace had after a month, and others are not',
    async () => {
      const { hub, workspace, databaseUrl, rows, runAfter } = await startRemovals()
      const [zebra, quagga] = [await workspace('T0ZEBRA'), await workspace('T0QUAGGA')]
      await Promise.all([doEverything(zebra, 'zebra'), doEverything(quagga, 'quagga')])
      // What was searched is written down before it is told.
      await ask(quagga, 'stats')
      for (const { acked } of hub.uninstall({ team: 'T0ZEBRA' })) await acked
      const traces = async () =>
        (await everyRow(databaseUrl))
          .filter(({ row }) => /zebra/i.test(JSON.stringify(row)))
          .map(({ table }) => table)
      const quaggas = async () => {
        const found = await Promise.all(LONG_KEPT.map(rows))
        return found.map((all) => all.filter((row) => /quagga/i.test(JSON.stringify(row))))
      }
      const before = await quaggas()
      expect(before.every((found) => found.length > 0)).toBe(true)
      await runAfter((UNINSTALLED_DAYS - 1) * DAY_MS)
      expect(new Set(await traces())).toEqual(new Set([...LONG_KEPT, 'subscription', 'delivery']))
      await runAfter(UNINSTALLED_DAYS * DAY_MS + 60_000)
      expect(await traces()).toEqual([])
      expect(await quaggas()).toEqual(before)
    },
    SLOW_MS,
  )
})

/** All but what changes with the days, and is kept for a day only. */
const LONG_KEPT = ['audit', 'installation', 'saved', 'search', 'suggestion', 'vote', 'welcome']

describe('an organisation', () => {
  it('that removes the app loses its token, its digests, and after a month all of its workspaces', async () => {
    const { hub, workspace, organisation, databaseUrl, tokens, stopped, runAfter } = await startRemovals()
    const [okapi, tapir] = (await organisation('E0ORG', ['T0OKAPI', 'T0TAPIR'])).map(sure)
    const quagga = await workspace('T0QUAGGA')
    for (const slack of [okapi, tapir, quagga]) await ask(sure(slack), 'digest 09:00 mon-fri')
    for (const { acked } of hub.uninstall({ enterprise: 'E0ORG' })) await acked
    expect(await tokens()).toEqual(['T0QUAGGA'])
    expect(await stopped()).toEqual({ T0OKAPI: GONE, T0TAPIR: GONE, T0QUAGGA: null })
    await runAfter(UNINSTALLED_DAYS * DAY_MS + 60_000)
    expect(JSON.stringify(await everyRow(databaseUrl))).not.toMatch(/okapi|tapir|E0ORG/i)
    expect(await tokens()).toEqual(['T0QUAGGA'])
  })
})
