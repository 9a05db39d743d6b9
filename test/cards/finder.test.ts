import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS, decodePlace } from '../../src/cards/actions.ts'
import type { AnswerList } from '../../src/cards/answer.ts'
import { browseReply } from '../../src/cards/browse.ts'
import { feedbackBlock } from '../../src/cards/feedback.ts'
import { type Finder, finderView, searchOptions } from '../../src/cards/finder.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { actionsOf, expectView, readTexts } from './expect-view.ts'

const ask = { words: 'fraud', offset: 0, version: 'v', command: '/kstreams', answer: 'a' }
const finder = (answer: Finder['answer']): Finder => ({ ask, answer, command: '/kstreams', metadata: 'm' })
const listOf = (useCases: readonly UseCase[], more: Partial<AnswerList> = {}): AnswerList => ({
  ask,
  total: useCases.length,
  hits: useCases.map((useCase) => ({ useCase, score: 1, reasons: [] })),
  about: [' for ', { bold: ask.words }],
  ...more,
})
const ids = (view: ReturnType<typeof finderView>) => actionsOf(view.blocks).map(({ action_id }) => action_id)

describe('the finder', () => {
  it('begins with the search and what can be browsed', () => {
    const view = finderView(finder(undefined), catalogue)
    expectView(view, [])
    expect(view).toMatchObject({
      callback_id: 'finder',
      private_metadata: 'm',
      title: { text: 'Kafka Streams' },
    })
    expect(ids(view)).toEqual([ACTIONS.search, ACTIONS.industry, ACTIONS.topic, ACTIONS.company])
    expect(readTexts(view.blocks).join('\n')).toContain('`/kstreams fraud`')
  })

  it('shows what was found, each with its link and its details, and the pages', () => {
    const { hits, total } = search.search('fraud')
    const useCases = hits.map(({ useCase }) => useCase)
    const view = finderView(finder({ ...listOf(useCases), hits, total: total + 7 }), catalogue)
    expectView(view, useCases)
    const details = actionsOf(view.blocks).filter(({ action_id }) => action_id === ACTIONS.details)
    expect(details.map(({ value }) => decodePlace(value)?.useCase)).toEqual(useCases.map(({ id }) => id))
    expect(decodePlace(details[0]?.value)).toMatchObject({ words: 'fraud', command: '/kstreams' })
    expect(ids(view)).toContain(ACTIONS.next)
    expect(ids(view)).not.toContain(ACTIONS.share)
    const said = readTexts(view.blocks).join('\n')
    expect(said).toContain(`of ${total + 7} use cases`)
    for (const { company, title } of useCases) expect(said).toContain(`*${company}: ${title}*`)
  })

  it('says so where the words are too long for a button of the next page', () => {
    const long = { ...ask, words: 'x'.repeat(3000) }
    const view = finderView(finder(listOf([], { ask: long, total: 9 })), catalogue)
    expectView(view, [])
    expect(readTexts(view.blocks)).toContain('There are more. Ask with fewer words to page through them.')
  })

  it('shows a message in blocks that a modal takes', () => {
    const reply = browseReply(catalogue, ask)
    const voted = { ...reply, classic: [...reply.classic, ...feedbackBlock(ask)] }
    const view = finderView(finder(voted), catalogue)
    expectView(view, [])
    expect(ids(view)).toEqual([
      ...[ACTIONS.search, ACTIONS.industry, ACTIONS.topic, ACTIONS.company, ACTIONS.up, ACTIONS.down],
    ])
  })

  it('keeps to the limits for any entries and any words', () => {
    const entries = fc.array(arbitrary.useCase, { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(entries, arbitrary.query, fc.nat(500), (useCases, words, more) => {
        const asked = { ...ask, words, offset: more }
        const list = listOf(useCases, { ask: asked, total: more * 2 + useCases.length })
        expectView(finderView({ ...finder(list), ask: asked }, catalogue), useCases)
      }),
      { numRuns: 150 },
    )
  })
})

describe('what the search offers', () => {
  it('is first what was typed, then what is suggested, each once', () => {
    const options = searchOptions(' Fraud ', ['fraud', 'fraud detection', 'Fraud detection'])
    expect(options).toEqual([
      { text: { type: 'plain_text', text: 'Fraud', emoji: false }, value: 'Fraud' },
      { text: { type: 'plain_text', text: 'fraud detection', emoji: false }, value: 'fraud detection' },
    ])
    expect(searchOptions('  ', ['fraud'])).toHaveLength(1)
    expect(searchOptions('a & b', [])[0]).toMatchObject({ text: { text: 'a &amp; b' }, value: 'a & b' })
  })

  it('keeps to the limits, whatever is typed', () => {
    fc.assert(
      fc.property(arbitrary.query, fc.array(arbitrary.query, { maxLength: 120 }), (typed, suggestions) => {
        const options = searchOptions(typed, suggestions)
        expect(options.length).toBeLessThanOrEqual(100)
        for (const { text, value } of options) {
          for (const each of [text.text, value]) {
            expect(each.length).toBeGreaterThan(0)
            expect(each.length).toBeLessThanOrEqual(75)
          }
        }
        expect(new Set(options.map(({ value }) => value)).size).toBe(options.length)
      }),
      { numRuns: 50 },
    )
  })
})
