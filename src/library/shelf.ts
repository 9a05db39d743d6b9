import type { Amendments } from '../catalogue/amend.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Log } from '../log.ts'
import { buildingEdition, type Edition } from '../search/edition.ts'
import { gently } from './gently.ts'

/** An edition with all that it was made of, which tells whether it must be made anew. */
type Layer = { below: Catalogue; own: Amendments; edition: Edition }

type Deps = {
  /** The present day, as `2026-11-22`. */
  today: () => string
  log: Log
  /** Ends what is being built. */
  signal: AbortSignal
}

const NOTHING: Amendments = { additions: [], dead: new Map() }

/**
 * The editions that answer: one for all workspaces, and one for each that has amendments of its own, which lie over
 * those for all.
 */
export function createShelf(edition: Edition, deps: Deps) {
  const amendments = new Map<string, Amendments>()
  let shared: Layer = { below: edition.catalogue, own: NOTHING, edition }
  let teams: ReadonlyMap<string, Layer> = new Map()
  const lay = (team: string, former: Layer | undefined, below: Edition | Catalogue) =>
    layer(team, amendments.get(team) ?? NOTHING, former, below, deps)
  return {
    current: (team: string): Edition => (teams.get(team) ?? shared).edition,
    /** Takes effect when the shelf is arranged. */
    amend(team: string, given: Partial<Amendments>): void {
      amendments.set(team, { ...(amendments.get(team) ?? NOTHING), ...given })
    },
    /**
     * Puts the editions of a catalogue, with all amendments, in the place of the former ones, once all are built.
     * @throws AbortError once they are no longer wanted
     */
    async arrange(catalogue: Catalogue): Promise<void> {
      const nextShared = await lay('', shared, catalogue)
      const nextTeams = new Map<string, Layer>()
      for (const team of amendments.keys()) {
        if (team !== '') nextTeams.set(team, await lay(team, teams.get(team), nextShared.edition))
      }
      shared = nextShared
      teams = nextTeams
    },
  }
}

async function layer(
  team: string,
  own: Amendments,
  former: Layer | undefined,
  given: Edition | Catalogue,
  { today, log, signal }: Deps,
): Promise<Layer> {
  const below = 'catalogue' in given ? given.catalogue : given
  if (former?.below === below && former.own === own) return former
  const began = performance.now()
  const catalogue = await amend(team, below, own, { today, log, signal })
  if (former?.edition.catalogue.version === catalogue.version) return { below, own, edition: former.edition }
  if (catalogue === below && 'catalogue' in given) return { below, own, edition: given }
  const edition = await gently(buildingEdition(catalogue), signal)
  const { useCases, version } = catalogue
  const ms = Math.round(performance.now() - began)
  log.info(
    { useCases: useCases.length, version, ms, ...(team && { team }) },
    'answers come from a new edition',
  )
  return { below, own, edition }
}

/** What people wrote is in no log. */
const withoutWords = (fault: string) => fault.replace(/".*"/, '"…"').split(' also stands')[0]

async function amend(
  team: string,
  below: Catalogue,
  own: Amendments,
  { today, log, signal }: Deps,
): Promise<Catalogue> {
  if (own.additions.length === 0 && own.dead.size === 0) return below
  // Only here, since the schema takes long to load, and many never need it.
  const { amending } = await import('../catalogue/amend.ts')
  const { catalogue, problems } = await gently(amending(below, own, today()), signal)
  for (const { fault } of problems)
    log.warn({ team, fault: withoutWords(fault) }, 'an accepted use case is left out')
  return catalogue
}
