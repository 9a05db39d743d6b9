import { describe, expect, it } from 'vitest'
import { checkWording, wordingFaults } from '../../src/catalogue/wording.ts'
import { ENTRY, VALID } from './valid.ts'

const LINK = { url: 'https://example.com/talk', kind: 'talk', event: 'Current 2024', year: 2024 }
const GOOD = {
  ...{ company: 'ING', title: 'Streaming alerts', summary: 'Joins payments with cards in Kafka Streams.' },
  ...{ details: 'It runs day and night. It has 10,000 users.', links: [LINK] },
}
type Change = Partial<Record<keyof typeof GOOD, unknown>>

const said = (change: Change) =>
  wordingFaults({ ...GOOD, ...change }).map(
    ({ path, fault, remedy }) => `${path.join('.')}: ${fault}. ${remedy}`,
  )
const about = (...links: object[]) => said({ links: links.map((link) => ({ ...LINK, ...link })) })

it('is good as it should be', () => expect(said({})).toEqual([]))

describe('a title', () => {
  it.each([
    ['streaming alerts', 'title does not begin with a capital letter. Begin it with one.'],
    ['“Quoted” alerts', 'title does not begin with a capital letter. Begin it with one.'],
    ['Streaming alerts.', 'title ends with a full stop. Leave that out.'],
    ['Streaming alerts:', 'title ends with a colon. Leave that out.'],
    ['Alerts of ing', 'title names the company. Leave it out: it stands beside the title.'],
  ])('%s: %s', (title, words) => expect(said({ title })).toEqual([`title: ${words}`]))

  it.each(['3D maps of traffic', 'Über die Straße', '詐欺の検知', 'Node.js services'])('%s', (title) =>
    expect(said({ title })).toEqual([]),
  )

  it('may have a company of signs beside it', () =>
    expect(said({ company: 'C++ (a.b', title: 'Other signs' })).toEqual([]))
})

describe('a summary', () => {
  it.each([
    ['Kafka Streams joins payments.', 'does not begin with a verb. Begin it like “Joins” or “Counts”.'],
    ['Joins payments in Kafka.', 'does not name Kafka Streams. Say what it is used for.'],
    ['Joins payments in Kafka Streams', 'has no full stop at its end. Put one there.'],
    ['Uses Kafka Streams. Joins cards.', 'has more than one sentence. Make one of it, or use details.'],
  ])('%s: it %s', (summary, words) => expect(said({ summary })).toEqual([`summary: summary ${words}`]))

  it.each([
    'Rebuilt its Node.js services in Kafka Streams 3.5.',
    'Is listed as a user of Kafka Streams.',
    'Wrote its ledger with Kafka Streams.',
  ])('%s', (summary) => expect(said({ summary })).toEqual([]))
})

describe('details', () => {
  it('end with a full stop, and say more than the summary', () => {
    expect(said({ details: 'It runs' })).toEqual([
      'details: details has no full stop at its end. Put one there.',
    ])
    expect(said({ details: `So. ${GOOD.summary}` })).toEqual([
      'details: details says the summary again. Say what the summary does not.',
    ])
    expect(said({ details: undefined })).toEqual([])
  })
})

describe('our own words', () => {
  it.each([
    ['It is a Game Changing step.', '“Game Changing”, a word of marketing', 'Say plainly what it does.'],
    ['It leverages much.', '“leverages”, a word of marketing', 'Say plainly what it does.'],
    ['It is state-of-the-art.', '“state-of-the-art”, a word of marketing', 'Say plainly what it does.'],
    ['It is unique.', '“unique”, a word of marketing', 'Say plainly what it does.'],
    ['They optimize it.', '“optimize”, American spelling', 'Spell it as the British do.'],
    ['The colors of it.', '“colors”, American spelling', 'Spell it as the British do.'],
    ["The card's home.", "“card's”, a straight quote", 'Use curly ones: ’ “ ”.'],
    ['It is fast! It runs.', '“fast!”, an exclamation or a question', 'Make a statement of it.'],
    ['See https://a.example/b too.', '“https://a.example/b”, an address', 'Put it among the links.'],
    ['It runs — always.', '“—”, a dash', 'Use a comma, a colon or a new sentence.'],
    ['It runs - always.', '“runs - always.”, a dash', 'Use a comma, a colon or a new sentence.'],
    ['It doesn’t stop.', '“doesn’t”, a contraction', 'Write it out.'],
    ['Our team runs it.', '“Our”, a word of a speaker', 'Say “they”, or name who does it.'],
    ['It runs on on it.', '“on on”, a word twice', 'Remove one.'],
    ['It  runs.', '“It  runs.”, two spaces', 'Remove one.'],
    ['It has 10000 users.', '“10000”, a number without commas', 'Write it like 10,000.'],
  ])('%s has %s', (details, what, remedy) => {
    expect(said({ details })).toEqual([`details: details has ${what}. ${remedy}`])
  })

  it.each([
    'The US centers of it; a seized prize of a size (optimize).',
    'In 2024–2025, the user’s “own” data: a mid-sized set, US only.',
  ])('%s', (details) => expect(said({ details })).toEqual([]))

  it('are title, summary and details, each told for itself; a link quotes', () => {
    expect(said({ title: 'Very good', summary: 'Uses Kafka Streams, very well.' })).toEqual([
      'title: title has “Very”, a word of marketing. Say plainly what it does.',
      'summary: summary has “very”, a word of marketing. Say plainly what it does.',
    ])
    expect(about({ title: "We're leading!" })).toEqual([])
  })

  it('are quoted in a few characters', () => {
    expect(said({ details: `${'x'.repeat(500)}! It runs.` }).join().length).toBeLessThan(150)
  })
})

describe('a link', () => {
  it.each([
    [{ title: 'A talk.' }, 'title: links[1].title ends with a full stop. Leave that out.'],
    [
      { title: 'A talk | Acme' },
      'title: links[1].title has a | in it. Leave the name of the site and of the event out.',
    ],
    [{ year: 2023 }, 'event: links[1].event is of 2024, the link of 2023. Mend the one that is wrong.'],
    [
      { year: undefined },
      'event: links[1].event is of 2024, the link of no year. Give the link its year, 2024.',
    ],
    [
      { event: 'Kafka Summit' },
      'event: links[1].event is a conference without its year. Add the year, as in Current 2024.',
    ],
    [{ language: 'en' }, 'language: links[1].language is English. Remove the line.'],
    [{ speakers: ['Jo', 'Al', 'Jo'] }, 'speakers: links[1].speakers has somebody twice. Remove one.'],
  ])('%j', (change, words) => expect(about(change)).toEqual([`links.0.${words}`]))

  it.each([
    { year: undefined, date: '2024-09-17' },
    { event: 'A podcast, episode 3' },
    { title: 'Ups and downs, v2.0', language: 'de', speakers: ['Jo', 'Al'] },
  ])('%j is right', (change) => expect(about(change)).toEqual([]))

  it('is named by its place', () => {
    expect(about({}, {}, { title: 'A talk.' })).toEqual([
      'links.2.title: links[3].title ends with a full stop. Leave that out.',
    ])
  })
})

describe('the first link', () => {
  const THIN = ['links.0.kind: links[1] is nothing to watch or read, and another is. Put that one first.']
  const FOREIGN = ['links.0.language: links[1] is not in English, and another is. Put that one first.']

  it('is something to watch or read, where there is such', () => {
    expect(about({ kind: 'product' }, {})).toEqual(THIN)
    expect(about({ kind: 'event' }, {})).toEqual(THIN)
    expect(about({}, { kind: 'event' })).toEqual([])
    expect(about({ kind: 'event' }, { kind: 'product' })).toEqual([])
  })

  it('is in English, where one of those is', () => {
    expect(about({ language: 'de' }, {})).toEqual(FOREIGN)
    expect(about({ language: 'de' }, { language: 'ko' })).toEqual([])
    expect(about({ language: 'de' }, { kind: 'product' })).toEqual([])
    expect(about({ kind: 'event', language: 'de' }, { kind: 'product' })).toEqual(FOREIGN)
  })
})

describe('a use case with other faults', () => {
  it('is told of what is right by the schema', () => {
    const summary = 'joins.'
    expect(said({ title: 'todo.'.repeat(20), summary, details: 7, links: 'none' })).toHaveLength(2)
    expect(said({ title: 'TODO say what it is', summary: 'TODO say it' })).toEqual([])
    expect(about({ title: 7, event: 'Kafka Summit', year: 'x' })).toEqual([
      'links.0.event: links[1].event is a conference without its year. Add the year, as in Current 2024.',
    ])
    expect(said({ links: ['x', { ...LINK, title: 'A talk.' }] })).toHaveLength(1)
  })

  it.each([undefined, null, 7, 'text', [], {}])('%j', (odd) => expect(wordingFaults(odd)).toEqual([]))
})

describe('checkWording', () => {
  const text = VALID[ENTRY] ?? ''

  it('tells the file and the line, of use cases only', () => {
    const files = [
      { path: 'use-cases/b.yaml', text: text.replace('    event: Kafka Summit\n', '') },
      { path: 'use-cases/c.yaml', text: 'movedTo: acme' },
      { path: 'use-cases/d.yaml', text: 'title: [' },
      { path: 'use-cases/e.yaml', unreadable: { fault: 'no file', remedy: 'None.' } },
      { path: 'topics.yaml', text: 'title: lower' },
      { path: ENTRY, text },
    ]
    expect(checkWording(files)).toEqual([
      {
        ...{ file: ENTRY, line: 14, fault: 'links[1].event is a conference without its year' },
        remedy: 'Add the year, as in Current 2024.',
      },
    ])
  })
})
