import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { matchingUseCases, type Picking, pick } from '../../src/digest/pick.ts'
import { catalogue } from '../catalogue.ts'

const [TEMPLATE] = catalogue.useCases
if (!TEMPLATE) throw new Error('the catalogue is empty')

const useCase = (id: string, industry: string, added: string): UseCase => ({
  ...TEMPLATE,
  ...{ id, industry, added },
})

/** What a round shows, in its order. */
function round(matching: readonly UseCase[], seed = 'T C 0', last?: UseCase): UseCase[] {
  const shown: UseCase[] = []
  for (;;) {
    const ids = new Set(shown.map(({ id }) => id))
    const next = pick({ matching, shown: ids, last: shown.at(-1) ?? last, seed })
    if (next === undefined) return shown
    shown.push(next)
  }
}

const ids = (useCases: readonly UseCase[]) => useCases.map(({ id }) => id)
const sorted = (useCases: readonly UseCase[]) => ids(useCases).toSorted()

/** How many of some use cases in a row have the industry of the one before. */
const alike = (useCases: readonly (UseCase | undefined)[]) =>
  useCases.filter((one, place) => place > 0 && one?.industry === useCases[place - 1]?.industry).length

describe('a round', () => {
  it('of nothing is over at once', () => {
    expect(pick({ matching: [], shown: new Set(), last: undefined, seed: '' })).toBeUndefined()
    expect(pick({ matching: [], shown: new Set(['a']), last: TEMPLATE, seed: '' })).toBeUndefined()
  })

  it('shows a single use case again and again, for want of another', () => {
    expect(pick({ matching: [TEMPLATE], shown: new Set(), last: TEMPLATE, seed: '' })).toBe(TEMPLATE)
  })

  it('shows the newest additions first', () => {
    const added = ['2026-11-01', '2027-01-09', '2025-12-31', '2026-11-02', '2027-01-10']
    const matching = added.map((date, place) => useCase(`u${place}`, `i${place}`, date))
    expect(round(matching).map((one) => one.added)).toEqual(added.toSorted().toReversed())
  })

  it('shows next what is added in the middle of it', () => {
    const before = ['a', 'b', 'c', 'd'].map((id) => useCase(id, `industry ${id}`, '2026-11-22'))
    const picking: Picking = { matching: before, shown: new Set(['a', 'c']), last: before[0], seed: 'T C 0' }
    const after = [...before, useCase('new', 'another', '2026-12-24'), useCase('old', 'third', '2026-01-01')]
    expect(pick({ ...picking, matching: after })?.id).toBe('new')
    const rest = round(after.filter(({ id }) => id !== 'a' && id !== 'c'))
    expect(ids(rest)).toEqual(['new', expect.stringMatching(/[bd]/), expect.stringMatching(/[bd]/), 'old'])
  })

  it('keeps a new addition for one slot, where it would be a neighbour of its own industry', () => {
    const bank = useCase('bank', 'finance', '2026-11-22')
    const matching = [
      useCase('newest', 'finance', '2026-12-24'),
      useCase('shop', 'retail', '2026-11-22'),
      useCase('game', 'gaming', '2026-11-21'),
    ]
    expect(ids(round(matching, '', bank))).toEqual(['shop', 'newest', 'game'])
  })

  it('does not show twice in a row what ended the round before, even in one industry', () => {
    const matching = Array.from({ length: 4 }, (_, n) => useCase(`u${n}`, 'finance', '2026-11-22'))
    for (let n = 0; n < 40; n++) {
      const first = round(matching, `T C ${n}`)
      expect(round(matching, `T C ${n + 1}`, first.at(-1))[0]?.id).not.toBe(first.at(-1)?.id)
    }
  })

  it('is the same when it is asked again, whatever the order of the catalogue', () => {
    const all = catalogue.useCases
    expect(ids(round(all, 'T C 1'))).toEqual(ids(round(all, 'T C 1')))
    expect(ids(round(all.toReversed(), 'T C 1'))).toEqual(ids(round(all, 'T C 1')))
  })

  it('differs among equals from channel to channel, and from round to round', () => {
    const seeds = Array.from({ length: 50 }, (_, n) => `T C${n} 0`)
    const firsts = seeds.map((seed) => round(catalogue.useCases, seed))
    expect(new Set(firsts.map((one) => ids(one).join())).size).toBe(50)
    expect(new Set(firsts.map(([first]) => first?.id)).size).toBeGreaterThan(25)
    const again = Array.from({ length: 10 }, (_, n) => ids(round(catalogue.useCases, `T C ${n}`)).join())
    expect(new Set(again).size).toBe(10)
  })
})

function* permutations<T>(items: readonly T[]): Generator<T[]> {
  if (items.length === 0) yield []
  for (const [place, item] of items.entries()) {
    for (const rest of permutations(items.toSpliced(place, 1))) yield [item, ...rest]
  }
}

/**
 * How good an order is, smaller is better. What wins over what: nothing twice in a row; then as few like neighbours as
 * can be, the last of the round before included; then those as late as can be; then the newest additions first.
 */
function badness(order: readonly UseCase[], last: UseCase | undefined): number[] {
  const row = [last, ...order]
  const likes = row.flatMap((one, place) =>
    place > 0 && one?.industry === row[place - 1]?.industry ? [-place] : [],
  )
  const age = order.map(({ added }) => -Date.parse(added))
  return [order.length > 1 && order[0]?.id === last?.id ? 1 : 0, likes.length, ...likes, ...age]
}

function better(a: readonly number[], b: readonly number[]): boolean {
  const place = a.findIndex((one, index) => one !== b[index])
  return place >= 0 && (a[place] ?? 0) < (b[place] ?? 0)
}

const smallCatalogues = fc
  .record({
    industries: fc.array(fc.constantFrom('A', 'B', 'C', 'D'), { minLength: 1, maxLength: 6 }),
    days: fc.uniqueArray(fc.integer({ min: 1, max: 28 }), { minLength: 6, maxLength: 6 }),
    last: fc.option(fc.nat(), { nil: undefined }),
    fresh: fc.boolean(),
  })
  .map(({ industries, days, last, fresh }) => {
    const matching = industries.map((industry, place) =>
      useCase(`u${place}`, industry, `2026-11-${String(days[place]).padStart(2, '0')}`),
    )
    const before = last === undefined ? undefined : matching[last % matching.length]
    // The last one was of this catalogue, or is no longer in it.
    return { matching, last: fresh && before ? { ...before, id: 'gone' } : before }
  })

describe('any small catalogue', () => {
  it('comes in the best order of all that there are', () => {
    fc.assert(
      fc.property(smallCatalogues, ({ matching, last }) => {
        let best: UseCase[] | undefined
        for (const order of permutations(matching)) {
          if (!best || better(badness(order, last), badness(best, last))) best = order
        }
        expect(ids(round(matching, 'T C 0', last))).toEqual(ids(best ?? []))
      }),
      { numRuns: 200 },
    )
  })

  it('is shown as a whole, each use case once, also when it grows and shrinks meanwhile', () => {
    fc.assert(
      fc.property(smallCatalogues, fc.array(fc.nat()), ({ matching, last }, cuts) => {
        expect(sorted(round(matching, 'T C 0', last))).toEqual(sorted(matching))
        const shown: string[] = []
        for (const cut of [...cuts, 0]) {
          const present = matching.slice(cut % matching.length)
          const next = pick({ matching: present, shown: new Set(shown), last, seed: 'T C 0' })
          if (next) shown.push(next.id)
          else expect(shown).toEqual(expect.arrayContaining(ids(present)))
        }
        expect(new Set(shown).size).toBe(shown.length)
      }),
    )
  })
})

describe('the real catalogue', () => {
  it.each(['T C1', 'T C2', 'T D3'])('comes whole in each of three rounds, like kept apart: %s', (channel) => {
    const rounds: UseCase[][] = []
    for (const number of [0, 1, 2])
      rounds.push(round(catalogue.useCases, `${channel} ${number}`, rounds.at(-1)?.at(-1)))
    for (const one of rounds) expect(sorted(one)).toEqual(sorted(catalogue.useCases))
    expect(alike(rounds.flat())).toBe(0)
    expect(new Set(rounds.map((one) => ids(one).join())).size).toBe(3)
  })
})

describe('what a digest may show', () => {
  const all = { industries: [], topics: [] }
  const entries = catalogue.useCases

  it('is everything, unless it is about something', () => {
    expect(matchingUseCases(catalogue, all)).toEqual(entries)
  })

  it('has a link that lives: what is all dead is kept out, archived or not', () => {
    const since = '2026-11-03'
    const url = 'https://example.com/'
    const archived = { url, kind: 'talk' as const, dead: { since, archive: `${url}copy` } }
    const dead = { url, kind: 'talk' as const, dead: { since } }
    const changed = [
      { ...TEMPLATE, id: 'one-lives', links: [{ url, kind: 'talk' as const }, archived, dead] },
      { ...TEMPLATE, id: 'archived', links: [archived, dead] },
      { ...TEMPLATE, id: 'dead', links: [dead] },
    ]
    const found = matchingUseCases({ ...catalogue, useCases: [...entries, ...changed] }, all)
    expect(ids(found)).toEqual([...ids(entries), 'one-lives'])
    expect(matchingUseCases({ ...catalogue, useCases: changed.slice(1) }, all)).toEqual([])
  })

  it('is of any of its industries', () => {
    const found = matchingUseCases(catalogue, { ...all, industries: ['finance', 'gaming'] })
    expect(new Set(found.map(({ industry }) => industry))).toEqual(new Set(['finance', 'gaming']))
    expect(found).toEqual(entries.filter(({ industry }) => /^(finance|gaming)$/.test(industry)))
  })

  it('has any of its topics', () => {
    const found = matchingUseCases(catalogue, { ...all, topics: ['fraud-detection', 'joins'] })
    const fits = ({ topics }: UseCase) => topics.includes('fraud-detection') || topics.includes('joins')
    expect(found).toEqual(entries.filter(fits))
    expect(found.length).toBeGreaterThan(2)
  })

  it('fits both, and may be nothing', () => {
    const { industry, topics } = TEMPLATE
    const found = matchingUseCases(catalogue, { industries: [industry], topics })
    const fits = (one: UseCase) =>
      one.industry === industry && one.topics.some((topic) => topics.includes(topic))
    expect(found).toContain(TEMPLATE)
    expect(found).toEqual(entries.filter(fits))
    expect(matchingUseCases(catalogue, { industries: ['nobody'], topics: [] })).toEqual([])
    expect(matchingUseCases(catalogue, { industries: [industry], topics: ['nothing'] })).toEqual([])
  })
})
