import type { Generated, Kysely } from 'kysely'

/**
 * The tables, as they are in both engines (there in snake_case). Moments are milliseconds since 1970, lists are JSON, and every row names
 * its workspace (`team`), but for an installation's, which may have many.
 */
export type Tables = {
  subscription: SubscriptionTable
  delivery: DeliveryTable
  audit: AuditTable
  saved: SavedTable
  vote: VoteTable
  search: SearchTable
  suggestion: SuggestionTable
  link: LinkTable
  welcome: WelcomeTable
  seenEvent: SeenEventTable
  installation: InstallationTable
  workspace: WorkspaceTable
  quota: QuotaTable
}

export type SubscriptionTable = {
  team: string
  channel: string
  /** Local time of day, `09:00`. */
  time: string
  days: string
  /** IANA name, `Europe/Berlin`. */
  zone: string
  industries: string
  topics: string
  /** The person's id; null when the environment made it, `FORGOTTEN` when it has no owner any more. */
  createdBy: string | null
  createdAt: number
  /** The variables that made it, as they were when last applied; null when only people did. */
  environment: string | null
  pausedUntil: number | null
  stoppedAt: number | null
  stoppedReason: string | null
  /** The next slot and its moment; both null while stopped. */
  nextSlot: string | null
  nextAt: number | null
  /** Counts how often all that matches has been shown. */
  round: number
  /** The use case shown last, in whichever round. */
  lastUseCase: string | null
}

export type DeliveryState = 'claimed' | 'sent' | 'failed' | 'skipped'

export type DeliveryTable = {
  id: string
  team: string
  channel: string
  /** The local date (`2026-11-24`), or `now-` and what tells one request from another. */
  slot: string
  dueAt: number
  state: DeliveryState
  useCase: string | null
  round: number
  /** Of the message, once it is sent. */
  ts: string | null
  /** Why it was skipped, failed, or waits. */
  reason: string | null
  attempts: number
  /** The run of the process that works on it; null while it waits for its next attempt. */
  owner: string | null
  /** Grows with each change of hands, so that only one process can take it over. */
  version: number
  /** Whether Slack may have it although nobody heard so: then it is looked for before it is sent. */
  uncertain: number
  retryAt: number
  claimedAt: number
  finishedAt: number | null
}

export type AuditTable = {
  id: string
  team: string
  channel: string
  /** Who did it: a person's id, `environment`, `kstreams` itself, or `FORGOTTEN`. */
  actor: string
  action: string
  details: string
  at: number
}

/** A use case that a person keeps for later. */
export type SavedTable = {
  team: string
  /** The person's id. (`user` is a word of SQL's own.) */
  person: string
  useCase: string
  at: number
}

/** What somebody thought of an answer. */
export type VoteTable = {
  team: string
  answer: string
  /** A keyed hash that stands for the person: who it was cannot be told from it. */
  voter: string
  vote: 'up' | 'down'
  /** What the answer was for. */
  query: string
  at: number
}

/** How often something was asked for on a day, by whomever. */
export type SearchTable = {
  team: string
  /** UTC, `2026-11-24`. */
  day: string
  query: string
  /** All, those that found nothing included. */
  asked: number
  unanswered: number
}

/** What somebody wants changed in the catalogue. */
export type SuggestionTable = {
  team: string
  id: string
  kind: 'problem' | 'use-case'
  /** Of a problem, what it is about; of a suggested use case, the id that it shall have. */
  useCase: string | null
  /** JSON. */
  body: string
  /** The person's id; null when they are not known, or asked to be forgotten. */
  createdBy: string | null
  createdAt: number
  state: 'open' | 'accepted' | 'declined'
  /** When it was accepted or declined. */
  decidedAt: number | null
}

/** What became of a link when it was last followed. */
export type LinkTable = {
  /** Empty for the links of the catalogue that the program came with: every workspace has those. */
  team: string
  url: string
  state: 'ok' | 'moved' | 'blocked' | 'dead'
  /** Since when it is in this state, as far as is known. */
  since: number
  checkedAt: number
  /** Why, in a word or a few: `404`, `timed out`; `still timed out` when it was so a day later, too. */
  reason: string | null
  /** Where a moved one leads to. */
  movedTo: string | null
  /** Where a copy of a dead one is kept. */
  archive: string | null
}

/** Who was welcomed. */
export type WelcomeTable = { team: string; person: string; at: number }

/** What must be done once, however often and to however many processes Slack says it. */
export type SeenEventTable = {
  team: string
  /** A hash of what tells one thing from another. */
  key: string
  at: number
  /** The run of the process that answers an event; null for what need not be answered. */
  owner: string | null
  /** Grows with each change of hands, so that only one process can take it over. */
  version: Generated<number>
  /** When it was answered. */
  doneAt: number | null
}

/** Where the app is installed: in a workspace, or in an organisation with any of its workspaces. */
export type InstallationTable = {
  /** The enterprise's id of one for an organisation, else the workspace's. */
  id: string
  enterprise: string | null
  /** Null for an organisation. */
  team: string | null
  /** 1 for an organisation, else 0. */
  orgWide: number
  /** With commas between them. */
  scopes: string
  /** The person's id; null once they asked to be forgotten. */
  installedBy: string | null
  installedAt: number
  /** When it was installed last. */
  updatedAt: number
  /** The tokens, encrypted; null once uninstalled. */
  sealed: string | null
  uninstalledAt: number | null
}

/** Which installation serves a workspace: one for an organisation serves several. */
export type WorkspaceTable = {
  team: string
  /** Its id. */
  installation: string
  seenAt: number
}

/** How often a method of Slack's was called for a workspace in the present minute, by all processes together. */
export type QuotaTable = {
  team: string
  method: string
  /** The start of that minute. */
  windowStart: number
  used: number
  /** Until when Slack wants no more of it. */
  pausedUntil: number | null
}

export type Engine = 'sqlite' | 'postgres'

export type Database = { db: Kysely<Tables>; engine: Engine; close: () => Promise<void> }
