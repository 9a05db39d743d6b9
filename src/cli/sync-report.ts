import { count, sentenceList } from '../cards/text.ts'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { ChangedEntry, Comparison, NewEntry } from '../upstream/compare.ts'
import type { List, ListEntry, ListLink } from '../upstream/list.ts'
import { PUBLIC_LIST } from './usage.ts'

/** What `kstreams sync` found: `where` is the list as it was named, `written` the paths of drafts, if it was to write any. */
export type SyncReport = {
  where: string
  list: List
  comparison: Comparison
  catalogue: Catalogue
  written: readonly string[] | undefined
}

/** The report for a person; numbers of lines are those of the list. */
export function syncText(report: SyncReport): string {
  const { where, list, comparison, catalogue, written } = report
  const { added, changed, gone } = comparison
  const sections = [
    section(
      'New',
      added.map((entry) => newText(entry, catalogue)),
    ),
    section(
      'Changed',
      changed.map((entry) => changedText(entry, catalogue)),
    ),
    section(
      'Gone from the list',
      gone.map(({ id, company, title }) => `${id}: ${company}, ${title}`),
    ),
    section(
      'Left out',
      list.leftOut.map(({ line, fault }) => `line ${line}: ${fault}`),
    ),
    ...(written && written.length > 0 ? [section('Written', written)] : []),
  ]
  const compared = `${where}: ${entries(list.entries.length)}, compared with ${count(catalogue.useCases.length, 'use case')}.`
  return `${[compared, ...sections.filter((text) => text !== ''), totals(report), next(report)].join('\n\n')}\n`
}

const entries = (number: number) => (number === 1 ? '1 entry' : `${number} entries`)

const section = (title: string, items: readonly string[]) =>
  items.length === 0 ? '' : [`${title} (${items.length})`, ...items.map((item) => `  ${item}`)].join('\n')

/** What belongs to one item stands below it, further in. */
const item = (head: string, lines: readonly (string | undefined)[]) =>
  [head, ...lines.flatMap((line) => (line === undefined ? [] : [`    ${line}`]))].join('\n')

const head = ({ line, company }: ListEntry) => `line ${line}: ${company}`
const linkText = ({ url, text }: ListLink) => (text === url ? url : `${text}: ${url}`)
const ids = (useCases: readonly UseCase[]) => sentenceList(useCases.map(({ id }) => id))
const label = (industry: string, { industries }: Catalogue) => industries.get(industry)?.label ?? industry

function newText({ entry, industry, ours }: NewEntry, catalogue: Catalogue): string {
  const place = industry === undefined ? '' : ` (${label(industry, catalogue)})`
  return item(`${head(entry)}${place}`, [
    entry.text || undefined,
    ...entry.links.map(linkText),
    ours.length > 0 ? `We have of this company: ${ids(ours)}.` : undefined,
  ])
}

function changedText({ entry, ours, ...change }: ChangedEntry, catalogue: Catalogue): string {
  const { lacking, unlisted, companies, industry } = change
  const industries = [...new Set(ours.map((useCase) => label(useCase.industry, catalogue)))]
  return item(`${head(entry)} is our ${ids(ours)}`, [
    companies && `The company has another name here: ${sentenceList(companies)}.`,
    industry && `The list has it under ${label(industry, catalogue)}, we under ${sentenceList(industries)}.`,
    ...lacking.map((link) => `We lack ${linkText(link)}`),
    ...unlisted.map((url) => `Only we have ${url}`),
    ...lacking.map(({ url }) => `For a use case of its own: ${commandFor(ours[0]?.company ?? '', url)}`),
  ])
}

const commandFor = (company: string, url: string) =>
  `kstreams new --company ${shellWord(company)} --link ${shellWord(url)}`

/** One word for a shell, whatever is in it. */
const shellWord = (text: string) => (/^[\w.:/-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

function totals({ comparison: { added, changed, gone, same }, list }: SyncReport): string {
  const left = list.leftOut.length
  return `${added.length} new, ${changed.length} changed, ${gone.length} gone, ${same} the same; ${left} left out.`
}

function next({ comparison: { added, changed, gone }, where, written }: SyncReport): string {
  if (written && written.length > 0) {
    return `Next: write what is marked TODO in ${written.length === 1 ? 'this file' : 'these files'}; "kstreams check" lists it.\nUntil then the catalogue has faults.`
  }
  if (added.length > 0)
    return `Next: "kstreams sync ${where === PUBLIC_LIST ? '' : `${where} `}--write" drafts what is new, for you to finish.`
  return changed.length + gone.length > 0
    ? 'Next: look at each and change its file in use-cases where the list is right.'
    : 'There is nothing to do.'
}

/** The report for a program: one JSON object on one line; use cases by their ids, `written` null where nothing was to be. */
export function syncJson({ where, list, comparison, written }: SyncReport): string {
  const idsOf = (useCases: readonly UseCase[]) => useCases.map(({ id }) => id)
  const json = {
    source: where,
    new: comparison.added.map(({ entry, industry = null, ours }) => ({
      ...entry,
      industry,
      ours: idsOf(ours),
    })),
    changed: comparison.changed.map(
      ({ entry, ours, lacking, unlisted, companies = null, industry = null }) => ({
        ...{ company: entry.company, line: entry.line, ours: idsOf(ours) },
        ...{ lacking, unlisted, otherName: companies !== null, otherIndustry: industry },
      }),
    ),
    gone: idsOf(comparison.gone),
    same: comparison.same,
    leftOut: list.leftOut,
    written: written ?? null,
  }
  return `${JSON.stringify(json)}\n`
}
