import type { Concepts } from './concepts.ts'
import { BOOST, KINSHIP, type Lexicon, type Meaning, type Via } from './meaning.ts'
import type { Token } from './mend.ts'
import { singular, stem } from './text.ts'

// Words with the same stem, multiplied over the words of a phrase: no more than this many ways to read it.
const MAX_VARIANTS = 8

/** What a word means together with its neighbours; `spans` when it is part of something longer than itself. */
export type Covered = { meanings: Meaning[]; spans: boolean }

/** For each word, the concepts whose phrases cover it, and the compounds that it forms with its neighbour. */
export function phraseMeanings(tokens: readonly Token[], { index, concepts }: Lexicon): Covered[] {
  const covered: Covered[] = tokens.map(() => ({ meanings: [], spans: false }))
  const cover = (from: number, to: number, name: string, via: Via, literal: boolean, sureness: number) => {
    const term = index.terms.get(name)
    if (term === undefined) return
    for (const place of covered.slice(from, to)) {
      place.meanings.push({ term, boost: BOOST[via] * sureness, literal, via })
      place.spans ||= to - from > 1 || via === 'name'
    }
  }
  for (let from = 0; from < tokens.length; from++) {
    for (const { to, key, sureness } of phrasesFrom(from, tokens, concepts)) {
      for (const { term, naming, literal } of concepts.phrases.get(key) ?? []) {
        cover(from, to, term, naming, literal, sureness)
      }
    }
    const joined = `${tokens[from]?.word}${tokens[from + 1]?.word ?? ' '}`
    if (index.words.has(joined)) cover(from, from + 2, singular(joined), 'compound', true, 1)
  }
  return covered
}

/**
 * The phrases that begin at a word: those typed, or where none is, those of words with the same stems ("detecting
 * frauds" for "detect fraud"), which are less sure.
 */
function phrasesFrom(from: number, tokens: readonly Token[], { phrases, kin, longest }: Concepts) {
  const found: { to: number; key: string; sureness: number }[] = []
  let typed = ''
  let variants: string[] = ['']
  for (let to = from + 1; to <= Math.min(tokens.length, from + longest); to++) {
    const word = tokens[to - 1]?.word ?? ''
    const forms = kin.get(stem(word))
    if (!forms) break // No phrase has this word, so none goes on beyond it.
    const gap = to - from > 1 ? ' ' : ''
    typed += gap + singular(word)
    variants = variants.flatMap((start) => forms.map((form) => start + gap + form)).slice(0, MAX_VARIANTS)
    const loose = phrases.has(typed) ? [] : variants.filter((key) => phrases.has(key))
    if (phrases.has(typed)) found.push({ to, key: typed, sureness: 1 })
    for (const key of loose) found.push({ to, key, sureness: KINSHIP })
  }
  return found
}
