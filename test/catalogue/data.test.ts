import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mainLink, type UseCase, yearOf } from '../../src/catalogue/catalogue.ts'
import { DATA_FOLDER, loadCatalogue } from '../../src/catalogue/load.ts'
import type { Link } from '../../src/catalogue/schema.ts'
import { ORIGINAL_LIST } from './original-list.ts'

const { useCases, byId, topics, industries } = await loadCatalogue()

const addresses = (useCase: UseCase | undefined) => useCase?.links.map(({ url }) => url) ?? []

/** A rule for every entry: says what breaks it, by id. */
function holds(rule: (useCase: UseCase) => unknown) {
  const broken = useCases.flatMap((useCase) => {
    const found = rule(useCase)
    return found === undefined || found === false || (Array.isArray(found) && found.length === 0)
      ? []
      : [`${useCase.id}: ${found}`]
  })
  expect(broken).toEqual([])
}

/** Our own words: the texts in links are quotations. */
const ourWords = ({ title, summary, details = '' }: UseCase) => `${title}\n${summary}\n${details}`
const matches = (pattern: RegExp) => (useCase: UseCase) => ourWords(useCase).match(pattern) ?? []
const inLinks = (rule: (link: Link) => unknown) => (useCase: UseCase) =>
  useCase.links.filter(rule).map(({ url }) => url)

describe('the original list', () => {
  const entries = Object.entries(ORIGINAL_LIST)

  test('has 33 use cases and 36 addresses', () => {
    expect(entries).toHaveLength(33)
    expect(new Set(entries.flatMap(([, urls]) => urls)).size).toBe(36)
  })

  test.each(entries)('%s keeps its addresses exactly', (id, urls) => {
    expect(addresses(byId.get(id))).toEqual(expect.arrayContaining([...urls]))
  })

  test('is where exactly these entries say that they come from', () => {
    const fromThere = useCases.filter(({ source }) => source === 'awesome-kafka-streams')
    expect(fromThere.map(({ id }) => id)).toEqual(entries.map(([id]) => id).sort())
  })

  test('both Bloomberg cases share the paper and the talk', () => {
    const bloomberg = useCases.filter(({ company }) => company === 'Bloomberg')
    expect(bloomberg).toHaveLength(2)
    for (const useCase of bloomberg) {
      expect(addresses(useCase)).toContain('https://dl.acm.org/doi/10.1145/3448016.3457556')
      expect(addresses(useCase)).toContain('https://www.youtube.com/watch?v=tEcYffZz-Mc')
    }
  })
})

describe('the catalogue', () => {
  test('has 70 use cases and more to come', () => {
    expect(useCases.length).toBeGreaterThanOrEqual(70)
  })

  test('uses every topic', () => {
    const used = new Set(useCases.flatMap((useCase) => useCase.topics))
    expect([...topics.keys()].filter((id) => !used.has(id))).toEqual([])
  })

  test('uses every industry', () => {
    const used = new Set(useCases.map(({ industry }) => industry))
    expect([...industries.keys()].filter((id) => !used.has(id))).toEqual([])
  })

  test('lists its vocabularies in alphabetical order', () => {
    for (const vocabulary of [topics, industries]) {
      const ids = [...vocabulary.keys()]
      expect(ids).toEqual(ids.toSorted())
    }
  })

  test('has synonyms in lower case, none of them the label again', () => {
    const broken = [...topics.values(), ...industries.values()].flatMap(({ id, label, synonyms }) =>
      synonyms
        .filter((word) => word !== word.toLowerCase() || word === label.toLowerCase())
        .map((word) => `${id}: ${word}`),
    )
    expect(broken).toEqual([])
  })

  test('says what each topic and industry means in a sentence', () => {
    const broken = [...topics.values(), ...industries.values()].filter(
      ({ label, meaning }) => !/^[A-Z].*\.$/.test(meaning) || !/^[A-Z][^.]*$/.test(label),
    )
    expect(broken).toEqual([])
  })
})

describe('the files', () => {
  const folder = join(DATA_FOLDER, 'use-cases')
  const files = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }))
  const entries = files.filter(({ text }) => !text.includes('movedTo:'))
  const broken = (rule: (text: string) => boolean) =>
    entries.filter(({ text }) => !rule(text)).map(({ name }) => name)

  test('tell editors their schema in the first line', () => {
    const first = '# yaml-language-server: $schema=../schemas/use-case.json\n'
    expect(broken((text) => text.startsWith(first))).toEqual([])
  })

  test('have their fields in the order of the table', () => {
    const order =
      /^company:.*(\naliases:.*)?(\nindustry:.*)(\ncountries:.*)?(\ntitle:.*)(\nsummary:.*)(\ndetails:.*)?(\ntopics:.*)(\nlinks:.*)(\nsource:.*)(\nadded:.*)$/
    const fields = (text: string) => text.match(/^[a-z]\w*:/gim)?.join('\n') ?? ''
    expect(broken((text) => order.test(fields(text)))).toEqual([])
  })

  test('are plain: no tabs, no spaces at the ends of lines, one line break at the end', () => {
    expect(broken((text) => !/\t|\r| $|\n\n$/m.test(text) && text.endsWith('\n'))).toEqual([])
  })
})

describe('links', () => {
  test('the first is something to watch or read, where there is such', () => {
    const thin = (link: Link) => link.kind === 'product' || link.kind === 'event'
    holds((useCase) => thin(mainLink(useCase)) && !useCase.links.every(thin) && mainLink(useCase).url)
  })

  test('the first is in English, where one is', () => {
    holds(
      (useCase) =>
        mainLink(useCase).language !== undefined &&
        useCase.links.some(({ language }) => language === undefined) &&
        mainLink(useCase).url,
    )
  })

  test('English is left out', () => holds(inLinks(({ language }) => language === 'en')))

  test('titles are without full stop and without the name of the site', () =>
    holds(inLinks(({ title = '' }) => /[.|]$| \| /.test(title))))

  test('the year in the name of an event is the year of the link', () =>
    holds(
      inLinks((link) => {
        const [inName] = link.event?.match(/\b20\d\d\b/) ?? []
        return inName !== undefined && Number(inName) !== yearOf(link)
      }),
    ))

  test('a conference is named with its year', () =>
    holds(
      inLinks(({ event = '' }) => /Summit|Current|Conference|Devoxx/.test(event) && !/20\d\d/.test(event)),
    ))

  test('nobody speaks twice', () =>
    holds(inLinks(({ speakers = [] }) => new Set(speakers).size < speakers.length)))
})

describe('titles', () => {
  test('have no full stop', () => holds(({ title }) => /[.!?:;]$/.test(title) && title))
  test('begin with a capital letter', () => holds(({ title }) => !/^[A-Z]/.test(title) && title))
  test('leave the company out', () =>
    holds(({ title, company }) => title.toLowerCase().includes(company.toLowerCase()) && title))
})

describe('summaries', () => {
  test('are one sentence with a full stop', () =>
    holds(({ summary }) => !/^[^.!?]*(\.[^ .][^.!?]*)*\.$/.test(summary) && summary))

  test('begin with what the company does', () => {
    const verb = /^(?:[A-Z][a-z]*(?:s|ed)|Built|Rebuilt|Broke|Made|Put|Ran)\b/
    holds(({ summary }) => !verb.test(summary) && summary)
  })

  test('name Kafka Streams', () => holds(({ summary }) => !summary.includes('Kafka Streams') && summary))
})

describe('details', () => {
  test('end with a full stop', () => holds(({ details = '.' }) => !details.endsWith('.')))
  test('do not say the summary again', () =>
    holds(({ details = '', summary }) => details.includes(summary.slice(0, 40))))
})

describe('English', () => {
  test('no marketing', () => {
    const words = [
      ...['leverag\\w*', 'cutting[- ]edge', 'seamless\\w*', 'robust\\w*', 'world[- ]class', 'revolution\\w*'],
      ...['powerful', 'game[- ]chang\\w*', 'best[- ]in[- ]class', 'state[- ]of[- ]the[- ]art', 'blazing\\w*'],
      ...[
        'next[- ]generation',
        'next[- ]level',
        'unlock\\w*',
        'empower\\w*',
        'effortless\\w*',
        'innovati\\w*',
      ],
      ...[
        'market[- ]leading',
        'industry[- ]leading',
        'leading',
        'unprecedented',
        'supercharg\\w*',
        'harness\\w*',
      ],
      ...['solutions?', 'massive\\w*', 'mission[- ]critical', 'lightning\\w*', 'synerg\\w*', 'holistic'],
      ...['truly', 'very', 'huge\\w*', 'amazing\\w*', 'actionable', 'turnkey', 'ecosystems?', 'unique\\w*'],
    ]
    holds(matches(new RegExp(`\\b(?:${words.join('|')})\\b`, 'gi')))
  })

  test('British spelling', () => {
    // Names of people and things keep theirs; so does what is quoted in brackets as the word of the trade.
    const american =
      /(?<!\()\b(?:(?!size|prize|seize|optimizer|denormalizer)[a-z]+iz(?:e[ds]?|ing|ations?)|\w*color\w*|\w*behavior\w*|analyz\w+|(?<!\bUS )center\w*|fulfill|labeled|labeling|model(?:ed|ing)|travel(?:ed|er|ers|ing)|cancel(?:ed|ing)|favorites?|catalogs?|programs?|gotten|license)\b/g
    holds(matches(american))
  })

  test('curly quotation marks and apostrophes', () => holds(matches(/.{0,10}['"].{0,10}/g)))
  test('no exclamation, no question', () => holds(matches(/.{0,10}[!?]/g)))
  test('no address', () => holds(matches(/\bhttps?:|\bwww\./g)))
  test('no dash in place of a comma', () => holds(matches(/.{0,10}(?: - |—| – ).{0,10}/g)))
  test('no contractions', () => holds(matches(/\b\w+(?:n’t|’re|’ve|’ll)\b/g)))
  test('nobody says we or you', () => holds(matches(/\b(?:we|our|us|you|your)\b/g)))
  test('no word twice', () => holds(matches(/\b(\w+) \1\b/gi)))
  test('no two spaces', () => holds(matches(/.{0,10} {2}.{0,10}/g)))
  test('thousands with a comma', () => holds(matches(/\b\d{5,}\b/g)))
})
