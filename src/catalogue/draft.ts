import type { Catalogue, UseCase } from './catalogue.ts'
import { checkReferences, type Located } from './checks.ts'
import { explain } from './explain.ts'
import { freeId, idWords } from './ids.ts'
import { LENGTH } from './limits.ts'
import { linkKey } from './links.ts'
import { capital, curly, tidy, withoutStop, withStop, yearIn } from './mend.ts'
import type { Problem } from './problems.ts'
import { faultyUseCaseFile, type UseCaseFile, useCaseFile } from './schema.ts'
import { type WordingFault, wordingFaults } from './wording.ts'

/** A use case as somebody typed it, field by field; what was left out is empty. */
export type Draft = {
  company: string
  title: string
  summary: string
  details: string
  url: string
  kind: string
  linkTitle: string
  event: string
  /** A year, or a day as `2024-05-31`. */
  when: string
  industry: string
  topics: readonly string[]
}
export type DraftField = keyof Draft

/** What is wrong with a draft, field by field: a fault and a remedy in one text, at most 150 characters. */
export type DraftFaults = Partial<Record<DraftField, string>>

/** A use case that is not in a file yet: its content, and the id that it shall have. */
export type Addition = { id: string; useCase: UseCaseFile }

/**
 * Checks a draft by the catalogue's own rules, those of wording included. What a program can mend is mended (what copied
 * text brings along, quotes, capitals, full stops, a year that the event tells), and a company that is known gets the
 * name that it has here.
 * @param today as `2026-11-22`; becomes `added`
 * @returns with an id made of company and title that nothing in the catalogue has
 */
export function checkDraft(
  draft: Draft,
  catalogue: Catalogue,
  today: string,
): { ok: true; addition: Addition } | { ok: false; faults: DraftFaults } {
  const typed = mendDraft(draft, catalogue)
  const value = fileOf(typed, today)
  const parsed = useCaseFile.safeParse(value)
  const broken = parsed.success ? [] : explain(parsed.error.issues, value).map(onItsLine)
  // What is right in it is checked all the same, so that all faults come out at once.
  const readable = parsed.success ? parsed.data : faultyUseCaseFile.safeParse(value).data
  const strange = readable ? checkAlone(readable, catalogue, today) : []
  const wording = [...checkTwin(typed, catalogue), ...wordingFaults(value)].map(onItsLine)
  if (parsed.success && strange.length + wording.length === 0) {
    return { ok: true, addition: { id: newId(parsed.data, catalogue), useCase: parsed.data } }
  }
  return { ok: false, faults: faultsOf([...broken, ...strange], wording, typed) }
}

function mendDraft(draft: Draft, catalogue: Catalogue): Draft {
  const event = tidy(draft.event)
  return {
    ...{ kind: draft.kind, industry: draft.industry, topics: [...new Set(draft.topics)] },
    ...{ event, when: tidy(draft.when) || yearIn(event) },
    company: knownName(tidy(draft.company), catalogue),
    title: capital(withoutStop(curly(tidy(draft.title)))),
    summary: withStop(capital(curly(tidy(draft.summary))), LENGTH.summary),
    details: withStop(curly(tidy(draft.details)), LENGTH.details),
    linkTitle: withoutStop(tidy(draft.linkTitle)),
    // The brackets, with or without a label, are how Slack writes an address.
    url: tidy(draft.url).replace(/^<([^|]*)(?:\|.*)?>$/, '$1'),
  }
}

/** Another use case of the company has the same title. */
function checkTwin({ company, title }: Draft, catalogue: Catalogue): WordingFault[] {
  const same = ofCompany(company, catalogue).some(
    (other) => other.title.toLowerCase() === title.toLowerCase(),
  )
  const fault = `title is that of another use case of ${company}`
  return same ? [{ path: ['title'], fault, remedy: 'Say what tells the two apart.' }] : []
}

/** A company has one spelling, and none of its other names is another company. */
const knownName = (company: string, catalogue: Catalogue) =>
  ofCompany(company, catalogue)[0]?.company ?? company

function ofCompany(name: string, { useCases }: Catalogue): UseCase[] {
  const asked = name.toLowerCase()
  return useCases.filter(({ company, aliases }) =>
    [company, ...aliases].some((one) => one.toLowerCase() === asked),
  )
}

/** The draft as its file would be read; fields that may be left out are, where they are empty. */
function fileOf(draft: Draft, today: string): unknown {
  const { company, industry, title, summary, topics, url, kind, event, when } = draft
  return {
    ...{ company, industry, title, summary },
    ...(draft.details === '' ? {} : { details: draft.details }),
    topics,
    links: [
      {
        ...{ url, kind },
        ...(draft.linkTitle === '' ? {} : { title: draft.linkTitle }),
        ...(event === '' ? {} : { event }),
        ...(when === '' ? {} : /^\d{4}$/.test(when) ? { year: Number(when) } : { date: when }),
      },
    ],
    ...{ source: 'research', added: today },
  }
}

/** Where each field of a draft stands in its file. A problem names its line: here that is the place in this list. */
const PLACES: readonly (readonly [DraftField, ...(readonly PropertyKey[])])[] = [
  ['company', 'company'],
  ['title', 'title'],
  ['summary', 'summary'],
  ['details', 'details'],
  ['industry', 'industry'],
  ['topics', 'topics'],
  ['url', 'links', 0, 'url'],
  ['kind', 'links', 0, 'kind'],
  ['linkTitle', 'links', 0, 'title'],
  ['event', 'links', 0, 'event'],
  ['when', 'links', 0, 'year'],
  ['when', 'links', 0, 'date'],
]

function lineOf(path: readonly PropertyKey[]): number {
  return PLACES.findIndex(([, ...place]) => place.every((key, depth) => path[depth] === key))
}

type Fault = Pick<Problem, 'fault' | 'remedy' | 'line'>
const onItsLine = ({
  path,
  fault,
  remedy,
}: Omit<Fault, 'line'> & { path: readonly PropertyKey[] }): Fault => ({
  ...{ fault, remedy, line: lineOf(path) },
})

/** The rules that need more than one field. Its name is one of the catalogue's by now, or new: it is in nobody's way. */
function checkAlone(
  useCase: Located['useCase'],
  { topics, industries }: Catalogue,
  today: string,
): readonly Fault[] {
  const found = [{ file: '', useCase, locate: lineOf }]
  return checkReferences({ ids: [], found, moved: [], topics, industries }, today)
}

/**
 * The first fault of each field: a second one is mostly an echo of it. Of wording as many as there is room for.
 * @param faults of the fields themselves, which come first
 */
function faultsOf(faults: readonly Fault[], wording: readonly Fault[], draft: Draft): DraftFaults {
  const said: DraftFaults = {}
  const fieldOf = ({ line }: Fault) => PLACES[line ?? -1]?.[0]
  for (const fault of faults) {
    const field = fieldOf(fault)
    if (field !== undefined) said[field] ??= say(field, fault, draft)
  }
  for (const fault of wording) {
    const field = fieldOf(fault)
    // An event of another year follows from a year that is wrong.
    if (field === undefined || (field === 'event' && said.when !== undefined)) continue
    const both = [said[field], say(field, fault, draft)].filter((text) => text !== undefined).join(' ')
    if (both.length <= LONGEST_FAULT) said[field] = both
  }
  return said
}

/** What a form shows below each field: its name at the beginning of a sentence, and what to do when it is empty. */
const WORDS: Record<DraftField, { name: string; missing: string; choose?: string }> = {
  company: { name: 'Company', missing: 'Say which company.' },
  title: { name: 'This', missing: 'Say in a few words what it is.' },
  summary: { name: 'This', missing: 'Say in a sentence what they do with Kafka Streams.' },
  details: { name: 'This', missing: '' },
  industry: { name: 'Industry', missing: 'Choose an industry.', choose: 'Choose an industry of the list.' },
  topics: { name: 'This', missing: 'Choose at least one topic.', choose: 'Choose topics of the list.' },
  url: { name: 'This', missing: 'Give the address of a talk, an article or a paper.' },
  kind: { name: 'Kind', missing: 'Choose what it is.', choose: 'Choose one of the list.' },
  linkTitle: { name: 'This', missing: '' },
  event: { name: 'This', missing: '' },
  when: { name: 'The year', missing: '' },
}

const LONGEST_FAULT = 150

/** The words of the check, which name a field as it is called in a file, for somebody who never saw one. */
function say(field: DraftField, { fault, remedy }: Fault, draft: Draft): string {
  const { name, missing, choose } = WORDS[field]
  if (draft[field].length === 0) return missing
  const tooMany = fault.includes(' items, more than ')
  if (choose !== undefined && !tooMany) return `This is not known here. ${choose}`
  if (fault.includes('not a date')) return 'This is no year and no day. Write it as 2024, or as 2024-05-31.'
  const whole = `${fault.replace(/^\S+/, name)}. ${remedy}`
  return whole.length <= LONGEST_FAULT
    ? whole
    : `${whole.slice(0, LONGEST_FAULT - 1).trimEnd()}…`.toWellFormed()
}

/** Of company and title, such as `acme-bank-fraud-alerts`. */
function newId({ company, title }: UseCaseFile, { byId }: Catalogue): string {
  const text = `${company} ${title}`
  return freeId(idWords(text), (id) => byId.has(id), text)
}

/** The draft that an addition was made of. */
export function draftOf({ useCase }: Addition): Draft {
  const { company, title, summary, details = '', industry, topics, links } = useCase
  const [link] = links
  return {
    ...{ company, title, summary, details, industry, topics },
    ...{ url: link?.url ?? '', kind: link?.kind ?? '' },
    ...{ linkTitle: link?.title ?? '', event: link?.event ?? '' },
    when: link?.date ?? link?.year?.toString() ?? '',
  }
}

/** What the catalogue has already: the use case with the same link, and all of the same company (by any of its names). */
export function duplicatesOf(
  { useCase }: Addition,
  catalogue: Catalogue,
): { sameLink: UseCase | undefined; sameCompany: UseCase[] } {
  const keys = new Set(useCase.links.map(({ url }) => linkKey(url)))
  return {
    sameLink: catalogue.useCases.find(({ links }) => links.some(({ url }) => keys.has(linkKey(url)))),
    sameCompany: ofCompany(useCase.company, catalogue),
  }
}
