import { z } from 'zod'
import { FIRST_YEAR, LENGTH, LINK_KINDS } from './limits.ts'

// One line of visible characters: such text can be shown and searched as it is. Of the invisible ones only the two
// joiners (U+200C and U+200D) are let through, which some scripts and emoji need.
const ONE_LINE = /^(?!\s)(?:[^\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|[\u200c\u200d])*(?<!\s)$/u
const line = (max: number) =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(ONE_LINE, 'is not plain text on one line')
    .refine((text) => !hasHtml(text), 'has HTML in it')
    // What `kstreams sync --write` leaves for a person to finish.
    .refine((text) => !/^TODO\b/.test(text), 'is still to be written')
const id = z
  .string()
  .max(LENGTH.id)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not written as an id')
/** The name of a file of `data/use-cases`, without `.yaml`. */
export const useCaseId = id

// `&` counts as the five characters that it takes in a message, so that a link always fits its card.
const url = z
  .string()
  .max(LENGTH.url)
  .regex(/^https:\/\//, 'is not an https address') // again, as a pattern that editors can check
  .refine((text) => isHttps(text), 'is not an https address')
  .refine((text) => text.replaceAll('&', '&amp;').length <= LENGTH.url + 100, 'has too many & signs')

const date = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'is not a date like 2024-05-31')
  .refine(
    (text) => new Date(`${text}T00:00:00Z`).toJSON()?.startsWith(text) ?? false,
    'is not a day of the calendar',
  )

const country = z.string().regex(/^[A-Z]{2}$/, 'is not a two-letter country code')
const language = z.string().regex(/^[a-z]{2}$/, 'is not a two-letter language')

const link = z
  .strictObject({
    url: url.describe('Where the talk, article or paper is. https only.'),
    kind: z.enum(LINK_KINDS).describe('What a reader finds there.'),
    title: line(LENGTH.linkTitle).optional().describe('Its own title; left out when nobody could read it.'),
    speakers: z.array(line(LENGTH.speaker)).max(LENGTH.speakers).optional().describe('Speakers or authors.'),
    event: line(LENGTH.event)
      .optional()
      .describe('Conference, meetup or podcast, with its year in the name.'),
    year: z.int().min(FIRST_YEAR).optional().describe('The year, when the day is not known.'),
    date: date.optional().describe('The day, as 2024-05-31. Then leave `year` out.'),
    language: language.optional().describe('ISO 639 code; left out for English.'),
  })
  .refine((value) => value.year === undefined || value.date === undefined, {
    path: ['year'],
    message: 'stands beside a date',
  })

/** A file of `data/use-cases`, as people write it. */
export const useCaseFile = z.strictObject({
  company: line(LENGTH.company).describe('Who runs it, by its common name.'),
  aliases: z
    .array(line(LENGTH.alias))
    .max(LENGTH.aliases)
    .default([])
    .describe('Other names that people type: former names, product names, initials.'),
  industry: id.describe('An id of industries.yaml.'),
  countries: z
    .array(country)
    .max(LENGTH.countries)
    .default([])
    .describe('ISO 3166 codes of where the organisation is from, where that is common knowledge.'),
  title: line(LENGTH.title).describe('What it is, in at most 60 characters, without the company.'),
  summary: line(LENGTH.summary).describe('What they do with Kafka Streams, in at most 190 characters.'),
  details: line(LENGTH.details).optional().describe('One paragraph: scale, design, lessons. At most 600.'),
  topics: z.array(id).min(1).max(LENGTH.topics).describe('Ids of topics.yaml, the most telling first.'),
  links: z.array(link).min(1).max(LENGTH.links).describe('The link that a reader wants first comes first.'),
  source: z.enum(['awesome-kafka-streams', 'research']).describe('Where the entry comes from.'),
  added: date.describe('The day it came into the catalogue.'),
})

const { shape } = useCaseFile
/** A list, of which those beyond the most that are allowed are not looked at: there may be thousands. */
function some<T extends z.ZodType>(item: T, most: number) {
  const short = (value: unknown) => (Array.isArray(value) ? value.slice(0, most) : value)
  return z.preprocess(short, z.array(item).catch([]))
}

/**
 * A use case with faults, read for what is right in it, so that the checks that come after the schema still see
 * that and all problems come out at once. An empty text stands for one that was wrong.
 */
export const faultyUseCaseFile = z.object({
  company: shape.company.catch(''),
  aliases: some(line(LENGTH.alias).catch(''), LENGTH.aliases),
  industry: id.catch(''),
  countries: some(country.catch(''), LENGTH.countries),
  topics: some(id.catch(''), LENGTH.topics),
  links: some(
    z
      .object({
        url: url.catch(''),
        year: z.int().min(FIRST_YEAR).optional().catch(undefined),
        date: date.optional().catch(undefined),
        language: language.optional().catch(undefined),
      })
      .catch({ url: '' }),
    LENGTH.links,
  ),
  added: date.catch(''),
})

/** What stays behind when a use case gets another id, so that saved links keep working. */
export const movedFile = z.strictObject({ movedTo: id.describe('The id that the use case has now.') })

const term = {
  id: id.describe('Stable name, used in files and filters.'),
  label: line(LENGTH.label).describe('What a person reads.'),
  meaning: line(LENGTH.meaning).describe('One line that says what belongs here.'),
  synonyms: z
    .array(line(LENGTH.synonym))
    .max(LENGTH.synonyms)
    .default([])
    .describe('What people type for it: one word or several.'),
}
/** The vocabularies, such as `data/topics.yaml`: lists of the same shape. */
export const vocabularyFile = z.array(z.strictObject(term)).min(1)

/** The fields that stand beside each other, by what they describe; to name the nearest one to a mistyped one. */
export const FIELDS = { useCase: useCaseFile.shape, link: link.shape, moved: movedFile.shape, term }

/** A link that leads nowhere any more: since which day (UTC, `2026-11-22`), and where a copy of it is kept, if anywhere. */
export type DeadLink = { since: string; archive?: string }
/** `dead` is no field of a file: the bot finds it out. */
export type Link = z.infer<typeof link> & { dead?: DeadLink }
export type UseCaseFile = z.infer<typeof useCaseFile>
export type Term = z.infer<typeof vocabularyFile>[number]

function isHttps(text: string): boolean {
  // A space, a quote or a bracket in an address is a slip of the pen, and breaks Slack's <address|label>.
  if (/[\s"'<>|`\\^{}]/.test(text) || !text.startsWith('https://') || !URL.canParse(text)) return false
  const { hostname, username, password } = new URL(text)
  return hostname.includes('.') && !username && !password
}

const TAG = /<(?:\/?([a-z][a-z0-9]*)(?:\s*\/?>|\s+[\w-]+\s*=)|!--)/gi
/** The tags that people paste. */
const TAGS = new Set(
  `a abbr b blockquote body br button center code del div em font form h1 h2 h3 h4 h5 h6 head hr html i iframe img input
  ins li ol p pre q s script small span strong style sub sup svg table tbody td th thead tr u ul video`.split(
    /\s+/,
  ),
)

function hasHtml(text: string): boolean {
  return [...text.matchAll(TAG)].some(([tag, name]) => {
    if (name === undefined) return true
    // `List<B>` and `Serde<Form>` are types of Java.
    return TAGS.has(name.toLowerCase()) && !/^<[A-Z](?:[a-z]|>)/.test(tag)
  })
}
