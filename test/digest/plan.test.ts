import { describe, expect, it } from 'vitest'
import type { Catalogue } from '../../src/catalogue/catalogue.ts'
import { nextUseCase, planSafely, planSlot } from '../../src/digest/plan.ts'
import { newSubscription } from '../../src/digest/settings.ts'
import type { Subscription } from '../../src/store/subscriptions.ts'
import { catalogue } from '../catalogue.ts'

const WINDOW_MS = 2 * 60 * 60_000
const DAY_MS = 24 * 60 * 60_000
const ALL = catalogue.useCases.length
const NONE: ReadonlySet<string> = new Set()
// A Tuesday.
const DUE = Date.parse('2026-11-24T08:00Z')

const digest = (more: Partial<Subscription> = {}): Subscription => ({
  ...newSubscription({ team: 'T', channel: 'C', createdBy: 'U', at: DUE - DAY_MS }),
  ...{ zone: 'Europe/Berlin', nextSlot: '2026-11-24', nextAt: DUE },
  ...more,
})
const plan = (subscription: Subscription, late = 0, shown = NONE, known: Catalogue = catalogue) =>
  planSlot(subscription, shown, known, DUE + late, WINDOW_MS)
const idsOf = (industry: string) =>
  catalogue.useCases.filter((useCase) => useCase.industry === industry).map(({ id }) => id)

describe('a slot that is due', () => {
  it('becomes the next use case, and the digest goes on with the next slot', () => {
    const subscription = digest({ pausedUntil: DUE - DAY_MS })
    const planned = plan(subscription)
    expect(planned).toMatchObject({ state: 'claimed', reason: null, matching: ALL, left: ALL })
    expect(planned.useCase).toBe(nextUseCase(subscription, NONE, catalogue).useCase)
    expect(planned.subscription).toEqual({
      ...subscription,
      ...{ nextSlot: '2026-11-25', nextAt: DUE + DAY_MS, pausedUntil: null, lastUseCase: planned.useCase },
    })
  })

  it('becomes the same however often it is asked for', () => {
    expect(plan(digest(), 1000)).toEqual(plan(digest(), 0))
  })

  it('is sent late up to the end of the window, and not a millisecond later', () => {
    expect(plan(digest(), WINDOW_MS)).toMatchObject({ state: 'claimed', reason: null })
    const missed = plan(digest(), WINDOW_MS + 1)
    expect(missed).toMatchObject({ state: 'skipped', reason: 'missed', useCase: null, left: ALL })
    expect(missed.subscription).toMatchObject({ round: 0, lastUseCase: null, nextSlot: '2026-11-25' })
  })

  it('of a digest whose zone is not known here is skipped, and none follows: it must not hold up the others', () => {
    const planned = planSafely(digest({ zone: 'Mars/Olympus_Mons' }), NONE, catalogue, DUE, WINDOW_MS)
    expect(planned).toMatchObject({ state: 'skipped', reason: 'bad-settings', useCase: null })
    expect(planned.subscription).toMatchObject({ nextSlot: null, nextAt: null })
    expect(planSafely(digest(), NONE, catalogue, DUE, WINDOW_MS)).toEqual(plan(digest()))
  })

  it('has no second moment on its date, when its time was changed meanwhile', () => {
    const { subscription } = plan(digest({ time: '11:00' }))
    expect(subscription).toMatchObject({ nextSlot: '2026-11-25', nextAt: Date.parse('2026-11-25T10:00Z') })
  })

  it('of days that were missed leads to one skip, and to the latest that is still in the window', () => {
    const friday = 3 * DAY_MS
    const missed = plan(digest(), friday + WINDOW_MS)
    expect(missed).toMatchObject({ state: 'skipped', reason: 'missed' })
    expect(missed.subscription).toMatchObject({ nextSlot: '2026-11-27', nextAt: DUE + friday })
    const sent = plan(missed.subscription, friday + WINDOW_MS)
    expect(sent).toMatchObject({ state: 'claimed', subscription: { nextSlot: '2026-11-30' } })
  })

  it('of days that were missed leads to the next one, when none is in the window', () => {
    const missed = plan(digest(), 3 * DAY_MS + WINDOW_MS + 1)
    expect(missed.subscription).toMatchObject({ nextSlot: '2026-11-30', nextAt: DUE + 6 * DAY_MS })
  })

  it('goes on in local time over a change of the clocks', () => {
    const friday = { nextSlot: '2026-10-23', nextAt: Date.parse('2026-10-23T07:00Z') }
    const planned = planSlot(digest(friday), NONE, catalogue, friday.nextAt, WINDOW_MS)
    expect(planned.subscription).toMatchObject({
      ...{ nextSlot: '2026-10-26', nextAt: Date.parse('2026-10-26T08:00Z') },
    })
  })

  it('is skipped where nothing matches, and the round stays', () => {
    const planned = plan(digest({ industries: ['nobody'] }))
    expect(planned).toMatchObject({ state: 'skipped', reason: 'no-match', matching: 0, left: 0 })
    expect(planned.subscription).toMatchObject({ round: 0, nextSlot: '2026-11-25' })
  })
})

describe('a round', () => {
  const gaming = idsOf('gaming')
  const ofGaming = digest({ industries: ['gaming'] })

  it('counts what matches and what is left, whatever else was shown', () => {
    const [first = ''] = gaming
    const planned = plan(ofGaming, 0, new Set([first, ...idsOf('finance'), 'of no catalogue']))
    expect(planned).toMatchObject({ matching: gaming.length, left: gaming.length - 1, state: 'claimed' })
    expect(gaming.slice(1)).toContain(planned.useCase)
  })

  it('that is over is a slot with nothing new, and begins again with the slot that follows', () => {
    const over = plan(ofGaming, 0, new Set(gaming))
    expect(over).toMatchObject({ state: 'skipped', reason: 'nothing-new', useCase: null, left: 0 })
    expect(over).toMatchObject({ matching: gaming.length, subscription: { round: 1, lastUseCase: null } })
    const next = planSlot(over.subscription, NONE, catalogue, DUE + DAY_MS, WINDOW_MS)
    expect(next).toMatchObject({ state: 'claimed', left: gaming.length, subscription: { round: 1 } })
  })

  it('does not end with a slot that was missed', () => {
    expect(plan(ofGaming, WINDOW_MS + 1, new Set(gaming))).toMatchObject({
      ...{ reason: 'missed', subscription: { round: 0 } },
    })
  })

  it('of the whole catalogue shows everything once, in as many slots, then says so once, and goes on', () => {
    let subscription = digest()
    const rounds: string[][] = [[], []]
    const skipped: string[] = []
    for (let slot = 0; slot < 2 * ALL + 1; slot++) {
      const { round, nextAt } = subscription
      const planned = planSlot(subscription, new Set(rounds[round]), catalogue, nextAt ?? 0, WINDOW_MS)
      if (planned.useCase === null) skipped.push(planned.reason ?? '')
      else rounds[round]?.push(planned.useCase)
      subscription = planned.subscription
    }
    const [first = [], second = []] = rounds
    expect(skipped).toEqual(['nothing-new'])
    expect([new Set(first).size, new Set(second).size]).toEqual([ALL, ALL])
    expect([first.length, second.length]).toEqual([ALL, ALL])
    expect(first).not.toEqual(second)
  })
})

describe('a use case that got another id', () => {
  const [moved, ...others] = idsOf('gaming')
  const known = catalogue.byId.get(moved ?? '')
  if (!known || others.length === 0) throw new Error('the catalogue has too few games')
  const renamed: Catalogue = {
    ...catalogue,
    byId: new Map([...catalogue.byId, ['as-it-was-called', known]]),
  }

  it('is not shown again under its new one', () => {
    const shown = new Set(['as-it-was-called', ...others])
    expect(plan(digest({ industries: ['gaming'] }), 0, shown, renamed)).toMatchObject({
      ...{ reason: 'nothing-new', left: 0 },
    })
    expect(plan(digest({ industries: ['gaming'] }), 0, shown)).toMatchObject({ useCase: moved, left: 1 })
  })

  it('is still the one that was shown last', () => {
    const [bank, ...banks] = idsOf('finance')
    const [game, ...games] = others
    const shown = new Set(['as-it-was-called', ...games, ...banks])
    const picks = (lastUseCase: string | null) =>
      Array.from({ length: 20 }, (_, n) => {
        const after = digest({ industries: ['gaming', 'finance'], channel: `C${n}`, lastUseCase })
        return plan(after, 0, shown, renamed).useCase
      })
    // One game and one bank are left: after a game, the bank.
    expect(new Set(picks(null))).toEqual(new Set([bank, game]))
    expect(new Set(picks('as-it-was-called'))).toEqual(new Set([bank]))
  })
})
