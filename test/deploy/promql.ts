import { everything } from '../metrics/everything.ts'
import { readExposition, type Sample } from '../metrics/exposition.ts'

// Lezer's grammar of PromQL would be a dependency for this alone: our queries are few, and written in one way.
const STRING = /"(?:[^"\\]|\\.)*"/g
const NAME = /[a-zA-Z_:][\w:]*/
const SELECTOR = new RegExp(`(${NAME.source})\\{([^}]*)\\}`, 'g')
const MATCHER = /^\s*([a-zA-Z_]\w*)\s*(=~|!~|!=|=)\s*"((?:[^"\\]|\\.)*)"\s*$/
const GROUPING = /\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)/g
const WORDS = ['and', 'or', 'unless', 'bool', 'offset', 'atan2', 'inf', 'nan']
/** What Prometheus says of each target by itself, and what it adds to whatever it reads. */
export const PROMETHEUS = { metrics: ['up'], labels: ['job', 'instance'] }

/** All functions that our queries use; of Prometheus' own list (prometheus.io/docs/prometheus/latest/querying). */
const FUNCTIONS = [
  'sum',
  'max',
  'rate',
  'increase',
  'changes',
  'histogram_quantile',
  'absent',
  'label_values',
]

type Matcher = { label: string; operator: string; value: string }

/** The metrics in a query, with what it asks of their labels. */
export function selectorsOf(query: string): { name: string; matchers: Matcher[] }[] {
  const selectors = [...query.matchAll(SELECTOR)].map(([, name = '', inner = '']) => ({
    ...{ name, matchers: matchersOf(inner) },
  }))
  const bare = bareOf(query)
  const names = [...bare.matchAll(new RegExp(`(?<![\\w.])${NAME.source}(?![\\w:]|\\s*\\()`, 'g'))].map(
    ([name]) => name,
  )
  const known = new Set([...selectors.map(({ name }) => name), ...WORDS])
  return [...selectors, ...names.filter((name) => !known.has(name)).map((name) => ({ name, matchers: [] }))]
}

/** Without texts, labels, ranges and groupings. */
const bareOf = (query: string) =>
  query
    .replace(STRING, '""')
    .replace(/\{[^}]*\}/g, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(GROUPING, '')

function matchersOf(inner: string): Matcher[] {
  return inner.split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/).map((text) => {
    const [, label, operator, value] = MATCHER.exec(text) ?? []
    if (label === undefined || operator === undefined || value === undefined)
      throw new Error(`a matcher: ${text}`)
    return { label, operator, value }
  })
}

/** The labels by which a query groups. */
export const groupedBy = (query: string): string[] =>
  [...query.matchAll(GROUPING)].flatMap(([, labels = '']) => labels.split(',').map((label) => label.trim()))

/** What is wrong with how a query is written; nothing where it is empty. */
export function faultsOf(query: string): string[] {
  const plain = query.replace(STRING, '""')
  const open: string[] = []
  const faults: string[] = []
  for (const character of plain) {
    if ('([{'.includes(character)) open.push(character)
    const closes = { ')': '(', ']': '[', '}': '{' }[character]
    if (closes !== undefined && open.pop() !== closes) faults.push(`${character} closes nothing`)
  }
  if (open.length > 0) faults.push(`${open.join('')} stays open`)
  if ((plain.replaceAll('""', '').match(/"/g) ?? []).length > 0) faults.push('a text does not end')
  for (const [, range = ''] of plain.matchAll(/\[([^\]]*)\]/g)) {
    if (!isDuration(range) && range !== '$__rate_interval') faults.push(`[${range}] is no time`)
  }
  const called = [...bareOf(query).matchAll(new RegExp(`(${NAME.source})\\s*\\(`, 'g'))].map(
    ([, name = '']) => name,
  )
  for (const name of called) {
    if (!FUNCTIONS.includes(name) && !WORDS.includes(name)) faults.push(`${name} is no function`)
  }
  if (/[+*/<>=-]\s*(?:$|\))/.test(plain)) faults.push('an operator without a right side')
  return faults
}

/** As Prometheus reads one: `5m`, `1h30m`. */
export const isDuration = (text: string): boolean =>
  /^(?=\d)(\d+y)?(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?(\d+ms)?$/.test(text)

let samples: Promise<Sample[]> | undefined
/** All that the bot tells Prometheus once everything has happened. */
function allSamples(): Promise<Sample[]> {
  samples ??= everything()
    .text()
    .then(({ text }) => [...readExposition(text).flatMap((family) => family.samples), COLLECTED])
  return samples
}
/** It may be that no garbage was collected yet. */
const COLLECTED: Sample = { name: 'nodejs_gc_duration_seconds_sum', labels: { kind: 'major' }, value: 1 }

/** What a query asks for that the bot does not tell: metrics, labels, and values of labels. */
export async function unknownIn(query: string): Promise<string[]> {
  const all = await allSamples()
  const unknown: string[] = []
  const labels = new Set(PROMETHEUS.labels)
  for (const { name, matchers } of selectorsOf(query)) {
    if (PROMETHEUS.metrics.includes(name)) continue
    const series = all.filter((sample) => sample.name === name)
    for (const label of series.flatMap((sample) => Object.keys(sample.labels))) labels.add(label)
    const asked = matchers.filter(({ label }) => !PROMETHEUS.labels.includes(label))
    if (series.length === 0) unknown.push(name)
    else if (!series.some((sample) => asked.every((matcher) => fits(sample, matcher)))) {
      unknown.push(`${name} with ${asked.map(({ label, value }) => `${label} ${value}`).join(', ')}`)
    }
  }
  const grouped = groupedBy(query).filter((label) => !labels.has(label))
  return [...unknown, ...grouped.map((label) => `the label ${label}`)]
}

function fits({ labels }: Sample, { label, operator, value }: Matcher): boolean {
  const has = labels[label]
  if (has === undefined) return false
  const matches = operator.includes('~') ? new RegExp(`^(?:${value})$`).test(has) : has === value
  return matches !== operator.startsWith('!')
}
