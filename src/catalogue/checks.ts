import type { z } from 'zod'
import { yearOf } from './catalogue.ts'
import { nearest } from './nearest.ts'
import type { Problem } from './problems.ts'
import type { Locate } from './read-yaml.ts'
import { FIRST_YEAR, type faultyUseCaseFile, type Term } from './schema.ts'

/** A use case, perhaps with faults, and what is needed to report on it. */
export type Located = { file: string; useCase: z.infer<typeof faultyUseCaseFile>; locate: Locate }
export type Moved = { file: string; id: string; movedTo: string; locate: Locate }

type Vocabulary = ReadonlyMap<string, Term>
type Report = (path: readonly PropertyKey[], fault: string, remedy: string) => void

/** What could be read; an empty text in it stands for one that is wrong and has been reported. */
type Readable = {
  /** The id of every use-case file, those with faults included. */
  ids: readonly string[]
  found: readonly Located[]
  moved: readonly Moved[]
  topics: Vocabulary
  industries: Vocabulary
}

/**
 * The rules that need more than one field or file: known topics and industries, names that belong to one
 * company only, no date after today, moved ids that lead somewhere.
 * @param today the present day, as `2026-11-22`
 */
export function checkReferences(readable: Readable, today: string): Problem[] {
  const { found, topics, industries } = readable
  const problems: Problem[] = []
  for (const entry of found) {
    const report = reporter(entry.file, entry.locate, problems)
    checkTerms(entry, topics, industries, report)
    checkCodes(entry, report)
    checkDates(entry, today, report)
  }
  checkNames(found, problems)
  checkMoved(readable, problems)
  return problems
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

function reporter(file: string, locate: Locate, problems: Problem[]): Report {
  return (path, fault, remedy) => {
    const line = locate(path)
    problems.push({ file, ...(line === undefined ? {} : { line }), fault, remedy })
  }
}

function checkTerms({ useCase }: Located, topics: Vocabulary, industries: Vocabulary, report: Report): void {
  // An unreadable vocabulary is one problem of its own, not one in every use case.
  if (useCase.industry && industries.size > 0 && !industries.has(useCase.industry)) {
    const guess = meant(useCase.industry, industries)
    report(['industry'], `unknown industry "${useCase.industry}"`, remedy(guess, 'industries.yaml'))
  }
  useCase.topics.forEach((topic, index) => {
    if (!topic || topics.size === 0 || topics.has(topic)) return
    report(['topics', index], `unknown topic "${topic}"`, remedy(meant(topic, topics), 'topics.yaml'))
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

/** The id that a word means: the one it is a synonym of, or else the one that looks most like it. */
function meant(word: string, vocabulary: Vocabulary): string | undefined {
  const words = word.replaceAll('-', ' ')
  const term = [...vocabulary.values()].find(({ synonyms }) => synonyms.includes(words))
  return term?.id ?? nearest(word, [...vocabulary.keys()])
}

const remedy = (guess: string | undefined, file: string) =>
  guess ? `Did you mean "${guess}"? Otherwise add it to ${file}.` : `Use one of ${file}, or add it there.`

function checkCodes({ useCase }: Located, report: Report): void {
  useCase.countries.forEach((code, index) => {
    if (!code || known('region', code)) return
    report(['countries', index], `"${code}" is no country code`, 'Use the ISO 3166 code, such as DE or GB.')
  })
  useCase.links.forEach(({ language }, index) => {
    if (!language || known('language', language)) return
    const fault = `"${language}" is no language code`
    report(['links', index, 'language'], fault, 'Use the ISO 639 code, such as de or ko.')
  })
}

const names = {
  region: new Intl.DisplayNames('en', { type: 'region', fallback: 'none' }),
  language: new Intl.DisplayNames('en', { type: 'language', fallback: 'none' }),
}
/** Known by name, no former or second code of something (UK for GB), no group or stand-in. */
const known = (type: 'region' | 'language', code: string) =>
  names[type].of(code) !== undefined &&
  !NO_COUNTRIES.includes(code) &&
  Intl.getCanonicalLocales(type === 'region' ? `und-${code}` : code)[0]?.endsWith(code)
const NO_COUNTRIES = ['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']

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

/** A name (company or alias) must lead to one company, or a search for it would be a lottery. */
function checkNames(found: readonly Located[], problems: Problem[]): void {
  const owners = new Map<string, Located>()
  for (const entry of found) {
    const report = reporter(entry.file, entry.locate, problems)
    const { company, aliases } = entry.useCase
    // Whose the names are can only be said where the company can be read.
    if (!company) continue
    ;[company, ...aliases].forEach((name, index) => {
      if (!name) return
      const owner = owners.get(name.toLowerCase())
      if (!owner) owners.set(name.toLowerCase(), entry)
      else checkName(name, index - 1, entry, owner, report)
    })
  }
}

/** @param alias place among the aliases, -1 for the company's own name */
function checkName(name: string, alias: number, entry: Located, owner: Located, report: Report): void {
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

function checkMoved({ ids, moved }: Readable, problems: Problem[]): void {
  const movedTo = new Map(moved.map((entry) => [entry.id, entry.movedTo]))
  const present = ids.filter((id) => !movedTo.has(id))
  for (const entry of moved) {
    if (present.includes(entry.movedTo)) continue
    const report = reporter(entry.file, entry.locate, problems)
    if (movedTo.has(entry.movedTo)) {
      const fault = `movedTo leads to "${entry.movedTo}", which is a moved id itself`
      report(['movedTo'], fault, 'Name the id that the use case has now.')
      continue
    }
    const guess = nearest(entry.movedTo, present)
    const hint = guess ? `Did you mean "${guess}"?` : 'Name the id of a use case that exists.'
    report(['movedTo'], `movedTo leads to "${entry.movedTo}", which does not exist`, hint)
  }
}

/** Places of the second and later occurrences, upper and lower case being the same. */
function repeats(values: readonly string[]): number[] {
  const lower = values.map((value) => value.toLowerCase())
  return lower.flatMap((value, index) => (value && lower.indexOf(value) < index ? [index] : []))
}
