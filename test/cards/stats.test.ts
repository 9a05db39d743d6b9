import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { barChart, columnsOf } from '../../src/cards/bars.ts'
import type { Reply } from '../../src/cards/blocks.ts'
import { type SearchNumbers, statsReply, statsText } from '../../src/cards/stats.ts'
import { type Stats, statsOf } from '../../src/catalogue/stats.ts'
import { catalogue } from '../catalogue.ts'
import { catalogue as goldenCatalogue } from '../golden/catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { catalogueOf, readTexts } from './expect-view.ts'

const PHONE = 34
const real = statsOf(catalogue)
// What is in it does not change.
const fixed = statsOf(goldenCatalogue)
const none = statsOf({ ...catalogue, useCases: [] })
const numbers: SearchNumbers = {
  ...{ days: 90, searches: 214, different: 130, unanswered: 12 },
  months: [
    { month: '2026-10', searches: 200 },
    { month: '2026-11', searches: 14 },
  ],
  mostAsked: [{ query: 'walmart', asked: 12 }],
}
const silent: SearchNumbers = { days: 90, searches: 0, different: 0, unanswered: 0, months: [] }
const plain = { colour: false, links: false }

/** The lines of every chart in a message. */
const rowsOf = ({ native }: Reply): string[] =>
  native
    .flatMap((block) => (block.type === 'rich_text' ? block.elements : []))
    .filter(({ type }) => type === 'rich_text_preformatted')
    .flatMap((element) => readTexts(element))
    .flatMap((text) => text.split('\n'))

describe('a bar chart', () => {
  it('has labels, numbers and bars under each other, the longest bar for the greatest number', () => {
    const bars = [
      { label: 'Talk', number: 16 },
      { label: 'Paper', number: 8 },
      { label: 'Event', number: 1 },
      { label: 'None', number: 0 },
    ]
    expect(barChart(bars, 20)).toEqual(['Talk  16 ███████████', 'Paper  8 █████▌', 'Event  1 ▊', 'None   0'])
  })

  it('shows something of whatever is not nothing, and draws equals alike', () => {
    const rows = barChart(
      [1000, 1, 0, 1000].map((number) => ({ label: 'x', number })),
      20,
    )
    expect(rows).toEqual(['x 1000 █████████████', 'x    1 ▏', 'x    0', 'x 1000 █████████████'])
    expect(barChart([{ label: 'x', number: 0 }], 20)).toEqual(['x 0'])
  })

  it('goes without bars where label and number take all the room', () => {
    expect(barChart([{ label: 'x'.repeat(30), number: 123_456 }], 20)).toEqual([`${'x'.repeat(11)}… 123456`])
  })

  it('is aligned by what letters take, not by how many there are', () => {
    const labels = ['銀行', 'Ｆｕｌｌ', 'e\u0301te\u0301', '👩‍👩‍👧‍👦 fam', 'ｱｲｳ', '❤️', 'plain']
    expect(labels.map(columnsOf)).toEqual([4, 8, 3, 6, 3, 2, 5])
    const rows = barChart(
      labels.map((label) => ({ label, number: 5 })),
      30,
    )
    expect(new Set(rows.map((row) => columnsOf(row.slice(0, row.indexOf('5')))))).toEqual(new Set([9]))
  })

  it('cuts a long label between whole characters, and wide ones in time', () => {
    const rows = barChart(
      ['Manufacturing and Logistics', '製造業と物流業と小売業と銀行', '👩‍👩‍👧‍👦'.repeat(20)].map((label) => ({
        label,
        number: 3,
      })),
      PHONE,
    )
    expect(rows).toEqual([
      'Manufacturing and L… 3 ███████████',
      '製造業と物流業と小…  3 ███████████',
      `${'👩‍👩‍👧‍👦'.repeat(9)}…  3 ███████████`,
    ])
  })

  it('is never wider than it may be, whatever it is of', () => {
    const bar = fc.record({ label: fc.string({ unit: 'grapheme', maxLength: 50 }), number: fc.nat(100_000) })
    fc.assert(
      fc.property(
        fc.array(bar, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 20, max: 120 }),
        (bars, width) => {
          const rows = barChart(bars, width)
          expect(rows).toHaveLength(bars.length)
          for (const row of rows) {
            expect(row).not.toContain('\n')
            expect(columnsOf(row)).toBeLessThanOrEqual(width)
          }
        },
      ),
    )
  })
})

describe('the numbers in Slack', () => {
  it('read well as text, without bars', () => {
    expect(statsReply(fixed, numbers).text).toMatchInlineSnapshot(`
      "6 use cases at 5 companies, with 15 links
      Use cases by industry: Finance and Fintech (2), Retail (2), Transport and Logistics (2)
      Use cases by topic: Joins (3), Windowing (3), GPS positions (2), Kubernetes (2), R&amp;D &lt;of&gt; ∗offers∗ (2), Fraud detection (1)
      Use cases by kind of link: article (3), Talk (2), event (1), paper (1), product (1), slides (1), video (1)
      Use cases by year of the newest link: 2021 (1), 2022 (1), 2023 (1), 2024 (2) and 1 of an unknown year
      214 searches in the last 90 days, for 130 different things; 12 found nothing
      Searches by month: Oct 2026 (200), Nov 2026 (14)
      Asked most of late: Walmart (12)"
    `)
    expect(statsReply(real, numbers).text).not.toMatch(/[█▏▎▍▌▋▊▉]/)
  })

  it('fit a phone, and are a few of each', () => {
    const rows = rowsOf(statsReply(real, numbers))
    for (const row of rows) expect(columnsOf(row)).toBeLessThanOrEqual(PHONE)
    expect(rows).toContain(`and ${real.topics.length - 8} more`)
    expect(rows.filter((row) => row.startsWith(real.topics[0]?.label ?? '?'))).toHaveLength(1)
    expect(rows).toContain('Oct 2026 200 █████████████████████')
  })

  it('show one that alone would be left out', () => {
    const nine = { ...real, topics: real.topics.slice(0, 9), industries: [] }
    const { text } = statsReply(nine, undefined)
    expect(text).toContain(nine.topics[8]?.label)
    expect(text).not.toContain('more')
  })

  it('say what was searched only where that is known', () => {
    expect(statsReply(real, undefined).text).not.toContain('search')
    expect(statsReply(real, silent).text).toMatch(/\nNothing was searched in the last 90 days$/)
    const once = { days: 1, searches: 1, different: 1, unanswered: 0, months: [] }
    expect(statsReply(real, once).text).toMatch(
      /\n1 search in the last 1 day, for 1 different thing; all found something$/,
    )
  })

  it('say so where there is nothing', () => {
    const { text, native } = statsReply(none, undefined)
    expect(text).toBe('There is no use case in the catalogue yet.')
    expect(native).toHaveLength(1)
    expectValid(statsReply(none, silent), [])
  })

  it('say how many links are dead', () => {
    expect(statsReply({ ...real, deadLinks: 3 }, undefined).text).toContain('132 links, 3 of them dead\n')
    const one: Stats = { ...real, useCases: 1, companies: 1, links: 1 }
    expect(statsReply(one, undefined).text).toMatch(/^1 use case at 1 company, with 1 link\n/)
  })

  it('keep to the limits and notify nobody, whatever the data holds', () => {
    const name = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.constant('<!channel> *x* `y`'))
    fc.assert(
      fc.property(
        fc.array(arbitrary.useCase, { maxLength: 30 }),
        fc.array(fc.record({ query: name, asked: fc.nat(1e6) }), { maxLength: 50 }),
        fc.array(name, { maxLength: 3 }),
        (useCases, mostAsked, labels) => {
          const stats = statsOf(catalogueOf(useCases))
          const strange = labels.map((label, place) => ({ id: `x${place}`, label, useCases: place }))
          const topics = [...strange, ...stats.topics]
          expectValid(statsReply({ ...stats, topics }, { ...numbers, mostAsked }), [])
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('the numbers in a terminal', () => {
  it('are all there, within its width', () => {
    const text = statsText(real, numbers, { ...plain, width: 60 })
    for (const { label } of [...real.topics, ...real.industries, ...real.kinds])
      expect(text).toContain(`\n  ${label.slice(0, 30)}`)
    const drawn = text.split('\n').filter((row) => row.startsWith(' '))
    for (const row of drawn) expect(columnsOf(row)).toBeLessThanOrEqual(60)
    expect(text).not.toContain('more')
    expect(text).toMatch(
      /\n\n214 searches in the last 90 days, for 130 different things; 12 found nothing\n\nSearches by month\n/,
    )
    expect(text.endsWith('\n')).toBe(true)
  })

  it('are in colour only where that is wanted', () => {
    expect(statsText(real, undefined, plain)).not.toContain('\u001b')
    expect(statsText(real, undefined, { ...plain, colour: true })).toContain('\u001b[36m█')
  })

  it('of nothing are one line', () => {
    expect(statsText(none, undefined, plain)).toBe('There is no use case in the catalogue yet.\n')
  })
})
