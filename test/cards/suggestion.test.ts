import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Reply } from '../../src/cards/blocks.ts'
import { readSuggestion, SUGGEST_INPUTS } from '../../src/cards/suggest-inputs.ts'
import { asUseCase } from '../../src/cards/suggest-preview.ts'
import {
  acceptedNote,
  type Decision,
  decidedAlreadyReply,
  declinedNote,
  notForYouReply,
  STAYS_IN_ANSWERS,
  type SuggestionCard,
  suggestionReply,
  withdrawnNote,
} from '../../src/cards/suggestion.ts'
import {
  DECLINE_INPUT,
  readDecline,
  suggestionDeclineView,
  suggestionEditView,
  suggestionWithdrawView,
} from '../../src/cards/suggestion-edit.ts'
import { draftOf } from '../../src/catalogue/draft.ts'
import { catalogue } from '../catalogue.ts'
import { addition, alerts, hostile } from './additions.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'
import { actionsOf, expectView, readTexts } from './expect-view.ts'

const PULL_REQUEST = 'https://github.com/acme/kstreams/pull/12?a=1&b=2'
const leads = (to: typeof alerts) => [
  asUseCase(to),
  { ...asUseCase(to), links: [{ url: PULL_REQUEST, kind: 'talk' as const }] },
]
const show = (more: Partial<SuggestionCard> = {}): Reply =>
  suggestionReply(
    {
      ...{ id: 'V1', addition: alerts, who: 'Ada', sameCompany: [], state: 'open', by: 'Grace' },
      ...{ canOpenPullRequest: false, inFiles: false, ...more },
    },
    catalogue,
  )
const said = (reply: Reply) => readTexts(reply.native).join('\n')
const pressed = (reply: Reply) =>
  actionsOf(reply.native).map(({ action_id, value }) =>
    value === undefined ? action_id : [action_id, value],
  )

describe('a suggestion where it is decided on', () => {
  it('shows all of it, and three buttons', () => {
    const reply = show()
    expectValid(reply, leads(alerts))
    for (const text of [said(reply), reply.text]) {
      for (const part of [' by Ada', 'Acme: Fraud alerts', 'Joins payments', 'Topics: Fraud detection']) {
        expect(text).toContain(part)
      }
      expect(text).toContain('https://example.com/talk')
      expect(text).not.toMatch(/already|Edited/)
    }
    expect(pressed(reply)).toEqual([
      ['suggestion_accept', 'V1'],
      ['suggestion_edit', 'V1'],
      ['suggestion_decline', 'V1'],
    ])
    expect(show({ who: undefined }).text).toContain('Suggested by somebody')
  })

  it('says what there is of the company, as long as it is open', () => {
    const sameCompany = [asUseCase({ ...alerts, useCase: { ...alerts.useCase, title: 'Another' } })]
    for (const text of [said(show({ sameCompany })), show({ sameCompany }).text])
      expect(text).toContain('• Another')
    expect(said(show({ sameCompany, state: 'declined' }))).not.toContain('Another')
  })

  it('says who edited it last', () => {
    const edited = show({ editedBy: 'Grace <!here>' })
    expectValid(edited, leads(alerts))
    expect(said(edited)).toContain('*Suggested* by Ada\n*Edited* by Grace &lt;!here&gt;')
    expect(show({ editedBy: null }).text).toContain('Edited by somebody')
  })

  it('says who accepted it, and can be withdrawn', () => {
    const reply = show({ state: 'accepted' })
    expectValid(reply, leads(alerts))
    expect(said(reply)).toContain('*Accepted* by Grace. It is in answers now.')
    expect(pressed(reply)).toEqual([['suggestion_withdraw', 'V1']])
    expect(show({ state: 'accepted', by: undefined }).text).toContain('Accepted by somebody.')
  })

  it('leads to its pull request, or says why there is none', () => {
    const open = { state: 'accepted', canOpenPullRequest: true } as const
    const opened = show({ ...open, pullRequest: { url: PULL_REQUEST } })
    expectValid(opened, leads(alerts))
    expect(pressed(opened)).toEqual(['open_link_1', ['suggestion_withdraw', 'V1']])
    expect(opened.text).toContain('Pull request: https://github.com/acme/kstreams/pull/12?a=1&amp;b=2')
    const failed = show({ ...open, pullRequest: { failed: 'GitHub had <!here> trouble.' } })
    expectValid(failed, leads(alerts))
    for (const text of [said(failed), failed.text]) {
      expect(text).toContain('There is no pull request yet. GitHub had &lt;!here&gt; trouble.')
    }
    for (const reply of [failed, show(open)]) {
      expect(pressed(reply)).toEqual([
        ['suggestion_pull_request', 'V1'],
        ['suggestion_withdraw', 'V1'],
      ])
    }
    // Where none can be opened any more, nothing offers it.
    expect(pressed(show({ ...open, canOpenPullRequest: false }))).toEqual([['suggestion_withdraw', 'V1']])
  })

  it('says who declined it and why, or withdrew it', () => {
    const declined = show({ state: 'declined', reason: 'Not\n*Kafka* <!here> Streams' })
    expectValid(declined, leads(alerts))
    expect(said(declined)).toContain('*Declined* by Grace\n> Not ∗Kafka∗ &lt;!here&gt; Streams')
    expect(declined.text).toContain('> Not ∗Kafka∗ &lt;!here&gt; Streams')
    expect(pressed(declined)).toEqual([])
    const withdrawn = show({
      state: 'withdrawn',
      canOpenPullRequest: true,
      pullRequest: { url: PULL_REQUEST },
      reason: 'Kafka <!here> Connect',
    })
    expectValid(withdrawn, leads(alerts))
    expect(said(withdrawn)).toContain(
      '*Withdrawn* by Grace. It is no longer in answers.\n> Kafka &lt;!here&gt; Connect',
    )
    expect(said(show({ state: 'withdrawn', inFiles: true }))).toContain(
      `*Withdrawn* by Grace. ${STAYS_IN_ANSWERS}\n*Suggested*`,
    )
    expect(pressed(withdrawn)).toEqual(['open_link_1'])
    const never = show({ state: 'withdrawn', canOpenPullRequest: true, pullRequest: { failed: 'Why.' } })
    expect(never.text).not.toContain('pull request')
    expect(pressed(never)).toEqual([])
  })

  it('keeps to the limits, and harms nobody, in any state', () => {
    const card = fc.record({
      ...{ id: fc.constant('V1'), addition: fc.oneof(addition, fc.constant(hostile)) },
      ...{
        who: fc.option(arbitrary.query, { nil: undefined }),
        by: fc.option(arbitrary.query, { nil: undefined }),
      },
      sameCompany: fc.array(arbitrary.useCase, { maxLength: 7 }),
      state: fc.constantFrom('open' as const, 'accepted' as const, 'declined' as const, 'withdrawn' as const),
      reason: arbitrary.query.map((text) => text.slice(0, 500)),
      pullRequest: fc.oneof(
        fc.constant({ url: PULL_REQUEST }),
        arbitrary.query.map((failed) => ({ failed })),
      ),
      editedBy: fc.option(arbitrary.query),
      ...{ canOpenPullRequest: fc.boolean(), inFiles: fc.boolean() },
    })
    fc.assert(
      fc.property(card, (any) => {
        const reply = suggestionReply(any, catalogue)
        expectValid(reply, leads(any.addition))
        expect(said(reply)).not.toMatch(/<[!@#]/)
      }),
      { numRuns: 100 },
    )
  })
})

describe('the forms of those who decide', () => {
  it('change all fields', () => {
    const draft = { ...draftOf(alerts), details: 'Forty instances.' }
    const view = suggestionEditView({ draft, metadata: 'V1' }, catalogue)
    expectView(view, [])
    expect(view).toMatchObject({
      callback_id: 'suggestion_edit',
      private_metadata: 'V1',
      submit: { text: 'Save' },
    })
    const asked = actionsOf(view.blocks).map(({ action_id }) => action_id)
    expect(asked.toSorted()).toEqual(Object.values(SUGGEST_INPUTS).toSorted())
    const details = { [SUGGEST_INPUTS.details]: { [SUGGEST_INPUTS.details]: { value: 'More.' } } }
    expect(readSuggestion(details).details).toBe('More.')
    expect(JSON.stringify(view.blocks)).toContain('"initial_value":"Forty instances."')
  })

  it('ask for a reason', () => {
    const view = suggestionDeclineView({ addition: hostile, metadata: 'V1' })
    expectView(view, [])
    expect(view).toMatchObject({ callback_id: 'suggestion_decline', private_metadata: 'V1' })
    expect(actionsOf(view.blocks).map(({ action_id }) => action_id)).toEqual([DECLINE_INPUT])
    const values = (value: unknown) => ({ [DECLINE_INPUT]: { [DECLINE_INPUT]: { value } } })
    expect(readDecline(values(' Not yet. '))).toBe('Not yet.')
    expect(readDecline(values('a'.repeat(900)))).toBe('a'.repeat(500))
    for (const odd of [undefined, {}, values(' \n'), values(null), values(7)])
      expect(readDecline(odd)).toBeUndefined()
    fc.assert(fc.property(fc.anything(), (odd) => void readDecline(odd)))
  })

  it('ask for a reason to withdraw one, and say what that does', () => {
    const ask = (inFiles: boolean, hasPullRequest: boolean) =>
      suggestionWithdrawView({ addition: hostile, metadata: 'V1:withdraw', inFiles, hasPullRequest })
    const view = ask(false, false)
    expectView(view, [])
    expect(view).toMatchObject({
      ...{ callback_id: 'suggestion_decline', private_metadata: 'V1:withdraw', submit: { text: 'Withdraw' } },
    })
    expect(actionsOf(view.blocks).map(({ action_id }) => action_id)).toEqual([DECLINE_INPUT])
    const says = (...how: Parameters<typeof ask>) => readTexts(ask(...how).blocks)[1]
    expect(says(false, false)).toBe('It leaves the answers at once.')
    expect(says(false, true)).toBe(
      'It leaves the answers at once. Its pull request stays as it is: close it on GitHub, so that nobody merges it.',
    )
    expect(says(true, true)).toBe(STAYS_IN_ANSWERS)
  })

  it('keep to the limits for any entry', () => {
    fc.assert(
      fc.property(addition, (any) => {
        expectView(suggestionEditView({ draft: draftOf(any), metadata: '' }, catalogue), [])
        const refused = { addition: any, metadata: '' }
        expectView(suggestionDeclineView(refused), [])
        expectView(suggestionWithdrawView({ ...refused, inFiles: true, hasPullRequest: true }), [])
      }),
      { numRuns: 100 },
    )
  })
})

describe('the notes', () => {
  const decision = (more: Partial<Decision> = {}): Decision => ({
    ...{ id: 'V1', addition: alerts, inFiles: false, ...more },
  })
  it('tell the person what became of it', () => {
    const accepted = acceptedNote(decision(), '/kstreams', catalogue)
    expect(accepted.text).toMatch(/^Thank you: your use case was accepted\./)
    expect(actionsOf(accepted.native).map((one) => one.action_id)).toContain('details')
    for (const editedBy of ['U1', null]) {
      expect(acceptedNote(decision({ editedBy }), '/kstreams', catalogue).text).toMatch(
        /^Thank you: your use case was accepted, with changes by its reviewers\. Everybody/,
      )
    }
    const declined = declinedNote(decision({ reason: 'It is *Kafka* only.' }))
    expect(pressed(declined)).toEqual([['suggest:again', 'V1']])
    for (const text of [said(declined), declined.text]) {
      expect(text).toContain('Acme: Fraud alerts')
      expect(text).toContain('> It is ∗Kafka∗ only.')
    }
  })

  it('tell why it was withdrawn, whether answers still have it, and how to suggest it again', () => {
    const withdrawn = withdrawnNote(decision({ reason: 'It is *Connect*.' }))
    for (const text of [said(withdrawn), withdrawn.text]) {
      expect(text).toMatch(
        /Acme: Fraud alerts.* is no longer in answers: .* The reason:\s+> It is ∗Connect∗\./,
      )
    }
    expect(pressed(withdrawn)).toEqual([['suggest:again', 'V1']])
    const stays = withdrawnNote(decision({ reason: 'It is Connect.', inFiles: true }))
    for (const text of [said(stays), stays.text]) {
      expect(text).toMatch(/ was withdrawn\. The reason:\s+> It is Connect\.\s+Its file is in the catalogue/)
    }
    expect(stays.text).not.toContain('no longer')
    expect(pressed(stays)).toEqual([])
    // Of a time when nobody was asked for a reason.
    expect(withdrawnNote(decision()).text).not.toContain('reason')
  })

  it('tell who came too late how it stands', () => {
    expect(decidedAlreadyReply('declined', '<!here> Ada').text).toBe(
      'This was declined already by &lt;!here&gt; Ada.',
    )
    expect(decidedAlreadyReply('accepted', undefined).text).toBe('This was accepted already.')
    expectValid(notForYouReply(), [])
  })

  it('keep to the limits for any entry', () => {
    fc.assert(
      fc.property(fc.oneof(addition, fc.constant(hostile)), arbitrary.query, (any, typed) => {
        const own = [asUseCase(any)]
        const so = decision({ addition: any, reason: typed.slice(0, 500) })
        expectValid(acceptedNote(so, '/kstreams', catalogue), own)
        expectValid(declinedNote(so), own)
        for (const inFiles of [true, false]) expectValid(withdrawnNote({ ...so, inFiles }), own)
        expectValid(decidedAlreadyReply('accepted', typed), own)
      }),
      { numRuns: 75 },
    )
  })
})
