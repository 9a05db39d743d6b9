import type { Concepts } from './concepts.ts'
import { isEveryday, isFiller } from './filler.ts'
import { type InvertedIndex, inverseFrequency } from './inverted-index.ts'
import type { Spelling } from './spelling.ts'
import { singular, stem, words } from './text.ts'

/** How a word of the question came to stand for a term of the index. */
export type Via = 'word' | 'name' | 'label' | 'synonym' | 'compound' | 'prefix' | 'typo'

/** A term of the index that answers a word of the question. */
export type Meaning = {
  term: number
  /** How surely it was meant, from 0 to 1 (a company's name a little more). */
  boost: number
  /** Whether it is the word itself, rather than something that it stands for. */
  literal: boolean
  via: Via
}

/** One word of the question that says something, with all that it may mean. */
export type Subject = {
  /** The word, folded; after a correction, the right one. */
  word: string
  /** As typed, when it was corrected. */
  typed?: string
  meanings: readonly Meaning[]
  /** How much of the question hangs on it: rare words more, and most of all a word that nobody here knows. */
  weight: number
}

const BOOST: Record<Via, number> = {
  ...{ word: 1, name: 1.2, label: 1, compound: 0.95, prefix: 0.7, synonym: 0.6, typo: 0.9 },
}

// Slack allows 4,000 characters; beyond this many words of substance nobody asks a question.
const MAX_WORDS = 400
const MAX_SUBJECTS = 24
// Mending a word costs most of a search, so a wall of nonsense gets only so many tries.
const MAX_CORRECTIONS = 8
const MAX_COMPLETIONS = 12
const MAX_VARIANTS = 8
const EVERYDAY_WEIGHT = 0.3
const FEW_SUBJECTS = 3
// Another form of the word, which may also be another word with the same stem.
const KINSHIP = 0.8

export type Lexicon = { index: InvertedIndex; concepts: Concepts; spelling: Spelling }

/**
 * Finds the subject of a question: drops what says nothing, mends slips, and looks up what is left.
 * @param text folded, of any length
 */
export function understand(text: string, lexicon: Lexicon): Subject[] {
  // "realtime" is taken as "real time", which finds "real-time" too.
  const typed = words(text).flatMap((word) => lexicon.index.compounds.get(word) ?? [word])
  const tokens = mend(typed.slice(0, MAX_WORDS), lexicon)
  const phrases = phraseMeanings(tokens, lexicon)
  const subjects = new Map<string, Subject>()
  tokens.forEach((token, place) => {
    const { meanings = [], spans = false } = phrases[place] ?? {}
    // "stream" says nothing, but "stream-stream join" does; "you" is nothing, but "pay as you go" is a way to bill.
    if ((isFiller(token.word) && !spans) || subjects.has(token.word) || subjects.size >= MAX_SUBJECTS) return
    const own = isFiller(token.word) ? [] : wordMeanings(token, lexicon)
    const found = [...own, ...meanings].map((meaning) => ({
      ...meaning,
      boost: meaning.boost * token.quality,
    }))
    // "Who made that choice?": nobody expects the word in a use case.
    if (found.length === 0 && isEveryday(token.word)) return
    const weight = weigh(token.word, found, spans, lexicon)
    const slip = token.typed === undefined ? {} : { typed: token.typed }
    subjects.set(token.word, { word: token.word, ...slip, meanings: found, weight })
  })
  return joinAlternatives(relax([...subjects.values()]), tokens)
}

/** In a long question somebody thinks aloud: the more words, the less each unknown one stands in the way. */
function relax(subjects: readonly Subject[]): Subject[] {
  const ease = Math.min(1, FEW_SUBJECTS / subjects.length)
  return subjects.map((subject) =>
    subject.meanings.length === 0 ? { ...subject, weight: subject.weight * ease } : subject,
  )
}

/** "Scala or Clojure" asks for either, so the two are one subject that both answer. */
function joinAlternatives(subjects: readonly Subject[], tokens: readonly Token[]): Subject[] {
  const following = new Map(tokens.map(({ word }, place) => [word, tokens.slice(place + 1, place + 3)]))
  const joined: Subject[] = []
  for (const subject of subjects) {
    const last = joined.at(-1)
    const [next, second] = following.get(last?.word.split(' ').at(-1) ?? '') ?? []
    if (!last || next?.word !== 'or' || second?.word !== subject.word) joined.push(subject)
    else joined.splice(-1, 1, either(last, subject))
  }
  return joined
}

function either(one: Subject, other: Subject): Subject {
  return {
    word: `${one.word} or ${other.word}`,
    meanings: [...one.meanings, ...other.meanings],
    weight: Math.max(one.weight, other.weight),
  }
}

/** The subjects of a quoted phrase: its words as they are, with no synonym and no correction. */
export function literally(phrase: string, { index }: Lexicon): Subject[] {
  return words(phrase).map((word) => {
    const term = index.words.get(word)
    const meanings: Meaning[] =
      term === undefined ? [] : [{ term, boost: BOOST.word, literal: true, via: 'word' }]
    return { word, meanings, weight: term === undefined ? unknownWeight(index) : (index.idf[term] ?? 0) }
  })
}

type Token = { word: string; typed?: string; quality: number; alternatives: readonly string[] }

/** Replaces each unknown word by the word that was most likely meant, if any. */
function mend(typed: readonly string[], { index, concepts, spelling }: Lexicon): Token[] {
  let tries = MAX_CORRECTIONS
  const known = (word: string) =>
    index.words.has(word) || index.terms.has(stem(word)) || concepts.kin.has(stem(word))
  return typed.map((word, place) => {
    const asItIs = { word, quality: 1, alternatives: [] }
    if (known(word) || isFiller(word) || isEveryday(word) || word.length < 3 || tries === 0) return asItIs
    const joined = known(word + (typed[place + 1] ?? ' ')) || known((typed[place - 1] ?? ' ') + word)
    if (joined) return asItIs
    tries--
    const [best, ...others] = spelling.correct(word)
    if (best) {
      const alternatives = others.map((guess) => guess.word)
      return { word: best.word, typed: word, quality: BOOST.typo * best.quality, alternatives }
    }
    if (split(word, known).length > 0) return asItIs
    const completions = word.length > 3 ? spelling.complete(word, MAX_COMPLETIONS) : []
    return { ...asItIs, alternatives: completions }
  })
}

/** The terms that a word stands for by itself. */
function wordMeanings(token: Token, { index, concepts }: Lexicon): Meaning[] {
  const found: Meaning[] = []
  const add = (word: string, via: Via) => {
    const own = index.terms.get(singular(word))
    if (own !== undefined) found.push({ term: own, boost: BOOST[via], literal: true, via })
    for (const term of index.families.get(stem(word)) ?? []) {
      if (term !== own) found.push({ term, boost: BOOST[via] * KINSHIP, literal: true, via })
    }
  }
  add(token.word, token.typed === undefined ? 'word' : 'typo')
  for (const other of token.alternatives) add(other, token.typed === undefined ? 'prefix' : 'typo')
  if (found.length === 0 && !concepts.words.has(token.word)) {
    for (const part of split(token.word, (word) => index.words.has(word))) add(part, 'compound')
  }
  return found
}

/** A word that nobody knows may be two that somebody ran together (`realestate`). */
function split(word: string, known: (word: string) => boolean): string[] {
  for (let place = 3; place <= word.length - 3 && word.length < 40; place++) {
    const parts = [word.slice(0, place), word.slice(place)]
    if (parts.every((part) => known(part) && !isFiller(part))) return parts
  }
  return []
}

/** What a word means together with its neighbours; `spans` when it is part of something longer than itself. */
type Covered = { meanings: Meaning[]; spans: boolean }

/** For each word, the concepts whose phrases cover it, and the compounds that it forms with its neighbour. */
function phraseMeanings(tokens: readonly Token[], { index, concepts }: Lexicon): Covered[] {
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

function weigh(word: string, meanings: readonly Meaning[], spans: boolean, { index }: Lexicon): number {
  const known = isFiller(word) ? undefined : rarityOf(word, index)
  const meant = meanings.map((meaning) => index.idf[meaning.term] ?? 0)
  const weight = known ?? (meant.length > 0 ? Math.max(...meant) : unknownWeight(index))
  // In a longer phrase the words that say nothing by themselves count for little, too.
  return isFiller(word) || (isEveryday(word) && !spans) ? weight * EVERYDAY_WEIGHT : weight
}

/** The idf of a word in all its forms; undefined when the catalogue has none of them. */
function rarityOf(word: string, { families, start, size }: InvertedIndex): number | undefined {
  const family = families.get(stem(word))
  if (!family) return undefined
  const frequency = family.reduce((sum, term) => sum + (start[term + 1] ?? 0) - (start[term] ?? 0), 0)
  return inverseFrequency(frequency, size)
}

/** A word that nothing here knows weighs more than the rarest word that something does. */
const unknownWeight = ({ size }: InvertedIndex) => Math.log(1 + size * 2)
