import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ACTIONS } from '../../src/cards/actions.ts'
import { browseList, browseMenus, browseOptions, browseReply, chosenWords } from '../../src/cards/browse.ts'
import { createSearch } from '../../src/search/search.ts'
import { catalogue, search } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { actionsOf, catalogueOf, thousand } from './expect-view.ts'

const ask = { words: 'browse', offset: 0, version: 'v', command: '/kstreams', answer: 'a' }
const labels = (options: readonly { text: { text: string } }[]) => options.map(({ text }) => text.text)

describe('browse', () => {
  it('offers a menu of each kind, and says the same in words', () => {
    const reply = browseReply(catalogue, ask)
    expectValid(reply, [])
    expect(actionsOf(reply.classic).map(({ action_id }) => action_id)).toEqual([
      ACTIONS.industry,
      ACTIONS.topic,
      ACTIONS.company,
    ])
    const used = new Set(catalogue.useCases.map(({ industry }) => industry))
    for (const id of used) {
      const label = catalogue.industries.get(id)?.label ?? ''
      const number = catalogue.useCases.filter(({ industry }) => industry === id).length
      expect(reply.text).toContain(`${label} (${number}): /kstreams industry:"${label.toLowerCase()}"`)
    }
    expect(reply.text.split('\n').filter((line) => line.includes('topic:'))).toHaveLength(10)
    expect(reply.text).toMatch(
      /^70 use cases of Kafka Streams, in \d+ industries, on \d+ topics, at \d+ comp/,
    )
  })

  it('offers only what some use case has', () => {
    const [one] = catalogue.useCases
    const small = catalogueOf(one ? [one] : [])
    const reply = browseReply(small, ask)
    expectValid(reply, [])
    expect(reply.text).toContain('1 use case of Kafka Streams, in 1 industry, on ')
    expect(browseOptions('topic', '', small)).toHaveLength(one?.topics.length ?? 0)
    expect(browseOptions('company', '', small)).toHaveLength(1)
    const menu = actionsOf(browseMenus(small))[0] as unknown as { options: unknown[] }
    expect(menu.options).toHaveLength(1)
  })

  it('has no menu without an option, which Slack refuses', () => {
    const empty = catalogueOf([])
    expect(browseMenus(empty)).toEqual([])
    expectValid(browseReply(empty, ask), [])
    expectValid(browseList('topics', empty, '/kstreams'), [])
  })
})

describe('the options of a menu', () => {
  it('are the most common first while nothing is typed, at most a hundred', () => {
    expect(labels(browseOptions('topic', '', catalogue))[0]).toBe('State stores (25)')
    const numbers = labels(browseOptions('topic', ' ', catalogue)).map((label) =>
      Number(/\((\d+)\)$/.exec(label)?.[1]),
    )
    expect(numbers).toEqual(numbers.toSorted((a, b) => b - a))
    expect(browseOptions('company', '', thousand)).toHaveLength(100)
  })

  it('are found by the beginning, by a part, by another name, and else by their spelling', () => {
    const topics = (typed: string) => labels(browseOptions('topic', typed, catalogue))
    expect(topics('FRAUD')[0]).toMatch(/^Fraud detection/)
    expect(topics('detection').join()).toContain('Fraud detection')
    expect(topics('k8s')).toEqual([expect.stringMatching(/^Kubernetes/)])
    expect(topics('kubernets')[0]).toMatch(/^Kubernetes/)
    expect(topics('zzzz')).toEqual([])
    expect(labels(browseOptions('company', 'walm', catalogue))).toEqual([expect.stringMatching(/^Walmart/)])
  })

  it('keep their number and to the limits, whatever the data holds and is typed', () => {
    fc.assert(
      fc.property(arbitrary.useCase, arbitrary.query, (useCase, typed) => {
        const small = catalogueOf([useCase])
        for (const kind of ['topic', 'company'] as const) {
          for (const { text, value } of browseOptions(kind, '', small)) {
            expect(text.text).toMatch(/ \(1\)$/)
            expect(text.text.length).toBeLessThanOrEqual(75)
            expect(value.length).toBeLessThanOrEqual(75)
          }
          browseOptions(kind, typed, small)
        }
        expectValid(browseReply(small, ask), [])
        for (const kind of ['industries', 'topics', 'companies'] as const) {
          expectValid(browseList(kind, small, `/${typed.slice(0, 31)}`), [])
        }
      }),
      { numRuns: 150 },
    )
  })
})

describe('what was chosen', () => {
  it('is a search that finds all that the menu counts', () => {
    const menu = actionsOf(browseMenus(catalogue))[0] as unknown as {
      options: ReturnType<typeof browseOptions>
    }
    const choices = [
      ...menu.options.map((option) => [ACTIONS.industry, option] as const),
      ...browseOptions('topic', '', catalogue).map((option) => [ACTIONS.topic, option] as const),
      ...browseOptions('company', '', catalogue).map((option) => [ACTIONS.company, option] as const),
    ]
    for (const [action, { text, value }] of choices) {
      const words = chosenWords(action, value, catalogue)
      expect(words).toMatch(/^(industry|topic|company):"[^"]+"$/)
      const { total, unknown } = search.search(words ?? '')
      expect(unknown).toEqual([])
      expect(total, `${words} of ${text.text}`).toBeGreaterThanOrEqual(
        Number(/\((\d+)\)$/.exec(text.text)?.[1]),
      )
    }
    expect(chosenWords(ACTIONS.company, 'Walmart', catalogue)).toBe('company:"walmart"')
  })

  it('is nothing for what the catalogue does not have, or not any more', () => {
    expect(chosenWords(ACTIONS.topic, 'gone', catalogue)).toBeUndefined()
    expect(chosenWords(ACTIONS.industry, 'joins', catalogue)).toBeUndefined()
    expect(chosenWords('another_menu', 'joins', catalogue)).toBeUndefined()
    expect(chosenWords(ACTIONS.topic, 'joins', catalogueOf([]))).toBeUndefined()
  })

  it('stays one filter for a name with quotation marks', () => {
    const [one] = catalogue.useCases
    if (!one) throw new Error('the catalogue is empty')
    const odd = catalogueOf([{ ...one, company: '"Acme" “and” Sons' }])
    expect(chosenWords(ACTIONS.company, '"Acme" “and” Sons', odd)).toBe('company:"acme and sons"')
    expect(createSearch(odd).search('company:"acme and sons"').total).toBe(1)
  })
})

describe('a list of all', () => {
  it('has each with its number and an example to type', () => {
    const reply = browseList('industries', catalogue, '/kstreams')
    expectValid(reply, [])
    expect(reply.text).toContain('13 industries, the most common first')
    expect(reply.text).toContain('• Finance and Fintech (14)')
    expect(reply.text).toContain('To see one: /kstreams industry:"')
    expect(browseList('topics', catalogue, '/kstreams').text.split('\n')).toHaveLength(93)
  })

  it('ends where a message is full, and says how many are left', () => {
    const reply = browseList('companies', thousand, '/kstreams')
    expectValid(reply, [])
    const shown = reply.text.split('\n').filter((line) => line.startsWith('•')).length
    expect(shown).toBeGreaterThan(100)
    expect(reply.text).toContain(`and ${1000 - shown} more, to be found in the menu of /kstreams browse`)
    expectValid(browseReply(thousand, ask), [])
  })
})
