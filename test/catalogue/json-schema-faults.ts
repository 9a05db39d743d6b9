/** The part of JSON Schema that our schemas use. */
export type JsonSchema = {
  description?: string
  type?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  additionalProperties?: false
  items?: JsonSchema
  anyOf?: JsonSchema[]
  enum?: unknown[]
  const?: unknown
  pattern?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

const TYPES: Record<string, (value: unknown) => boolean> = {
  object: (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isInteger,
}

const TELLING = ['title', 'description', '$schema', 'default', 'properties', 'items']

/**
 * What an editor would mark: a validator as small as our schemas, which fails at any keyword that it does not know,
 * so that it cannot let something through unseen.
 */
export function faults(schema: JsonSchema, value: unknown, place = ''): string[] {
  const own = Object.entries(schema).flatMap(([keyword, rule]) => broken(keyword, rule, schema, value, place))
  const inside = Object.entries(typeof value === 'object' && value !== null ? value : {}).flatMap(
    ([key, child]) => {
      const childSchema = Array.isArray(value) ? schema.items : schema.properties?.[key]
      return childSchema ? faults(childSchema, child, place ? `${place}.${key}` : key) : []
    },
  )
  return [...own, ...inside]
}

function broken(keyword: string, rule: unknown, schema: JsonSchema, value: unknown, place: string): string[] {
  if (TELLING.includes(keyword)) return []
  const fault = [`${place}: ${keyword}`]
  const check = (right: boolean) => (right ? [] : fault)
  const names = typeof value === 'object' && value !== null ? Object.keys(value) : []
  const each = (keys: string[]) => keys.map((key) => `${place ? `${place}.` : ''}${key}: ${keyword}`)
  const size = sizeFor(keyword, value)
  switch (keyword) {
    case 'type':
      return check(TYPES[String(rule)]?.(value) ?? false)
    case 'required':
      return each((schema.required ?? []).filter((key) => !names.includes(key)))
    case 'additionalProperties':
      return each(names.filter((key) => !(key in (schema.properties ?? {}))))
    case 'enum':
      return check(schema.enum?.includes(value) ?? false)
    case 'const':
      return check(value === rule)
    case 'anyOf':
      return check(schema.anyOf?.some((choice) => faults(choice, value).length === 0) ?? false)
    case 'pattern':
      return check(typeof value !== 'string' || new RegExp(String(rule), 'u').test(value))
    case 'minLength':
    case 'minItems':
    case 'minimum':
      return check(size === undefined || size >= Number(rule))
    case 'maxLength':
    case 'maxItems':
    case 'maximum':
      return check(size === undefined || size <= Number(rule))
    default:
      throw new Error(`${place}: the schema uses "${keyword}", which this test does not know yet`)
  }
}

/** What a limit counts; undefined where it does not apply to such a value. */
function sizeFor(keyword: string, value: unknown): number | undefined {
  if (keyword.endsWith('Length')) return typeof value === 'string' ? value.length : undefined
  if (keyword.endsWith('Items')) return Array.isArray(value) ? value.length : undefined
  return typeof value === 'number' ? value : undefined
}
