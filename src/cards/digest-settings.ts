import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Term } from '../catalogue/schema.ts'
import type { Piece } from './blocks.ts'
import { count, shortList } from './text.ts'
import { type Day, sayDays, sayTime } from './when.ts'

/** When a digest comes, and what it is about. */
export type DigestSettings = {
  /** Local time of day, `09:00`. */
  time: string
  days: readonly Day[]
  /** An IANA time zone. */
  zone: string
  /** Ids of the catalogue; none stands for all. */
  industries: readonly string[]
  /** Ids of the catalogue; none stands for all. */
  topics: readonly string[]
}

/** What a digest is about. */
export type DigestFilter = Pick<DigestSettings, 'industries' | 'topics'>

/** Settings in words, not escaped: `weekdays at 09:00 (Europe/Berlin), topics Fraud detection or Joins`. */
export function saySettings(settings: DigestSettings, catalogue: Catalogue): string {
  return [schedule(settings), sayFilter(settings, catalogue)].filter(Boolean).join(', ')
}

/** Settings for a line of a list: `weekdays at 09:00 (Europe/Berlin), 2 topics`. */
export function saySettingsShort({ industries, topics, ...settings }: DigestSettings): string {
  const filters = [
    ...(industries.length > 0
      ? [industries.length === 1 ? '1 industry' : `${industries.length} industries`]
      : []),
    ...(topics.length > 0 ? [count(topics.length, 'topic')] : []),
  ]
  return [schedule(settings), ...filters].join(', ')
}

const schedule = ({ time, days, zone }: Pick<DigestSettings, 'time' | 'days' | 'zone'>) =>
  `${sayDays(days)} at ${sayTime(time)} (${zone})`

/**
 * What a digest is about, not escaped: `industry Finance and Fintech, topics Fraud detection or Joins`; empty when it is
 * about everything. "Or", since one of them is enough, and since some labels have an "and" of their own.
 */
export function sayFilter({ industries, topics }: DigestFilter, catalogue: Catalogue): string {
  const said = [
    labels(industries, catalogue.industries, 'industry', 'industries'),
    labels(topics, catalogue.topics, 'topic', 'topics'),
  ]
  return said.filter(Boolean).join(', ')
}

const MOST_LABELS = 3

function labels(
  ids: readonly string[],
  terms: ReadonlyMap<string, Term>,
  one: string,
  several: string,
): string {
  if (ids.length === 0) return ''
  const names = ids.map((id) => terms.get(id)?.label ?? id)
  return `${ids.length === 1 ? one : several} ${shortList(names, MOST_LABELS, 'or')}`
}

/**
 * What to type about the digest.
 * @param command the slash command as it is called in this workspace, such as `/kstreams`
 * @param words what follows `digest`
 */
export function digestCode(command: string, words = ''): Piece {
  return { code: [command, 'digest', words].filter(Boolean).join(' ') }
}

/** What brings the bot into a channel. */
export const INVITE: Piece = { code: '/invite @kstreams' }

/** A channel to click on; in words where Slack has no such mention. */
export function channelPiece(id: string): Piece {
  if (/^[CG][A-Z0-9]+$/.test(id)) return { channel: id }
  return /^D[A-Z0-9]+$/.test(id) ? 'a direct message' : { name: id }
}
