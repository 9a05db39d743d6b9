import { quotable } from '../cards/text.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { termsNamed } from '../search/filters.ts'
import { readTime } from './times.ts'
import { findZone, mistypedZone } from './zones.ts'

/** Zones by letters or by offset, which leave open when summer time is, and in which country. */
const SEVERAL =
  /^(?:[ecmp][sd]?t|a[ks]?[sd]t|ae[sd]t|[bi]st|jst|kst|hkt|sgt|msk|wes?t|ees?t|eastern|central|mountain|pacific)$|^(?:utc|gmt)?[-+]\d/
// What is shorter may be the beginning of anything.
const SHORTEST_TERM = 4

/**
 * Why words cannot be understood as settings of a digest, in a sentence without its full stop.
 * @param left the words, which stood together; in lower case
 * @param commands words that are a command by themselves
 */
export function explain(
  left: readonly string[],
  catalogue: Catalogue,
  commands: ReadonlyMap<string, unknown>,
): string {
  const [word = ''] = left
  const said = `“${quotable(left.join(' '))}”`
  if (SEVERAL.test(word)) return severalZones(word)
  if (/^(?:topic|industry):/.test(word)) return `“${quotable(word)}” needs a name, such as topic:fraud`
  if (readTime(word) !== undefined) return `“${word}” is a second time; a digest comes once a day`
  if (findZone(left.join(' '))) return `${said} is a second time zone; a digest has one`
  if (word === 'pause' || word === 'snooze') return `“${word}” has to be the first word`
  if (commands.has(word)) return `“${word}” has to be the only word`
  const filter = filterFor(left.join(' '), catalogue) ?? filterFor(word, catalogue)
  if (filter !== undefined) return `${said} is no time, no day and no time zone; perhaps ${filter}`
  const zone = mistypedZone(left.join(' ')) ?? mistypedZone(word)
  const hint = zone === undefined ? '' : `; perhaps ${zone}`
  return `${said} is no time, no day and no time zone${hint}`
}

/** What to say to a word with a minus sign. */
export function explainOmission(word: string): string {
  if (/^\d/.test(word)) return severalZones(`-${word}`)
  return `I cannot leave out “${quotable(word)}”; say what the digest is to have`
}

const severalZones = (said: string) =>
  `“${quotable(said)}” fits several time zones; name a city, such as America/New_York`

/** What to type for a topic or an industry: `topic:fraud`, `topic:"event sourcing"`. */
function filterFor(words: string, catalogue: Catalogue): string | undefined {
  if (words.length < SHORTEST_TERM) return undefined
  const value = /^[a-z0-9-]+$/.test(words) ? words : `"${words}"`
  if (termsNamed('topics', words, catalogue).length > 0) return `topic:${value}`
  return termsNamed('industries', words, catalogue).length > 0 ? `industry:${value}` : undefined
}
