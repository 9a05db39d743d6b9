import { z } from 'zod'
import { yearOf } from './catalogue.ts'
import { reporter } from './checks.ts'
import type { Problem } from './problems.ts'
import { readYaml, type SourceFile } from './read-yaml.ts'
import { FIELDS } from './schema.ts'

const { useCase: fields, link: linkFields } = FIELDS
const right = <T extends z.ZodType>(field: T) => field.optional().catch(undefined)

// What is wrong by the schema has been told, and is left out.
const worded = z.object({
  ...{ company: right(fields.company), title: right(fields.title), summary: right(fields.summary) },
  details: right(fields.details),
  links: z
    .array(
      z
        .object({
          ...{ kind: right(linkFields.kind), title: right(linkFields.title), event: right(linkFields.event) },
          ...{ year: right(linkFields.year), date: right(linkFields.date) },
          ...{ speakers: right(linkFields.speakers), language: right(linkFields.language) },
        })
        .catch({}),
    )
    .catch([]),
})
type Worded = z.infer<typeof worded>
type WordedLink = Worded['links'][number]

/** A slip of wording: where it is, what is wrong (beginning with the name of the field), and what to do. */
export type WordingFault = Pick<Problem, 'fault' | 'remedy'> & { path: PropertyKey[] }

/**
 * The slips of wording in the files of use cases. They stop no bot, which is why nothing but `kstreams check` and
 * the tests ask for them; `checkDraft` asks for those of what a person types.
 * @param files those of a data folder; of what cannot be read, nothing is said here
 */
export function checkWording(files: readonly SourceFile[]): Problem[] {
  const problems: Problem[] = []
  for (const file of files) {
    const document = file.path.startsWith('use-cases/') ? readYaml(file, []) : undefined
    if (!document) continue
    const report = reporter(file.path, document.locate, problems)
    for (const { path, fault, remedy } of wordingFaults(document.value)) report(path, fault, remedy)
  }
  return problems
}

/**
 * All that breaks the rules of wording of data/README.md in one use case.
 * @param useCase as its file has it; of a field that is wrong by the schema, nothing is said here
 */
export function wordingFaults(useCase: unknown): WordingFault[] {
  const { data } = worded.safeParse(useCase)
  if (!data) return []
  const { company, title, summary, details, links } = data
  const texts = Object.entries({ title, summary, details }).flatMap(([field, text]) =>
    text === undefined ? [] : textFaults(field, text),
  )
  return [
    ...(title === undefined ? [] : titleFaults(title, company)),
    ...(summary === undefined ? [] : summaryFaults(summary)),
    ...(details === undefined ? [] : detailsFaults(details, summary)),
    ...texts,
    ...orderFaults(links),
    ...links.flatMap(linkFaults),
  ]
}

function titleFaults(title: string, company: string | undefined): WordingFault[] {
  const path = ['title']
  return faults(
    // A digit will do, and scripts without capitals.
    !/^[\p{Lu}\p{Lt}\p{Lo}\p{N}]/u.test(title) && {
      ...{ path, fault: 'title does not begin with a capital letter', remedy: 'Begin it with one.' },
    },
    /[.:;]$/.test(title) && {
      ...{ path, fault: `title ends with a ${SIGNS[title.slice(-1)]}`, remedy: 'Leave that out.' },
    },
    company !== undefined &&
      hasName(title, company) && {
        ...{ path, fault: 'title names the company', remedy: 'Leave it out: it stands beside the title.' },
      },
  )
}

const SIGNS: Readonly<Record<string, string>> = { '.': 'full stop', ':': 'colon', ';': 'semicolon' }

function hasName(text: string, name: string): boolean {
  const literal = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'iu').test(text)
}

/** Of verbs in the present or the past; a noun in the plural passes, too. */
const VERB =
  /^(?:[A-Z][a-z]*(?:s|ed)|Built|Rebuilt|Broke|Brought|Cut|Found|Gave|Held|Kept|Made|Put|Ran|Sent|Split|Took|Wrote)\b/

function summaryFaults(summary: string): WordingFault[] {
  const path = ['summary']
  return faults(
    !VERB.test(summary) && {
      ...{ path, fault: 'summary does not begin with a verb', remedy: 'Begin it like “Joins” or “Counts”.' },
    },
    !summary.includes('Kafka Streams') && {
      ...{ path, fault: 'summary does not name Kafka Streams', remedy: 'Say what it is used for.' },
    },
    !summary.endsWith('.') && NO_FULL_STOP(path),
    /\.\s/.test(summary) && {
      ...{ path, fault: 'summary has more than one sentence', remedy: 'Make one of it, or use details.' },
    },
  )
}

function detailsFaults(details: string, summary: string | undefined): WordingFault[] {
  const path = ['details']
  return faults(
    !details.endsWith('.') && NO_FULL_STOP(path),
    summary !== undefined &&
      details.includes(summary.slice(0, SAME)) && {
        ...{ path, fault: 'details says the summary again', remedy: 'Say what the summary does not.' },
      },
  )
}

/** In characters. */
const SAME = 40

const NO_FULL_STOP = (path: string[]) => ({
  ...{ path, fault: `${path[0]} has no full stop at its end`, remedy: 'Put one there.' },
})

const MARKETING = `leverag\\w* cutting[-_]edge seamless\\w* robust\\w* world[-_]class revolution\\w* powerful
  game[-_]chang\\w* best[-_]in[-_]class state[-_]of[-_]the[-_]art blazing\\w* next[-_]generation next[-_]level unlock\\w*
  empower\\w* effortless\\w* innovati\\w* leading unprecedented supercharg\\w* harness\\w* solutions? massive\\w*
  mission[-_]critical lightning\\w* synerg\\w* holistic truly very huge\\w* amazing\\w* actionable turnkey ecosystems?
  unique\\w*`
  .replaceAll(/\s+/g, '|')
  .replaceAll('_', ' ')

// Names of people and things keep their spelling; so does what is quoted in brackets as the word of the trade.
const AMERICAN =
  /(?<!\()\b(?:(?!size|prize|seize|optimizer|denormalizer)[a-z]+iz(?:e[ds]?|ing|ations?)|\w*color\w*|\w*behavior\w*|analyz\w+|(?<!\bUS )center\w*|fulfill|labeled|labeling|model(?:ed|ing)|travel(?:ed|er|ers|ing)|cancel(?:ed|ing)|favorites?|catalogs?|programs?|gotten|license)\b/

/** What stands in none of our own words: what is found, what that is, and what to do. The texts of links are quotations. */
const BANNED: readonly (readonly [RegExp, string, string])[] = [
  [new RegExp(`\\b(?:${MARKETING})\\b`, 'i'), 'a word of marketing', 'Say plainly what it does.'],
  [AMERICAN, 'American spelling', 'Spell it as the British do.'],
  [/\S*['"]\S*/, 'a straight quote', 'Use curly ones: ’ “ ”.'],
  [/\S*[!?]/, 'an exclamation or a question', 'Make a statement of it.'],
  [/\bhttps?:\S*|\bwww\.\S*/, 'an address', 'Put it among the links.'],
  [/\S* - \S*|\S*—\S*|\S* – \S*/, 'a dash', 'Use a comma, a colon or a new sentence.'],
  [/\b\w+(?:n’t|’re|’ve|’ll)\b/, 'a contraction', 'Write it out.'],
  [/\b(?:[Ww]e|[Oo]ur|us|[Yy]ou|[Yy]our)\b/, 'a word of a speaker', 'Say “they”, or name who does it.'],
  [/\b(\w+) \1\b/i, 'a word twice', 'Remove one.'],
  [/\S* {2}\S*/, 'two spaces', 'Remove one.'],
  [/\b\d{5,}\b/, 'a number without commas', 'Write it like 10,000.'],
]

// What is quoted shall leave room for the rest of a fault.
const QUOTED = 30

const textFaults = (field: string, text: string): WordingFault[] =>
  BANNED.flatMap(([pattern, what, remedy]) => {
    const [found] = pattern.exec(text) ?? []
    if (found === undefined) return []
    const fault = `${field} has “${Array.from(found).slice(0, QUOTED).join('').trim()}”, ${what}`
    return [{ path: [field], fault, remedy }]
  })

const isThin = ({ kind }: WordedLink) => kind === 'product' || kind === 'event'

/** The first link is something to watch or read, and of that something in English, where there is such. */
function orderFaults(links: readonly WordedLink[]): WordingFault[] {
  const [first] = links
  if (!first) return []
  const telling = links.filter((link) => !isThin(link))
  const worth = telling.length > 0 ? telling : links
  return faults(
    isThin(first) &&
      telling.length > 0 && {
        path: ['links', 0, 'kind'],
        ...{ fault: 'links[1] is nothing to watch or read, and another is', remedy: 'Put that one first.' },
      },
    first.language !== undefined &&
      worth.some(({ language }) => language === undefined) && {
        path: ['links', 0, 'language'],
        ...{ fault: 'links[1] is not in English, and another is', remedy: 'Put that one first.' },
      },
  )
}

function linkFaults(link: WordedLink, index: number): WordingFault[] {
  const { title = '', event = '', language, speakers = [] } = link
  const at = (field: string) => ({ path: ['links', index, field] })
  const name = (field: string) => `links[${index + 1}].${field}`
  const [inName] = /\b20\d\d\b/.exec(event) ?? []
  const year = yearOf(link)
  return faults(
    /\.$/.test(title) && {
      ...{ ...at('title'), fault: `${name('title')} ends with a full stop`, remedy: 'Leave that out.' },
    },
    /\|$| \| /.test(title) && {
      ...{ ...at('title'), fault: `${name('title')} has a | in it` },
      remedy: 'Leave the name of the site and of the event out.',
    },
    inName !== undefined &&
      Number(inName) !== year && {
        ...{ ...at('event'), fault: `${name('event')} is of ${inName}, the link of ${year ?? 'no year'}` },
        remedy: year === undefined ? `Give the link its year, ${inName}.` : 'Mend the one that is wrong.',
      },
    /Summit|Current|Conference|Devoxx/.test(event) &&
      inName === undefined && {
        ...{ ...at('event'), fault: `${name('event')} is a conference without its year` },
        remedy: 'Add the year, as in Current 2024.',
      },
    language === 'en' && {
      ...{ ...at('language'), fault: `${name('language')} is English`, remedy: 'Remove the line.' },
    },
    new Set(speakers).size < speakers.length && {
      ...{ ...at('speakers'), fault: `${name('speakers')} has somebody twice`, remedy: 'Remove one.' },
    },
  )
}

const faults = (...found: readonly (WordingFault | false)[]): WordingFault[] =>
  found.filter((fault) => fault !== false)
