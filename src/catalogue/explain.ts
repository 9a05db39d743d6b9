import type { z } from 'zod'
import { reporter } from './checks.ts'
import { nearest } from './nearest.ts'
import type { Problem } from './problems.ts'
import type { ParsedYaml } from './read-yaml.ts'
import { FIELDS } from './schema.ts'

type Issue = z.core.$ZodIssue
type Path = readonly PropertyKey[]
type Words = Pick<Problem, 'fault' | 'remedy'>

/**
 * Holds what a file says against a schema.
 * @param problems takes what is wrong
 * @returns undefined where anything is
 */
export function validate<T>(
  file: string,
  schema: z.ZodType<T>,
  { value, locate }: ParsedYaml,
  problems: Problem[],
): T | undefined {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  const report = reporter(file, locate, problems)
  for (const { path, fault, remedy } of explain(result.error.issues, value)) report(path, fault, remedy)
  return undefined
}

// Nobody mends more than that of one file before looking again, and to explain thousands takes long.
const MOST = 50

/**
 * Says what the schema found in words for the person who wrote the file.
 * @param issues as zod gives them
 * @param value the whole parsed file, to tell "missing" from "wrong"
 * @returns one problem for each field, since a second one is mostly an echo of the first; no more than 50
 */
export function explain(issues: readonly Issue[], value: unknown): (Words & { path: Path })[] {
  const seen = new Set<string>()
  return issues.slice(0, MOST).flatMap((issue) => {
    const place = JSON.stringify(issue.path)
    if (seen.has(place)) return []
    seen.add(place)
    if (issue.code !== 'unrecognized_keys') {
      const optional = fieldsAt(issue.path, value)[String(issue.path.at(-1))]?.safeParse(undefined).success
      return [{ path: issue.path, ...explainValue(issue, at(value, issue.path), optional ?? false) }]
    }
    return issue.keys
      .slice(0, MOST)
      .map((key) => ({ path: [...issue.path, key], ...unknownField(key, issue.path, value) }))
  })
}

function explainValue(issue: Issue, value: unknown, optional: boolean): Words {
  const name = nameOf(issue.path)
  const fillIn = optional ? 'Fill it in, or remove the line.' : 'Fill it in.'
  if (value === undefined) return missing(name, issue)
  if (value === null) {
    return { fault: `${name} is empty`, remedy: `${fillIn} A text that begins with # needs quotes.` }
  }
  switch (issue.code) {
    case 'invalid_type':
      return wrongType(name, issue.expected, value)
    case 'too_big':
      return tooBig(name, value, Number(issue.maximum))
    case 'too_small':
      return typeof value === 'number'
        ? { fault: `${name} ${value} is too early`, remedy: `Kafka Streams began in ${issue.minimum}.` }
        : { fault: `${name} is empty`, remedy: Array.isArray(value) ? 'Give at least one.' : fillIn }
    case 'invalid_value':
      return { fault: `${name} ${quote(value)} is not known`, remedy: `Use ${oneOf(issue.values)}.` }
    default:
      return issue.message.includes('one line')
        ? notPlain(name, String(value))
        : { fault: `${name} ${issue.message}`, remedy: remedyFor(issue.message, value) }
  }
}

/** A path as people say it: `links[1].url`, and `entry 2: label` in a vocabulary. */
function nameOf(path: Path): string {
  const [head, ...rest] = path
  if (head === undefined) return 'the file'
  if (typeof head === 'number') return `entry ${head + 1}${rest.length > 0 ? `: ${nameOf(rest)}` : ''}`
  return rest.reduce<string>(
    (name, part) => (typeof part === 'number' ? `${name}[${part + 1}]` : `${name}.${String(part)}`),
    String(head),
  )
}

function missing(name: string, issue: Issue): Words {
  const remedy =
    issue.code === 'invalid_value'
      ? `Add it: ${oneOf(issue.values)}.`
      : 'Add it; data/README.md says what it holds.'
  return { fault: `${name} is missing`, remedy }
}

const oneOf = (values: readonly unknown[]) => `one of ${values.map(String).join(', ')}`

function unknownField(key: string, path: Path, value: unknown): Words {
  const known = Object.keys(fieldsAt(path, value))
  const guess = nearest(key, known)
  const where = path.length > 0 ? ` in ${nameOf(path)}` : ''
  return {
    fault: `unknown field "${key}"${where}`,
    remedy: guess ? `Did you mean "${guess}"?` : `Remove it; known here: ${known.join(', ')}.`,
  }
}

function fieldsAt([head, place]: Path, value: unknown): Readonly<Record<string, z.ZodType>> {
  if (typeof head === 'number') return FIELDS.term
  if (head === 'links' && place !== undefined) return FIELDS.link
  return at(value, ['movedTo']) === undefined ? FIELDS.useCase : FIELDS.moved
}

const TYPES: Readonly<Record<string, string>> = {
  ...{ string: 'a text', array: 'a list', object: 'a set of fields', boolean: 'true or false' },
  ...{ number: 'a number', int: 'a whole number' },
}

function wrongType(name: string, expected: string, value: unknown): Words {
  const fault = `${name} is ${TYPES[Array.isArray(value) ? 'array' : typeof value]}, not ${TYPES[expected]}`
  if (typeof value === 'number' && expected === 'int') {
    return { fault: `${name} ${value} is not a whole number`, remedy: REMEDY_OF_TYPE.int }
  }
  if (expected === 'array' && typeof value === 'string') {
    return { fault, remedy: `Put it in square brackets: [${value}].` }
  }
  return { fault, remedy: REMEDY_OF_TYPE[expected as keyof typeof REMEDY_OF_TYPE] ?? LOOK }
}

const LOOK = 'Look at the field table of data/README.md.'
const REMEDY_OF_TYPE = {
  string: 'Write one text there; a number, true or false needs quotes.',
  array: 'Begin each item on a line of its own with "- ".',
  object: 'Write fields there, each on a line of its own as "name: value".',
  int: 'Write it with four digits and without quotes.',
  number: 'Write it with four digits and without quotes.',
}

function tooBig(name: string, value: unknown, max: number): Words {
  if (typeof value === 'string') {
    // Whole characters, as the schema counts.
    const { length } = Array.from(value)
    return {
      fault: `${name} has ${length} characters, more than ${max}`,
      remedy: `Shorten it by ${length - max}.`,
    }
  }
  if (Array.isArray(value)) {
    const fault = `${name} has ${value.length} items, more than ${max}`
    return { fault, remedy: `Keep the ${max} that matter most.` }
  }
  return { fault: `${name} ${value} is too large`, remedy: REMEDY_OF_TYPE.int }
}

const REMEDIES: readonly [RegExp, string][] = [
  [
    /https/,
    'Use the full address that begins with https://, with no space, quote, bracket or password in it.',
  ],
  [/beside a date/, 'Keep the date and leave year out.'],
  [/calendar|like 2024/, 'Write it as year-month-day, such as 2024-05-31.'],
  [/country code/, 'Use the ISO 3166 code in capitals, such as DE or US.'],
  [/language/, 'Use the ISO 639 code, such as de or ko.'],
  [/& signs/, 'Look for a shorter address of the same page.'],
  [/HTML/, 'Write plain text.'],
  [/to be written/, 'Write it.'],
]

function remedyFor(message: string, value: unknown): string {
  if (message.includes('an id')) {
    const slug = String(value)
      .toLowerCase()
      .match(/[a-z0-9]+/g)
      ?.join('-')
    return `Write it in lower case with hyphens between words${slug ? `: ${slug}` : ''}.`
  }
  return REMEDIES.find(([pattern]) => pattern.test(message))?.[1] ?? LOOK
}

function notPlain(name: string, text: string): Words {
  if (/[\n\r]/.test(text)) {
    const remedy = 'Keep it on one line, or begin it with >- and indent its lines, which joins them.'
    return { fault: `${name} has a line break`, remedy }
  }
  if (text !== text.trim()) {
    return { fault: `${name} begins or ends with a space`, remedy: 'Remove the space.' }
  }
  const remedy = 'Type the words around it anew; copied text brings such characters along.'
  return { fault: `${name} has an invisible character`, remedy }
}

const quote = (value: unknown) => (typeof value === 'string' ? `"${value}"` : JSON.stringify(value))

function at(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((node, key) => (node as Record<PropertyKey, unknown> | undefined)?.[key], value)
}
