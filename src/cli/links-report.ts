import { count } from '../cards/text.ts'
import type { LinkResult, LinkState } from '../link-check/result.ts'

/** A link of the catalogue: what became of it, since when (ISO 8601), and which use cases have it, by id. */
type ReportedLink = LinkResult & { since: string; useCases: readonly string[] }

/** What `kstreams links` writes; the README documents its fields. */
export type LinksReport = {
  /** ISO 8601. */
  checkedAt: string
  /** Whether every link was checked; what was not is as it was in the report before. */
  complete: boolean
  counts: Record<LinkState, number>
  links: readonly ReportedLink[]
}

/**
 * Puts a report together, in the order of the catalogue's links.
 * @param of `checkedAt` in ISO 8601; `old` is the report before, from which `since` is where the state is the same
 */
export function linksReport(of: {
  links: ReadonlyMap<string, readonly string[]>
  results: readonly LinkResult[]
  checkedAt: string
  old: Pick<LinksReport, 'links'> | undefined
}): LinksReport {
  const results = new Map(of.results.map((result) => [result.url, result]))
  const before = new Map(of.old?.links.map((link) => [link.url, link]))
  const counts: LinksReport['counts'] = { ok: 0, moved: 0, blocked: 0, dead: 0 }
  const links = [...of.links].flatMap(([url, useCases]) => {
    const [result, old] = [results.get(url), before.get(url)]
    const known = result ?? old
    if (!known) return []
    counts[known.state]++
    if (old?.state !== known.state) return { ...known, since: of.checkedAt, useCases }
    // The archive does not always answer.
    const archive = known.archive ?? old.archive
    return { ...known, ...(archive === undefined ? {} : { archive }), since: old.since, useCases }
  })
  return { checkedAt: of.checkedAt, complete: results.size === of.links.size, counts, links }
}

/** Reads a report that was written before; undefined when the text is none. */
export function parseReport(text: string): Pick<LinksReport, 'links'> | undefined {
  try {
    const { links } = JSON.parse(text) as { links: ReportedLink[] }
    return links.every(isReported) ? { links } : undefined
  } catch {
    return undefined // No JSON, or no list in it.
  }
}

const isReported = ({ url, state, since }: ReportedLink) =>
  typeof url === 'string' &&
  ['ok', 'moved', 'blocked', 'dead'].includes(state) &&
  typeof since === 'string' &&
  !Number.isNaN(Date.parse(since))

const STATES: readonly Exclude<LinkState, 'ok'>[] = ['moved', 'blocked', 'dead']

/**
 * The report for a person: what is not ok, the worst last, where it stays in view.
 * @param placeOf where a link stands in a use case, such as `data/use-cases/x.yaml:12`
 */
export function reportAsText(
  { links, counts, complete }: LinksReport,
  placeOf: (useCase: string, url: string) => string,
): string {
  const blocks = STATES.flatMap((state) => links.filter((link) => link.state === state)).map((link) =>
    [
      `${link.state.padEnd(8)} ${link.url}`,
      ...[...detailsOf(link), ...link.useCases.map((id) => placeOf(id, link.url))].map(
        (line) => `         ${line}`,
      ),
    ].join('\n'),
  )
  const each = (['ok', ...STATES] as const).map((state) => `${counts[state]} ${state}`).join(', ')
  const advice = STATES.filter((state) => counts[state] > 0).map((state) => ADVICE[state])
  const stopped = complete ? [] : ['Stopped before all links were checked.']
  return `${[...blocks, [`${count(links.length, 'link')}: ${each}.`, ...stopped, ...advice].join('\n')].join('\n\n')}\n`
}

const ADVICE = {
  moved: 'moved: put the new address into the file.',
  blocked: 'blocked: it cannot be told from here; look at it in a browser.',
  dead: 'dead: look for another address, or use the copy. "perhaps" means that it may be back: check again tomorrow.',
}

function detailsOf({ state, certain, reason, since, movedTo, archive }: ReportedLink): string[] {
  const why = [state === 'dead' && !certain ? 'perhaps' : '', reason ?? '', `since ${since.slice(0, 10)}`]
  return [
    why.filter(Boolean).join(', '),
    ...(movedTo === undefined ? [] : [`now at ${movedTo}`]),
    ...(archive === undefined ? [] : [`copy at ${archive}`]),
  ]
}
