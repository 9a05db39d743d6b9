import type { Addition } from '../../src/catalogue/draft.ts'
import * as arbitrary from './arbitrary.ts'

/** A suggestion as it comes from the form: with one link. */
export const alerts: Addition = {
  id: 'acme-fraud-alerts',
  useCase: {
    ...{ company: 'Acme', aliases: [], industry: 'finance', countries: [], title: 'Fraud alerts' },
    summary: 'Joins payments with cards in Kafka Streams.',
    topics: ['fraud-detection', 'joins'],
    links: [{ url: 'https://example.com/talk', kind: 'talk', title: 'A talk', event: 'Current', year: 2024 }],
    ...{ source: 'research', added: '2026-11-22' },
  },
}

/** All that could do harm in a message, in every field. */
const HARM = '<!channel> <@U1> *bold* <b>'
export const hostile: Addition = {
  id: 'hostile',
  useCase: {
    ...alerts.useCase,
    ...{ company: `${HARM} \u200f`, title: `${HARM} \u202e`, summary: HARM.repeat(6), details: HARM },
    links: [{ url: 'https://example.com/?a=1&b=2', kind: 'talk', title: HARM, event: HARM }],
  },
}

/** Any suggestion that the schema accepts, the longest and nastiest included. */
export const addition = arbitrary.useCase.map(
  ({ id, ...useCase }): Addition => ({ id, useCase: { ...useCase, links: useCase.links.slice(0, 1) } }),
)
