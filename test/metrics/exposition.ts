/** What Prometheus reads (prometheus.io/docs/instrumenting/exposition_formats, text format 0.0.4). */
export type Sample = { name: string; labels: Record<string, string>; value: number }
export type Family = { name: string; help: string; type: string; samples: Sample[] }

const HELP = /^# HELP ([a-zA-Z_:][\w:]*) (.+)$/
const TYPE = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/
const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/y
const VALUE = /^(?:[+-]?(?:\d+(?:\.\d+)?(?:e[+-]?\d+)?|Inf)|Nan)$/i
const PARTS = { histogram: ['_bucket', '_sum', '_count'], other: [''] }

/**
 * Reads all metrics of a text, more strictly than Prometheus does: each has its help and its type, in this order, no
 * series is there twice, and buckets add up.
 * @throws Error with the line that is wrong
 */
export function readExposition(text: string): Family[] {
  if (!text.endsWith('\n')) throw new Error('the last line does not end')
  const families: Family[] = []
  const seen = new Set<string>()
  const once = (key: string) => {
    if (seen.has(key)) throw new Error(`twice: ${key}`)
    seen.add(key)
  }
  for (const line of text.slice(0, -1).split('\n')) {
    const family = families.at(-1)
    const [, helped, help] = HELP.exec(line) ?? []
    const [, typed, type] = TYPE.exec(line) ?? []
    if (line === '') continue
    if (helped !== undefined && help !== undefined) {
      once(helped)
      families.push({ name: helped, help, type: '', samples: [] })
    } else if (typed !== undefined && type !== undefined && family?.name === typed && family.type === '') {
      family.type = type
    } else {
      const sample = sampleOf(line)
      const parts = family?.type === 'histogram' ? PARTS.histogram : PARTS.other
      if (!family?.type || !parts.some((part) => sample.name === family.name + part)) {
        throw new Error(`belongs to nothing: ${line}`)
      }
      once(`${sample.name} ${JSON.stringify(Object.entries(sample.labels).toSorted())}`)
      family.samples.push(sample)
    }
  }
  for (const family of families) if (family.type === 'histogram') expectBuckets(family)
  return families
}

function sampleOf(line: string): Sample {
  const [, name, inner = '', value] = SAMPLE.exec(line) ?? []
  if (name === undefined || value === undefined || !VALUE.test(value)) throw new Error(`no sample: ${line}`)
  const labels: Record<string, string> = {}
  LABEL.lastIndex = 0
  for (let end = 0; end < inner.length; end = LABEL.lastIndex) {
    const [, label, text] = LABEL.exec(inner) ?? []
    if (label === undefined || text === undefined) throw new Error(`no labels: ${line}`)
    labels[label] = text
  }
  return { name, labels, value: Number(value.replace(/inf/i, 'Infinity')) }
}

/** The buckets of each series grow up to the last one, `+Inf`, which holds them all. */
function expectBuckets({ name, samples }: Family): void {
  const series = new Map<string, { last: number; bound: number; count?: number }>()
  for (const { name: part, labels, value } of samples) {
    const { le, ...others } = labels
    const key = JSON.stringify(others)
    const known = series.get(key) ?? { last: 0, bound: Number.NEGATIVE_INFINITY }
    if (part === `${name}_bucket`) {
      const bound = Number(le?.replace('+Inf', 'Infinity'))
      if (!(bound > known.bound) || value < known.last) throw new Error(`buckets of ${name}${key}`)
      series.set(key, { ...known, last: value, bound })
    } else if (part === `${name}_count`) series.set(key, { ...known, count: value })
  }
  for (const [key, { last, bound, count }] of series) {
    if (bound !== Number.POSITIVE_INFINITY || count !== last) throw new Error(`count of ${name}${key}`)
  }
}
