import { pino } from 'pino'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { openLibrary } from '../../src/library/library.ts'
import { createEdition } from '../../src/search/edition.ts'
import { forgetPerson } from '../../src/store/persons.ts'
import type { Suggested } from '../../src/suggestions/suggestions.ts'
import { catalogue, search } from '../catalogue.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from '../store/engines.ts'
import { ADA, addition, BOB, byAda, EVE, NOON, processOn, TEAM } from './scene.ts'

const server = ownPostgres()
const KEPT = { kind: 'kept' }
const POST = { channel: 'C1', ts: '1795338000.000100' }

describe.each(ENGINES)('what people suggest, on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => processOn(await open(await fresh()))
  /** Two processes of the bot's on one database. */
  const startTwo = async () => {
    const url = await fresh()
    return [processOn(await open(url)), processOn(await open(url))] as const
  }

  it('waits for a decision as it was suggested', async () => {
    const { suggestions } = await start()
    expect(await suggestions.suggest(byAda, 'V1', addition('acme'))).toEqual(KEPT)
    expect(await suggestions.find(TEAM, 'V1')).toEqual({
      ...{ team: TEAM, id: 'V1', addition: addition('acme'), createdBy: ADA, createdAt: NOON },
      ...{ state: 'open', decidedAt: null },
    })
    expect(await suggestions.find(TEAM, 'V2')).toBeUndefined()
    expect(await suggestions.find('T2', 'V1')).toBeUndefined()
  })

  it('is one where it is handed in twice, and waits where somebody has the same link', async () => {
    const [one, two] = await startTwo()
    const same = () => [one, two].map((on) => on.suggestions.suggest(byAda, 'V1', addition('acme')))
    const kinds = (await Promise.all([...same(), ...same()])).map(({ kind }) => kind)
    expect(kinds.toSorted()).toEqual(['kept', 'twice', 'twice', 'twice'])
    const url = 'https://www.example.com/acme/?utm_source=slack#top'
    const alike = addition('other', { links: [{ url, kind: 'talk' }] })
    expect(await two.suggestions.suggest({ team: TEAM, user: BOB }, 'V2', alike)).toEqual({ kind: 'waiting' })
    await one.suggestions.decline(TEAM, 'V1', BOB, 'Not ours.')
    expect(await two.suggestions.suggest({ team: TEAM, user: BOB }, 'V2', alike)).toEqual(KEPT)
  })

  it('is at most twenty undecided ones of a person', async () => {
    const { suggestions } = await start()
    const suggest = (n: number, user: string = ADA) =>
      suggestions.suggest({ team: TEAM, user }, `V${n}`, addition(`acme-${n}`))
    for (let n = 0; n < 20; n++) expect(await suggest(n)).toEqual(KEPT)
    expect(await suggest(20)).toEqual({ kind: 'full' })
    expect(await suggest(21, BOB)).toEqual(KEPT)
    await suggestions.decline(TEAM, 'V3', BOB, 'Not ours.')
    expect(await suggest(20)).toEqual(KEPT)
  })

  it('can be changed until it is decided on', async () => {
    const { suggestions } = await start()
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    await suggestions.posted(TEAM, 'V1', POST)
    const better = addition('acme', { summary: 'Better said.' })
    expect(await suggestions.edit(TEAM, 'V1', EVE, better)).toMatchObject({
      ...{ done: true, suggested: { addition: better, post: POST, createdBy: ADA, state: 'open' } },
    })
    expect(await suggestions.find(TEAM, 'V1')).toMatchObject({ editedBy: EVE })
    await suggestions.accept(TEAM, 'V1', BOB)
    expect(await suggestions.edit(TEAM, 'V1', EVE, addition('acme'))).toMatchObject({
      ...{ done: false, suggested: { addition: better, state: 'accepted' } },
    })
    const unknown = { done: false, suggested: undefined }
    expect(await suggestions.edit(TEAM, 'V9', EVE, better)).toEqual(unknown)
    expect(await suggestions.accept('T2', 'V1', BOB)).toEqual(unknown)
  })

  it('is in answers once it is accepted, and no longer once that is taken back', async () => {
    const { suggestions, added } = await start()
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    const accepted = await suggestions.accept(TEAM, 'V1', BOB)
    expect(added()).toEqual(['acme'])
    expect(accepted).toMatchObject({ done: true, suggested: { state: 'accepted', by: BOB, decidedAt: NOON } })
    expect(await suggestions.find(TEAM, 'V1')).toEqual(accepted.suggested)
    const again = await suggestions.accept(TEAM, 'V1', EVE)
    expect(again).toEqual({ done: false, suggested: accepted.suggested })
    const late = await suggestions.decline(TEAM, 'V1', EVE, 'Too late.')
    expect(late).toEqual({ done: false, suggested: accepted.suggested })
    const withdrawn = await suggestions.withdraw(TEAM, 'V1', EVE, 'Not any more.')
    expect(added()).toEqual([])
    expect(withdrawn).toMatchObject({
      done: true,
      suggested: { state: 'withdrawn', by: EVE, reason: 'Not any more.' },
    })
    for (const decision of [
      await suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.'),
      await suggestions.accept(TEAM, 'V1', BOB),
    ])
      expect(decision).toEqual({ done: false, suggested: withdrawn.suggested })
  })

  it('is found in the real library, beside what came before', async () => {
    const database = await open(await fresh())
    const options = { folder: DATA_FOLDER, now: () => NOON, log: pino({ level: 'silent' }), watch: false }
    const library = openLibrary({ ...options, edition: createEdition(catalogue, search) })
    onTestFinished(library.close)
    const { suggestions } = processOn(database, { library })
    const dead = new Map([['https://example.com/acme', { since: '2026-11-01' }]])
    await library.amend(TEAM, { dead })
    await suggestions.suggest(byAda, 'V1', addition('acme', { title: 'Quokka counting' }))
    await suggestions.accept(TEAM, 'V1', BOB)
    const found = (team: string) =>
      library
        .current(team)
        .search.search('quokka', { limit: 3 })
        .hits.map(({ useCase }) => useCase)
    expect(found(TEAM)).toMatchObject([{ id: 'acme', links: [{ dead: { since: '2026-11-01' } }] }])
    expect(found('T2')).toEqual([])
    const one = (id: string, url: string): Suggested => ({
      ...{ team: TEAM, id: 'V9', createdBy: ADA, createdAt: NOON, state: 'accepted', decidedAt: NOON },
      addition: addition(id, { links: [{ url, kind: 'talk' }] }),
    })
    const [known] = catalogue.useCases
    expect(suggestions.inFiles(one('acme', 'https://example.com/acme'))).toBe(false)
    expect(suggestions.inFiles(one(known?.id ?? '', 'https://example.com/acme'))).toBe(true)
    expect(suggestions.inFiles(one('acme', `${known?.links[0]?.url}#top`))).toBe(true)
    await suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.')
    expect(found(TEAM)).toEqual([])
  })

  it('comes to the library in the order in which it was accepted', async () => {
    let now = NOON
    const database = await open(await fresh())
    const { suggestions } = processOn(database, { now: () => now++ })
    for (const id of ['V1', 'V2', 'V3']) await suggestions.suggest(byAda, id, addition(id.toLowerCase()))
    for (const id of ['V2', 'V3', 'V1']) await suggestions.accept(TEAM, id, BOB)
    const next = processOn(database)
    await next.suggestions.start()
    expect(next.amended).toEqual([['v2', 'v3', 'v1']])
  })

  it('is declined with a reason', async () => {
    const { suggestions, amended } = await start()
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    const declined = await suggestions.decline(TEAM, 'V1', BOB, 'It is not Kafka Streams.')
    const how = { state: 'declined', by: BOB, reason: 'It is not Kafka Streams.', decidedAt: NOON }
    expect(declined).toMatchObject({ done: true, suggested: how })
    expect(await suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.')).toMatchObject({
      done: false,
      suggested: how,
    })
    expect(amended).toEqual([])
  })

  it('is decided on once, whoever is fastest, and everybody sees how', async () => {
    const [one, two] = await startTwo()
    for (let n = 0; n < 6; n++) {
      await one.suggestions.suggest(byAda, `V${n}`, addition(`acme-${n}`))
      const outcomes = await Promise.all([
        one.suggestions.accept(TEAM, `V${n}`, BOB),
        two.suggestions.accept(TEAM, `V${n}`, EVE),
        two.suggestions.decline(TEAM, `V${n}`, EVE, 'No.'),
        one.suggestions.edit(TEAM, `V${n}`, EVE, addition(`acme-${n}`, { company: 'Edited' })),
      ])
      const [first, second, third] = outcomes
      expect([first, second, third].filter(({ done }) => done)).toHaveLength(1)
      const now = await two.suggestions.find(TEAM, `V${n}`)
      for (const { suggested } of [first, second, third]) expect(suggested?.by).toBe(now?.by)
    }
  })

  it('gets a number where its id was taken meanwhile, by the catalogue or by another one', async () => {
    const [one, two] = await startTwo()
    const [taken = ''] = [...catalogue.byId.keys()]
    await one.suggestions.suggest(byAda, 'V0', addition(taken))
    expect((await one.suggestions.accept(TEAM, 'V0', BOB)).suggested?.addition.id).toBe(`${taken}-2`)
    const same = Array.from({ length: 4 }, (_, n) =>
      addition('acme', { links: [{ url: `https://example.com/${n}`, kind: 'talk' }] }),
    )
    for (const [n, each] of same.entries()) await one.suggestions.suggest(byAda, `S${n}`, each)
    const outcomes = await Promise.all(
      same.map((_, n) => [one, two][n % 2]?.suggestions.accept(TEAM, `S${n}`, BOB)),
    )
    const ids = outcomes.map((outcome) => outcome?.suggested?.addition.id)
    expect(ids.toSorted()).toEqual(['acme', 'acme-2', 'acme-3', 'acme-4'])
  })

  it('keeps to the length of an id with its number', async () => {
    const { suggestions } = await start()
    const long = `${'a'.repeat(57)}-bc`
    for (const [n, url] of ['https://example.com/1', 'https://example.com/2'].entries()) {
      await suggestions.suggest(
        byAda,
        `V${n}`,
        addition(long, { title: 'Long', links: [{ url, kind: 'talk' }] }),
      )
    }
    await suggestions.accept(TEAM, 'V0', BOB)
    const second = await suggestions.accept(TEAM, 'V1', BOB)
    expect(second.suggested?.addition.id).toBe(`${'a'.repeat(57)}-2`)
  })

  it('waits for its message, oldest first, until that is posted or somebody decides', async () => {
    let now = NOON
    const { suggestions } = processOn(await open(await fresh()), { now: () => now++ })
    for (const n of [1, 2, 3, 4]) await suggestions.suggest(byAda, `V${n}`, addition(`acme-${n}`))
    await suggestions.posted(TEAM, 'V2', POST)
    await suggestions.decline(TEAM, 'V3', BOB, 'No.')
    expect((await suggestions.unposted(TEAM)).map(({ id }) => id)).toEqual(['V1', 'V4'])
    expect(await suggestions.find(TEAM, 'V2')).toMatchObject({ post: POST, state: 'open' })
    await suggestions.posted(TEAM, 'V9', POST)
  })

  it('is posted by one process at a time, and by another one when that is gone', async () => {
    const database = await open(await fresh())
    let now = NOON
    const [one, other] = [processOn(database, { now: () => now }), processOn(database, { now: () => now })]
    await one.suggestions.suggest(byAda, 'V1', addition('acme'))
    const ask = () => Promise.all([one, other].map(({ suggestions }) => suggestions.mayPost(TEAM, 'V1')))
    expect((await ask()).toSorted()).toEqual([false, true])
    expect(await ask()).toEqual([false, false])
    now += 3 * 60_000
    expect((await ask()).toSorted()).toEqual([false, true])
    await one.suggestions.posted(TEAM, 'V1', undefined)
    expect((await ask()).toSorted()).toEqual([false, true])
    await one.suggestions.posted(TEAM, 'V1', POST)
    now += 3 * 60_000
    expect(await ask()).toEqual([false, false])
    expect(await one.suggestions.find(TEAM, 'V1')).not.toHaveProperty('posting')
  })

  it('is left without the name of whoever wants to be forgotten', async () => {
    const database = await open(await fresh())
    const { suggestions } = processOn(database)
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    await suggestions.edit(TEAM, 'V1', EVE, addition('acme'))
    await suggestions.accept(TEAM, 'V1', BOB)
    for (const user of [ADA, BOB, EVE])
      await forgetPerson(database, { team: TEAM, user, isVoter: () => false })
    const found = await suggestions.find(TEAM, 'V1')
    expect(found).toMatchObject({
      createdBy: null,
      editedBy: null,
      state: 'accepted',
      addition: addition('acme'),
    })
    expect(found).not.toHaveProperty('by')
  })

  it('is found by others within ten seconds, and read anew only where something changed', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const [one, two] = await startTwo()
    await one.suggestions.suggest(byAda, 'V1', addition('acme'))
    await one.suggestions.accept(TEAM, 'V1', BOB)
    await two.suggestions.start()
    expect(two.amended).toEqual([['acme']])
    await one.suggestions.suggest(byAda, 'V2', addition('bcme'))
    await one.suggestions.accept(TEAM, 'V2', BOB)
    expect(two.added()).toEqual(['acme'])
    vi.advanceTimersByTime(9999)
    expect(two.added()).toEqual(['acme'])
    vi.advanceTimersByTime(1)
    await vi.waitFor(() => expect(two.added()).toEqual(['acme', 'bcme']))
    await one.suggestions.withdraw(TEAM, 'V1', BOB, 'Not any more.')
    vi.advanceTimersByTime(10_000)
    await vi.waitFor(() => expect(two.added()).toEqual(['bcme']))
    vi.advanceTimersByTime(10_000)
    await two.suggestions.close()
    expect(two.amended).toHaveLength(3)
    expect(vi.getTimerCount()).toBe(0)
  })
})
