import { describe, expect, it } from 'vitest'
import { readList } from '../../src/upstream/list.ts'

/** The companies of a list, each with its addresses. */
const found = (markdown: string) =>
  Object.fromEntries(
    readList(markdown).entries.map(({ company, links }) => [company, links.map(({ url }) => url)]),
  )
const leftOut = (markdown: string) => readList(markdown).leftOut.map(({ line, fault }) => `${line}: ${fault}`)
const only = (markdown: string) => {
  const { entries } = readList(markdown)
  expect(entries).toHaveLength(1)
  return entries[0]
}

const LIST = `# Streams at work

Known uses. Please [contribute](CONTRIBUTING.md)!

# Trains

* [Acme Rail](https://acme.example/de-de/rail) announces trains with Kafka Streams.
* [Bolt](https://bolt.example/a) uses it, too. More is in this [paper](https://papers.example/1) and
  this [talk](https://talks.example/1).

# Shops
* Corner:
  * [Fraud detection](https://corner.example/fraud)
  * [Prices](https://corner.example/prices): what a thing costs
 * [Dime](https://dime.example/) counts.
## Books
* [Page's](https://page.example) team uses Kafka Streams
`

describe('readList', () => {
  it('reads a list in the shape of the original, with what each item says and where', () => {
    const { entries, leftOut } = readList(LIST)
    expect(leftOut).toEqual([])
    expect(entries).toEqual([
      {
        company: 'Acme Rail',
        headings: ['Trains'],
        links: [{ url: 'https://acme.example/de-de/rail', text: 'Acme Rail' }],
        text: 'announces trains with Kafka Streams.',
        line: 7,
      },
      {
        company: 'Bolt',
        headings: ['Trains'],
        links: [
          { url: 'https://bolt.example/a', text: 'Bolt' },
          { url: 'https://papers.example/1', text: 'paper' },
          { url: 'https://talks.example/1', text: 'talk' },
        ],
        text: 'uses it, too. More is in this paper and this talk.',
        line: 8,
      },
      {
        company: 'Corner',
        headings: ['Shops'],
        links: [
          { url: 'https://corner.example/fraud', text: 'Fraud detection' },
          { url: 'https://corner.example/prices', text: 'Prices' },
        ],
        text: 'Fraud detection; Prices: what a thing costs',
        line: 12,
      },
      expect.objectContaining({ company: 'Dime', headings: ['Shops'], line: 15 }),
      expect.objectContaining({ company: 'Page', headings: ['Shops', 'Books'], line: 17 }),
    ])
  })

  it.each([
    ['* [Acme](https://a.example) uses', 'Acme'],
    ['- **Acme** uses [this](https://a.example)', 'Acme'],
    ['1. **[Acme](https://a.example)** uses', 'Acme'],
    ['+ *Acme*: [talk](https://a.example)', 'Acme'],
    ['* Acme – [talk](https://a.example)', 'Acme'],
    ['* Acme (UK), [talk](https://a.example)', 'Acme'],
    ['* Acme uses Kafka Streams, see [talk](https://a.example)', 'Acme'],
    ['* [ ] [Acme](https://a.example)', 'Acme'],
    ['* <a href="https://a.example">Acme</a> uses', 'Acme'],
    ['* [Acme](./acme.md) uses Kafka Streams ([talk](https://a.example))', 'Acme'],
    ['* [![logo](l.png)](https://a.example/logo) [Acme](https://a.example)', 'Acme'],
    ['> * [Acme](https://a.example)', 'Acme'],
    ["* [McDonald's](https://a.example) uses Kafka Streams", "McDonald's"],
    ['* [Acme &amp; `Sons`](https://a.example)', 'Acme & Sons'],
    ['* [Ac\u00adme\u202e\u0007Ltd](https://a.example)', 'Acme Ltd'],
    [
      '* [US Centers for Disease Control and Prevention](https://a.example)',
      'US Centers for Disease Control and Prevention',
    ],
    ['* [株式会社](https://a.example)', '株式会社'],
  ])('finds the company of %j', (markdown, company) => {
    expect(only(markdown)).toMatchObject({ company, links: [{ url: 'https://a.example' }] })
  })

  it('takes all that is nested in an item for the company of that item', () => {
    const markdown = '* [A](https://a.example)\n  * [B](https://b.example)\n    1. [C](https://c.example)'
    expect(found(markdown)).toEqual({ A: ['https://a.example', 'https://b.example', 'https://c.example'] })
  })

  it('gives an item the headings that are above it, and no others', () => {
    const markdown = '# A\n## B\n## C\n* [X](https://x.example)\n### D\n# E\n* [Y](https://y.example)'
    expect(readList(markdown).entries.map(({ headings }) => headings)).toEqual([['A', 'C'], ['E']])
  })

  it('resolves references and addresses in angle brackets or none', () => {
    const markdown =
      '* [Acme][1], <https://b.example> https://c.example/?a=1&amp;b=2\n\n[1]: https://a.example "T"'
    expect(found(markdown)).toEqual({
      Acme: ['https://a.example', 'https://b.example', 'https://c.example/?a=1&b=2'],
    })
  })

  it('keeps links that are only http', () => {
    expect(found('* [Acme](http://a.example)')).toEqual({ Acme: ['http://a.example'] })
  })

  it('counts lines past Windows line ends, code, references, and quotes', () => {
    const before = [
      '# A',
      '',
      '```',
      '* [no](https://no.example)',
      '```',
      '',
      '[1]: https://a.example',
      '> q',
      '',
    ]
    const markdown = [...before, '* [A](https://a.example)', '', '  more', '* [B](https://b.example)'].join(
      '\r\n',
    )
    expect(readList(markdown).entries.map(({ company, line }) => [company, line])).toEqual([
      ['A', 10],
      ['B', 13],
    ])
  })

  it('passes over a table of contents, comments and badges', () => {
    const markdown = `[![build](https://ci.example/b.svg)](https://ci.example)

- [Trains](#trains)
  - [Fast ones](#fast)
- [Shops](#shops)

<!-- * [Gone](https://gone.example) -->

* [Acme](https://a.example) <!-- [x](https://x.example) -->
* [Bolt](https://b.example), see [above](#trains)
`
    expect(found(markdown)).toEqual({ Acme: ['https://a.example'], Bolt: ['https://b.example'] })
    expect(leftOut(markdown)).toEqual([
      '3: a table of contents',
      '10: a link that is no web address: #trains',
    ])
  })

  it('tells what it leaves out', () => {
    const markdown = `## [Trains](https://trains.example)

See [another list](https://other.example).

| [Cell](https://cell.example) |
|---|

<ul><li><a href="https://html.example">H</a></li></ul>

* [Acme](https://a.example) [mail](mailto:a@b.example) [run](javascript:alert(1)) [near](near.md)
  * [](https://empty.example) and [again](https://www.a.example/)
* nothing but words
* https://naked.example
* More about all of this that you may like to read is [here](https://here.example)
* [broken][9]
`
    expect(found(markdown)).toEqual({ Acme: ['https://a.example'] })
    expect(leftOut(markdown)).toEqual([
      '1: a link outside a list: https://trains.example',
      '3: a link outside a list: https://other.example',
      '5: a link outside a list: https://cell.example',
      expect.stringMatching(/^8: HTML with links, which is not read: <ul>/),
      '10: a link that is no web address: mailto:a@b.example',
      '10: a link that is no web address: javascript:alert(1)',
      '10: a link that is no web address: near.md',
      '11: a link without a text: https://empty.example',
      '11: the same link again: https://www.a.example/',
      '12: an item without a web link: nothing but words',
      '13: an item that does not begin with a company: https://naked.example',
      expect.stringMatching(/^14: an item that does not begin with a company: More about all/),
      '15: an item without a web link: [broken][9]',
    ])
  })

  it.each(['', 'Just words.', '# Heading', 'PK\u0003\u0004', '{"a": [1]}', '* '])(
    'finds nothing in %j',
    (text) => {
      expect(readList(text).entries).toEqual([])
    },
  )

  it.each([
    ['quotes', `x\n${'> '.repeat(5000)}a`],
    ['lists', `x\n${'* '.repeat(5000)}a`],
    ['letters', `x\n* ${'a'.repeat(100_000)}@`],
    ['steps', `x\n${Array.from({ length: 1000 }, (_, depth) => `${' '.repeat(2 * depth)}* a`).join('\n')}`],
  ])('refuses %s nested without end', (_, text) => {
    expect(leftOut(text)).toEqual([expect.stringMatching(/^\d+: this is nested too deep/)])
  })

  it.each(['[', '![', '* [', '[a](', '*a **b ', '<a ', '`a ``', '|a', '<!--'])(
    'comes to an end with 50,000 times %j',
    (text) => {
      expect(readList(text.repeat(50_000)).entries).toEqual([])
    },
  )
})
