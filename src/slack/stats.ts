import type { Reply } from '../cards/blocks.ts'
import { statsReply } from '../cards/stats.ts'
import { statsOf } from '../catalogue/stats.ts'
import type { Kept } from '../people/kept.ts'
import type { Edition } from '../search/edition.ts'
import { namesAmong } from './agent.ts'

/** Answers how much there is of what, and how much is searched for and missed: counts, and nobody's words. */
export async function answerStats(
  team: string,
  { catalogue, search, kept }: Edition & { kept: Pick<Kept, 'totals' | 'popular'> },
): Promise<Reply> {
  const [totals, popular] = await Promise.all([kept.totals(team), kept.popular(team, 50)])
  const names = new Set(
    namesAmong(
      popular.map(({ query }) => query),
      search,
    ),
  )
  const mostAsked = popular.filter(({ query }) => names.has(query))
  return statsReply(statsOf(catalogue), { ...totals, mostAsked })
}
