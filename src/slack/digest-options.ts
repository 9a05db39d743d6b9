import type { SlackOptionsMiddlewareArgs } from '@slack/bolt'
import { option } from '../cards/elements.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Term } from '../catalogue/schema.ts'
import { suggestZones } from '../digest/zones.ts'

/** As many as Slack takes for a menu. */
const MOST = 100

type Args = SlackOptionsMiddlewareArgs<'block_suggestion'>

/** What the menus of the digest's modal offer for what was typed so far. */
export function createDigestOptions(catalogue: Catalogue) {
  const suggest = createTopics(catalogue)
  return {
    zones: ({ payload, ack }: Args) =>
      ack({ options: suggestZones(payload.value, MOST).map((zone) => option(zone, zone)) }),
    topics: ({ payload, ack }: Args) =>
      ack({ options: suggest(payload.value).map(({ id, label }) => option(label, id)) }),
  }
}

/** Topics by label or synonym, else those that are spelt much alike; for nothing typed all that fit. */
function createTopics(catalogue: Catalogue): (typed: string) => Term[] {
  const terms = [...catalogue.topics.values()].toSorted((a, b) => a.label.localeCompare(b.label))
  const near = matcher(terms.map(({ label }) => label))
  return (typed) => {
    const asked = typed.trim().toLowerCase()
    const holds = terms.filter(({ label, synonyms }) =>
      [label, ...synonyms].some((name) => name.toLowerCase().includes(asked)),
    )
    const alike = () => terms.filter(({ label }) => near(asked, 5).includes(label))
    return (holds.length > 0 ? holds : alike()).slice(0, MOST)
  }
}
