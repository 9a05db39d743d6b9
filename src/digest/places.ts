import type { Share } from '../store/due.ts'

/** The places of a process: how many deliveries may be in hand at a time, in all and of each workspace. */
export type Places = {
  /** Takes one for a workspace. @returns what gives it back */
  take: (team: string) => () => void
  /** How many are free. */
  room: () => number
  /** Shares out those that are free: one for each, and then another one, first to those whose last turn is longest ago. */
  share: Share
  /** Whether it can have no more until it gives one back. */
  full: (team: string) => boolean
  /** Gives a workspace none for so long, and then one, and little by little more. */
  rest: (team: string, ms: number) => void
  /** @returns what tells whether so many were given back since that it is worth another look */
  watch: () => () => boolean
}

/** How things stand with a workspace. They are kept until the process ends: a few numbers of each. */
type Standing = {
  inHand: number
  restUntil: number
  /** Counts its rests. */
  rests: number
  /** Whether nothing went well since its last rest. */
  troubled: boolean
  /** When it last had a turn, counted in turns. */
  turn: number
}

type Limits = {
  inFlight: number
  /** The most that one workspace may have. */
  each: number
  /** Milliseconds that only grow. */
  elapsed: () => number
  /** How long it takes after a rest until there is another place; at first there is one. 0: all at once. */
  widenMs: number
}

export function createPlaces({ inFlight, each, elapsed, widenMs }: Limits): Places {
  const known = new Map<string, Standing>()
  // Calls that get no answer hold a place for ten seconds: however many workspaces are so, the others have half.
  const mostTroubled = Math.max(each, Math.ceil(inFlight / 2))
  let turns = 0
  const standingOf = (team: string): Standing => {
    const kept = known.get(team)
    if (kept) return kept
    const none = { inHand: 0, restUntil: Number.NEGATIVE_INFINITY, rests: 0, troubled: false, turn: 0 }
    known.set(team, none)
    return none
  }
  const inHand = (counts: (one: Standing) => boolean) =>
    [...known.values()].reduce((sum, one) => sum + (counts(one) ? one.inHand : 0), 0)
  const room = () => Math.max(0, inFlight - inHand(() => true))
  // Twenty that come at once after each rest would be sent away again, and count as twenty calls too many.
  const placesOf = ({ restUntil }: Standing) => {
    const since = elapsed() - restUntil
    if (since < 0) return 0
    return widenMs === 0 ? each : Math.min(each, 1 + Math.floor(since / widenMs))
  }
  const isFull = (one: Standing) => one.inHand > 0 && placesOf(one) > 0 && one.inHand >= placesOf(one)
  return {
    room,
    full: (team) => isFull(standingOf(team)),
    take: (team) => take(standingOf(team)),
    rest: (team, ms) => {
      const one = standingOf(team)
      one.restUntil = Math.max(one.restUntil, elapsed() + ms)
      one.rests += 1
      one.troubled = true
    },
    share: (teams) => {
      const waiting = teams.map((team) => ({ team, one: standingOf(team) }))
      const inTurn = waiting.toSorted((a, b) => a.one.turn - b.one.turn)
      const free = { all: room(), troubled: mostTroubled - inHand(({ troubled }) => troubled) }
      const given = shareOut(inTurn, free, placesOf)
      for (const { team, one } of inTurn) if (given.has(team)) one.turn = ++turns
      return given
    },
    watch: () => {
      const full = [...known.values()].filter(isFull)
      const crowded = full.length === 0 || room() < inFlight / 2
      return () => full.some((one) => one.inHand <= placesOf(one) / 2) || (crowded && room() >= inFlight / 2)
    },
  }
}

function take(one: Standing): () => void {
  const { rests } = one
  one.inHand += 1
  return () => {
    one.inHand -= 1
    if (one.rests === rests) one.troubled = false
  }
}

/** One for each as long as there are some. */
function shareOut(
  inTurn: readonly { team: string; one: Standing }[],
  free: { all: number; troubled: number },
  placesOf: (one: Standing) => number,
): Map<string, number> {
  const given = new Map<string, number>()
  const mayHave = ({ team, one }: (typeof inTurn)[number]) =>
    free.all > 0 &&
    (!one.troubled || free.troubled > 0) &&
    one.inHand + (given.get(team) ?? 0) < placesOf(one)
  for (let waiting = inTurn; waiting.length > 0; waiting = waiting.filter(mayHave)) {
    for (const next of waiting) {
      if (!mayHave(next)) continue
      given.set(next.team, (given.get(next.team) ?? 0) + 1)
      free.all -= 1
      if (next.one.troubled) free.troubled -= 1
    }
  }
  return given
}
