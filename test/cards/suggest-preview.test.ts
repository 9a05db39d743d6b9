import type { ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { issueUrlFor, issueView } from '../../src/cards/suggest-issue.ts'
import {
  asUseCase,
  type Preview,
  suggestPreviewView,
  suggestThanksView,
} from '../../src/cards/suggest-preview.ts'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { catalogue } from '../catalogue.ts'
import { addition, alerts, hostile } from './additions.ts'
import * as arbitrary from './arbitrary.ts'
import { expectView, readTexts } from './expect-view.ts'

const show = (more: Partial<Preview> = {}) =>
  suggestPreviewView(
    { addition: alerts, sameCompany: [], goesTo: 'maintainers', metadata: 'm', ...more },
    catalogue,
  )
/** Slack sends a view off without any input, too. */
function expectPreview({ submit, ...view }: ModalView, of: UseCase): void {
  expect(submit?.text.length).toBeLessThanOrEqual(24)
  expectView(view, [of])
}
const ours = (count: number): UseCase[] =>
  Array.from({ length: count }, (_, index) => ({ ...asUseCase(alerts), title: `Case ${index + 1}` }))

describe('the preview', () => {
  it('shows the use case as it will look, and what happens next', () => {
    const view = show()
    expectPreview(view, asUseCase(alerts))
    expect(view).toMatchObject({
      ...{ callback_id: 'suggest_preview', private_metadata: 'm', title: { text: 'Preview' } },
      ...{ submit: { text: 'Send' }, close: { text: 'Back' } },
    })
    const said = readTexts(view.blocks).join('\n')
    for (const part of [
      ...['*Acme: Fraud alerts*', 'Joins payments', 'Finance', 'Topics: Fraud detection, Joins'],
      ...['<https://example.com/talk|A talk>', 'Current, 2024', 'with your name'],
    ]) {
      expect(said).toContain(part)
    }
    expect(said).toContain('This is how it will look in answers.')
    expect(said).not.toContain('already')
    for (const goesTo of ['github', 'file'] as const) {
      expect(show({ goesTo }).submit?.text).toBe('Next')
      expect(readTexts(show({ goesTo }).blocks).join()).not.toContain('with your name')
    }
    expect(readTexts(show({ goesTo: 'github' }).blocks).at(-1)).toContain('an issue on GitHub')
  })

  it('says what there is of the company', () => {
    const said = readTexts(show({ sameCompany: ours(2) }).blocks).join('\n')
    expect(said).toContain(
      'The catalogue has 2 of *Acme* already:\n• Case 1\n• Case 2\nSend it if yours is another one.',
    )
    for (const goesTo of ['github', 'file'] as const) {
      const next = readTexts(show({ goesTo, sameCompany: ours(2) }).blocks).join('\n')
      expect(next).toContain('\nGo on if yours is another one.')
    }
    expect(readTexts(show({ sameCompany: ours(7) }).blocks).join('\n')).toContain('• Case 5\nand 2 more')
  })

  it('says on top what stood in the way', () => {
    expect(readTexts(show({ note: 'Not now.' }).blocks)[0]).toBe(':warning: Not now.')
  })

  it('shows hostile texts as they are', () => {
    const view = show({ addition: hostile, sameCompany: [asUseCase(hostile)] })
    expectPreview(view, asUseCase(hostile))
    expect(readTexts(view.blocks).join()).not.toMatch(/<[!@#]|\*bold\*/)
  })

  it('keeps to the limits for any entry', () => {
    fc.assert(
      fc.property(addition, fc.array(arbitrary.useCase, { maxLength: 7 }), (any, sameCompany) => {
        expectPreview(show({ addition: any, sameCompany }), asUseCase(any))
      }),
      { numRuns: 75 },
    )
  })
})

describe('a suggestion from the form', () => {
  it('travels with the preview, however long it is', () => {
    fc.assert(
      fc.property(addition, ({ id, useCase: { details: _, ...useCase } }) => {
        const links = useCase.links.map(({ speakers: __, language: ___, ...link }) => link)
        // Slack takes 3,000 characters.
        expect(JSON.stringify({ id, useCase: { ...useCase, links } }).length).toBeLessThanOrEqual(3000)
      }),
    )
  })
})

describe('the thanks', () => {
  it('close the form, too', () => {
    for (const became of ['kept', 'known', 'waits'] as const) {
      const view = suggestThanksView(hostile, became)
      expectView(view, [])
      expect(view.clear_on_close).toBe(true)
      expect(readTexts(view.blocks)[0]).toMatch(/^Thank you\./)
    }
  })
})

describe('an issue on GitHub', () => {
  const yaml = 'company: Acme\ntitle: "``` & <!channel>"\n'
  const urlOf = (text = yaml, any = alerts) => issueUrlFor('acme/kstreams', any, text)

  it('is filled in', () => {
    const url = new URL(urlOf() ?? '')
    expect(url.origin + url.pathname).toBe('https://github.com/acme/kstreams/issues/new')
    expect(url.searchParams.get('title')).toBe('Use case: Acme: Fraud alerts')
    expect(url.searchParams.get('body')).toBe(
      `Suggested in Slack, as \`data/use-cases/acme-fraud-alerts.yaml\`:\n\n\`\`\`\`yaml\n${yaml}\`\`\`\`\n`,
    )
  })

  it('has less in it where all is too long, and is none where that is, too', () => {
    const short = urlOf('😀'.repeat(600))
    expect(new URL(short ?? '').searchParams.get('body')).toBe(
      'Suggested in Slack. Please paste here the file that Slack shows you.\n\n<https://example.com/talk>\n',
    )
    const [link] = alerts.useCase.links
    const url = `https://example.com/${'é'.repeat(380)}`
    const long = { ...alerts, useCase: { ...alerts.useCase, links: link ? [{ ...link, url }] : [] } }
    expect(
      urlOf('😀'.repeat(600), { ...long, useCase: { ...long.useCase, title: '😀'.repeat(60) } }),
    ).toBeUndefined()
  })

  it('stands as a button above the file to copy', () => {
    const issueUrl = urlOf()
    const view = issueView({ addition: alerts, yaml, issueUrl })
    expectView(view, [{ ...asUseCase(alerts), links: [{ url: issueUrl ?? '', kind: 'talk' }] }])
    expect(view.clear_on_close).toBe(true)
    const said = readTexts(view.blocks)
    expect(said).toContain('Open an issue on GitHub')
    expect(said.at(-1)).toBe(yaml)
    const alone = issueView({ addition: alerts, yaml, issueUrl: undefined })
    expectView(alone, [])
    expect(readTexts(alone.blocks).join()).not.toContain('GitHub')
    // Without the character that keeps addresses from becoming links: it is copied.
    expect(readTexts(alone.blocks)[1]).toBe('data/use-cases/acme-fraud-alerts.yaml')
  })

  it('keeps to the limits for any entry', () => {
    fc.assert(
      fc.property(addition, arbitrary.query, (any, text) => {
        const issueUrl = urlOf(text.toWellFormed(), any)
        expect(issueUrl?.length ?? 0).toBeLessThanOrEqual(3000)
        const leads = { ...asUseCase(any), links: issueUrl ? [{ url: issueUrl, kind: 'talk' as const }] : [] }
        expectView(issueView({ addition: any, yaml: `${text}\n`, issueUrl }), [leads])
      }),
      { numRuns: 75 },
    )
  })
})
