import type { Addition } from '../catalogue/draft.ts'
import { type UseCaseFile, useCaseFile, useCaseId } from '../catalogue/schema.ts'
import { FORGOTTEN } from '../store/subscriptions.ts'
import type { Suggestion } from '../store/suggestions.ts'

/** A use case that somebody suggested, as it stands. Moments are in ms since 1970. */
export type Suggested = {
  team: string
  id: string
  addition: Addition
  /** Slack's id of whoever suggested it; null when they asked to be forgotten. */
  createdBy: string | null
  createdAt: number
  /** A withdrawn one was accepted before. */
  state: 'open' | 'accepted' | 'declined' | 'withdrawn'
  decidedAt: number | null
} & Particulars

/** What else is known of one, as it comes about. */
type Particulars = {
  /** Slack's id of whoever decided; left out, too, when they asked to be forgotten. */
  by?: string
  /** Slack's id of whoever changed what it says last; null when they asked to be forgotten. */
  editedBy?: string | null
  /** Why it was declined or withdrawn. */
  reason?: string
  /** The message in the maintainers' channel. */
  post?: { channel: string; ts: string }
  /** Where it is, or why there is none: a sentence or more for whoever runs the bot. */
  pullRequest?: { url: string } | { failed: string }
  /** Since when some process posts that message. */
  posting?: number
  /** Since when some process opens a pull request for it. */
  opening?: number
}

/** What the store keeps as JSON. */
type Body = { useCase: UseCaseFile; withdrawn?: true } & Particulars

/**
 * The suggested use case of a row.
 * @returns undefined where the row is about something else, or not as a use case of the catalogue has to be
 */
export function fromRow(row: Suggestion): Suggested | undefined {
  const addition = additionOf(row)
  if (!addition) return undefined
  const { team, id, createdBy, createdAt, decidedAt } = row
  // Nobody else writes such rows.
  const { useCase: _, withdrawn, by, editedBy, ...particulars } = row.body as Body
  return {
    ...{ team, id, addition, createdBy, createdAt, decidedAt, state: withdrawn ? 'withdrawn' : row.state },
    ...particulars,
    ...(by === undefined || by === FORGOTTEN ? {} : { by }),
    ...(editedBy === undefined ? {} : { editedBy: editedBy === FORGOTTEN ? null : editedBy }),
  }
}

/** The use case that a row suggests; undefined as with {@link fromRow}. */
export function additionOf({ kind, useCase, body }: Suggestion): Addition | undefined {
  const [id, content] = [useCaseId.safeParse(useCase), useCaseFile.safeParse(body['useCase'])]
  if (kind !== 'use-case' || !id.success || !content.success) return undefined
  return { id: id.data, useCase: content.data }
}

/** The row of a suggested use case: what `fromRow` reads. */
export function toRow(suggested: Suggested): Omit<Suggestion, 'state'> & { state: Suggestion['state'] } {
  const { team, id, addition, createdBy, createdAt, decidedAt, state, ...particulars } = suggested
  const withdrawn = state === 'withdrawn' ? { withdrawn: true as const } : {}
  const body: Body = { useCase: addition.useCase, ...withdrawn, ...particulars }
  return {
    ...{ team, id, kind: 'use-case', useCase: addition.id, body, createdBy, createdAt, decidedAt },
    state: state === 'withdrawn' ? 'declined' : state,
  }
}
