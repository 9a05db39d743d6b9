import { describe, expect, it } from 'vitest'
import { problemLinesOf, usageBlocks, usageText } from '../../src/cards/usage-report.ts'
import { catalogue } from '../catalogue.ts'
import { readTexts } from './expect-view.ts'

const report = {
  days: 30,
  unanswered: [
    { query: 'quantum billing', times: 12 },
    { query: 'fax', times: 1 },
  ],
  votedDown: [{ query: 'fraud', up: 1, down: 12 }],
}
const problems = {
  total: 3,
  lines: [
    {
      id: 'V1',
      kind: 'dead-link' as const,
      heading: 'Walmart: Stock levels',
      note: '404\nsince May',
      when: 'Fri 20 Nov',
    },
    { id: 'V1', kind: 'outdated' as const, heading: 'Wise: Payments', note: '', when: 'Thu 19 Nov' },
  ],
}
const textOf = (...of: Parameters<typeof usageBlocks>) => readTexts(usageBlocks(...of)).join('\n')

describe('the usage report', () => {
  it('counts what was asked in vain, what did not help, and what was reported', () => {
    expect(textOf(report, problems)).toBe(
      [
        '*Searches that found nothing* (the last 30 days)',
        '• *quantum billing*  12 times',
        '• *fax*  once',
        '*Answers that did not help* (the last 30 days)',
        '• *fraud*  12 against, 1 for',
        '*Reported problems* (3)',
        '*Walmart: Stock levels*  a link is dead\n404 since May\nFri 20 Nov\nDone',
        '*Wise: Payments*  it is outdated\nThu 19 Nov\nDone',
        'and 1 more',
      ].join('\n'),
    )
  })

  it('shows the first ten of a kind, and how many more there are', () => {
    const many = Array.from({ length: 14 }, (_, index) => ({ query: `word ${index}`, times: 20 - index }))
    const said = textOf({ ...report, unanswered: many }, undefined)
    expect(said.split('•')).toHaveLength(12)
    expect(said).toContain('and 4 more')
  })

  it('says so where there is nothing', () => {
    expect(textOf({ days: 1, unanswered: [], votedDown: [] }, { total: 0, lines: [] })).toBe(
      [
        '*Searches that found nothing* (the last 1 day)\nNone.',
        '*Answers that did not help* (the last 1 day)\nNone.',
        '*Reported problems*: none.',
      ].join('\n'),
    )
    expect(usageBlocks(undefined, undefined)).toEqual([])
    expect(usageText(undefined, undefined)).toBe('')
  })
})

describe('a reported problem', () => {
  const one = {
    ...{ id: 'V7', useCase: 'gone', createdBy: 'U0GRACE001', createdAt: 0 },
    body: { kind: 'dead-link', note: '404 <!channel>', link: 'https://example.com/talk?a=1&b=2' },
  }

  it('names its link and who reported it, and has a button for when it is dealt with', () => {
    const lines = problemLinesOf([one, { ...one, body: { kind: 'nonsense' } }], catalogue, () => 'today')
    expect(lines).toHaveLength(1)
    expect(textOf(undefined, { total: 1, lines })).toContain(
      '*gone*  a link is dead: <https://example.com/talk?a=1&amp;b=2|example.\u2060com>',
    )
    const blocks = JSON.stringify(usageBlocks(undefined, { total: 1, lines }))
    expect(blocks).toContain('"value":"V7"')
    expect(blocks).toContain('today · <@U0GRACE001>')
    expect(blocks).not.toContain('<!channel>')
    expect(usageText(undefined, { total: 1, lines })).toContain('https://example.com/talk?a=1&b=2')
  })
})

describe('the usage report for the terminal', () => {
  it('has its numbers in columns', () => {
    expect(usageText(report, problems)).toBe(
      `Searches that found nothing, the last 30 days:
  times
     12  quantum billing
      1  fax

Answers that did not help, the last 30 days:
  against  for
       12    1  fraud

Reported problems: 3
  Walmart: Stock levels: a link is dead (Fri 20 Nov)
    404 since May
  Wise: Payments: it is outdated (Thu 19 Nov)
  and 1 more
`,
    )
  })

  it('says so where there is nothing', () => {
    expect(usageText({ days: 90, unanswered: [], votedDown: [] }, undefined)).toBe(
      'Searches that found nothing, the last 90 days:\n  none\n\nAnswers that did not help, the last 90 days:\n  none\n',
    )
  })

  it('lets nobody send commands to the terminal', () => {
    const evil = '\u001b[2Jgone\u0007\nline'
    const said = usageText(
      { days: 1, unanswered: [{ query: evil, times: 1 }], votedDown: [] },
      { total: 1, lines: [{ id: 'V1', kind: 'wrong', heading: evil, note: evil, when: evil }] },
    )
    for (const character of ['\u001b', '\u0007']) expect(said).not.toContain(character)
    expect(said).toContain('    1  [2Jgone line')
  })
})
