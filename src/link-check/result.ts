import type { LinkTable } from '../store/tables.ts'

/** What became of a link; `ok` and `moved` ones can be read. */
export type LinkState = LinkTable['state']

/**
 * `blocked` says that we may not look, or that the answer tells nothing; a person may still be let in. `dead` says that
 * there is nothing, and `certain` that the server itself said so: otherwise it may be back tomorrow.
 */
export type LinkResult = {
  url: string
  state: LinkState
  certain: boolean
  /** In a word or a few: `404 Not Found`, `timed out`. None where it is ok. */
  reason?: string
  /** Where a moved one has gone for good. */
  movedTo?: string
  /** Where a copy of a dead one is kept, at web.archive.org. */
  archive?: string
}

/** Whether somebody out there had a part in a result: if nobody ever has, it may be our own connection. */
export const hasAnswer = ({ state, reason = '' }: Pick<LinkResult, 'state' | 'reason'>): boolean =>
  state !== 'dead' || /^(?:\d{3}|redirect)/.test(reason)
