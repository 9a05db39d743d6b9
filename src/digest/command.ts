import type { DigestSettings } from '../cards/digest-settings.ts'
import { quotable, sentenceList } from '../cards/text.ts'
import { DAYS } from '../cards/when.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { nearestTerms, termsNamed } from '../search/filters.ts'
import { parseQuery } from '../search/query.ts'
import { readDate } from './dates.ts'
import { explain, explainOmission } from './explain.ts'
import { readDays, readTime } from './times.ts'
import { zoneIn } from './zones.ts'

/** What follows `/kstreams digest`, understood. */
export type DigestCommand =
  | { [Kind in Plain]: { kind: Kind } }[Plain]
  /** Until the beginning of this local date, `2026-12-01`. */
  | { kind: 'pause'; until: string }
  /** What was said of the settings; the rest stays as it is. */
  | { kind: 'set'; settings: Partial<DigestSettings> }
  | { kind: 'misunderstood'; problem: string }

type Plain = 'open' | 'status' | 'resume' | 'stop' | 'now' | 'preview' | 'list' | 'help'

const PLAIN = new Map<string, Plain>([
  ...['', 'settings', 'edit', 'set', 'change', 'start', 'begin', 'subscribe'].map(
    (word) => [word, 'open'] as const,
  ),
  ...['status', 'show', 'info'].map((word) => [word, 'status'] as const),
  ...['resume', 'unpause', 'continue', 'on'].map((word) => [word, 'resume'] as const),
  ...['stop', 'off', 'unsubscribe'].map((word) => [word, 'stop'] as const),
  ...['preview', 'next'].map((word) => [word, 'preview'] as const),
  ...(['now', 'list', 'help'] as const).map((word) => [word, word] as const),
])

/**
 * Understands what follows `/kstreams digest`.
 * @param now milliseconds since 1970, and the zone in which dates are meant
 */
export async function readDigestCommand(
  text: string,
  { now, zone, catalogue }: { now: number; zone: string; catalogue: Catalogue },
): Promise<DigestCommand> {
  const said = text.trim().replace(/[.!?]$/, '')
  const words = said.toLowerCase()
  const plain = PLAIN.get(words)
  if (plain !== undefined) return { kind: plain }
  const [, pause] = /^(?:pause|snooze)\b\s*(.*)$/s.exec(words) ?? []
  if (pause !== undefined) return readPause(pause, now, zone)
  return readSettings(said, catalogue)
}

const DATES = '“pause until 1 Dec” or “pause for two weeks”'

async function readPause(typed: string, now: number, zone: string): Promise<DigestCommand> {
  const until = await readDate(typed, now, zone)
  const date = quotable(typed.replace(/^(?:until|till|for)\b\s*/, ''))
  if (date === '') return wrong(`Say until when, such as ${DATES}`)
  if (until === undefined) return wrong(`“${date}” is no date that I understand; try ${DATES}`)
  return until === 'past' ? wrong(`“${date}” is not in the future`) : { kind: 'pause', until }
}

const wrong = (problem: string): DigestCommand => ({ kind: 'misunderstood', problem })

/** Words that may stand between the others, and say nothing. */
const FILLER = new Set(
  (
    'at every each on in the and from to of a for here please time zone timezone digest about with is ' +
    'set start begin change subscribe'
  ).split(' '),
)
const A_DAY = '(?:mo|tu|we|th|fr|sa|su)'

function readSettings(typed: string, catalogue: Catalogue): DigestCommand {
  const { rest, filters, phrases, without } = parseQuery(mend(typed))
  const filter = readFilters(filters, catalogue)
  if ('kind' in filter) return filter
  const { settings, left } = readWords(rest)
  const [odd] = phrases
  const [out] = without
  if (out !== undefined) return wrong(explainOmission(out))
  if (odd !== undefined) return wrong(explain([odd], catalogue, PLAIN))
  if (left.length > 0) return wrong(explain(left, catalogue, PLAIN))
  if (Object.keys({ ...settings, ...filter }).length === 0) return wrong('There is no setting in it')
  return { kind: 'set', settings: { ...settings, ...filter } }
}

const WHOLE_DASH = new RegExp(` [-–—] ?(?=${A_DAY})`, 'gi')

/** What means something else where a search is typed: `topics: fraud`, `mon -thu`. */
function mend(typed: string): string {
  return typed
    .replace(/\s+/g, ' ')
    .replace(/\btopics?: ?/gi, 'topic:')
    .replace(/\bindustr(?:y|ies): ?/gi, 'industry:')
    .replace(WHOLE_DASH, '-')
}

type Filters = ReturnType<typeof parseQuery>['filters']
const LISTS = { industry: 'industries', topic: 'topics' } as const
// As many as `parseQuery` gives: there may have been more.
const MOST_FILTERS = 8

function readFilters(filters: Filters, catalogue: Catalogue): Partial<DigestSettings> | DigestCommand {
  const found: { industries?: string[]; topics?: string[] } = {}
  if (filters.length >= MOST_FILTERS) {
    return wrong(
      `More than ${MOST_FILTERS - 1} topics and industries are too many for a line; use the settings`,
    )
  }
  for (const { name, value, negated } of filters) {
    if (negated || (name !== 'industry' && name !== 'topic')) {
      return wrong(
        `A digest can be narrowed by industry: and topic: only, not by ${negated ? '-' : ''}${name}:`,
      )
    }
    const list = LISTS[name]
    const ids = value === 'all' ? [] : termsNamed(list, value, catalogue)
    if (ids.length === 0 && value !== 'all') {
      const near = nearestTerms(list, value, catalogue)
      return wrong(`I know no ${name} “${quotable(value)}”, but for example ${sentenceList(near)}`)
    }
    found[list] = [...new Set([...(found[list] ?? []), ...ids])]
  }
  return found
}

/** Finds zone, time and days among the words, in any order; `left` are the first words together that are none. */
function readWords(typed: string): { settings: Partial<DigestSettings>; left: string[] } {
  const settings: { -readonly [K in 'time' | 'days' | 'zone']?: DigestSettings[K] } = {}
  let words = glue(typed).split(' ').filter(Boolean)
  const zone = zoneIn(words)
  if (zone) {
    settings.zone = zone.zone
    words = [...words.slice(0, zone.from), '', ...words.slice(zone.to)]
  }
  const left: string[] = []
  for (const word of [...words, '']) {
    const days = readDays(word.replaceAll('_', ' '))
    const time = days ? undefined : readTime(word)
    if (days) settings.days = DAYS.filter((day) => days.includes(day) || settings.days?.includes(day))
    else if (time !== undefined && settings.time === undefined) settings.time = time
    else if (word !== '' && !FILLER.has(word)) {
      left.push(word)
      continue
    }
    if (left.length > 0) break
  }
  return { settings, left }
}

const RANGE = new RegExp(
  `\\b(${A_DAY}[a-z]{0,8})\\.? ?(?:[-–—]|\\b(?:to|until|till|through)\\b) ?(?=${A_DAY})`,
  'g',
)

/** Puts together what belongs together: `9 am`, `12 noon`, `mon - fri`, `mon, wed`, `every day`. */
function glue(text: string): string {
  return text
    .replace(/(\d) ?([ap])\.?m\b\.?/g, '$1$2m')
    .replace(/(\d) ?o'?clock\b/g, '$1')
    .replace(/\b12 (?=noon|midday|midnight)/g, '')
    .replace(RANGE, '$1-')
    .replace(/\b(every|each|all|working) (days?)\b/g, '$1_$2')
    .replace(/\b(?:time ?zone|zone|time|days?):|\btime ?zone\b|[,;&()]/g, ' ')
}
