import { describe, expect, it } from 'vitest'
import type { UseCase } from '../../src/catalogue/catalogue.ts'
import { companyNamed } from '../../src/search/lists.ts'
import { compareWithList } from '../../src/upstream/compare.ts'
import { draftEntry, idFor } from '../../src/upstream/draft.ts'
import { readList } from '../../src/upstream/list.ts'
import { localelessKey } from '../../src/upstream/same-page.ts'
import { ORIGINAL_LIST } from '../catalogue/original-list.ts'
import { catalogue } from '../catalogue.ts'

const compare = (markdown: string, ours = catalogue) =>
  compareWithList(readList(markdown), ours, (name) => companyNamed(name, ours))

/** A list in the original's shape, made of what it had: one company, one item, its industry as a heading. */
function originalList(leave: (useCase: UseCase) => boolean = () => false): string {
  const parts = Object.entries(ORIGINAL_LIST).map(([id, urls]) => {
    const useCase = catalogue.byId.get(id)
    if (!useCase) throw new Error(`no ${id}`)
    if (leave(useCase)) return ''
    const [first, ...others] = urls
    const more = others.map((url) => ` More is in this [talk](${url}).`).join('')
    const heading = catalogue.industries.get(useCase.industry)?.label
    return `# ${heading}\n* [${useCase.company}](${first}) uses Kafka Streams.${more}\n`
  })
  return `# Kafka Streams in the wild\n\n${parts.join('\n')}`
}

const summary = ({ added, changed, gone, same }: ReturnType<typeof compare>) => ({
  added: added.map(({ entry }) => entry.company),
  changed: changed.map(({ ours }) => ours.map(({ id }) => id).join(' ')),
  gone: gone.map(({ id }) => id),
  same,
})

describe('compareWithList', () => {
  it('finds no difference to a list like the original', () => {
    expect(summary(compare(originalList()))).toEqual({ added: [], changed: [], gone: [], same: 33 })
  })

  it('finds the same in a list of other translations and ways to write a link', () => {
    const markdown = originalList()
      .replaceAll('www.confluent.io/events', 'confluent.io/ja-jp/events')
      .replaceAll('www.confluent.io/fr-fr', 'www.confluent.io')
      .replaceAll('www.slideshare.net', 'fr.slideshare.net')
      .replaceAll('https://www.youtube.com/watch?v=', 'https://youtu.be/')
      .replaceAll('kstreamplify/', 'kstreamplify?utm_source=x#top')
    expect(summary(compare(markdown))).toEqual({ added: [], changed: [], gone: [], same: 33 })
  })

  it('tells what is new, with the industry of its heading and what we have of the company', () => {
    const { added } = compare(`${originalList()}
# Games
## E-Commerce & Retail
* [Nobody Ltd](https://nobody.example/x) sells
* [WalmartLabs](https://walmart.example/third) uses Kafka Streams
# Finance and Fintech\n## Gaming
* [Third](https://third.example)
# Some other heading
* [Else](https://else.example) does`)
    expect(
      added.map(({ entry, industry, ours }) => [entry.company, industry, ours.map(({ id }) => id)]),
    ).toEqual([
      ['Nobody Ltd', 'ecommerce-retail', []],
      [
        'WalmartLabs',
        'ecommerce-retail',
        ['walmart-customer-backbone-at-scale', 'walmart-ml-inferencing-platform'],
      ],
      ['Third', 'gaming', []],
      ['Else', undefined, []],
    ])
  })

  it('tells what is gone: of what came from the list, and nowhere in it any more', () => {
    const without = originalList(({ company }) => company === 'Wise' || company === 'Zalando')
    const elsewhere = `${without}\nAlso [fashion](https://engineering.zalando.com/posts/2017/11/real-time-ranking-kafka.html).`
    expect(summary(compare(without)).gone).toEqual([
      'wise-instant-money-movement',
      'zalando-fashion-site-ranking',
    ])
    expect(summary(compare(elsewhere)).gone).toEqual(['wise-instant-money-movement'])
  })

  it('tells links that we lack, and beside them those that only we have', () => {
    const more = originalList().replace('[trivago](', '[trivago](https://new.example/talk) and [video](')
    expect(compare(more).changed).toMatchObject([
      {
        ours: [{ id: 'trivago-log-processing' }],
        lacking: [{ url: 'https://new.example/talk', text: 'trivago' }],
      },
    ])
    expect(Object.keys(compare(more).changed[0] ?? {})).toEqual(['entry', 'ours', 'lacking', 'unlisted'])
  })

  it('knows an entry by its company when all of its links are others', () => {
    const markdown = originalList().replace(
      'https://www.confluent.io/fr-fr/events/kafka-summit-london-2023/streaming-infrastructure-at-wise/',
      'https://wise.example/talk',
    )
    const { added, changed, gone } = compare(markdown)
    expect([added, gone]).toEqual([[], []])
    expect(changed).toMatchObject([
      {
        ours: [{ id: 'wise-instant-money-movement' }],
        lacking: [{ url: 'https://wise.example/talk' }],
        unlisted: expect.arrayContaining([expect.stringContaining('streaming-infrastructure-at-wise')]),
      },
    ])
  })

  it('tells another name of the company, unless we know it as one', () => {
    expect(compare(originalList().replace('[BlackRock]', '[Black Stone]')).changed).toMatchObject([
      { ours: [{ id: 'blackrock-liquidity-management' }], companies: ['BlackRock'], lacking: [] },
    ])
    expect(compare(originalList().replace('[BlackRock]', '[Blackrock’s]')).changed).toEqual([])
    expect(compare(originalList().replace('[Bloomberg]', '[Bloomberg LP]')).changed).toEqual([])
  })

  it('tells another industry, unless the list has it under miscellaneous or under no industry', () => {
    const under = (heading: string) =>
      compare(
        `# ${heading}\n* [Zalando](https://engineering.zalando.com/posts/2017/11/real-time-ranking-kafka.html)`,
      )
    expect(under('Gaming').changed).toMatchObject([{ ours: [{ company: 'Zalando' }], industry: 'gaming' }])
    for (const heading of ['Miscellaneous', 'Ecommerce and Retail', 'Our friends'])
      expect(under(heading).changed).toEqual([])
  })

  it('takes a link that several companies share for that of the company of the entry', () => {
    const paper = 'https://dl.acm.org/doi/10.1145/3448016.3457556'
    expect(summary(compare(`* [Expedia](${paper})`))).toMatchObject({ changed: [], same: 1 })
    expect(compare(`* [Expedia](${paper}) [new](https://new.example)`).changed).toMatchObject([
      { ours: [{ id: 'expedia-conversations-platform' }] },
    ])
    expect(compare(`* [Nobody Ltd](${paper})`).changed).toMatchObject([
      { companies: expect.arrayContaining(['Bloomberg', 'Expedia']) },
    ])
  })
})

describe('localelessKey', () => {
  const page = localelessKey('https://www.confluent.io/blog/x/')
  it.each([
    'https://www.confluent.io/de-de/blog/x/',
    'http://confluent.io/en/blog/x?hl=de',
    'https://confluent.io/en-us/blog/x?utm_source=a&lang=en#part',
    'https://confluent.io/jp/blog/x',
    'https://confluent.io/blog/pt_BR/x',
  ])('is that of the page for %s', (url) => expect(localelessKey(url)).toBe(page))

  it.each([
    'https://www.confluent.io/blog/y',
    'https://www.confluent.io/blog/de/x',
    'https://www.confluent.io/ai/blog/x',
    'https://www.confluent.io/de-de-de/blog/x',
    'https://de.confluent.io/blog/x',
    'https://www.confluent.io/blog/x?page=2',
  ])('is another for %s', (url) => expect(localelessKey(url)).not.toBe(page))

  it('is one for all ways to a video or slides, and the text itself for what is no address', () => {
    expect(localelessKey('https://youtu.be/e9jpFHbS4XY?t=3')).toBe(
      localelessKey('https://m.youtube.com/watch?v=e9jpFHbS4XY&hl=de'),
    )
    expect(localelessKey('https://es.slideshare.net/a/b')).toBe(
      localelessKey('https://www.slideshare.net/a/b'),
    )
    expect(localelessKey('no address')).toBe('no address')
  })
})

describe('draftEntry', () => {
  const draft = (markdown: string) => {
    const [entry] = compare(`${originalList()}\n${markdown}`).added
    if (!entry) throw new Error('nothing new')
    return draftEntry(entry, '2026-11-22')
  }

  it('fills in what the list tells and marks the rest', () => {
    expect(draft('# Gaming\n* [Nobody Ltd](https://nobody.example/x) counts points.')).toEqual({
      company: 'Nobody Ltd',
      aliases: [],
      industry: 'gaming',
      countries: [],
      title: expect.stringMatching(/^TODO .{1,55}$/),
      summary: 'TODO say what they do with Kafka Streams. The list: counts points.',
      topics: ['todo'],
      links: [{ url: 'https://nobody.example/x', kind: 'article' }],
      source: 'awesome-kafka-streams',
      added: '2026-11-22',
    })
    expect(draft('# Others\n* [Nobody Ltd](https://nobody.example/x)').industry).toBe('todo')
  })

  it('takes name, aliases, country and industry of a company that we have', () => {
    expect(draft('# Gaming\n* [WalmartLabs](https://walmart.example/x)')).toMatchObject({
      ...{ company: 'Walmart', aliases: expect.arrayContaining(['WalmartLabs']) },
      ...{ industry: 'ecommerce-retail', countries: ['US'] },
    })
  })

  it.each([
    ['https://www.youtube.com/watch?v=abc', 'video'],
    ['https://youtu.be/abc', 'video'],
    ['https://de.slideshare.net/a/b', 'slides'],
    ['https://dl.acm.org/doi/1', 'paper'],
    ['https://www.meetup.com/a/events/1', 'event'],
    ['https://www.confluent.io/de-de/events/kafka-summit-london-2023/x/', 'talk'],
    ['https://www.confluent.io/blog/x/', 'article'],
    ['https://notyoutube.example/youtube.com', 'article'],
  ])('takes %s for a link of kind %s', (url, kind) => {
    expect(draft(`* [Nobody Ltd](${url})`).links).toEqual([{ url, kind }])
  })

  it.each([
    ['this talk', 'talk'],
    ['Slides', 'slides'],
    ['their recording', 'video'],
    ['a podcast', 'talk'],
    ['White paper', 'paper'],
    ['Paper mills at work', 'article'],
    ['Paper: mills at work', 'paper'],
    ['Mills at work (video)', 'video'],
    ['talk from Kafka Summit London 2023', 'talk'],
  ])('takes a link called %s for one of kind %s', (text, kind) => {
    expect(draft(`* Nobody Ltd: [${text}](https://x.example)`).links[0]?.kind).toBe(kind)
  })

  it('takes the word of the list before what an address looks like', () => {
    expect(draft('* Nobody Ltd: [slides](https://youtu.be/abc)').links[0]?.kind).toBe('slides')
  })

  it.each([
    ['[Kafka Summit 2023](https://x.example)', 'Kafka Summit 2023', 2023],
    [
      '[Fraud](https://x.example), told at Kafka Summit San Francisco 2019.',
      'Kafka Summit San Francisco 2019',
      2019,
    ],
    ['[Fraud](https://x.example) at Current 2024', 'Current 2024', 2024],
  ])('takes event and year from %s', (text, event, year) => {
    expect(draft(`* Nobody Ltd: ${text}`).links).toMatchObject([{ event, year }])
  })

  it.each([
    ['[Fraud](https://x.example) in 2023'],
    ['[Fraud](https://x.example) at Kafka Summit'],
    ['[Fraud](https://x.example), current 2023'],
    ['[Fraud](https://x.example), Current 2015'],
    ['[One](https://x.example) and [two](https://y.example) at Current 2024'],
  ])('takes no event from %s', (text) => {
    for (const link of draft(`* Nobody Ltd: ${text}`).links) {
      expect(Object.keys(link)).not.toContain('event')
      expect(Object.keys(link)).not.toContain('year')
    }
  })

  it('gives an event to the link that names it', () => {
    const [first, second] = draft(
      '* Nobody Ltd: [blog](https://x.example), [Fraud at Current 2024](https://y.example)',
    ).links
    expect([first?.event, second?.event, second?.title]).toEqual([
      undefined,
      'Current 2024',
      'Fraud at Current 2024',
    ])
  })

  it('takes for a title what says more than the company or "this talk"', () => {
    const texts = [
      'Fraud in 200 ms',
      'this talk',
      'talk at Current 2024',
      'Nobody Ltd',
      'https://x.example/4',
      'Talk',
    ]
    const nested = texts.map((text, place) => `  * [${text}](https://x.example/${place})`).join('\n')
    expect(draft(`* Nobody Ltd:\n${nested}`).links.flatMap(({ title }) => title ?? [])).toEqual([
      'Fraud in 200 ms',
    ])
  })

  it('keeps the summary within its limit, whatever the list says', () => {
    expect(draft(`* [Nobody Ltd](https://x.example) ${'🚂'.repeat(200)}`).summary).toMatch(/^.{150,190}…$/)
  })
})

describe('idFor', () => {
  const id = (markdown: string, taken: string[] = []) => {
    const [entry] = compare(markdown).added
    return entry && idFor(entry, (candidate) => taken.includes(candidate))
  }

  it('is the company and the first telling words', () => {
    const markdown =
      '* [Nobody’s](https://x.example) uses Kafka Streams to rank fashion websites in real-time'
    expect(id(markdown)).toBe('nobody-rank-fashion-websites')
    expect(id(markdown, ['nobody-rank-fashion-websites'])).toBe('nobody-rank-fashion-websites-2')
  })

  it.each([
    ['* [Nobody](https://x.example)', 'nobody-use-case'],
    ['* [Nobody](https://x.example) at Kafka Summit 2023: this talk, paper, slides', 'nobody-use-case'],
    ['* [Société Générale](https://x.example)', 'societe-generale-use-case'],
    ['* [株式会社](https://x.example)', 'use-case'],
    [`* [N${'o'.repeat(58)}](https://x.example) does`, `n${'o'.repeat(58)}`],
  ])('has a valid form for %s', (markdown, expected) => expect(id(markdown)).toBe(expected))
})
