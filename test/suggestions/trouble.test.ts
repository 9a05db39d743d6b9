import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepSuggestion } from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { open } from '../store/engines.ts'
import { ADA, addition, BOB, byAda, NOON, processOn, TEAM } from './scene.ts'

const spoil = ({ db }: Database, id: string, set: { body?: string; useCase?: string }) =>
  db.updateTable('suggestion').set(set).where('id', '=', id).execute()

describe('trouble with what people suggest', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())
  const here = async () => {
    const database = await open('file::memory:')
    return { database, ...processOn(database) }
  }

  it('leaves out what cannot be read, says which, and repeats no text', async () => {
    const { database, suggestions, added, lines } = await here()
    const ids = ['V1', 'V2', 'V3', 'V4']
    for (const id of ids) await suggestions.suggest(byAda, id, addition(`a-${id.toLowerCase()}`))
    for (const id of ids) await suggestions.accept(TEAM, id, BOB)
    await spoil(database, 'V1', { body: '{"half' })
    await spoil(database, 'V2', { body: '{"useCase":{"company":"Secret Corp"}}' })
    await spoil(database, 'V3', { useCase: '../../etc' })
    const next = processOn(database)
    await next.suggestions.start()
    expect(next.added()).toEqual(['a-v4'])
    expect(next.lines.map(({ suggestion }) => suggestion).toSorted()).toEqual(['V1', 'V2', 'V3'])
    expect(JSON.stringify(next.lines)).not.toMatch(/Secret|etc|half/)
    expect([added().length, lines]).toEqual([4, []])
    expect(await next.suggestions.find(TEAM, 'V2')).toBeUndefined()
    expect(await next.suggestions.withdraw(TEAM, 'V2', BOB, 'Not any more.')).toEqual({
      done: false,
      suggested: undefined,
    })
  })

  it('does not touch what is reported', async () => {
    const { database, suggestions, lines } = await here()
    const body = { useCase: addition('acme').useCase }
    const problem = { team: TEAM, id: 'V1', kind: 'problem', useCase: 'acme', body, createdBy: ADA } as const
    await keepSuggestion(database, { ...problem, createdAt: NOON })
    expect(await suggestions.find(TEAM, 'V1')).toBeUndefined()
    expect(await suggestions.accept(TEAM, 'V1', BOB)).toEqual({ done: false, suggested: undefined })
    expect(await suggestions.suggest(byAda, 'V1', addition('acme'))).toEqual({ kind: 'twice' })
    expect(lines).toEqual([])
  })

  it('starts where the database is away, says so once, and catches up', async () => {
    const { database, suggestions, added, lines } = await here()
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    await processOn(database).suggestions.accept(TEAM, 'V1', BOB)
    await database.db.schema.alterTable('suggestion').renameTo('gone').execute()
    await suggestions.start()
    await vi.advanceTimersByTimeAsync(30_000)
    await database.db.schema.alterTable('gone').renameTo('suggestion').execute()
    expect(added()).toEqual([])
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(10_000)
      expect(added()).toEqual(['acme'])
    })
    expect(lines.map(({ msg }) => msg)).toEqual([
      'what people suggested and was accepted could not be read, trying again',
    ])
  })

  it('keeps a decision that the library cannot carry out now, and tries again', async () => {
    const { suggestions, added, lines, first } = await here()
    let full = true
    first(async () => {
      if (full) throw new Error('no memory')
    })
    await suggestions.start()
    await suggestions.suggest(byAda, 'V1', addition('acme'))
    expect(await suggestions.accept(TEAM, 'V1', BOB)).toMatchObject({ done: true })
    expect(added()).toEqual([])
    full = false
    await vi.waitFor(async () => {
      await vi.advanceTimersByTimeAsync(10_000)
      expect(added()).toEqual(['acme'])
    })
    expect(lines).toHaveLength(1)
  })

  it('never goes back to what was read earlier, however slow the library is', async () => {
    const { suggestions, amended, first } = await here()
    for (const id of ['V1', 'V2']) await suggestions.suggest(byAda, id, addition(id.toLowerCase()))
    let slow: (() => void) | undefined
    first(() =>
      slow
        ? Promise.resolve()
        : new Promise((resolve) => {
            slow = resolve
          }),
    )
    const accepting = [suggestions.accept(TEAM, 'V1', BOB)]
    await vi.waitFor(() => expect(slow).toBeDefined())
    accepting.push(suggestions.accept(TEAM, 'V2', BOB))
    // So long that the second one would be read and amended by now, if it did not wait for the first.
    const second = () => suggestions.find(TEAM, 'V2')
    await vi.waitFor(async () => expect(await second()).toMatchObject({ state: 'accepted' }))
    for (let trips = 0; trips < 5; trips++) await second()
    slow?.()
    await Promise.all(accepting)
    expect(amended).toEqual([['v1'], ['v1', 'v2']])
  })
})
