import { describe, expect, it } from 'vitest'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import type { Link } from '../../src/catalogue/schema.ts'
import { statsOf } from '../../src/catalogue/stats.ts'
import { catalogue } from '../catalogue.ts'

const [TEMPLATE] = catalogue.useCases
if (!TEMPLATE) throw new Error('the catalogue is empty')
const link = (kind: Link['kind'], more: Partial<Link> = {}): Link => ({
  ...{ url: 'https://example.com/', kind, ...more },
})
const useCase = (changed: Partial<UseCase>): UseCase => ({ ...TEMPLATE, ...changed })
const statsFor = (...useCases: UseCase[]) => statsOf({ ...catalogue, useCases })

describe('the catalogue in numbers', () => {
  it('counts use cases, companies, links, and what is dead of them', () => {
    const stats = statsFor(
      useCase({ company: 'Acme', links: [link('talk'), link('slides', { dead: { since: '2026-11-03' } })] }),
      useCase({ company: 'Acme', links: [link('talk')] }),
      useCase({ company: 'Tiny', links: [link('article')] }),
    )
    expect(stats).toMatchObject({ useCases: 3, companies: 2, links: 4, deadLinks: 1 })
  })

  it('counts by industry and topic, the most frequent first, ties by label', () => {
    const stats = statsFor(
      useCase({ industry: 'gaming', topics: ['joins', 'windowing'] }),
      useCase({ industry: 'biotech', topics: ['windowing', 'fraud-detection'] }),
      useCase({ industry: 'finance', topics: ['windowing'] }),
      useCase({ industry: 'finance', topics: ['no-longer-known'] }),
    )
    expect(stats.industries).toEqual([
      { id: 'finance', label: 'Finance and Fintech', useCases: 2 },
      { id: 'biotech', label: 'Biotech', useCases: 1 },
      { id: 'gaming', label: 'Gaming', useCases: 1 },
    ])
    expect(stats.topics.map(({ id, useCases }) => [id, useCases])).toEqual([
      ...[
        ['windowing', 3],
        ['fraud-detection', 1],
        ['joins', 1],
        ['no-longer-known', 1],
      ],
    ])
  })

  it('counts a kind once for a use case, however many such links it has', () => {
    const stats = statsFor(
      useCase({ links: [link('talk'), link('talk'), link('slides')] }),
      useCase({ links: [link('talk')] }),
    )
    expect(stats.kinds).toEqual([
      { id: 'talk', label: 'Talk', useCases: 2 },
      { id: 'slides', label: 'Slides', useCases: 1 },
    ])
  })

  it('counts by the year of the newest link, years between included, unknown ones apart', () => {
    const stats = statsFor(
      useCase({ links: [link('talk', { year: 2018 }), link('paper', { date: '2019-12-31' })] }),
      useCase({ links: [link('talk', { date: '2022-01-01' }), link('slides')] }),
      useCase({ links: [link('talk', { year: 2022 })] }),
      useCase({ links: [link('talk')] }),
    )
    expect(stats.years).toEqual([
      { year: 2019, useCases: 1 },
      { year: 2020, useCases: 0 },
      { year: 2021, useCases: 0 },
      { year: 2022, useCases: 2 },
    ])
    expect(stats.undated).toBe(1)
  })

  it('is all nothing for an empty catalogue', () => {
    expect(statsFor()).toEqual({
      ...{ useCases: 0, companies: 0, links: 0, deadLinks: 0, industries: [], topics: [], kinds: [] },
      ...{ years: [], undated: 0 },
    })
  })

  it('adds up for the real one', () => {
    const { useCases, industries, topics, kinds, years, undated } = statsOf(catalogue)
    const sum = (all: readonly { useCases: number }[]) => all.reduce((total, one) => total + one.useCases, 0)
    expect(useCases).toBe(catalogue.useCases.length)
    expect(sum(industries)).toBe(useCases)
    expect(sum(topics)).toBe(catalogue.useCases.flatMap((one) => one.topics).length)
    expect(sum(years) + undated).toBe(useCases)
    expect(sum(kinds)).toBeGreaterThanOrEqual(useCases)
    for (const { useCases: number } of [...industries, ...topics, ...kinds]) expect(number).toBeGreaterThan(0)
  })
})
