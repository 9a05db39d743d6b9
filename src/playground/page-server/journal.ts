import type { LocalSlack } from '../local-slack-api.ts'
import type { CallRecord, EnvelopeRecord } from '../model.ts'
import type { PageCall, PageEnvelope } from '../page-api.ts'

/** How many calls and envelopes a page gets at first. */
const MOST = 200

/** What went to and fro, in one order: gives calls and envelopes their numbers. */
export type Journal = {
  calls: () => PageCall[]
  envelopes: () => PageEnvelope[]
  call: (call: CallRecord) => PageCall
  envelope: (envelope: EnvelopeRecord) => PageEnvelope
}

/** A journal of this workspace; `now` is its clock. */
export function createJournal(slack: LocalSlack, now: () => number): Journal {
  const entries = new WeakMap<object, { number: number; at: number }>()
  let count = 0
  const entryOf = (record: CallRecord | EnvelopeRecord) => {
    const entry = entries.get(record) ?? { number: ++count, at: now() }
    entries.set(record, entry)
    return entry
  }
  slack.onChange((change) => {
    if (change.kind === 'call') entryOf(change.call)
    if (change.kind === 'envelope') entryOf(change.envelope)
  })
  const call = (one: CallRecord): PageCall => ({ ...one, number: entryOf(one).number })
  const envelope = (one: EnvelopeRecord): PageEnvelope => ({ ...one, ...entryOf(one) })
  return {
    call,
    envelope,
    calls: () => slack.calls.slice(-MOST).map(call),
    envelopes: () => slack.envelopes.slice(-MOST).map(envelope),
  }
}
