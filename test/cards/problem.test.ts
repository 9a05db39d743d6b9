import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { PROBLEM_INPUTS, problemThanksView, problemView, readProblem } from '../../src/cards/problem.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { actionsOf, expectView, readTexts } from './expect-view.ts'

const link = (url: string, title?: string) => ({ url, kind: 'talk' as const, ...(title ? { title } : {}) })
const [first] = catalogue.useCases
if (!first) throw new Error('the catalogue is empty')
const useCase: UseCase = {
  ...first,
  links: [link('https://a.example/one', 'Streams & joins'), link('https://b.example/two')],
}
const values = (kind: unknown, index: unknown, note: unknown) => ({
  [PROBLEM_INPUTS.kind]: { [PROBLEM_INPUTS.kind]: { selected_option: kind && { value: kind } } },
  [PROBLEM_INPUTS.link]: { [PROBLEM_INPUTS.link]: { selected_option: index && { value: index } } },
  [PROBLEM_INPUTS.note]: { [PROBLEM_INPUTS.note]: { value: note } },
})

describe('the report of a problem', () => {
  it('asks what is wrong, with which link, and what there is to know', () => {
    const view = problemView({ useCase, metadata: 'm' }, catalogue)
    expectView(view, [])
    expect(view).toMatchObject({
      ...{ callback_id: 'problem', private_metadata: 'm' },
      ...{ title: { text: 'Report a problem' }, submit: { text: 'Send' }, close: { text: 'Cancel' } },
    })
    expect(actionsOf(view.blocks).map(({ action_id }) => action_id)).toEqual(Object.values(PROBLEM_INPUTS))
    const said = readTexts(view.blocks)
    expect(said).toContain(`*${useCase.company}: ${useCase.title}*`)
    // Only the radio buttons must be answered.
    expect(view.blocks.map((block) => 'optional' in block && block.optional).slice(2)).toEqual([
      false,
      true,
      true,
    ])
    for (const words of ['A link is dead', 'A fact is wrong', 'It is outdated']) expect(said).toContain(words)
    expect(said).toContain('Talk: Streams &amp; joins')
    expect(said).toContain('Talk: b.example')
  })

  it('is read with the address of the link', () => {
    expect(readProblem(values('dead-link', '1', ' 404 '), useCase)).toEqual({
      ...{ kind: 'dead-link', link: 'https://b.example/two', note: '404' },
    })
    expect(readProblem(values('outdated', null, null), useCase)).toEqual({ kind: 'outdated', note: '' })
    expect(readProblem(values('wrong', '7', 'x'.repeat(900)), useCase)).toEqual({
      ...{ kind: 'wrong', note: 'x'.repeat(500) },
    })
  })

  it('takes the only link for the dead one', () => {
    const single = { ...useCase, links: useCase.links.slice(0, 1) }
    expect(readProblem(values('dead-link', null, ''), single)?.link).toBe('https://a.example/one')
    expect(readProblem(values('wrong', null, ''), single)).toEqual({ kind: 'wrong', note: '' })
    expect(readProblem(values('dead-link', null, ''), useCase)).toEqual({ kind: 'dead-link', note: '' })
  })

  it('is undefined for anything else', () => {
    for (const odd of [undefined, null, 'text', 7, [], {}, values('gone', '0', ''), values(null, '0', 'x')]) {
      expect(readProblem(odd, useCase)).toBeUndefined()
    }
    fc.assert(fc.property(fc.anything(), (odd) => void readProblem(odd, useCase)))
  })

  it('is thanked for with what happens now', () => {
    const view = problemThanksView(useCase)
    expectView(view, [])
    expect(readTexts(view.blocks)[0]).toContain('Whoever maintains the catalogue reads this')
  })

  it('keeps to the limits for any entry', () => {
    fc.assert(
      fc.property(arbitrary.useCase, (any) => {
        expectView(problemView({ useCase: any, metadata: '' }, catalogue), [])
        expectView(problemThanksView(any), [])
      }),
      { numRuns: 150 },
    )
  })
})
