import { matcher } from '../catalogue/nearest.ts'

// Places whose old name a runtime may list as the only one: Node.js does until version 24.
const RENAMED = new Map([
  ['Africa/Asmera', 'Africa/Asmara'],
  ['America/Buenos_Aires', 'America/Argentina/Buenos_Aires'],
  ['America/Catamarca', 'America/Argentina/Catamarca'],
  ['America/Coral_Harbour', 'America/Atikokan'],
  ['America/Cordoba', 'America/Argentina/Cordoba'],
  ['America/Godthab', 'America/Nuuk'],
  ['America/Indianapolis', 'America/Indiana/Indianapolis'],
  ['America/Jujuy', 'America/Argentina/Jujuy'],
  ['America/Louisville', 'America/Kentucky/Louisville'],
  ['America/Mendoza', 'America/Argentina/Mendoza'],
  ['Asia/Calcutta', 'Asia/Kolkata'],
  ['Asia/Katmandu', 'Asia/Kathmandu'],
  ['Asia/Rangoon', 'Asia/Yangon'],
  ['Asia/Saigon', 'Asia/Ho_Chi_Minh'],
  ['Atlantic/Faeroe', 'Atlantic/Faroe'],
  ['Europe/Kiev', 'Europe/Kyiv'],
  ['Pacific/Enderbury', 'Pacific/Kanton'],
  ['Pacific/Ponape', 'Pacific/Pohnpei'],
  ['Pacific/Truk', 'Pacific/Chuuk'],
])
const today = (zone: string) => RENAMED.get(zone) ?? zone

// What people call a zone that is in no city. EST and its like are no zones: whether summer time is meant, they
// leave open, and several countries use the same letters.
const ALIASES = new Map([
  ['gmt', 'UTC'],
  ['z', 'UTC'],
  ['zulu', 'UTC'],
  ['cet', 'Europe/Paris'],
  ['cest', 'Europe/Paris'],
])

const spoken = (text: string) => text.toLowerCase().replaceAll('_', ' ').trim()
const cityOf = (zone: string) => spoken(zone.slice(zone.lastIndexOf('/') + 1))

type Known = { zones: readonly string[]; byName: Map<string, string>; byCity: Map<string, string> }
let found: Known | undefined

/**
 * All zones that the runtime knows by name, as they are called today, and UTC, which it leaves out. Made when first
 * asked for: the runtime takes a while to list them, and not every start needs them.
 */
function known(): Known {
  if (found) return found
  const zones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone').map(today).toSorted()])]
  const names = [...RENAMED.keys(), ...zones]
  found = {
    zones,
    byName: new Map(names.map((name) => [spoken(name), today(name)])),
    byCity: new Map(names.map((name) => [cityOf(name), today(name)])),
  }
  return found
}

/** Whether it is the name of a time zone, an old one included: `Asia/Calcutta`. */
export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).format(0) !== ''
  } catch {
    return false
  }
}

/**
 * The time zone that a person means: `Europe/Berlin`, `berlin`, `new york`, `utc`, in any case.
 * @returns undefined when no zone and no city of a zone is called so
 */
export function findZone(typed: string): string | undefined {
  const asked = spoken(typed)
  const zone = ALIASES.get(asked) ?? known().byName.get(asked) ?? known().byCity.get(asked)
  const name = typed.trim()
  if (zone !== undefined || !/^\S+\/\S+$/.test(name) || !isZone(name)) return zone
  return today(new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone)
}

/** Zones to choose from for what was typed so far, those whose city begins with it first. */
export function suggestZones(typed: string, limit: number): string[] {
  const asked = spoken(typed)
  if (asked === '') return known().zones.slice(0, limit)
  const exact = findZone(typed)
  const begins = known().zones.filter((zone) => cityOf(zone).startsWith(asked))
  const holds = known().zones.filter((zone) => spoken(zone).includes(asked))
  const near = holds.length > 0 ? [] : nearestZones(asked, 5)
  return [...new Set([...(exact ? [exact] : []), ...begins, ...holds, ...near])].slice(0, limit)
}

/** Zones whose name or city is like what was typed: for menus, where a wrong guess costs nothing. */
function nearestZones(typed: string, limit: number): string[] {
  const near = matcher([...known().byCity.keys(), ...known().byName.keys()], 0.3)(spoken(typed), limit)
  return [...new Set(near.flatMap((name) => known().byName.get(name) ?? known().byCity.get(name) ?? []))]
}

// What is shorter may be any word.
const SHORTEST_CITY = 5

/** The zone whose city was most likely meant by a word: one that begins alike and is about as long. */
export function mistypedZone(typed: string): string | undefined {
  const asked = spoken(typed)
  if (asked.length < SHORTEST_CITY) return undefined
  const cities = [...known().byCity.keys()].filter(
    (city) => city[0] === asked[0] && Math.abs(city.length - asked.length) <= asked.length / 4,
  )
  const [city = ''] = matcher(cities, 0.3)(asked, 1)
  return known().byCity.get(city)
}

/** The longest run of words that names a zone: where it is, and which. */
export function zoneIn(words: readonly string[]): { from: number; to: number; zone: string } | undefined {
  for (let length = Math.min(4, words.length); length > 0; length--) {
    for (let from = 0; from + length <= words.length; from++) {
      const zone = findZone(words.slice(from, from + length).join(' '))
      if (zone !== undefined) return { from, to: from + length, zone }
    }
  }
  return undefined
}
