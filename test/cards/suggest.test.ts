import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  draftFromWords,
  knownLinkFault,
  SUGGEST_AGAIN,
  suggestAgainButton,
  suggestButton,
  suggestButtonReply,
  suggestView,
  tooManySuggestionsFault,
} from '../../src/cards/suggest.ts'
import {
  readSuggestion,
  SUGGEST_INPUTS,
  suggestErrors,
  topicOptions,
} from '../../src/cards/suggest-inputs.ts'
import { checkDraft, type Draft, type DraftField, draftOf } from '../../src/catalogue/draft.ts'
import { LENGTH } from '../../src/catalogue/limits.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { actionsOf, expectView, readTexts } from './expect-view.ts'

const draft: Draft = {
  ...{ company: 'Acme', title: 'Fraud alerts', summary: 'Joins payments in Kafka Streams.', details: '' },
  ...{ url: 'https://example.com/talk', kind: 'talk', linkTitle: 'A talk', event: 'Current', when: '2024' },
  ...{ industry: 'finance', topics: ['fraud-detection', 'joins'] },
}
const EMPTY = readSuggestion(undefined)

/** What Slack sends back of a form that stays as it was opened. */
function valuesOf(blocks: readonly unknown[]): unknown {
  const inputs = blocks.filter((block): block is { block_id: string; element: Record<string, unknown> } =>
    Object.hasOwn(Object(block), 'element'),
  )
  return Object.fromEntries(
    inputs.map(({ block_id, element }) => {
      const { initial_value: value, initial_option, initial_options, action_id } = element
      const entry = { value, selected_option: initial_option, selected_options: initial_options ?? [] }
      return [block_id, { [String(action_id)]: entry }]
    }),
  )
}

const form = (of: Draft) => suggestView({ draft: of, goesTo: 'maintainers', metadata: 'm' }, catalogue)

describe('the form for a use case that is missing', () => {
  it('asks for what an entry needs, and at the end for what is known of the link', () => {
    const view = form(EMPTY)
    expectView(view, [])
    expect(view).toMatchObject({
      ...{ callback_id: 'suggest', private_metadata: 'm', title: { text: 'Suggest a use case' } },
      ...{ submit: { text: 'Preview' }, close: { text: 'Cancel' } },
    })
    const { details: _, ...asked } = SUGGEST_INPUTS
    expect(actionsOf(view.blocks).map(({ action_id }) => action_id)).toEqual(Object.values(asked))
    const optional = view.blocks.filter((block) => 'optional' in block && block.optional)
    expect(optional.map(({ block_id }) => block_id)).toEqual([asked.linkTitle, asked.event, asked.when])
  })

  it('says on top who reads it and what happens then', () => {
    const top = (goesTo: 'maintainers' | 'github' | 'file') =>
      readTexts(suggestView({ draft: EMPTY, goesTo, metadata: '' }, catalogue).blocks)[0]
    expect(top('maintainers')).toContain('reads this, with your name, and I tell you what becomes of it')
    expect(top('github')).toContain('an issue on GitHub')
    expect(top('file')).toContain('as a file')
  })

  it('says what to do where no topic fits', () => {
    const said = readTexts(form(EMPTY).blocks).join('\n')
    expect(said).toContain('At most 8, the most telling first. No topic fits? Choose the nearest')
  })

  it('comes back as it was filled in', () => {
    expect(readSuggestion(valuesOf(form(draft).blocks))).toEqual(draft)
    expect(readSuggestion(valuesOf(form(EMPTY).blocks))).toEqual(EMPTY)
  })

  it('leaves out what is gone from the catalogue, and cuts what is too long', () => {
    const odd = { ...draft, industry: 'knitting', kind: 'rumour', topics: ['knitting', 'joins'] }
    const long = {
      company: '🚂'.repeat(60),
      url: `https://e.example/${'a'.repeat(3000)}`,
      when: '2024-01-01 or so',
    }
    const view = form({ ...odd, ...long, topics: ['gone', 'joins'] })
    expectView(view, [])
    expect(readSuggestion(valuesOf(view.blocks))).toMatchObject({
      ...{ industry: '', kind: '', topics: ['joins'], company: '🚂'.repeat(30), when: '2024-01-01' },
    })
  })

  it('keeps to the limits for any entry', () => {
    fc.assert(
      fc.property(arbitrary.useCase, ({ id, ...useCase }) => {
        expectView(form(draftOf({ id, useCase })), [])
      }),
      { numRuns: 75 },
    )
  })
})

describe('reading the form', () => {
  it('takes anything', () => {
    for (const odd of [undefined, null, 'text', 7, [], {}, { [SUGGEST_INPUTS.company]: null }]) {
      expect(readSuggestion(odd)).toEqual(EMPTY)
    }
    const entry = fc.oneof(
      fc.anything(),
      fc.record({ value: fc.anything(), selected_option: fc.anything(), selected_options: fc.anything() }),
    )
    const values = fc
      .constantFrom(...Object.values(SUGGEST_INPUTS))
      .chain((id) => entry.map((one) => ({ [id]: { [id]: one } })))
    fc.assert(
      fc.property(fc.oneof(fc.anything(), values), (odd) => {
        const read = readSuggestion(odd)
        const { topics, ...texts } = read
        for (const text of [...Object.values(texts), ...topics]) expect(typeof text).toBe('string')
        // Whatever it is, it can be checked.
        checkDraft(read, catalogue, '2026-11-22')
      }),
    )
  })

  it('takes no more than Slack lets anybody type', () => {
    const id = SUGGEST_INPUTS.company
    const read = (value: string) => readSuggestion({ [id]: { [id]: { value } } }).company
    expect(read('a'.repeat(9000))).toBe('a'.repeat(3000))
    expect(read('a\ud800')).toBe('a\ufffd')
    const many = Array.from({ length: 1000 }, () => ({ value: 'joins' }))
    const topics = { [SUGGEST_INPUTS.topics]: { [SUGGEST_INPUTS.topics]: { selected_options: many } } }
    expect(readSuggestion(topics).topics).toHaveLength(100)
  })

  it('says each fault below its input', () => {
    const checked = checkDraft(EMPTY, catalogue, '2026-11-22')
    const errors = checked.ok ? {} : suggestErrors(checked.faults)
    const needed: DraftField[] = ['company', 'title', 'summary', 'url', 'kind', 'industry', 'topics']
    expect(Object.keys(errors).toSorted()).toEqual(needed.map((field) => SUGGEST_INPUTS[field]).toSorted())
    expect(errors[SUGGEST_INPUTS.company]).toBe('Say which company.')
    // Slack takes errors for inputs of the view only.
    const inputs = form(EMPTY).blocks.map(({ block_id }) => block_id)
    for (const id of Object.keys(errors)) expect(inputs).toContain(id)
  })
})

describe('the topics to choose from', () => {
  const labels = (typed: string) => topicOptions(typed, catalogue).map(({ text }) => text.text)

  it('are all there, in order, for nothing typed', () => {
    const all = labels('')
    expect(all).toEqual(all.toSorted((a, b) => a.localeCompare(b, 'en')))
    expect(all).toHaveLength(Math.min(100, catalogue.topics.size))
  })

  it('are found by their names and by other words for them', () => {
    expect(labels('fraud')[0]).toBe('Fraud detection')
    expect(labels('k8s')).toEqual(['Kubernetes'])
    expect(labels('JOÍNS')[0]).toBe('Joins')
    expect(labels('qqqqqq')).toEqual([])
    expect(topicOptions('fraud', catalogue)[0]?.value).toBe('fraud-detection')
  })

  it('are found for what is mistyped, and none for what is another thing', () => {
    expect(labels('agregation')[0]).toBe('Aggregation')
    expect(labels('kubernets')).toEqual(['Kubernetes'])
    for (const strange of ['lottery', 'lotery', 'knitting', 'weather']) expect(labels(strange)).toEqual([])
  })
})

describe('words that found nothing', () => {
  const from = (words: string) => {
    const { company, title, url } = draftFromWords(words, catalogue)
    return { company, title, url }
  }

  it.each([
    ['knitting patterns', { title: 'Knitting patterns' }],
    ['éclairs in time', { title: 'Éclairs in time' }],
    ['search digest', { title: 'Digest' }],
    ['topic:"knitting patterns"', { title: 'Knitting patterns' }],
    ['company:"Acme Bank"', { company: 'Acme Bank' }],
    ['WALMART', { company: 'Walmart' }],
    ['walmart  knitting patterns', { company: 'Walmart', title: 'Knitting patterns' }],
    ['walmarts', { title: 'Walmarts' }],
    ['https://example.com/talk', { url: 'https://example.com/talk' }],
    ['<https://example.com/talk|the talk> knitting', { url: 'https://example.com/talk', title: 'Knitting' }],
    [`https://example.com/${'a'.repeat(400)}`, {}],
    ['', {}],
  ])('%s', (words, expected) => {
    expect(from(words)).toEqual({ company: '', title: '', url: '', ...expected })
  })

  it('know a company by another name', () => {
    const known = catalogue.useCases.find(({ aliases }) => aliases.some((alias) => alias.includes(' ')))
    const alias = known?.aliases.find((one) => one.includes(' ')) ?? ''
    expect(from(`${alias.toLowerCase()} in the night`)).toMatchObject({
      ...{ company: known?.company, title: 'In the night' },
    })
  })

  it('fit the form, whatever they are', () => {
    fc.assert(
      fc.property(arbitrary.query, (words) => {
        const filled = draftFromWords(words, catalogue)
        expect(filled.title.length).toBeLessThanOrEqual(LENGTH.title)
        expect(filled.company.length).toBeLessThanOrEqual(LENGTH.company)
        expectView(form(filled), [])
        expectValid(suggestButtonReply(words, '/kstreams'), [])
      }),
      { numRuns: 200 },
    )
  })

  it('travel in a button', () => {
    expect(suggestButton('knitting')).toMatchObject({ action_id: 'suggest', value: 'knitting' })
    expect(suggestButton('')).not.toHaveProperty('value')
    const reply = suggestButtonReply('knitting', '/wild')
    expectValid(reply, [])
    expect(actionsOf(reply.native)).toMatchObject([{ action_id: 'suggest', value: 'knitting' }])
    expect(reply.text).toContain('/wild suggest')
    const again = suggestAgainButton('V1')
    expect([again.action_id, again.value]).toEqual([SUGGEST_AGAIN, 'V1'])
    expect(SUGGEST_AGAIN.split(':')[0]).toBe('suggest')
  })
})

describe('what stands in the way of a suggestion', () => {
  it('is said within the length of a fault', () => {
    const [first] = catalogue.useCases
    if (!first) throw new Error('the catalogue is empty')
    expect(knownLinkFault({ ...first, company: 'Acme', title: 'Alerts' })).toBe(
      'The catalogue has this as “Acme: Alerts”. Give another link, or report a problem with that one.',
    )
    const long = { ...first, company: '🚂'.repeat(60), title: '<!channel>'.repeat(6) }
    expect(knownLinkFault(long).length).toBeLessThanOrEqual(150)
    expect(knownLinkFault(long)).toMatch(/…”\. Give another link, or report a problem with that one\.$/)
    expect(tooManySuggestionsFault(20)).toContain('20 suggestions of yours wait')
  })
})
