import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Catalogue, UseCase } from '../../src/catalogue/catalogue.ts'
import {
  type Addition,
  checkDraft,
  type Draft,
  type DraftFaults,
  draftOf,
  duplicatesOf,
} from '../../src/catalogue/draft.ts'
import { LINK_KINDS } from '../../src/catalogue/limits.ts'
import { useCaseFile, useCaseId } from '../../src/catalogue/schema.ts'
import { catalogue } from '../catalogue.ts'

const TODAY = '2026-11-22'
const known = catalogue.useCases.find(({ aliases }) => aliases.length > 0)
const [alias] = known?.aliases ?? []
if (!known || alias === undefined) throw new Error('no company of the catalogue has another name')

const draft: Draft = {
  company: 'Acme Bank',
  title: 'Fraud alerts while customers pay',
  summary: 'Joins each payment with what is known of the card in Kafka Streams.',
  details: '',
  url: 'https://example.com/talk',
  kind: 'talk',
  linkTitle: '',
  event: '',
  when: '',
  industry: 'finance',
  topics: ['fraud-detection', 'joins'],
}
const EMPTY: Draft = {
  ...{ company: '', title: '', summary: '', details: '', url: '', kind: '', linkTitle: '', event: '' },
  ...{ when: '', industry: '', topics: [] },
}

const check = (change: Partial<Draft> = {}, within: Catalogue = catalogue) =>
  checkDraft({ ...draft, ...change }, within, TODAY)

function added(...args: Parameters<typeof check>): Addition {
  const result = check(...args)
  if (!result.ok) throw new Error(JSON.stringify(result.faults))
  return result.addition
}

function faultsOf(change: Partial<Draft>): DraftFaults {
  const result = check(change)
  return result.ok ? {} : result.faults
}

describe('a draft without faults', () => {
  it('becomes a use case that says where it comes from and since when it is there', () => {
    const { id, useCase } = added({
      when: '2024',
      linkTitle: 'A talk',
      event: 'Current 2024',
      details: 'More.',
    })
    expect(id).toBe('acme-bank-fraud-alerts-while-customers-pay')
    expect(useCase).toEqual({
      ...{ company: 'Acme Bank', aliases: [], industry: 'finance', countries: [] },
      ...{ title: draft.title, summary: draft.summary, details: 'More.', topics: draft.topics },
      links: [{ url: draft.url, kind: 'talk', title: 'A talk', event: 'Current 2024', year: 2024 }],
      ...{ source: 'research', added: TODAY },
    })
    expect(added({ when: '2024-05-31' }).useCase.links[0]).toEqual({
      ...{ url: draft.url, kind: 'talk', date: '2024-05-31' },
    })
  })

  it('is mended where copied text brought something along', () => {
    const { useCase } = added({
      company: '\u200f Acme\u00ad  Bank\u200b ',
      summary: ' Joins payments\r\n\twith cards\u2028in Kafka Streams.\n',
      url: '\n<https://example.com/talk|the talk> ',
      when: ' 2024 ',
      topics: ['joins', 'joins'],
    })
    expect(useCase.company).toBe('Acme Bank')
    expect(useCase.summary).toBe('Joins payments with cards in Kafka Streams.')
    expect(useCase.links[0]).toMatchObject({ url: 'https://example.com/talk', year: 2024 })
    expect(useCase.topics).toEqual(['joins'])
    expect(added({ url: '<https://example.com/talk>' }).useCase.links[0]?.url).toBe(draft.url)
    // Families of emoji hold together.
    expect(added({ title: 'For the 👩‍👩‍👧 at home' }).useCase.title).toBe('For the 👩‍👩‍👧 at home')
  })

  it('is mended where a program can do that', () => {
    const { useCase } = added({
      title: 'fraud alerts while "customers" pay.',
      summary: "joins each payment with the card's home in Kafka Streams",
      details: "It's (\"fast\") ('quick'), day and 'night'",
      linkTitle: 'A talk.',
      event: 'Kafka Summit 2023',
    })
    expect(useCase).toMatchObject({
      title: 'Fraud alerts while “customers” pay',
      summary: 'Joins each payment with the card’s home in Kafka Streams.',
      details: 'It’s (“fast”) (‘quick’), day and ‘night’.',
      links: [{ title: 'A talk', event: 'Kafka Summit 2023', year: 2023 }],
    })
  })

  it('has the year of its event only where none is given and there is just one', () => {
    const linkOf = (change: Partial<Draft>) => added(change).useCase.links[0]
    expect(linkOf({ event: 'Current 2024', when: '2024-09-17' })).toMatchObject({ date: '2024-09-17' })
    expect(linkOf({ event: 'A podcast' })).toEqual({ url: draft.url, kind: 'talk', event: 'A podcast' })
    const both = 'A meetup of 2023 and 2024'
    expect(check({ event: both }).ok).toBe(false)
    expect(linkOf({ event: both, when: '2023' })).toMatchObject({ event: both, year: 2023 })
  })

  it('takes the name that a company has here, and the industry that was chosen', () => {
    for (const company of [known.company.toUpperCase(), alias, alias.toLowerCase()]) {
      expect(added({ company, industry: 'gaming' }).useCase).toMatchObject({
        ...{ company: known.company, aliases: [], industry: 'gaming' },
      })
    }
  })
})

describe('the id of an addition', () => {
  it('is cut between words, and has a number where it is taken', () => {
    const title = 'Estimated times of arrival for forty thousand containers a'
    const { id } = added({ title })
    expect(id).toBe('acme-bank-estimated-times-of-arrival-for-forty-thousand')
    const byId = new Map([id, `${id}-2`].map((one) => [one, known]))
    expect(added({ title }, { ...catalogue, byId }).id).toBe(`${id}-3`)
    expect(added({ company: 'a'.repeat(60) }).id).toBe('a'.repeat(60))
    const taken = new Map([['a'.repeat(60), known]])
    const other = { ...catalogue, byId: taken }
    expect(added({ company: 'a'.repeat(60) }, other).id).toBe(`${'a'.repeat(58)}-2`)
  })

  it('has the plain letters of accented ones, and is there for every script', () => {
    expect(added({ company: "Café Żabka's", title: 'Ünïcode ﬁlter' }).id).toBe('cafe-zabka-unicode-filter')
    const { id } = added({ company: '楽天', title: '詐欺の検知' })
    expect(id).toMatch(/^use-case-\w+$/)
    expect(added({ company: '楽天', title: '在庫の管理' }).id).not.toBe(id)
    expect(added({ company: '楽天', title: 'Kafka 検知' }).id).toBe('kafka')
  })
})

describe('the faults of a draft', () => {
  it('ask for what is missing', () => {
    const result = checkDraft(EMPTY, catalogue, TODAY)
    expect(result).toEqual({
      ok: false,
      faults: {
        company: 'Say which company.',
        title: 'Say in a few words what it is.',
        summary: 'Say in a sentence what they do with Kafka Streams.',
        industry: 'Choose an industry.',
        topics: 'Choose at least one topic.',
        url: 'Give the address of a talk, an article or a paper.',
        kind: 'Choose what it is.',
      },
    })
    expect(faultsOf({ company: ' \u200b\n', title: '\u200d' })).toEqual({
      ...{ company: 'Say which company.', title: 'Say in a few words what it is.' },
    })
  })

  it.each([
    [{ company: 'a'.repeat(3000) }, 'Company has 3000 characters, more than 60. Shorten it by 2940.'],
    [{ company: '<b>Acme</b>' }, 'Company has HTML in it. Write plain text.'],
    [{ summary: 'Counts <script>alert(1)</script>' }, 'This has HTML in it. Write plain text.'],
    [{ title: 'a'.repeat(61) }, 'This has 61 characters, more than 60. Shorten it by 1.'],
    [{ summary: 'ü'.repeat(200) }, 'This has 200 characters, more than 190. Shorten it by 10.'],
    [{ details: 'a'.repeat(601) }, 'This has 601 characters, more than 600. Shorten it by 1.'],
    [{ linkTitle: 'a'.repeat(161) }, 'This has 161 characters, more than 160. Shorten it by 1.'],
    [{ event: 'a'.repeat(81) }, 'This has 81 characters, more than 80. Shorten it by 1.'],
    [
      { topics: [...catalogue.topics.keys()].slice(0, 9) },
      'This has 9 items, more than 8. Keep the 8 that matter most.',
    ],
    [{ topics: ['joins', 'knitting'] }, 'This is not known here. Choose topics of the list.'],
    [{ industry: 'Knitting!' }, 'This is not known here. Choose an industry of the list.'],
    [{ industry: 'knitting' }, 'This is not known here. Choose an industry of the list.'],
    [{ kind: 'rumour' }, 'This is not known here. Choose one of the list.'],
    [{ when: '2015' }, 'The year 2015 is too early. Kafka Streams began in 2016.'],
    [{ when: '2027' }, 'The year 2027 is in the future. Check it; leave it out if unknown.'],
    [{ when: '2026-11-23' }, 'The year 2026-11-23 is in the future. Check it; leave it out if unknown.'],
    [{ when: '2015-12-31' }, 'The year 2015-12-31 is too early. Kafka Streams began in 2016.'],
    [
      { when: '2024-02-31' },
      'The year is not a day of the calendar. Write it as year-month-day, such as 2024-05-31.',
    ],
    [{ when: 'last May' }, 'This is no year and no day. Write it as 2024, or as 2024-05-31.'],
    [{ when: '20244' }, 'This is no year and no day. Write it as 2024, or as 2024-05-31.'],
    [{ title: 'Alerts of Acme Bank' }, 'This names the company. Leave it out: it stands beside the title.'],
    [{ title: 'Seamless alerts' }, 'This has “Seamless”, a word of marketing. Say plainly what it does.'],
    [{ summary: 'Joins payments in time' }, 'This does not name Kafka Streams. Say what it is used for.'],
    [
      { summary: 'real-time joins' },
      'This does not begin with a verb. Begin it like “Joins” or “Counts”. This does not name Kafka Streams. Say what it is used for.',
    ],
    [
      { summary: `Joins payments in Kafka Streams${' a b'.repeat(39)} cd` },
      'This has no full stop at its end. Put one there.',
    ],
    [{ event: 'Kafka Summit' }, 'This is a conference without its year. Add the year, as in Current 2024.'],
    [{ linkTitle: 'Alerts | Acme' }, 'This has a | in it. Leave the name of the site and of the event out.'],
  ] satisfies [Partial<Draft>, string][])('say of %j: %s', (change, fault) => {
    expect(faultsOf(change)).toEqual({ [Object.keys(change)[0] ?? '']: fault })
  })

  it('tell of an event of another year, but where that is the wrong one', () => {
    expect(faultsOf({ event: 'Current 2024', when: '2023' })).toEqual({
      event: 'This is of 2024, the link of 2023. Mend the one that is wrong.',
    })
    expect(Object.keys(faultsOf({ event: 'Current 2024', when: '2027' }))).toEqual(['when'])
    expect(faultsOf({ event: 'Current 2027' })).toEqual({
      when: 'The year 2027 is in the future. Check it; leave it out if unknown.',
    })
  })

  it('tell of a title that another use case of the company has', () => {
    const title = known.title.toUpperCase()
    expect(faultsOf({ company: alias, title }).title).toBe(
      `This is that of another use case of ${known.company}. Say what tells the two apart.`,
    )
    expect(faultsOf({ title })).toEqual({})
  })

  it.each([
    ...[
      'http://example.com/talk',
      'javascript:alert(1)',
      'data:text/html,x',
      'example.com',
      'https://localhost',
    ],
    ...['https://user:secret@example.com', 'https://example.com/"x"', 'https://example.com/a b', 'ftp://a.b'],
    ...['<javascript:alert(1)|https://example.com>', '<<https://example.com>>'],
  ])('take no address such as %s', (url) => {
    expect(faultsOf({ url })).toEqual({
      url: 'This is not an https address. Use the full address that begins with https://, with no space, quote, bracket or password in it.',
    })
  })

  it('take no address that is too long', () => {
    expect(faultsOf({ url: `https://example.com/${'a'.repeat(400)}` })).toEqual({
      url: 'This has 420 characters, more than 400. Shorten it by 20.',
    })
    expect(faultsOf({ url: `https://example.com/?${'&'.repeat(120)}` }).url).toContain('too many & signs')
  })

  it('are the first of each field', () => {
    const topics = ['knitting', ...[...catalogue.topics.keys()].slice(0, 8)]
    expect(faultsOf({ topics }).topics).toContain('9 items')
  })

  it('come out all at once', () => {
    const change = { company: '', url: 'http://a.example', topics: ['knitting'], when: '2030', summary: 'x' }
    expect(Object.keys(faultsOf(change)).toSorted()).toEqual(['company', 'summary', 'topics', 'url', 'when'])
  })
})

const text = fc.oneof(
  fc.constantFrom(
    ...['', '<!channel>', '<@U1>', '<b>x</b>', '*bold*', '\u202etfel', '&'.repeat(200), 'Acme'],
  ),
  ...[known.company, alias, 'https://example.com/a', '2024', '2024-01-02'].map((one) => fc.constant(one)),
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.nat(3000).map((length) => '🚂'.repeat(length / 2)),
)
const anyDraft: fc.Arbitrary<Draft> = fc.record({
  ...{ company: text, title: text, summary: text, details: text, url: text, linkTitle: text, event: text },
  when: text,
  kind: fc.oneof(fc.constantFrom(...LINK_KINDS), text),
  industry: fc.oneof(fc.constantFrom(...catalogue.industries.keys()), text),
  topics: fc.array(fc.oneof(fc.constantFrom(...catalogue.topics.keys()), text), { maxLength: 12 }),
})

describe('any draft', () => {
  it('becomes what the schema accepts, or has a fault that fits below a field', () => {
    let accepted = 0
    const sound = fc.record({
      ...{ company: fc.string({ unit: 'binary', maxLength: 60 }), title: fc.string({ maxLength: 60 }) },
    })
    fc.assert(
      fc.property(
        fc.oneof(
          anyDraft,
          sound.map((some) => ({ ...draft, ...some })),
        ),
        (any) => {
          const result = checkDraft(any, catalogue, TODAY)
          if (!result.ok) {
            expect(Object.keys(result.faults).length).toBeGreaterThan(0)
            for (const fault of Object.values(result.faults)) {
              expect(fault.length).toBeLessThanOrEqual(150)
              expect(fault).toMatch(/^[A-Z].*[.…]$/su)
              expect(fault).not.toMatch(/undefined|links\[|\.yaml/)
            }
            return
          }
          accepted++
          const { addition } = result
          expect(useCaseFile.parse(addition.useCase)).toEqual(addition.useCase)
          expect(useCaseId.safeParse(addition.id).success).toBe(true)
          expect(catalogue.byId.has(addition.id)).toBe(false)
          // What it was made of makes it again.
          expect(checkDraft(draftOf(addition), catalogue, TODAY)).toEqual(result)
        },
      ),
      { numRuns: 500 },
    )
    expect(accepted).toBeGreaterThan(20)
  })
})

describe('what is there already', () => {
  const second = known.links.at(-1)?.url ?? ''

  it('is found by its link, however that is written', () => {
    for (const url of [second, `${second}#part`, second.replace(/^https:\/\/(?:www\.)?/, 'https://m.')]) {
      expect(duplicatesOf(added({ url }), catalogue).sameLink?.id).toBe(known.id)
    }
    expect(duplicatesOf(added(), catalogue)).toEqual({ sameLink: undefined, sameCompany: [] })
  })

  it('is found by its company, by any of its names', () => {
    const ours = catalogue.useCases.filter(({ company }) => company === known.company)
    const addition = added()
    for (const company of [known.company, known.company.toLowerCase(), alias]) {
      const renamed = { ...addition, useCase: { ...addition.useCase, company } }
      const found: UseCase[] = duplicatesOf(renamed, catalogue).sameCompany
      expect(found.map(({ id }) => id)).toEqual(ours.map(({ id }) => id))
    }
  })
})
