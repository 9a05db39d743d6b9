import type { Catalogue, UseCase } from '../src/catalogue/catalogue.ts'

/** A seeded generator of numbers from 0 to 1 (mulberry32), so that every run has the same data. */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const SYLLABLES =
  'ba be bi bo bu ca ce co da de di do fa fe fi ga ge go ka ke la le li lo ma me mi mo na ne no pa pe po ra re ri ro sa se si so ta te ti to va ve vi'.split(
    ' ',
  )

/** Words that look like words; the number of different ones grows with the square root of the text (Heaps). */
function vocabulary(size: number, random: () => number): string[] {
  const words = new Set<string>()
  while (words.size < size) {
    const length = 2 + Math.floor(random() * 3)
    words.add(Array.from({ length }, () => SYLLABLES[Math.floor(random() * SYLLABLES.length)]).join(''))
  }
  return [...words]
}

/** Draws words by Zipf's law: the n-th word of the vocabulary once for every n times of the first. */
function zipf(words: readonly string[], random: () => number): () => string {
  const total = Math.log(words.length)
  return () => words[Math.min(words.length - 1, Math.floor(Math.exp(random() * total)) - 1)] ?? ''
}

/**
 * A catalogue of made-up use cases of about 34 words each, and questions about it: one word, two or three words,
 * and one word with a typing error.
 */
export function synthetic(size: number, source: Catalogue): { catalogue: Catalogue; queries: string[] } {
  const random = seeded(size)
  const words = vocabulary(Math.round(250 * Math.sqrt(size)) + 500, random)
  const word = zipf(words, random)
  const text = (count: number) => Array.from({ length: count }, word).join(' ')
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T
  const topics = [...source.topics.keys()]
  const industries = [...source.industries.keys()]
  const useCases = Array.from(
    { length: size },
    (_, number): UseCase => ({
      ...{
        id: `use-case-${number}`,
        company: `${text(1)} ${number}`,
        aliases: [],
        industry: pick(industries),
        countries: [],
      },
      ...{ title: text(5), summary: text(12), details: text(8), topics: [pick(topics), pick(topics)] },
      links: [
        { url: 'https://example.com/', kind: 'talk', title: text(4), speakers: [text(2)], event: text(2) },
      ],
      ...{ source: 'research', added: '2026-01-01' },
    }),
  )
  const slip = (right: string) => right.slice(0, 2) + (right[3] ?? '') + (right[2] ?? '') + right.slice(4)
  const anyWord = () => pick(words.slice(20))
  const queries = Array.from({ length: 300 }, (_, number) => {
    if (number % 5 < 2) return anyWord()
    return number % 5 < 4 ? Array.from({ length: 2 + (number % 2) }, anyWord).join(' ') : slip(anyWord())
  })
  return { catalogue: { ...source, useCases, byId: new Map() }, queries }
}
