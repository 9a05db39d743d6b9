import { parseCatalogue } from '../../src/catalogue/parse.ts'
import { formatProblem, type Problem } from '../../src/catalogue/problems.ts'

export const TODAY = '2026-11-22'

/** A small catalogue with nothing to mend: text by path. The tests change one thing in it. */
export const VALID: Readonly<Record<string, string>> = {
  'topics.yaml': `- id: fraud-detection
  label: Fraud detection
  meaning: Finding fraud.
  synonyms: [scam]
- id: payments
  label: Payments
  meaning: Moving money.
`,
  'industries.yaml': `- id: finance
  label: Finance
  meaning: Money.
`,
  'use-cases/acme-fraud.yaml': `company: Acme
aliases: [Acme Corp]
industry: finance
countries: [GB]
title: Fraud alerts
summary: Finds fraud with Kafka Streams.
details: It runs day and night.
topics: [fraud-detection]
links:
  - url: https://example.com/talk
    kind: talk
    title: A talk
    speakers: [Jane Doe]
    event: Kafka Summit
    year: 2020
source: research
added: 2026-11-22
`,
}
export const ENTRY = 'use-cases/acme-fraud.yaml'

/** The text of a valid file with one thing replaced; that it was there is part of the test. */
export function changed(path: string, before: string, after: string): string {
  const text = VALID[path] ?? ''
  if (!text.includes(before)) throw new Error(`${path} has no ${before}`)
  return text.replace(before, () => after)
}

/** What the check says of the valid catalogue with these files put in, or taken out (`undefined`). */
export function check(files: Readonly<Record<string, string | undefined>>, today = TODAY) {
  const all = Object.entries({ ...VALID, ...files })
  return parseCatalogue(
    all.flatMap(([path, text]) => (text === undefined ? [] : [{ path, text }])),
    today,
  )
}

/** The problems as a person reads them, one a line; none for a catalogue that is right. */
export function problems(files: Readonly<Record<string, string | undefined>>): string[] {
  const result = check(files)
  return result.ok ? [] : result.problems.map(formatProblem)
}

/** The problems after one change in the one use case. */
export const afterChange = (before: string, after: string): string[] =>
  problems({ [ENTRY]: changed(ENTRY, before, after) })

export const isSound = ({ file, fault, remedy }: Problem): boolean =>
  file !== '' &&
  fault.trim() !== '' &&
  remedy.trim() !== '' &&
  !/undefined|\[object/.test(`${fault}${remedy}`)
