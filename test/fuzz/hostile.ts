import fc from 'fast-check'

/** Who is never to be called, and where nothing may lead: they stand in hostile texts, and nowhere else. */
export const VICTIM = 'U0VICTIM'
export const LURE = 'lure.example'

/**
 * Texts that try to break out of where they stand: control sequences, also typed ones, which come escaped; links, markup,
 * directions, half characters.
 */
export const NASTY = [
  ...['<!channel>', '<!here>', '<!everyone>', '<!channel|channel>', `<@${VICTIM}>`, `<@${VICTIM}|ada>`],
  ...[`<https://${LURE}/a|your bank>`, `https://${LURE}/a`, `<mailto:a@${LURE}|x>`, '<!subteam^S0VICTIM>'],
  ...[
    '<!date^0^{date}|x>',
    '&lt;!channel&gt;',
    '&lt;!here&gt;',
    `&lt;@${VICTIM}&gt;`,
    '&amp;lt;!channel&amp;gt;',
    '<',
    '>',
    '&',
    '<<',
    '>>',
    '|',
  ],
  ...['*', '_', '~', '`', '```', '"', "'", '\\', '\0', '\u0001', '\r\n', '\t', '\u2028', '\u202e', '\u2066'],
  ...[
    '\u200b',
    '\ufeff',
    '\ud800',
    '\udc00',
    '👩‍👩‍👧‍👦',
    'ﷺ',
    'İ',
    'ẞ',
    '%',
    '%00',
    '{{',
    '${',
    '../',
    "';--",
  ],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'NaN', '-0', '1e999'],
]
const nasty = fc.constantFrom(...NASTY)

/** A text of hostile pieces and ordinary words, mostly short. */
export const text = (words: readonly string[], maxLength = 12): fc.Arbitrary<string> =>
  fc
    .array(fc.oneof(nasty, fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 6 })), {
      maxLength,
    })
    .chain((parts) => fc.constantFrom(' ', '', ':', ',').map((between) => parts.join(between)))

/** As long as a body may be, and beyond what anything in it may be. */
const huge = fc
  .tuple(
    fc.constantFrom('a', '&', '<!channel> ', '"x', '🦄', '- ', 'industry:', '((', ' \t'),
    fc.constantFrom(300, 4000, 40_000),
  )
  .map(([part, length]) => part.repeat(length / part.length))

const deep = fc
  .tuple(fc.constantFrom('[', '{"a":'), fc.integer({ min: 1, max: 90 }))
  .map(([open, levels]) => {
    const close = open === '[' ? ']' : '}'
    return JSON.parse(`${open.repeat(levels)}0${close.repeat(levels)}`) as unknown
  })

/** An object that says nothing of its own; JSON has `__proto__` as a key like any other. */
const poisoned = fc.constantFrom(
  ...['{"__proto__":{"polluted":true}}', '{"constructor":{"prototype":{"polluted":true}}}', '{"length":-1}'],
  ...['{"toString":1,"valueOf":2}', '{"then":1}', '[null]', '[[]]', '[{}]', '{"0":{}}', '{"toJSON":"x"}'],
)

/** What stands where something else belongs. */
export const strange: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(null, true, false, 0, -1, 1.5, 1e21, Number.MAX_SAFE_INTEGER, '', ' ', [], {}),
  poisoned.map((json) => JSON.parse(json) as unknown),
  nasty,
  huge,
  deep,
)

/** One thing done to one place of a payload. */
type Bend = { at: number; how: 'drop' | 'replace' | 'wrap' | 'list' | 'number' | 'add'; by: unknown }

const bend: fc.Arbitrary<Bend> = fc.record({
  at: fc.nat(1000),
  how: fc.constantFrom('drop', 'replace', 'replace', 'wrap', 'list', 'number', 'add'),
  by: strange,
})

/** How a payload is changed: up to four times, often not at all. */
export const bends = fc.oneof(fc.constant<Bend[]>([]), fc.array(bend, { minLength: 1, maxLength: 4 }))

type Holder = Record<string, unknown> | unknown[]
type Place = { holder: Holder; key: string }

/** A payload with some of its places changed; the original stays as it is. */
export function bent(payload: Record<string, unknown>, changes: readonly Bend[]): Record<string, unknown> {
  const copy = structuredClone(payload)
  for (const change of changes) {
    const places = placesIn(copy)
    const place = places[change.at % Math.max(1, places.length)]
    if (place) apply(change, place)
  }
  return copy
}

function apply({ how, by }: Bend, { holder, key }: Place): void {
  const held = holder as Record<string, unknown>
  if (how === 'drop') delete held[key]
  else if (how === 'replace') held[key] = structuredClone(by)
  else if (how === 'wrap') held[key] = { value: held[key] }
  else if (how === 'list') held[key] = [held[key], held[key]]
  else if (how === 'number') held[key] = key.length
  // As JSON brings it: a key of its own, whatever it is called.
  else
    Object.defineProperty(held, '__proto__', {
      value: by,
      enumerable: true,
      configurable: true,
      writable: true,
    })
}

/** Every place of a payload, however deep. */
function placesIn(holder: Holder): Place[] {
  return Object.entries(holder).flatMap(([key, value]) => [
    { holder, key },
    ...(typeof value === 'object' && value !== null ? placesIn(value as Holder) : []),
  ])
}
