import { type DigestCard, digestReply } from '../../src/cards/digest.ts'
import {
  announcementReply,
  pausedReply,
  previewReply,
  resumedReply,
  savedReply,
  sentNowReply,
  stoppedReply,
} from '../../src/cards/digest-changes.ts'
import { type DigestModal, digestModal } from '../../src/cards/digest-modal.ts'
import { ownerNote } from '../../src/cards/digest-notes.ts'
import {
  inviteReply,
  misunderstoodReply,
  nothingMatchesReply,
  refusedReply,
} from '../../src/cards/digest-refusals.ts'
import type { DigestSettings } from '../../src/cards/digest-settings.ts'
import {
  type BriefStanding,
  type DigestStanding,
  listReply,
  noDigestReply,
  statusReply,
} from '../../src/cards/digest-status.ts'
import { headingOf } from '../../src/cards/use-case.ts'
import { catalogue, named, search } from './catalogue.ts'
import { allArchived, allDead, someDead } from './dead-links.ts'
import { type Entry, message, modal } from './entry.ts'

const command = '/kstreams'
const next = 'Wed 11 Mar, 09:00 CET'
const title = headingOf(named('acme-bank-alerts'))
const managers = 'Ada Lovelace, and admins and owners of this workspace'

const everything: DigestSettings = {
  ...{ time: '09:00', days: ['mon', 'tue', 'wed', 'thu', 'fri'], zone: 'Europe/Berlin' },
  ...{ industries: [], topics: [] },
}
const filtered: DigestSettings = {
  ...{ time: '17:30', days: ['tue', 'thu', 'sat'], zone: 'America/Argentina/Buenos_Aires' },
  ...{ industries: ['finance'], topics: ['fraud-detection', 'joins', 'personalisation'] },
}
/** Digests as lists and the Home tab show them, too. */
export const RUNNING: BriefStanding = {
  ...{ settings: everything, channel: 'C0GENERAL1', state: { kind: 'running', next } },
}
export const PAUSED: BriefStanding = {
  ...{ settings: filtered, channel: 'C0STREAM01' },
  state: { kind: 'paused', until: 'Tue 1 Dec', next: 'Tue 1 Dec, 17:30 GMT-3' },
}
export const STOPPED: BriefStanding = {
  ...{ settings: everything, channel: 'D0KSTREAMS' },
  state: { kind: 'stopped', when: 'Fri 6 Mar', reason: 'is_archived' },
}
const standing: DigestStanding = {
  ...{ ...RUNNING, madeBy: 'Ada Lovelace', managers, left: 5, matching: 6 },
  last: { kind: 'sent', when: 'Tue 10 Mar, 09:00 CET', title },
}
const changes = [
  'Mon 9 Mar, 12:00 CET: Grace Hopper changed it to weekdays at 09:00 (Europe/Berlin)',
  'Sun 8 Mar, 18:21 CET: Ada Lovelace set it up for every day at 08:00 (Europe/Berlin), 2 topics',
]
const status = (more: Partial<DigestStanding>) => statusReply({ ...standing, ...more }, catalogue, command)

const card = (id: string, more: Partial<DigestCard> = {}) =>
  digestReply(
    {
      ...{ useCase: named(id), similar: search.similar(id, 2), shown: 1, matching: 6, next, command },
      ...more,
    },
    catalogue,
  )
const settingsModal = (more: Partial<DigestModal> = {}) =>
  digestModal({
    ...{ settings: everything, catalogue, metadata: '{}', preview: card('acme-bank-alerts') },
    ...{ matching: 6, next, exists: false, ...more },
  })
const saved = { who: 'Ada <Lovelace>', settings: everything, next, command, changed: false }
const refused = { reason: 'guest' as const, managers, exists: true }

const cards: Entry[] = [
  message('digest-card', () => card('acme-bank-alerts')),
  message('digest-card-one-link', () => card('tiny-till', { similar: [], shown: 3, matching: 3 })),
  message('digest-card-as-long-as-can-be', () => card('long-haul', { next: undefined })),
  message('digest-card-to-escape', () => card('corner-shop-offers', { shown: 6 })),
  message('digest-card-dead-links', () =>
    card('acme-bank-alerts', { useCase: someDead, similar: [allArchived, allDead] }),
  ),
  message('digest-preview', () => previewReply({ digest: card('tiny-till'), next, publicly: false })),
  message('digest-preview-public', () =>
    previewReply({ digest: card('tiny-till', { next: undefined }), next: undefined, publicly: true }),
  ),
  modal('digest-modal-new', () => settingsModal()),
  modal('digest-modal-change', () => settingsModal({ settings: filtered, exists: true, matching: 1 })),
  modal('digest-modal-no-match', () =>
    settingsModal({ settings: filtered, preview: undefined, matching: 0 }),
  ),
]

const standings: Entry[] = [
  message('digest-status-running', () => status({})),
  message('digest-status-running-changes', () => status({ changes, settings: filtered })),
  message('digest-status-paused', () =>
    status({ ...PAUSED, left: 0, last: { kind: 'late', when: next, title, reason: 'unreachable' } }),
  ),
  message('digest-status-stopped', () =>
    status({ ...STOPPED, madeBy: undefined, last: { kind: 'failed', when: next, reason: 'is_archived' } }),
  ),
  message('digest-status-skipped', () =>
    status({ left: 0, matching: 0, last: { kind: 'skipped', when: next, reason: 'no-match' } }),
  ),
  message('digest-status-waiting', () =>
    status({ matching: 1, left: 0, last: { kind: 'waiting', when: next, title, reason: 'rate-limited' } }),
  ),
  message('digest-status-uncertain', () =>
    status({ last: { kind: 'failed', when: next, title, reason: 'uncertain' } }),
  ),
  message('digest-none-here', () => noDigestReply(command)),
  message('digest-list', () => listReply([RUNNING, PAUSED, STOPPED], { all: true, command })),
  message('digest-list-own', () => listReply([RUNNING], { all: false, command })),
  message('digest-list-none', () => listReply([], { all: true, command })),
  message('digest-list-none-own', () => listReply([], { all: false, command })),
]

const changed: Entry[] = [
  message('digest-set-up', () => announcementReply(saved, catalogue)),
  message('digest-changed', () =>
    announcementReply({ ...saved, settings: filtered, changed: true }, catalogue),
  ),
  message('digest-saved', () => savedReply(saved, catalogue)),
  message('digest-paused', () => pausedReply({ who: 'Grace', until: 'Tue 1 Dec', next, command })),
  message('digest-resumed', () => resumedReply({ who: 'Grace', next, command })),
  message('digest-resumed-by-nobody', () => resumedReply({ who: undefined, next, command })),
  message('digest-stopped', () => stoppedReply({ who: 'Grace', command })),
  message('digest-sent-now', () => sentNowReply({ channel: 'C0GENERAL1', title, next })),
  message('digest-sent-now-direct', () => sentNowReply({ channel: 'D0ADA', title, next: undefined })),
]

const refusals: Entry[] = [
  message('digest-refused-guest', () => refusedReply(refused)),
  message('digest-refused-stranger', () => refusedReply({ ...refused, reason: 'stranger', exists: false })),
  message('digest-refused-not-manager', () => refusedReply({ ...refused, reason: 'not-manager' })),
  message('digest-refused-not-permitted', () => refusedReply({ ...refused, reason: 'not-permitted' })),
  message('digest-refused-unknown', () => refusedReply({ ...refused, reason: 'unknown' })),
  message('digest-invite', () => inviteReply({ command, direct: false })),
  message('digest-invite-direct', () => inviteReply({ command, direct: true })),
  message('digest-nothing-matches', () => nothingMatchesReply({ settings: filtered, command }, catalogue)),
  message('digest-nothing-matches-at-all', () =>
    nothingMatchesReply({ settings: everything, command }, catalogue),
  ),
  message('digest-misunderstood', () => {
    const problem = 'I know no time zone “Midgard”. Perhaps Europe/Madrid or Europe/Malta?'
    return misunderstoodReply({ typed: '9am *Midgard* <!here>', problem, command })
  }),
  message('digest-help', () => misunderstoodReply({ typed: 'help', problem: '', command })),
  message('digest-owner-stopped', () =>
    ownerNote({ kind: 'stopped', reason: 'not_in_channel', channel: 'C0GENERAL1', command }),
  ),
  message('digest-owner-stopped-unknown-reason', () =>
    ownerNote({ kind: 'stopped', reason: 'some_new_code', channel: 'C0GENERAL1', command }),
  ),
  message('digest-owner-ran-dry', () =>
    ownerNote({ kind: 'ran-dry', matching: 6, channel: 'C0GENERAL1', command }),
  ),
]

export const digestEntries: Entry[] = [...cards, ...standings, ...changed, ...refusals]
