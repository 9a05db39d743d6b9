import { ID_TO_WRITE } from '../catalogue/checks.ts'
import { freeId, idWords } from '../catalogue/ids.ts'
import { FIRST_YEAR, LENGTH, type LinkKind } from '../catalogue/limits.ts'
import type { UseCaseFile } from '../catalogue/schema.ts'
import type { NewEntry } from './compare.ts'
import type { ListEntry, ListLink } from './list.ts'
import { oneLine } from './pieces.ts'
import { localelessKey } from './same-page.ts'

/**
 * A new entry as a use case for a person to finish: what the list does not tell begins with TODO (an id is `todo`),
 * which `kstreams check` asks for; it also tells what is too long or not https.
 * @param today becomes `added`, as `2026-11-22`
 */
export function draftEntry({ entry, industry = ID_TO_WRITE, ours }: NewEntry, today: string): UseCaseFile {
  const company = ours[0]?.company ?? entry.company
  return {
    company,
    aliases: ours[0]?.aliases ?? [],
    industry: ours[0]?.industry ?? industry,
    countries: ours[0]?.countries ?? [],
    title: `TODO say what it is in at most ${LENGTH.title} characters`,
    summary: shortened(`TODO say what they do with Kafka Streams. The list: ${entry.text || company}`),
    topics: [ID_TO_WRITE],
    links: entry.links.map((link) => ({
      ...{ url: link.url, kind: kindOf(link) },
      ...(isTitle(link, entry.company) ? { title: link.text } : {}),
      ...eventOf(link, entry),
    })),
    ...{ source: 'awesome-kafka-streams', added: today },
  }
}

const shortened = (text: string) =>
  text.length > LENGTH.summary ? `${oneLine(text.slice(0, LENGTH.summary - 1))}…` : text

const KINDS: readonly (readonly [RegExp, LinkKind])[] = [
  [/^(?:youtube |(?:[\w-]+\.)?vimeo\.com\/)/, 'video'],
  [/^(?:[\w-]+\.)?(?:slideshare\.net|speakerdeck\.com)\//, 'slides'],
  [/^(?:dl\.acm\.org|arxiv\.org)\//, 'paper'],
  [/^meetup\.com\//, 'event'],
  [/^confluent\.io\/(?:events|resources)\/(?:kafka-summit|current)-/, 'talk'],
]

const NOUNS: readonly (readonly [RegExp, LinkKind])[] = [
  [/\b(?:talk|keynote|presentation|podcast)\b/i, 'talk'],
  [/\b(?:video|recording)\b/i, 'video'],
  [/\b(?:slides?|deck)\b/i, 'slides'],
  [/\bpaper\b/i, 'paper'],
  [/\b(?:article|blog|post)\b/i, 'article'],
]

/** What the link says that it is, as in `this talk`, `Slides: …` or `… (video)`; else what its address looks like. */
function kindOf({ url, text }: ListLink): LinkKind {
  const words = text.replace(EVENT, '').trim()
  const [, before, after] = /^(\w+)\s*[:–—-]|[([](\w+)[)\]]$/.exec(words) ?? []
  const label = POINTERS.test(words) ? words : (before ?? after ?? '')
  const key = localelessKey(url)
  return (
    NOUNS.find(([noun]) => noun.test(label))?.[1] ??
    KINDS.find(([address]) => address.test(key))?.[1] ??
    'article'
  )
}

// A name of several words, such as `Kafka Summit San Francisco`, then the year; what else is a conference, nobody knows.
const EVENT = /\b(?:Kafka Summit|Current|Devoxx)(?: [A-Z]\w+){0,3},? (20\d\d)\b/

/** The event that a link names; of an entry with one link, also what the entry names. */
function eventOf({ text }: ListLink, entry: ListEntry): { event?: string; year?: number } {
  const [event, year] = EVENT.exec(text) ?? ((entry.links.length === 1 && EVENT.exec(entry.text)) || [])
  return event === undefined || Number(year) < FIRST_YEAR ? {} : { event, year: Number(year) }
}

// What stands under a link in running text: `this talk`, `here`.
const POINTERS =
  /^(?:this|the|their|a|an|here|link|more|details|blog|post|talk|keynote|presentation|podcast|video|recording|slides?|deck|article|paper|white|read|watch|of|from|at|on|and|\s)+$/i

const isTitle = ({ text }: ListLink, company: string) =>
  text !== company &&
  !text.startsWith(`${company}’`) &&
  !text.startsWith(`${company}'`) &&
  !POINTERS.test(text.replace(EVENT, '')) &&
  !/^https?:/i.test(text)

/**
 * The id of a new entry: its company and the first words that tell something of what it does, such as
 * `acme-rank-fashion-websites`.
 * @param isTaken ids that it cannot have: of the catalogue, or of the drafts before
 */
export function idFor({ entry, ours }: NewEntry, isTaken: (id: string) => boolean): string {
  const company = idWords(ours[0]?.company ?? entry.company)
  const known = new Set([...company, ...FILLER])
  const said = entry.text.replace(EVENT, '')
  const telling = [...new Set(idWords(said))].filter((word) => !known.has(word)).slice(0, 3)
  const words = [...company, ...(telling.length > 0 ? telling : ['use', 'case'])]
  return freeId(words, isTaken)
}

const FILLER =
  'a an and apache are article as at by do for from has have in into is it its kafka of on paper podcast power powers real slides streams summit talk that the their this time to use used uses using video which with'.split(
    ' ',
  )
