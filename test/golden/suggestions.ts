import { NOT_KEPT_FAULT, suggestButtonReply, suggestView } from '../../src/cards/suggest.ts'
import { issueUrlFor, issueView } from '../../src/cards/suggest-issue.ts'
import { type Preview, suggestPreviewView, suggestThanksView } from '../../src/cards/suggest-preview.ts'
import {
  acceptedNote,
  breaksRulesReply,
  type Decision,
  decidedAlreadyReply,
  declinedNote,
  notForYouReply,
  type SuggestionCard,
  suggestionReply,
  withdrawnNote,
} from '../../src/cards/suggestion.ts'
import {
  suggestionDeclineView,
  suggestionEditView,
  suggestionWithdrawView,
} from '../../src/cards/suggestion-edit.ts'
import { type Addition, type Draft, draftOf } from '../../src/catalogue/draft.ts'
import { catalogue, named } from './catalogue.ts'
import { type Entry, message, modal } from './entry.ts'

/** As if it were not in the catalogue yet. A suggestion has one link. */
function added(id: string): Addition {
  const { id: _, ...useCase } = named(id)
  return { id, useCase: { ...useCase, links: useCase.links.slice(0, 1) } }
}

const alerts = added('acme-bank-alerts')
const corner = added('corner-shop-offers')
const till = added('tiny-till')
const ofAcme = [named('acme-bank-limits')]
const many = Array.from({ length: 8 }, () => named('long-haul'))

const EMPTY: Draft = {
  ...{ company: '', title: '', summary: '', details: '', url: '', kind: '', linkTitle: '', event: '' },
  ...{ when: '', industry: '', topics: [] },
}
const form = (draft: Draft, goesTo: Preview['goesTo'] = 'maintainers') =>
  suggestView({ draft, goesTo, metadata: '' }, catalogue)
const preview = (addition: Addition, more: Partial<Preview> = {}) =>
  suggestPreviewView({ addition, sameCompany: [], goesTo: 'maintainers', metadata: '{}', ...more }, catalogue)

const YAML = `company: Tiny
industry: retail
title: Tills
summary: Counts what each till sold, for <scam> & alerts at night.
`
/** Where the entries lead that lead out of the catalogue. */
export const ISSUE = issueUrlFor('acme/kstreams', till, YAML) ?? ''
export const PULL_REQUEST = 'https://github.com/acme/kstreams/pull/12'

const suggestion = (more: Partial<SuggestionCard> = {}) =>
  suggestionReply(
    {
      ...{ id: 'V1', addition: alerts, who: 'Ada Lovelace', sameCompany: [], state: 'open' },
      ...{ by: 'Grace', canOpenPullRequest: false, inFiles: false, ...more },
    },
    catalogue,
  )
const withdraw = (inFiles: boolean, hasPullRequest: boolean) =>
  suggestionWithdrawView({ addition: alerts, metadata: 'V1:withdraw', inFiles, hasPullRequest })
const decision = (addition: Addition, more: Partial<Decision> = {}): Decision => ({
  ...{ id: 'V1', addition, reason: REASON, inFiles: false, ...more },
})
const HOSTILE = 'Ada <!channel> *bold*'
const REASON = 'It tells of *Kafka*,\nbut <!here> not of Kafka Streams.'
const failed =
  'GitHub does not accept the token (GITHUB_TOKEN). Make a new one for acme/kstreams, with the rights Contents and Pull requests, both to read and write.'

export const suggestionEntries: Entry[] = [
  modal('suggest', () => form(EMPTY)),
  modal('suggest-filled-in', () => form(draftOf(alerts))),
  modal('suggest-to-escape', () => form(draftOf(corner))),
  modal('suggest-for-github', () => form(EMPTY, 'github')),
  modal('suggest-for-a-file', () => form(EMPTY, 'file')),
  message('suggest-button', () => suggestButtonReply('knitting', '/kstreams')),
  modal('suggest-preview', () => preview(till)),
  modal('suggest-preview-same-company', () => preview(alerts, { sameCompany: ofAcme })),
  modal('suggest-preview-many-of-the-company', () => preview(added('long-haul'), { sameCompany: many })),
  modal('suggest-preview-to-escape', () => preview(corner)),
  modal('suggest-preview-not-kept', () => preview(till, { note: NOT_KEPT_FAULT })),
  modal('suggest-preview-for-github', () => preview(till, { goesTo: 'github' })),
  modal('suggest-preview-for-a-file', () => preview(till, { goesTo: 'file' })),
  modal('suggest-thanks', () => suggestThanksView(alerts, 'kept')),
  modal('suggest-thanks-known', () => suggestThanksView(alerts, 'known')),
  modal('suggest-thanks-waits', () => suggestThanksView(corner, 'waits')),
  modal('suggest-issue', () => issueView({ addition: till, yaml: YAML, issueUrl: ISSUE })),
  modal('suggest-issue-none', () => issueView({ addition: till, yaml: YAML, issueUrl: undefined })),
  message('suggestion-open', () => suggestion()),
  message('suggestion-open-same-company', () => suggestion({ sameCompany: ofAcme })),
  message('suggestion-as-long-as-can-be', () =>
    suggestion({ addition: added('long-haul'), sameCompany: many, who: undefined }),
  ),
  message('suggestion-to-escape', () => suggestion({ addition: corner, who: HOSTILE })),
  message('suggestion-accepted', () => suggestion({ state: 'accepted' })),
  message('suggestion-accepted-without-a-pull-request', () =>
    suggestion({ state: 'accepted', canOpenPullRequest: true, pullRequest: { failed } }),
  ),
  message('suggestion-accepted-with-a-pull-request', () =>
    suggestion({ state: 'accepted', canOpenPullRequest: true, pullRequest: { url: PULL_REQUEST } }),
  ),
  message('suggestion-declined', () => suggestion({ state: 'declined', by: HOSTILE, reason: REASON })),
  message('suggestion-edited', () => suggestion({ editedBy: HOSTILE })),
  message('suggestion-withdrawn', () =>
    suggestion({ state: 'withdrawn', reason: REASON, pullRequest: { url: PULL_REQUEST } }),
  ),
  message('suggestion-withdrawn-in-the-files', () =>
    suggestion({ state: 'withdrawn', reason: REASON, inFiles: true }),
  ),
  modal('suggestion-edit', () => suggestionEditView({ draft: draftOf(alerts), metadata: 'V1' }, catalogue)),
  modal('suggestion-decline', () => suggestionDeclineView({ addition: corner, metadata: 'V1' })),
  modal('suggestion-withdraw', () => withdraw(false, false)),
  modal('suggestion-withdraw-in-the-files', () => withdraw(true, true)),
  message('suggestion-accepted-note', () => acceptedNote(decision(alerts), '/kstreams', catalogue)),
  message('suggestion-accepted-edited-note', () =>
    acceptedNote(decision(alerts, { editedBy: 'U1' }), '/kstreams', catalogue),
  ),
  message('suggestion-declined-note', () => declinedNote(decision(corner))),
  message('suggestion-withdrawn-note', () => withdrawnNote(decision(corner))),
  message('suggestion-withdrawn-in-the-files-note', () => withdrawnNote(decision(alerts, { inFiles: true }))),
  message('suggestion-decided-already', () => decidedAlreadyReply('declined', HOSTILE)),
  message('suggestion-decided-already-by-somebody', () => decidedAlreadyReply('accepted', undefined)),
  message('suggestion-undecided', () => decidedAlreadyReply('open', undefined)),
  message('suggestion-not-for-guests', () => notForYouReply()),
  message('suggestion-breaks-rules', () =>
    breaksRulesReply(['This is not known here. Choose an industry of the list.', 'Shorten it by *14*.']),
  ),
]
