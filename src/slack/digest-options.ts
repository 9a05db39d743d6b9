import { DIGEST_INPUTS } from '../cards/digest-modal.ts'
import { option } from '../cards/elements.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { matcher } from '../catalogue/nearest.ts'
import type { Term } from '../catalogue/schema.ts'
import { suggestZones } from '../digest/zones.ts'
import type { Offers } from './clicks.ts'

/** As many as Slack takes for a menu. */
const MOST = 100

/** What the menus of the digest's modal offer for what was typed so far. */
export function createDigestOptions(catalogue: Catalogue): Offers {
  const suggest = createTopics(catalogue)
  return {
    [DIGEST_INPUTS.zone]: ({ payload, ack }) =>
      ack({ options: suggestZones(payload.value, MOST).map((zone) => option(zone, zone)) }),
    [DIGEST_INPUTS.topics]: ({ payload, ack }) =>
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
