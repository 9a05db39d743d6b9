import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import { type Term, type UseCaseFile, useCaseFile } from '../../src/catalogue/schema.ts'
import { createSearch } from '../../src/search/search.ts'

/** A small catalogue of made-up use cases: nothing that happens to the real one changes a golden file. */
const term = (id: string, label: string, meaning: string, ...synonyms: string[]): Term => ({
  ...{ id, label, meaning, synonyms },
})
const vocabulary = (...terms: Term[]) => new Map(terms.map((one) => [one.id, one]))

const industries = vocabulary(
  term('finance', 'Finance and Fintech', 'Banks, insurers and those who pay.', 'bank', 'fintech'),
  term('retail', 'Retail', 'Shops, on streets and online.', 'shop', 'ecommerce'),
  term('transport', 'Transport and Logistics', 'Trains, ships, parcels.', 'railway', 'shipping'),
)
const topics = vocabulary(
  term('fraud-detection', 'Fraud detection', 'Payments that the payer never made, stopped in time.', 'scam'),
  term('joins', 'Joins', 'Two streams, or a stream and a table, put together.', 'enrichment'),
  term('windowing', 'Windowing', 'Events of a stretch of time, counted together.', 'time windows'),
  term('gps', 'GPS positions', 'GPS positions of what moves.', 'geolocation', 'vehicle tracking'),
  term('kubernetes', 'Kubernetes', 'Runs in containers that Kubernetes looks after.', 'k8s'),
  term('personalisation', 'R&D <of> *offers*', 'Each gets _another_ offer, @here & now.', 'offers'),
)

const files: Record<string, UseCaseFile> = {
  'acme-bank-alerts': {
    ...{ company: 'Acme Bank', aliases: ['ABC'], industry: 'finance', countries: ['GB'] },
    title: 'Fraud alerts within a second',
    summary: 'Joins each payment with what is known of the card, and stops it where the two do not fit.',
    details:
      'Forty instances keep the profiles of 20 million cards in local state, so that no payment waits for a database. A new rule is tried on the live stream for a week before it may stop anything.',
    topics: ['fraud-detection', 'joins', 'kubernetes'],
    links: [
      {
        ...{ url: 'https://www.youtube.com/watch?v=a1B2c3D4e5F', kind: 'talk', date: '2023-05-16' },
        title: 'Ten Thousand Payments a Second, and Not One Too Late',
        ...{ speakers: ['Mara Lind', 'Theo Okafor'], event: 'Stream Days London 2023' },
      },
      { url: 'https://example.com/acme/slides', kind: 'slides', year: 2023 },
      { url: 'https://example.com/acme/paper.pdf', kind: 'paper', title: 'Profiles at the Edge of a Log' },
    ],
    ...{ source: 'research', added: '2026-10-01' },
  },
  'acme-bank-limits': {
    ...{ company: 'Acme Bank', aliases: ['ABC'], industry: 'finance', countries: ['GB'] },
    title: 'Credit limits that follow the day',
    summary: 'Adds up what each customer spends in windows of an hour and of a day.',
    topics: ['windowing'],
    links: [{ url: 'https://example.com/acme/limits', kind: 'article', speakers: ['Mara Lind'], year: 2024 }],
    ...{ source: 'research', added: '2026-09-01' },
  },
  'bahn-positions': {
    ...{ company: 'Nordbahn', aliases: [], industry: 'transport', countries: ['DE'] },
    title: 'Where each train is, for those who wait for it',
    summary: 'Puts positions and timetables together, and tells every display on a platform.',
    topics: ['gps', 'joins'],
    links: [
      {
        ...{ url: 'https://example.com/nordbahn', kind: 'article', title: 'Pünktlich in Echtzeit' },
        ...{ language: 'de', speakers: ['Jörg Müller'], date: '2022-03-01' },
      },
      { url: 'https://example.com/nordbahn/video', kind: 'video', language: 'de', title: 'Der Zug kommt' },
    ],
    ...{ source: 'awesome-kafka-streams', added: '2026-08-01' },
  },
  'corner-shop-offers': {
    ...{ company: 'Corner & Söhne <Shop>', aliases: ['*Corner*'], industry: 'retail', countries: [] },
    title: '*Offers* for @everyone, _by_ `shelf` & <!channel>',
    summary:
      'Sells ~old~ bread at half price: <https://example.com|see here>, at corner.example or #general.',
    topics: ['personalisation'],
    links: [
      { url: 'https://example.com/corner?a=1&b=2', kind: 'product', title: 'Corner > Street & <more>' },
      { url: 'https://example.com/corner/fair', kind: 'event', event: 'Fair *of* Corners', year: 2021 },
    ],
    ...{ source: 'research', added: '2026-07-01' },
  },
  'long-haul': {
    ...{ company: 'Long Haul Shipping and Forwarding Company of the North Sea', aliases: [] },
    ...{ industry: 'transport', countries: ['NO', 'NL'] },
    title: 'Estimated times of arrival for forty thousand containers a',
    summary:
      'Follows each container from the crane to the customer, joins positions, weather and queues before each harbour in windows of a minute, and tells whoever waits when to send a lorry.',
    details: `${'One paragraph as long as the catalogue lets it be, so that its end is seen too. '.repeat(7)}The end of it is here.`,
    topics: ['gps', 'windowing', 'joins', 'kubernetes', 'personalisation'],
    links: Array.from({ length: 6 }, (_, index) => ({
      ...{ url: `https://example.com/${'long-haul/'.repeat(20)}${index}`, kind: 'talk' as const },
      title: `Part ${index + 1} of a Story Told at Length: Containers, Cranes, Weather and What Became of Them When Every Harbour of the Coast Was Full, or: Never Again`,
      speakers: Array.from({ length: 12 }, (_, place) => `Speaker Number ${place + 1} of ${index + 1}`),
      event: 'The Great International Conference on Streams of Events and Containers',
      year: 2019 + index,
    })),
    ...{ source: 'research', added: '2026-06-01' },
  },
  'tiny-till': {
    ...{ company: 'Tiny', aliases: [], industry: 'retail', countries: ['KR'], title: 'Tills' },
    summary: 'Counts what each till sold, for scam alerts at night.',
    topics: ['windowing'],
    links: [{ url: 'https://example.com/tiny', kind: 'article', language: 'ko' }],
    ...{ source: 'research', added: '2026-05-01' },
  },
}

const useCases: UseCase[] = Object.entries(files).map(([id, file]) => ({
  id,
  ...useCaseFile.parse(file),
}))

export const catalogue: Catalogue = {
  ...{ industries, topics, useCases, version: 'golden1' },
  countries: vocabulary(term('gb', 'United Kingdom', 'Organisations from there.', 'british', 'uk')),
  kinds: vocabulary(term('talk', 'Talk', 'Something to watch.', 'talks')),
  words: vocabulary(term('realtime', 'Real time', 'At once.', 'instantly')),
  byId: new Map(useCases.map((useCase) => [useCase.id, useCase])),
}

export const search = createSearch(catalogue)

/** The use case of this id. */
export function named(id: string): UseCase {
  const found = catalogue.byId.get(id)
  if (!found) throw new Error(`the golden catalogue has no ${id}`)
  return found
}
