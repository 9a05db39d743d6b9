import { describe, expect, test } from 'vitest'
import { parseCatalogue } from '../../src/catalogue/parse.ts'
import { CatalogueError } from '../../src/catalogue/problems.ts'
import { afterChange, changed, check, ENTRY, problems, TODAY, VALID } from './valid.ts'

const at = (line: number, text: string) => [`use-cases/acme-fraud.yaml:${line}: ${text}`]
const OTHER = 'use-cases/other-case.yaml'
const ENTRY_TEXT = VALID[ENTRY] ?? ''
const LONG_FIELDS =
  'known here: company, aliases, industry, countries, title, summary, details, topics, links, source, added.'
const HTTPS =
  'links[1].url is not an https address. Use the full address that begins with https://, with no space, quote, bracket or password in it.'

describe('a catalogue that is right', () => {
  test('becomes use cases and vocabularies', () => {
    const result = check({})
    if (!result.ok) throw new CatalogueError(result.problems)
    const { useCases, byId, topics, industries } = result.catalogue
    expect(useCases.map(({ id }) => id)).toEqual(['acme-fraud'])
    expect(byId.get('acme-fraud')).toBe(useCases[0])
    expect(useCases[0]).toMatchObject({ company: 'Acme', aliases: ['Acme Corp'], links: [{ year: 2020 }] })
    expect([...topics.keys()]).toEqual(['fraud-detection', 'payments'])
    expect(industries.get('finance')?.label).toBe('Finance')
  })

  test('may leave the optional fields out', () => {
    const result = check({
      [ENTRY]: ENTRY_TEXT.replace(/^(aliases|countries|details):.*\n/gm, '').replace(
        /^ {4}(title|speakers|event|year):.*\n/gm,
        '',
      ),
    })
    expect(result).toMatchObject({
      ok: true,
      catalogue: { useCases: [{ aliases: [], countries: [], links: [{ kind: 'talk' }] }] },
    })
  })

  test('lists its use cases by id, whatever the order of the files', () => {
    const text = changed(ENTRY, 'company: Acme\naliases: [Acme Corp]', 'company: Zeta')
    const other = text.replace('Fraud alerts', 'Other alerts')
    const result = check({ 'use-cases/zeta-case.yaml': text, 'use-cases/a-case.yaml': other })
    expect(result).toMatchObject({
      catalogue: { useCases: [{ id: 'a-case' }, { id: 'acme-fraud' }, { id: 'zeta-case' }] },
    })
  })

  test('may come from Windows: byte order mark and CRLF', () => {
    const windows = Object.entries(VALID).map(([path, text]) => [
      path,
      `\ufeff${text.replaceAll('\n', '\r\n')}`,
    ])
    expect(problems(Object.fromEntries(windows))).toEqual([])
  })

  test('CRLF does not shift the lines of problems', () => {
    expect(problems({ [ENTRY]: changed(ENTRY, 'https:', 'http:').replaceAll('\n', '\r\n') })).toEqual(
      at(10, HTTPS),
    )
  })

  test('a moved id leads to where the use case is now', () => {
    const result = check({ 'use-cases/old-name.yaml': 'movedTo: acme-fraud\n' })
    if (!result.ok) throw new CatalogueError(result.problems)
    expect(result.catalogue.byId.get('old-name')?.id).toBe('acme-fraud')
    expect(result.catalogue.useCases).toHaveLength(1)
  })

  test('one company may have several use cases with the same aliases', () => {
    expect(problems({ [OTHER]: changed(ENTRY, 'Fraud alerts', 'Other alerts') })).toEqual([])
  })
})

describe('vocabularies are closed', () => {
  test.each([
    ['fraud-detecton', 'Did you mean "fraud-detection"? Otherwise add it to topics.yaml.'],
    ['paymens', 'Did you mean "payments"? Otherwise add it to topics.yaml.'],
    ['scam', 'Did you mean "fraud-detection"? Otherwise add it to topics.yaml.'],
    ['zzzzqq', 'Use one of topics.yaml, or add it there.'],
    ['ai', 'Use one of topics.yaml, or add it there.'],
    // Near to a half of them is not near.
    ['frost', 'Use one of topics.yaml, or add it there.'],
    ['pays', 'Use one of topics.yaml, or add it there.'],
  ])('unknown topic %s', (topic, remedy) => {
    expect(afterChange('[fraud-detection]', `[payments, ${topic}]`)).toEqual(
      at(8, `unknown topic "${topic}". ${remedy}`),
    )
  })

  test('what a draft of the list leaves to write is no word to guess at', () => {
    expect(afterChange('[fraud-detection]', '[payments, todo]')).toEqual(
      at(8, 'topic is still to be written. Use one of topics.yaml.'),
    )
    expect(afterChange('industry: finance', 'industry: todo')).toEqual(
      at(3, 'industry is still to be written. Use one of industries.yaml.'),
    )
  })

  test('topics one a line are named by their own line', () => {
    expect(afterChange('[fraud-detection]', '\n  - payments\n  - fraud')).toEqual(
      at(10, 'unknown topic "fraud". Did you mean "fraud-detection"? Otherwise add it to topics.yaml.'),
    )
  })

  test('a label in place of the id', () => {
    expect(afterChange('[fraud-detection]', '[Fraud detection]')).toEqual(
      at(
        8,
        'topics[1] is not written as an id. Write it in lower case with hyphens between words: fraud-detection.',
      ),
    )
  })

  test.each([
    ['finanse', 'Did you mean "finance"? Otherwise add it to industries.yaml.'],
    ['qqqqq', 'Use one of industries.yaml, or add it there.'],
  ])('unknown industry %s', (industry, remedy) => {
    expect(afterChange('industry: finance', `industry: ${industry}`)).toEqual(
      at(3, `unknown industry "${industry}". ${remedy}`),
    )
  })

  test('the same topic twice', () => {
    expect(afterChange('[fraud-detection]', '[payments, fraud-detection, payments]')).toEqual(
      at(8, 'topics has "payments" twice. Remove one.'),
    )
  })

  test.each([
    ['UK', 'a word of its own in the mail, but not in ISO 3166'],
    ['XQ', 'nothing at all'],
    ['EU', 'no country'],
    ['SU', 'no longer one'],
  ])('no country: %s is %s', (code) => {
    expect(afterChange('[GB]', `[${code}]`)).toEqual(
      at(4, `"${code}" is no country code. Use the ISO 3166 code, such as DE or GB.`),
    )
  })

  test('a country by its name', () => {
    expect(afterChange('[GB]', '[Norway]')).toEqual(
      at(
        4,
        'countries[1] is not a two-letter country code. Use the ISO 3166 code in capitals, such as DE or US.',
      ),
    )
  })

  test('Norway is a country in YAML too', () => {
    expect(afterChange('[GB]', '[NO]')).toEqual([])
  })

  test.each([
    ['german', 'links[1].language is not a two-letter language'],
    ['xx', '"xx" is no language code'],
  ])('no language: %s', (code, fault) => {
    expect(afterChange('    year: 2020', `    language: ${code}`)).toEqual(
      at(15, `${fault}. Use the ISO 639 code, such as de or ko.`),
    )
  })

  test('a kind of link that there is not', () => {
    expect(afterChange('kind: talk', 'kind: blog')).toEqual(
      at(
        11,
        'links[1].kind "blog" is not known. Use one of talk, video, slides, article, paper, event, product.',
      ),
    )
  })
})

describe('the vocabulary files', () => {
  const topics = (before: string, after: string) =>
    problems({ 'topics.yaml': changed('topics.yaml', before, after) })

  test('duplicate id', () => {
    expect(topics('id: payments', 'id: fraud-detection')).toEqual([
      'topics.yaml:5: duplicate id "fraud-detection". Merge the two or rename one.',
    ])
  })

  test('the same synonym twice, whatever its case', () => {
    expect(topics('[scam]', '[scam, Scam]')).toEqual([
      'topics.yaml:4: fraud-detection has "Scam" twice. Remove one.',
    ])
  })

  test('a field is missing because it is misspelt', () => {
    expect(topics('label: Payments', 'lable: Payments')).toEqual([
      'topics.yaml:5: entry 2: label is missing. Add it; data/README.md says what it holds.',
      'topics.yaml:6: unknown field "lable" in entry 2. Did you mean "label"?',
    ])
  })

  test('a synonym that YAML reads as a number', () => {
    expect(topics('[scam]', '[scam, 419]')).toEqual([
      'topics.yaml:4: entry 1: synonyms[2] is a number, not a text. Write one text there; a number, true or false needs quotes.',
    ])
  })

  test('an entry that is only a word', () => {
    expect(problems({ 'topics.yaml': '- fraud-detection\n' })).toEqual([
      'topics.yaml:1: entry 1 is a text, not a set of fields. Write fields there, each on a line of its own as "name: value".',
    ])
  })

  test('a missing file is one problem, not one in every use case', () => {
    expect(problems({ 'topics.yaml': undefined })).toEqual([
      'topics.yaml: the file is missing. Restore it; every use case refers to it.',
    ])
  })

  test('an empty file, likewise', () => {
    expect(problems({ 'industries.yaml': '# nothing yet\n' })).toEqual([
      'industries.yaml: the file is empty. Copy another file of its kind and change it, or remove this one.',
    ])
  })
})

describe('names and ids', () => {
  const other = (before: string, after: string) => ({ [OTHER]: changed(ENTRY, before, after) })

  test('an alias of two companies', () => {
    expect(problems(other('company: Acme', 'company: Other'))).toEqual([
      'use-cases/other-case.yaml:2: duplicate alias: "Acme Corp" also stands for Acme in use-cases/acme-fraud.yaml. Keep it in one of the two, or write the company the same way in both.',
    ])
  })

  test('an alias that is the name of another company', () => {
    const files = { [OTHER]: changed(ENTRY, 'company: Acme\naliases: [Acme Corp]', 'company: acme corp') }
    expect(problems(files)).toEqual([
      'use-cases/other-case.yaml:1: duplicate company name: "acme corp" also stands for Acme in use-cases/acme-fraud.yaml. Keep it in one of the two, or write the company the same way in both.',
    ])
  })

  test('one company spelt in two ways', () => {
    const text = changed(ENTRY, 'company: Acme', 'company: ACME').replace('Fraud alerts', 'Other alerts')
    expect(problems({ [OTHER]: text })).toEqual([
      'use-cases/other-case.yaml:1: company "ACME" is "Acme" in use-cases/acme-fraud.yaml. Write it the same way in both.',
    ])
  })

  test('a company has each title once, whatever its case', () => {
    const text = changed(ENTRY, 'Fraud alerts', 'FRAUD Alerts')
    expect(problems({ [OTHER]: text })).toEqual([
      'use-cases/other-case.yaml:5: the title "FRAUD Alerts" of Acme stands in use-cases/acme-fraud.yaml, too. Remove one, or say what tells them apart.',
    ])
  })

  test('another company may have the same title', () => {
    expect(problems(other('company: Acme\naliases: [Acme Corp]', 'company: Other'))).toEqual([])
  })

  test('without a company nobody can say whose the alias is', () => {
    expect(problems({ [OTHER]: changed(ENTRY, 'company: Acme\n', '') })).toEqual([
      'use-cases/other-case.yaml: company is missing. Add it; data/README.md says what it holds.',
    ])
  })

  test('an alias that says the company’s name again', () => {
    expect(afterChange('[Acme Corp]', '[acme]')).toEqual(
      at(2, 'the alias "acme" is the company\'s name again. Remove it.'),
    )
  })

  test('an alias twice', () => {
    expect(afterChange('[Acme Corp]', '[Acme Corp, acme corp]')).toEqual(
      at(2, 'aliases has "acme corp" twice. Remove one.'),
    )
  })

  test('an id twice', () => {
    const files = Object.entries(VALID).map(([path, text]) => ({ path, text }))
    expect(parseCatalogue([...files, { path: ENTRY, text: ENTRY_TEXT }], TODAY)).toEqual({
      ok: false,
      problems: [{ file: ENTRY, fault: 'duplicate id "acme-fraud"', remedy: 'Rename one of the files.' }],
    })
  })

  test.each([
    'use-cases/Acme Fraud.yaml',
    'use-cases/acme_fraud.yaml',
    'use-cases/acme-fraud.yml',
    'use-cases/acme--fraud.yaml',
    'use-cases/README.md',
    'use-cases/deeper/acme.yaml',
    `use-cases/${'a'.repeat(61)}.yaml`,
  ])('%s is not named by an id', (path) => {
    expect(problems({ [path]: ENTRY_TEXT })).toEqual([
      `${path}: the file name is not an id. Name it like company-use-case.yaml: lower case, hyphens, at most 60 characters, .yaml.`,
    ])
  })

  const moved = (text: string) => problems({ 'use-cases/old-name.yaml': text })

  test.each([
    ['acme-frau', 'which does not exist. Did you mean "acme-fraud"?'],
    ['zzzzz', 'which does not exist. Name the id of a use case that exists.'],
    ['old-name', 'which is a moved id itself. Name the id that the use case has now.'],
  ])('a moved id that leads to %s', (target, words) => {
    expect(moved(`# renamed\nmovedTo: ${target}\n`)).toEqual([
      `use-cases/old-name.yaml:2: movedTo leads to "${target}", ${words}`,
    ])
  })

  test('a moved id that leads to a use case with faults is right itself', () => {
    const files = { [ENTRY]: changed(ENTRY, 'https:', 'http:'), [OTHER]: 'movedTo: acme-fraud\n' }
    expect(problems(files)).toEqual(at(10, HTTPS))
  })

  test('a moved file holds nothing else', () => {
    expect(moved('movedTo: acme-fraud\ncompany: Acme\n')).toEqual([
      'use-cases/old-name.yaml:2: unknown field "company". Remove it; known here: movedTo.',
    ])
  })
})

describe('links', () => {
  test.each([
    'http://example.com/talk',
    'example.com/talk',
    'https://example.com/a talk',
    'https://localhost/talk',
    'https://me:secret@example.com/',
    'https://example.com/a|b',
    'javascript:alert(1)',
  ])('%s is not an address to link to', (url) => {
    expect(afterChange('https://example.com/talk', url)).toEqual(at(10, HTTPS))
  })

  test('too long an address', () => {
    expect(afterChange('example.com/talk', `example.com/${'t'.repeat(400)}`)).toEqual(
      at(10, 'links[1].url has 420 characters, more than 400. Shorten it by 20.'),
    )
  })

  test('too many & signs, each of which takes five characters in a message', () => {
    expect(afterChange('/talk', `/?${'a&'.repeat(130)}`)).toEqual(
      at(10, 'links[1].url has too many & signs. Look for a shorter address of the same page.'),
    )
  })

  test('the same address twice', () => {
    expect(afterChange('source:', '  - url: https://example.com/talk\n    kind: video\nsource:')).toEqual(
      at(16, 'links[2].url is the same as links[1].url. Remove one of the two links.'),
    )
  })

  test('no link', () => {
    expect(problems({ [ENTRY]: ENTRY_TEXT.replace(/links:\n( .*\n)+/, 'links: []\n') })).toEqual(
      at(9, 'links is empty. Give at least one.'),
    )
  })

  test('an address alone', () => {
    const text = ENTRY_TEXT.replace(/links:\n( .*\n)+/, 'links:\n  - https://example.com/talk\n')
    expect(problems({ [ENTRY]: text })).toEqual(
      at(
        10,
        'links[1] is a text, not a set of fields. Write fields there, each on a line of its own as "name: value".',
      ),
    )
  })

  test('one link without its dash', () => {
    expect(afterChange('  - url:', '    url:')).toEqual(
      at(9, 'links is a set of fields, not a list. Begin each item on a line of its own with "- ".'),
    )
  })

  test('no kind', () => {
    expect(afterChange('    kind: talk\n', '')).toEqual(
      at(10, 'links[1].kind is missing. Add it: one of talk, video, slides, article, paper, event, product.'),
    )
  })
})

describe('dates', () => {
  test.each([
    ['year: 2031', 'links[1].year 2031 is in the future. Check it; leave it out if unknown.'],
    ['date: 2026-11-23', 'links[1].date 2026-11-23 is in the future. Check it; leave it out if unknown.'],
    ['year: 2015', 'links[1].year 2015 is too early. Kafka Streams began in 2016.'],
    ['date: 2015-05-31', 'links[1].date 2015-05-31 is too early. Kafka Streams began in 2016.'],
    [
      'date: 2020-1-1',
      'links[1].date is not a date like 2024-05-31. Write it as year-month-day, such as 2024-05-31.',
    ],
    [
      'date: 2021-02-30',
      'links[1].date is not a day of the calendar. Write it as year-month-day, such as 2024-05-31.',
    ],
    ['year: "2020"', 'links[1].year is a text, not a number. Write it with four digits and without quotes.'],
    [
      'year: 2020.5',
      'links[1].year 2020.5 is not a whole number. Write it with four digits and without quotes.',
    ],
    ['year: 1e300', 'links[1].year 1e+300 is too large. Write it with four digits and without quotes.'],
  ])('%s', (after, message) => {
    expect(afterChange('year: 2020', after)).toEqual(at(15, message))
  })

  test.each(['year: 2026', 'date: 2026-11-22', 'date: 2020-02-29'])('%s is right', (after) => {
    expect(afterChange('year: 2020', after)).toEqual([])
  })

  test('year and date', () => {
    expect(afterChange('year: 2020', 'year: 2020\n    date: 2020-05-31')).toEqual(
      at(15, 'links[1].year stands beside a date. Keep the date and leave year out.'),
    )
  })

  test('added tomorrow', () => {
    expect(afterChange('added: 2026-11-22', 'added: 2026-11-23')).toEqual(
      at(17, 'added 2026-11-23 is in the future. Use today, 2026-11-22.'),
    )
  })
})

describe('texts', () => {
  const summary = (after: string) => afterChange('Finds fraud with Kafka Streams.', after)

  test('too long a summary', () => {
    expect(summary('x'.repeat(204))).toEqual(
      at(6, 'summary has 204 characters, more than 190. Shorten it by 14.'),
    )
  })

  test('a summary of just the limit is right', () => {
    expect(summary('x'.repeat(190))).toEqual([])
  })

  test.each([
    ['""', 'summary is empty. Fill it in.'],
    ['', 'summary is empty. Fill it in. A text that begins with # needs quotes.'],
    ['#1 in fraud', 'summary is empty. Fill it in. A text that begins with # needs quotes.'],
    ['42', 'summary is a number, not a text. Write one text there; a number, true or false needs quotes.'],
    [
      'true',
      'summary is true or false, not a text. Write one text there; a number, true or false needs quotes.',
    ],
    ['[a, b]', 'summary is a list, not a text. Write one text there; a number, true or false needs quotes.'],
    [
      '|\n  Finds fraud.\n  Day and night.',
      'summary has a line break. Keep it on one line, or begin it with >- and indent its lines, which joins them.',
    ],
    [
      '>\n  Finds fraud.',
      'summary has a line break. Keep it on one line, or begin it with >- and indent its lines, which joins them.',
    ],
    ['" Finds fraud."', 'summary begins or ends with a space. Remove the space.'],
    [
      '"Finds\\u200b fraud."',
      'summary has an invisible character. Type the words around it anew; copied text brings such characters along.',
    ],
    [
      '"Finds \\u202efraud."',
      'summary has an invisible character. Type the words around it anew; copied text brings such characters along.',
    ],
  ])('summary: %s', (after, message) => {
    expect(summary(after)).toEqual(at(6, message))
  })

  test('an optional text may go', () => {
    expect(afterChange('details: It runs day and night.', 'details: ""')).toEqual(
      at(7, 'details is empty. Fill it in, or remove the line.'),
    )
  })

  test.each(['"\u200d👩‍💻 at work"', '"데브시스터즈"', '"Größe & <3"'])(
    '%s is a text like any other',
    (after) => {
      expect(summary(after)).toEqual([])
    },
  )
})

describe('fields', () => {
  test('a missing field', () => {
    expect(afterChange('summary: Finds fraud with Kafka Streams.\n', '')).toEqual([
      'use-cases/acme-fraud.yaml: summary is missing. Add it; data/README.md says what it holds.',
    ])
  })

  test('a missing field with few values names them', () => {
    expect(afterChange('source: research\n', '')).toEqual([
      'use-cases/acme-fraud.yaml: source is missing. Add it: one of awesome-kafka-streams, research.',
    ])
  })

  test('unknown fields, each with the nearest known one', () => {
    expect(afterChange('company: Acme', 'company: Acme\nsumary: x\ntopic: [a]')).toEqual([
      ...at(2, 'unknown field "sumary". Did you mean "summary"?'),
      ...at(3, 'unknown field "topic". Did you mean "topics"?'),
    ])
  })

  test.each(['zzzz', '__proto__', 'synonyms', '1'])('unknown field %s, near to none', (field) => {
    expect(afterChange('company: Acme', `company: Acme\n${field}: [a]`)).toEqual(
      at(2, `unknown field "${field}". Remove it; ${LONG_FIELDS}`),
    )
  })

  test('an unknown field of a link', () => {
    expect(afterChange('speakers:', 'speeker:')).toEqual(
      at(13, 'unknown field "speeker" in links[1]. Did you mean "speakers"?'),
    )
  })

  test('a text where a list belongs', () => {
    expect(afterChange('[fraud-detection]', 'fraud-detection')).toEqual(
      at(8, 'topics is a text, not a list. Put it in square brackets: [fraud-detection].'),
    )
  })

  test('too many items', () => {
    const thirteen = Array.from({ length: 13 }, (_, index) => `Acme ${index}`)
    expect(afterChange('[Acme Corp]', `[${thirteen.join(', ')}]`)).toEqual(
      at(2, 'aliases has 13 items, more than 12. Keep the 12 that matter most.'),
    )
  })

  test('a file of another shape', () => {
    expect(problems({ [ENTRY]: '- company: Acme\n' })).toEqual(
      at(
        1,
        'the file is a list, not a set of fields. Write fields there, each on a line of its own as "name: value".',
      ),
    )
  })

  test.each(['', '\n', '# only a comment\n', 'null\n', '---\n'])('an empty file: %j', (text) => {
    expect(problems({ [ENTRY]: text })).toEqual([
      'use-cases/acme-fraud.yaml: the file is empty. Copy another file of its kind and change it, or remove this one.',
    ])
  })
})

describe('broken YAML', () => {
  const COLON =
    'this line is no "name: value". Put quotes around a value that holds a colon, and remove what is no field, such as marks of a merge.'
  const OPEN = 'a quote or a bracket is not closed, or a comma is missing. Look for it in this line or above.'
  const DEEP = 'it is nested too deep. Write it as flat as the other files.'

  test.each<[string, string, string, number, string]>([
    ['a colon in a value', 'title: Fraud alerts', 'title: Fraud: alerts', 5, COLON],
    ['marks of a merge', 'company: Acme\n', '<<<<<<< HEAD\ncompany: Acme\n', 1, COLON],
    [
      'a tab',
      '    kind: talk',
      '\tkind: talk',
      11,
      'the line begins with a tab. Begin it with spaces, two for each level.',
    ],
    ['an open bracket', '[fraud-detection]', '[fraud-detection', 9, OPEN],
    ['an open quote', 'title: Fraud', 'title: "Fraud', 18, OPEN],
    [
      'a field twice',
      'title: Fraud',
      'company: Other\ntitle: Fraud',
      5,
      'the field of this line is there twice. Remove one of the two.',
    ],
    [
      'two documents',
      'added: 2026-11-22\n',
      'added: 2026-11-22\n---\ncompany: Acme\n',
      18,
      'the file goes on after a line of ---. Make a file of each use case.',
    ],
    [
      'a tag',
      'title: Fraud',
      'title: !important Fraud',
      5,
      'a value begins with !. Put quotes around the value.',
    ],
    [
      'a sign of YAML',
      'title: Fraud',
      'title: @acme',
      5,
      'a value begins with a sign that YAML keeps for itself. Put quotes around the value.',
    ],
    ['a deep nest', '[fraud-detection]', `${'['.repeat(5000)}${']'.repeat(5000)}`, 8, DEEP],
    ['a field of fields', 'company: Acme\n', '? [a, b]\n: c\ncompany: Acme\n', 1, COLON],
  ])('%s', (_, before, after, line, message) => {
    expect(afterChange(before, after)).toEqual(at(line, `broken YAML: ${message}`))
  })

  test('an indented line is one problem, though a parser sees several', () => {
    expect(afterChange('    title: A talk', '      title: A talk')).toHaveLength(1)
  })

  test('an alias without an anchor', () => {
    expect(afterChange('[fraud-detection]', '*bold*')).toEqual(
      at(8, '*bold* is a YAML alias. Write the value out; a text that begins with * needs quotes.'),
    )
  })

  test('a bomb of anchors is not set off', () => {
    const ten = (name: string) => `[${Array(10).fill(`*${name}`).join(', ')}]`
    const bomb = `a: &a [x]\n${['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i']
      .map((name, index) => `${name}: &${name} ${ten('abcdefgh'[index] ?? '')}\n`)
      .join('')}`
    expect(problems({ [ENTRY]: bomb })).toEqual(
      at(2, '*a is a YAML alias. Write the value out; a text that begins with * needs quotes.'),
    )
  })
})

describe('all problems at once', () => {
  test('in the order of file and line, those of a whole file first', () => {
    const files = {
      'topics.yaml': changed('topics.yaml', '[scam]', '[scam, scam]'),
      'use-cases/Bad Name.yaml': '',
      'use-cases/b-case.yaml': 'company: "',
      [ENTRY]: changed(ENTRY, '[fraud-detection]', '[fraud]')
        .replace('https:', 'http:')
        .replace('source: research\n', '')
        .replace('[GB]', '[UK, UK]'),
      [OTHER]: changed(ENTRY, 'company: Acme', 'company: Other').replace('[fraud-detection]', '[pay]'),
    }
    const places = check(files)
    expect(places.ok || places.problems.map(({ file, line }) => `${file}:${line ?? ''}`)).toEqual([
      'topics.yaml:4',
      'use-cases/Bad Name.yaml:',
      'use-cases/acme-fraud.yaml:',
      'use-cases/acme-fraud.yaml:4',
      'use-cases/acme-fraud.yaml:4',
      'use-cases/acme-fraud.yaml:4',
      'use-cases/acme-fraud.yaml:8',
      'use-cases/acme-fraud.yaml:10',
      'use-cases/b-case.yaml:1',
      'use-cases/other-case.yaml:2',
      'use-cases/other-case.yaml:8',
    ])
  })

  test('a fault in one field hides none in another', () => {
    const text = changed(ENTRY, 'industry: finance', 'industry: finanse')
      .replace('[fraud-detection]', '[payments, Fraud, fraud]')
      .replace(
        'year: 2020',
        'year: 2031\n    language: xx\n  - url: https://example.com/talk\n    kind: blog',
      )
      .replace('added: 2026-11-22', 'added: 2026-12-24')
      .replace('title: Fraud alerts\n', '')
    const result = check({ [ENTRY]: text })
    expect(result.ok || result.problems.map(({ line, fault }) => `${line}: ${fault}`)).toEqual([
      'undefined: title is missing',
      '3: unknown industry "finanse"',
      '7: topics[2] is not written as an id',
      '7: unknown topic "fraud"',
      '14: links[1].year 2031 is in the future',
      '15: "xx" is no language code',
      '16: links[2].url is the same as links[1].url',
      '17: links[2].kind "blog" is not known',
      '19: added 2026-12-24 is in the future',
    ])
  })

  test('an error that says them all, one a line', () => {
    const result = check({ [ENTRY]: changed(ENTRY, '[fraud-detection]', '[fraud]').replace('[GB]', '[UK]') })
    expect(new CatalogueError(result.ok ? [] : result.problems).message).toBe(
      [
        'use-cases/acme-fraud.yaml:4: "UK" is no country code. Use the ISO 3166 code, such as DE or GB.',
        'use-cases/acme-fraud.yaml:8: unknown topic "fraud". Did you mean "fraud-detection"? Otherwise add it to topics.yaml.',
      ].join('\n'),
    )
  })

  test('no use case at all', () => {
    expect(problems({ [ENTRY]: undefined })).toEqual([
      'use-cases: there is no use case. Add one; data/README.md says how.',
    ])
  })
})
