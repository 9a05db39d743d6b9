import { knownLinkFault } from '../cards/suggest.ts'
import { type Addition, checkDraft, type Draft, type DraftFaults, draftOf } from '../catalogue/draft.ts'
import { dayOf } from '../people/search-counts.ts'
import type { Edition } from '../search/edition.ts'

type Deps = Pick<Edition, 'catalogue' | 'linked'> & { now: () => number }
type Checked = { ok: true; addition: Addition } | { ok: false; faults: DraftFaults }

/**
 * Checks a use case by the rules of the catalogue as it is now, and tells all that is wrong at once: that its link is known,
 * too, whatever the other fields hold.
 */
export function checkSuggestion(draft: Draft, { catalogue, linked, now }: Deps): Checked {
  const checked = checkDraft(draft, catalogue, dayOf(now()))
  const known = linked(checked.ok ? draftOf(checked.addition).url : draft.url)
  if (checked.ok && !known) return checked
  const faults = checked.ok ? {} : checked.faults
  return { ok: false, faults: { ...faults, ...(known ? { url: knownLinkFault(known.useCase) } : {}) } }
}
