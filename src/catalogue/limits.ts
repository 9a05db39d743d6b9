/** How long each text of a use case may be, in Unicode code points, as zod and JSON Schema count. A card's body holds 200. */
export const LENGTH = {
  id: 60,
  company: 60,
  alias: 60,
  aliases: 12,
  countries: 4,
  title: 60,
  summary: 190,
  details: 600,
  topics: 8,
  links: 6,
  url: 400,
  linkTitle: 160,
  speaker: 50,
  speakers: 12,
  event: 80,
  label: 40,
  meaning: 140,
  synonym: 60,
  synonyms: 120,
} as const

/** What a link leads to; the order is the order in which editors offer them. */
export const LINK_KINDS = ['talk', 'video', 'slides', 'article', 'paper', 'event', 'product'] as const
export type LinkKind = (typeof LINK_KINDS)[number]

/** Kafka Streams began in 2016 (Kafka 0.10); nothing about it can be older. */
export const FIRST_YEAR = 2016
