import { isJson } from './world.ts'

/** Where blocks are shown; ephemeral and response_url messages are messages. */
export type Surface = 'message' | 'modal' | 'home'

/** What a check reports to, and what it needs to know. */
export type Report = {
  surface: Surface
  /** Types that are refused for now, at any depth, and image addresses that cannot be fetched. */
  rejectedBlocks: ReadonlySet<string>
  brokenImages: ReadonlySet<string>
  /** Whose videos may be embedded; undefined: anybody's. */
  videoDomains?: readonly string[] | undefined
  /** Slack's sentences, each with its json-pointer. */
  faults: string[]
}

/** Looks at one value found at json-pointer `at`, and reports what Slack would say of it. */
export type Check = (value: unknown, at: string, report: Report) => void

/** Adds Slack's sentence with the place of the fault: `must be ... [json-pointer:/blocks/0/text]`. */
export function fault(report: Report, at: string, sentence: string): void {
  report.faults.push(`${sentence} [json-pointer:${at}]`)
}

/** A string of `min` to `max` UTF-16 units, optionally of a form that `form` knows. */
export function string(
  max: number,
  min = 1,
  form?: { test: (text: string) => boolean; says: string },
): Check {
  return (value, at, report) => {
    if (typeof value !== 'string') return fault(report, at, 'must provide a string')
    if (value.length > max) fault(report, at, `must be less than ${max + 1} characters`)
    if (value.length < min) fault(report, at, `must be more than ${min - 1} characters`)
    if (form !== undefined && !form.test(value)) fault(report, at, form.says)
  }
}

/** One of these strings or numbers. */
export function oneOf(...allowed: readonly (string | number)[]): Check {
  return (value, at, report) => {
    if (allowed.includes(value as string)) return
    fault(report, at, `must be a valid enum value: ${allowed.join(', ')}`)
  }
}

/** true or false. */
export const flag: Check = (value, at, report) => {
  if (typeof value !== 'boolean') fault(report, at, 'must provide a boolean')
}

/** A whole number from `min` to `max`. */
export function whole(min: number, max: number): Check {
  return (value, at, report) => {
    if (typeof value !== 'number' || !Number.isInteger(value))
      return fault(report, at, 'must provide an integer')
    if (value < min || value > max) fault(report, at, `must be between ${min} and ${max}`)
  }
}

/** Anything: for fields whose content is not our business. */
export const anything: Check = () => {}

/** An array of `min` to `max` items, each of which passes `item`. */
export function list(item: Check, max: number, min = 1): Check {
  return (value, at, report) => {
    if (!Array.isArray(value)) return fault(report, at, 'must provide an array')
    if (value.length > max) fault(report, at, `no more than ${max} items allowed`)
    if (value.length < min) fault(report, at, `must provide at least ${min} items`)
    for (const [index, one] of value.entries()) item(one, `${at}/${index}`, report)
  }
}

/** An object with these fields and no others. A name that ends in `!` is required. */
export function object(fields: Record<string, Check>, also?: Check): Check {
  const known = new Map(Object.entries(fields).map(([key, check]) => [key.replace('!', ''), check]))
  const required = Object.keys(fields).flatMap((key) => (key.endsWith('!') ? [key.slice(0, -1)] : []))
  return (value, at, report) => {
    if (!isJson(value)) return fault(report, at, 'must provide an object')
    for (const key of required) {
      if (value[key] === undefined || value[key] === null) fault(report, at, `missing required field: ${key}`)
    }
    for (const [key, inner] of Object.entries(value)) {
      const check = known.get(key)
      if (check === undefined) fault(report, at, `invalid additional property: ${key}`)
      else if (inner !== undefined && inner !== null) check(inner, `${at}/${key}`, report)
    }
    also?.(value, at, report)
  }
}

/** An object whose `type` picks the check. An unknown type is `unsupported type: X` at its `/type`. */
export function byType(table: Record<string, Check>): Check {
  return (value, at, report) => {
    if (!isJson(value)) return fault(report, at, 'must provide an object')
    const type = value['type']
    if (type === undefined) return fault(report, at, 'missing required field: type')
    if (report.rejectedBlocks.has(String(type))) {
      return fault(report, `${at}/type`, `Unsupported block type: ${String(type)}`)
    }
    const check = typeof type === 'string' && Object.hasOwn(table, type) ? table[type] : undefined
    if (check === undefined) return fault(report, `${at}/type`, `unsupported type: ${String(type)}`)
    check(value, at, report)
  }
}

/** Both checks, in order. */
export function both(first: Check, second: Check): Check {
  return (value, at, report) => {
    first(value, at, report)
    second(value, at, report)
  }
}

/** The characters of all `text` strings at any depth: what msg_blocks_too_long counts. */
export function textLength(node: unknown): number {
  if (Array.isArray(node)) return node.reduce((sum: number, one) => sum + textLength(one), 0)
  if (!isJson(node)) return 0
  return Object.entries(node).reduce(
    (sum, [key, value]) =>
      sum + (key === 'text' && typeof value === 'string' ? value.length : textLength(value)),
    0,
  )
}
