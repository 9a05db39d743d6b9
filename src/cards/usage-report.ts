import type { Catalogue } from '../catalogue/catalogue.ts'
import { ACTIONS } from './actions.ts'
import { type AnyBlock, type Line, linesReply, mrkdwn, plainButton } from './blocks.ts'
import { count, escapeMrkdwn, literal, quotable, shorten, tidy } from './text.ts'
import { headingOf } from './use-case.ts'

/** What people of a workspace asked in vain, and what they thought of the answers; never who. */
export type UsageReport = {
  /** How far back it goes. */
  days: number
  /** Searches that found nothing, the most frequent first. */
  unanswered: readonly { query: string; times: number }[]
  votedDown: readonly { query: string; up: number; down: number }[]
}

/** A problem with a use case that somebody reported. */
export type ProblemLine = {
  /** Names the report. */
  id: string
  kind: 'dead-link' | 'wrong' | 'outdated'
  /** Of the use case. */
  heading: string
  /** What they wrote; may be empty. */
  note: string
  /** In words. */
  when: string
  /** The link that it is about, and Slack's id of who reported it; both where known. */
  link?: string
  who?: string
}

/** Open problems: how many, and the latest. */
type Problems = { total: number; lines: readonly ProblemLine[] }

/** Use cases that people suggested: how many, and Slack's id of the channel where they are decided on, if there is one. */
export type SuggestionCounts = { waiting: number; accepted: number; channel: string | undefined }

/** What is wrong, in a few words. */
export const PROBLEM_WORDS: Record<ProblemLine['kind'], string> = {
  'dead-link': 'A link is dead',
  wrong: 'A fact is wrong',
  outdated: 'It is outdated',
}

const MOST = 10
const MOST_PROBLEMS = 5

/** Reports of problems as they are kept: what is in them is checked here. */
type Reported = {
  id: string
  useCase: string | null
  body: Record<string, unknown>
  createdBy: string | null
  createdAt: number
}

/**
 * What people reported, in words.
 * @param sayDate says a moment (milliseconds since 1970) as a date
 */
export function problemLinesOf(
  reported: readonly Reported[],
  catalogue: Catalogue,
  sayDate: (at: number) => string,
): ProblemLine[] {
  return reported.flatMap(({ id, useCase, body: { kind, note, link }, createdBy, createdAt }) => {
    if (typeof kind !== 'string' || !Object.hasOwn(PROBLEM_WORDS, kind)) return []
    const known = catalogue.byId.get(useCase ?? '')
    return {
      id,
      kind: kind as ProblemLine['kind'],
      heading: known ? headingOf(known) : (useCase ?? ''),
      note: typeof note === 'string' ? note : '',
      when: sayDate(createdAt),
      ...(typeof link === 'string' ? { link } : {}),
      ...(createdBy === null ? {} : { who: createdBy }),
    }
  })
}

/** A search as it was counted; those that were too long have no words. */
const nameOf = (query: string) => (query === '' ? 'longer questions' : quotable(query))

/** How the app is used, for the Home tab of an admin: the first few of each kind. */
export function usageBlocks(
  report: UsageReport | undefined,
  problems: Problems | undefined,
  suggestions?: SuggestionCounts | undefined,
): AnyBlock[] {
  return [
    ...(report ? linesReply(unansweredLines(report)).classic : []),
    ...(report ? linesReply(voteLines(report)).classic : []),
    ...(problems ? problemBlocks(problems) : []),
    ...(suggestions ? linesReply(suggestionLines(suggestions)).classic : []),
  ]
}

/** Nothing where nobody can suggest anything here, and nobody did. */
function suggestionLines({ waiting, accepted, channel }: SuggestionCounts): Line[] {
  if (channel === undefined && waiting + accepted === 0) return []
  const wait = waiting === 0 ? 'none waits' : waiting === 1 ? '1 waits' : `${waiting} wait`
  const where: Line = channel === undefined || waiting === 0 ? [] : [' in ', { channel }]
  return [
    [
      { label: 'Suggested use cases' },
      `: ${wait} for a decision`,
      ...where,
      `. Accepted so far: ${accepted}.`,
    ],
  ]
}

function unansweredLines({ unanswered, days }: UsageReport): Line[] {
  const head: Line = [{ label: 'Searches that found nothing' }, ` (the last ${count(days, 'day')})`]
  const lines = unanswered.map(({ query, times }) => ['• ', { bold: nameOf(query) }, `  ${often(times)}`])
  return listed(head, lines, MOST, 'None.')
}

const often = (times: number) => (times === 1 ? 'once' : `${times} times`)

function voteLines({ votedDown, days }: UsageReport): Line[] {
  const head: Line = [{ label: 'Answers that did not help' }, ` (the last ${count(days, 'day')})`]
  const lines = votedDown.map(({ query, up, down }) => [
    '• ',
    { bold: nameOf(query) },
    `  ${down} against, ${up} for`,
  ])
  return listed(head, lines, MOST, 'None.')
}

function problemBlocks({ total, lines }: Problems): AnyBlock[] {
  const shown = lines.slice(0, MOST_PROBLEMS)
  const head: Line = [{ label: 'Reported problems' }, total > 0 ? ` (${total})` : ': none.']
  const more = Math.max(total, lines.length) - shown.length
  return [
    ...linesReply([head]).classic,
    ...shown.map(problemBlock),
    ...(more > 0 ? linesReply([[`and ${more} more`]]).classic : []),
  ]
}

/** What is wrong with what, who says so, and a button for when it is dealt with. */
function problemBlock({ id, kind, heading, note, when, link, who }: ProblemLine): AnyBlock {
  const address = link === undefined ? '' : `: <${escapeMrkdwn(link)}|${literal(new URL(link).hostname)}>`
  const by = who !== undefined && /^[UW][A-Z0-9]+$/.test(who) ? ` · <@${who}>` : ''
  const text = [
    `*${shorten(heading, 150)}*  ${PROBLEM_WORDS[kind].toLowerCase()}${address}`,
    ...(tidy(note) === '' ? [] : [shorten(note, 600)]),
    `${shorten(when, 100)}${by}`,
  ].join('\n')
  return { type: 'section', text: mrkdwn(text), accessory: plainButton(ACTIONS.problemDone, 'Done', id) }
}

function listed(
  head: Line,
  lines: readonly Line[],
  most: number,
  none: string,
  total = lines.length,
): Line[] {
  const shown = lines.slice(0, most)
  const left = Math.max(total, lines.length) - shown.length
  if (shown.length === 0 && left <= 0) return [head, [none]]
  return [head, ...shown, ...(left > 0 ? [[`and ${left} more`]] : [])]
}

/** The same in full for the terminal, ending in a line break. */
export function usageText(report: UsageReport | undefined, problems: Problems | undefined): string {
  const parts = [
    ...(report ? [unansweredText(report), votesText(report)] : []),
    ...(problems ? [problemsText(problems)] : []),
  ]
  return parts.map((lines) => `${lines.join('\n')}\n`).join('\n')
}

function unansweredText({ unanswered, days }: UsageReport): string[] {
  const rows = unanswered.map(({ query, times }) => [String(times), nameOf(query)])
  return [`Searches that found nothing, the last ${count(days, 'day')}:`, ...table(['times', ''], rows)]
}

function votesText({ votedDown, days }: UsageReport): string[] {
  const rows = votedDown.map(({ query, up, down }) => [String(down), String(up), nameOf(query)])
  return [
    `Answers that did not help, the last ${count(days, 'day')}:`,
    ...table(['against', 'for', ''], rows),
  ]
}

function problemsText({ total, lines }: Problems): string[] {
  const all = lines.flatMap(({ kind, heading, note, when, link, who }) => [
    `  ${tidy(heading)}: ${PROBLEM_WORDS[kind].toLowerCase()} (${[tidy(when), who].filter(Boolean).join(', ')})`,
    ...(link === undefined ? [] : [`    ${link}`]),
    ...(tidy(note) === '' ? [] : [`    ${tidy(note)}`]),
  ])
  const left = total - lines.length
  const more = left > 0 ? [`  and ${left} more`] : []
  return [`Reported problems: ${total}`, ...all, ...more]
}

/** Columns of numbers, aligned to the right, before a text. */
function table(heads: readonly string[], rows: readonly string[][]): string[] {
  if (rows.length === 0) return ['  none']
  const all = [[...heads], ...rows]
  const widths = heads.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)))
  return all.map((row) =>
    row
      .map((cell, column) => (column < row.length - 1 ? cell.padStart(widths[column] ?? 0) : cell))
      .reduce((line, cell) => `${line}  ${cell}`, '')
      .trimEnd(),
  )
}
