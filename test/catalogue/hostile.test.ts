import { describe, expect, test } from 'vitest'
import { afterChange, changed, ENTRY, problems, VALID } from './valid.ts'

/** Of files that are made to harm: a clear problem, no endless work, no stack that overflows. */
const ofText = (text: string, path = ENTRY) => problems({ [path]: text })
const lines = (count: number, line: (number: number) => string) =>
  Array.from({ length: count }, (_, number) => line(number)).join('\n')

const LAUGHS = `a: &a [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n${lines(9, (number) => {
  const [before, name] = [...'abcdefghij'].slice(number, number + 2)
  return `${name}: &${name} [${`*${before}, `.repeat(9)}]`
})}\n`
const ALIAS = 'is a YAML alias. Write the value out; a text that begins with * needs quotes.'
const DEEP = 'broken YAML: it is nested too deep. Write it as flat as the other files.'
const TWICE = 'broken YAML: the field of this line is there twice. Remove one of the two.'

describe.each([ENTRY, 'topics.yaml'])('in %s', (path) => {
  test.each<[string, string, string]>([
    ['a billion laughs', LAUGHS, `2: *a ${ALIAS}`],
    ['an anchor that holds itself', 'a: &a [*a]\n', `1: *a ${ALIAS}`],
    ['anchors that hold each other', 'a: &a {b: &b [*a]}\nc: *b\n', `1: *a ${ALIAS}`],
    ['a merge key', 'a: &a {b: c}\nd:\n  <<: *a\n', `3: *a ${ALIAS}`],
    ['one key 10,000 times', 'a: 1\n'.repeat(10_000), `2: ${TWICE}`],
    ['one key 10,000 times in braces', `{${'a: 1, '.repeat(10_000)}}`, `1: ${TWICE}`],
    ['one key far apart', `${lines(10_000, (number) => `k${number}: 1`)}\nk0: 2\n`, `10001: ${TWICE}`],
    ['a key beside its quoted self', `a: 1\n'a': 2\n`, `2: ${TWICE}`],
  ])('%s', (_, text, problem) => {
    expect(ofText(text, path).filter((line) => line.startsWith(path))).toEqual([`${path}:${problem}`])
  })
})

test.each([
  ['100,000 brackets', `topics: ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`],
  ['10,000 open brackets', `topics: ${'['.repeat(10_000)}`],
  ['10,000 braces', '{a: '.repeat(10_000)],
  ['a list in a list in a list', '- '.repeat(10_000)],
])('%s', (_, text) => {
  expect(ofText(text)).toEqual([`${ENTRY}:1: ${DEEP}`])
})

test('a line of a megabyte', () => {
  expect(ofText(`title: ${'x'.repeat(1_000_000)}`)).toContain(
    `${ENTRY}:1: title has 1000000 characters, more than 60. Shorten it by 999940.`,
  )
  expect(ofText('x'.repeat(1_000_000))).toHaveLength(1)
  expect(ofText(`"${'\\'.repeat(200_000)}`)).toHaveLength(1)
})

test('10,000 unknown fields', () => {
  const found = ofText(`${VALID[ENTRY]}${lines(10_000, (number) => `k${number}: 1`)}\n`)
  expect(found).toHaveLength(50)
  expect(found[49]).toMatch(`${ENTRY}:67: unknown field "k49". Remove it; known here: company`)
})

test('10,000 of what should be a few', () => {
  const list = (item: string) => `[${`${item}, `.repeat(10_000)}]`
  expect(afterChange('[fraud-detection]', list('fraud'))).toContain(
    `${ENTRY}:8: topics has 10000 items, more than 8. Keep the 8 that matter most.`,
  )
  expect(afterChange('[fraud-detection]', list('Fraud')).length).toBeLessThanOrEqual(50)
  expect(
    problems({ [ENTRY]: `${(VALID[ENTRY] ?? '').replace(/links:\n( .*\n)+/, '')}links: ${list('{}')}\n` })
      .length,
  ).toBeLessThanOrEqual(50)
})

describe('what is no plain text', () => {
  const html = (title: string) => afterChange('title: Fraud alerts', `title: ${JSON.stringify(title)}`)
  test.each([
    '<b>Fraud</b> alerts',
    'alerts</p>',
    'a<br>b',
    'a<br/>b',
    'a<BR />b',
    '<script>alert(1)</script>',
    '<script src=//x.example>',
    "<a href='https://x.example'>x",
    '<A HREF="x">',
    '<img src=x onerror=alert(1)',
    '<iframe\u00a0src=x>',
    '<h1>Fraud</h1>',
    'Fraud <!-- alerts',
    '</B>',
  ])('%s', (title) => {
    expect(html(title)).toEqual([`${ENTRY}:5: title has HTML in it. Write plain text.`])
  })

  test.each([
    'Joins KTable<K, V> with KStream<K, V>',
    'List<B> and Serde<Form>',
    'a < b and b > c',
    'if a<b then c',
    'x <b, y> z',
    'Tom & Jerry <tom@example.com>',
    '<3 streams',
    'KStream<String, Object>',
    '-> <-',
  ])('but not %s', (title) => expect(html(title)).toEqual([]))

  test('is said of any text of one line', () => {
    expect(afterChange('[Jane Doe]', '["<b>Jane</b>"]')).toHaveLength(1)
    expect(afterChange('[Acme Corp]', '["Acme <i>Corp</i>"]')).toEqual([
      `${ENTRY}:2: aliases[1] has HTML in it. Write plain text.`,
    ])
    expect(
      problems({ 'topics.yaml': changed('topics.yaml', 'Finding fraud.', '<p>Finding fraud.</p>') }),
    ).toEqual(['topics.yaml:3: entry 1: meaning has HTML in it. Write plain text.'])
  })
})

describe('what a draft leaves to be written', () => {
  test.each(['TODO', 'TODO: what is it?', 'TODO what they do'])('%s', (title) => {
    expect(afterChange('title: Fraud alerts', `title: "${title}"`)).toEqual([
      `${ENTRY}:5: title is still to be written. Write it.`,
    ])
  })

  test.each(['TODOist alerts', 'Todo lists', 'A list of TODO items'])('but not %s', (title) => {
    expect(afterChange('title: Fraud alerts', `title: ${title}`)).toEqual([])
  })
})
