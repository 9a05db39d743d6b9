import type { z } from 'zod'
import { yearOf } from './catalogue.ts'
import { isCode } from './codes.ts'
import { FIRST_YEAR } from './limits.ts'
import { nearest, nearestOfMany } from './nearest.ts'
import type { Problem } from './problems.ts'
import type { Locate } from './read-yaml.ts'
import type { faultyUseCaseFile, Term } from './schema.ts'
import { atOnce, type Sliced } from './sliced.ts'

/** A use case, perhaps with faults, and what is needed to report on it. */
export type Located = {
  file: string
  // The title is there only where nothing is wrong: a second problem of it can wait.
  useCase: z.infer<typeof faultyUseCaseFile> & { title?: string }
  locate: Locate
}
export type Moved = { file: string; id: string; movedTo: string; locate: Locate }

type Vocabulary = ReadonlyMap<string, Term>
type Vocabularies = { topics: Vocabulary; industries: Vocabulary }
type Report = (path: readonly PropertyKey[], fault: string, remedy: string) => void

/** What could be read; an empty text in it stands for one that is wrong and has been reported. */
type Readable = Vocabularies & {
  /** The id of every use-case file, those with faults included. */
  ids: Iterable<string>
  found: readonly Located[]
  moved: readonly Moved[]
}

/**
 * The rules that need more than one field or file: known topics and industries, names that belong to one
 * company only, no title twice of a company, no date after today, moved ids that lead somewhere.
 * @param today the present day, as `2026-11-22`
 */
export function checkReferences(readable: Readable, today: string): Problem[] {
  return atOnce(checkingReferences(readable, today))
}

/** {@link checkReferences}, in steps of a use case. */
export function* checkingReferences(readable: Readable, today: string): Sliced<Problem[]> {
  const problems: Problem[] = []
  const owners: Owners = new Map()
  const titles = new Map<string, string>()
  for (const entry of readable.found) {
    checkUseCase(entry, readable, today, problems)
    checkNames(entry, owners, problems)
    checkTitle(entry, titles, problems)
    yield
  }
  yield* checkMoved(readable, problems)
  return problems
}

/** @param titles the file that had each title of a company first; that of this use case is put in */
function checkTitle(
  { file, useCase, locate }: Located,
  titles: Map<string, string>,
  problems: Problem[],
): void {
  const { company, title } = useCase
  if (!company || title === undefined) return
  const key = `${company}\n${title}`.toLowerCase()
  const first = titles.get(key) ?? file
  titles.set(key, first)
  // Two files of one path are a problem of their own.
  if (first === file) return
  const fault = `the title "${title}" of ${company} stands in ${first}, too`
  reporter(file, locate, problems)(['title'], fault, 'Remove one, or say what tells them apart.')
}

/** Those of the rules that one use case keeps by itself: known topics, industries and codes, and its dates. */
export function checkUseCase(
  entry: Located,
  { topics, industries }: Vocabularies,
  today: string,
  problems: Problem[],
): void {
  const report = reporter(entry.file, entry.locate, problems)
  checkTerms(entry, topics, industries, report)
  checkCodes(entry, report)
  checkDates(entry, today, report)
}

/** The rules within one vocabulary: each id once, each synonym once in its term. */
export function checkVocabulary(file: string, terms: readonly Term[], locate: Locate): Problem[] {
  const problems: Problem[] = []
  const report = reporter(file, locate, problems)
  const seen = new Set<string>()
  terms.forEach((term, index) => {
    if (seen.has(term.id)) report([index, 'id'], `duplicate id "${term.id}"`, 'Merge the two or rename one.')
    seen.add(term.id)
    repeats(term.synonyms).forEach((place) => {
      report([index, 'synonyms', place], `${term.id} has "${term.synonyms[place]}" twice`, 'Remove one.')
    })
  })
  return problems
}

/** Takes down problems of one file, with the lines where they are. */
export function reporter(file: string, locate: Locate, problems: Problem[]): Report {
  return (path, fault, remedy) => {
    const line = locate(path)
    problems.push({ file, ...(line === undefined ? {} : { line }), fault, remedy })
  }
}

/** What `kstreams sync --write` leaves in place of an id. */
export const ID_TO_WRITE = 'todo'

function checkTerms({ useCase }: Located, topics: Vocabulary, industries: Vocabulary, report: Report): void {
  checkTerm('industry', useCase.industry, industries, ['industry'], report)
  useCase.topics.forEach((topic, index) => {
    checkTerm('topic', topic, topics, ['topics', index], report)
  })
  for (const field of ['topics', 'aliases', 'countries'] as const) {
    for (const index of repeats(useCase[field])) {
      report([field, index], `${field} has "${useCase[field][index]}" twice`, 'Remove one.')
    }
  }
  const urls = useCase.links.map((link) => link.url)
  urls.forEach((url, index) => {
    const first = urls.indexOf(url)
    if (!url || first === index) return
    const fault = `links[${index + 1}].url is the same as links[${first + 1}].url`
    report(['links', index, 'url'], fault, 'Remove one of the two links.')
  })
}

function checkTerm(
  kind: 'industry' | 'topic',
  id: string,
  known: Vocabulary,
  path: readonly PropertyKey[],
  report: Report,
): void {
  // An unreadable vocabulary is one problem of its own, not one in every use case.
  if (!id || known.size === 0 || known.has(id)) return
  const file = kind === 'topic' ? 'topics.yaml' : 'industries.yaml'
  const guess = id === ID_TO_WRITE ? undefined : meant(id, known)
  if (id === ID_TO_WRITE) report(path, `${kind} is still to be written`, `Use one of ${file}.`)
  else if (guess) {
    report(path, `unknown ${kind} "${id}"`, `Did you mean "${guess}"? Otherwise add it to ${file}.`)
  } else report(path, `unknown ${kind} "${id}"`, `Use one of ${file}, or add it there.`)
}

/** The id that a word means: the one it is a synonym of, or else the one that looks most like it. */
function meant(word: string, vocabulary: Vocabulary): string | undefined {
  const words = word.replaceAll('-', ' ')
  const term = [...vocabulary.values()].find(({ synonyms }) => synonyms.includes(words))
  return term?.id ?? nearest(word, [...vocabulary.keys()])
}

function checkCodes({ useCase }: Located, report: Report): void {
  useCase.countries.forEach((code, index) => {
    if (!code || isCode('region', code)) return
    report(['countries', index], `"${code}" is no country code`, 'Use the ISO 3166 code, such as DE or GB.')
  })
  useCase.links.forEach(({ language }, index) => {
    if (!language || isCode('language', language)) return
    const fault = `"${language}" is no language code`
    report(['links', index, 'language'], fault, 'Use the ISO 639 code, such as de or ko.')
  })
}

function checkDates({ useCase }: Located, today: string, report: Report): void {
  useCase.links.forEach((link, index) => {
    const year = yearOf(link)
    if (year === undefined) return
    const field = link.date === undefined ? 'year' : 'date'
    const fault = `links[${index + 1}].${field} ${link.date ?? year} is`
    const late = link.date === undefined ? year > Number(today.slice(0, 4)) : link.date > today
    if (late) report(['links', index, field], `${fault} in the future`, 'Check it; leave it out if unknown.')
    if (year < FIRST_YEAR)
      report(['links', index, field], `${fault} too early`, `Kafka Streams began in ${FIRST_YEAR}.`)
  })
  if (useCase.added <= today) return
  report(['added'], `added ${useCase.added} is in the future`, `Use today, ${today}.`)
}

/** The use case that had each name of a company first, by the name in lower case. */
export type Owners = Map<string, Pick<Located, 'file' | 'useCase'>>

/**
 * A name (company or alias) must lead to one company, or a search for it would be a lottery.
 * @param owners of the names so far; those of this use case are put in
 */
export function checkNames(entry: Located, owners: Owners, problems: Problem[]): void {
  const report = reporter(entry.file, entry.locate, problems)
  const { company, aliases } = entry.useCase
  // Whose the names are can only be said where the company can be read.
  if (!company) return
  ;[company, ...aliases].forEach((name, index) => {
    if (!name) return
    const owner = owners.get(name.toLowerCase())
    if (!owner) owners.set(name.toLowerCase(), entry)
    else checkName(name, index - 1, entry, owner, report)
  })
}

/** @param alias place among the aliases, -1 for the company's own name */
function checkName(
  name: string,
  alias: number,
  entry: Located,
  owner: Pick<Located, 'file' | 'useCase'>,
  report: Report,
): void {
  const field = alias < 0 ? ['company'] : ['aliases', alias]
  const ours = entry.useCase.company
  const theirs = owner.useCase.company
  if (ours.toLowerCase() !== theirs.toLowerCase()) {
    const fault = `duplicate ${alias < 0 ? 'company name' : 'alias'}: "${name}" also stands for ${theirs} in ${owner.file}`
    report(field, fault, 'Keep it in one of the two, or write the company the same way in both.')
  } else if (alias < 0 && ours !== theirs) {
    report(field, `company "${ours}" is "${theirs}" in ${owner.file}`, 'Write it the same way in both.')
  } else if (alias >= 0 && name.toLowerCase() === ours.toLowerCase()) {
    report(field, `the alias "${name}" is the company's name again`, 'Remove it.')
  }
}

function* checkMoved({ ids, moved }: Readable, problems: Problem[]): Sliced<void> {
  const movedTo = new Map(moved.map((entry) => [entry.id, entry.movedTo]))
  const present = new Set(ids)
  for (const id of movedTo.keys()) present.delete(id)
  for (const entry of moved) {
    yield
    if (present.has(entry.movedTo)) continue
    const report = reporter(entry.file, entry.locate, problems)
    if (movedTo.has(entry.movedTo)) {
      const fault = `movedTo leads to "${entry.movedTo}", which is a moved id itself`
      report(['movedTo'], fault, 'Name the id that the use case has now.')
      continue
    }
    const guess = yield* nearestOfMany(entry.movedTo, [...present])
    const hint = guess ? `Did you mean "${guess}"?` : 'Name the id of a use case that exists.'
    report(['movedTo'], `movedTo leads to "${entry.movedTo}", which does not exist`, hint)
  }
}

/** Places of the second and later occurrences, upper and lower case being the same. */
function repeats(values: readonly string[]): number[] {
  const lower = values.map((value) => value.toLowerCase())
  return lower.flatMap((value, index) => (value && lower.indexOf(value) < index ? [index] : []))
}
