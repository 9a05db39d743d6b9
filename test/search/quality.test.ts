import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { found, search } from '../catalogue.ts'
import { type GradedQuery, measure } from './metrics.ts'

const read = (set: string): GradedQuery[] =>
  parse(readFileSync(new URL(`queries.${set}.yaml`, import.meta.url), 'utf8'))

describe('the quality on the graded questions', () => {
  it('does not fall below the bars on the development set', () => {
    const queries = read('dev')
    const { ndcg, top1, clean, byClass } = measure(queries, new Map(queries.map(({ q }) => [q, found(q)])))
    expect(ndcg).toBeGreaterThanOrEqual(0.94)
    expect(top1).toBeGreaterThanOrEqual(0.95)
    expect(clean).toBeGreaterThanOrEqual(0.93)
    for (const [name, figure] of Object.entries(byClass)) expect(figure, name).toBeGreaterThanOrEqual(0.8)
  })

  it('every question of every set is answered, or with nothing and searches that find something', () => {
    for (const { q } of ['dev', 'own', 'more', 'unseen'].flatMap(read)) {
      const { total, suggestions } = search.search(q)
      if (total === 0) expect(suggestions.length, q).toBeGreaterThanOrEqual(2)
      for (const suggestion of suggestions) expect(found(suggestion), `${q}: ${suggestion}`).not.toEqual([])
    }
  })

  it('the metrics are right on a case done by hand', () => {
    const queries = [
      { q: 'a', class: 'x', relevant: { one: 3, two: 2, three: 1 } },
      { q: 'b', class: 'none', relevant: {} },
    ]
    // Gains 7, 3, 1 at discounts 1, 1/1.585, 1/2: ideal 7 + 1.893 + 0.5; got two, other, one: 3 + 0 + 3.5.
    const { ndcg, mrr, top1, recall, clean } = measure(
      queries,
      new Map([
        ['a', ['two', 'other', 'one']],
        ['b', ['one']],
      ]),
    )
    expect(ndcg).toBeCloseTo(6.5 / 9.3928, 3)
    expect([mrr, top1, recall, clean]).toEqual([1, 1, 1, 0])
  })
})
