import { isEveryday, isFiller } from './filler.ts'
import { type InvertedIndex, inverseFrequency } from './inverted-index.ts'
import { BOOST, KINSHIP, type Lexicon, type Meaning, type Via } from './meaning.ts'
import { mend, split, type Token } from './mend.ts'
import { phraseMeanings } from './phrases.ts'
import { singular, stem, words } from './text.ts'

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

// Slack allows 4,000 characters; beyond this many words of substance nobody asks a question.
const MAX_WORDS = 400
const MAX_SUBJECTS = 24
const EVERYDAY_WEIGHT = 0.3
const FEW_SUBJECTS = 3

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

/** The subjects of quoted phrases: their words as they are, with no synonym and no correction. */
export function literally(phrases: readonly string[], { index }: Lexicon): Subject[] {
  const distinct = new Set(phrases.flatMap((phrase) => words(phrase)))
  return [...distinct].slice(0, MAX_SUBJECTS).map((word) => {
    const term = index.words.get(word)
    if (term === undefined) return { word, meanings: [], weight: unknownWeight(index) }
    return {
      word,
      meanings: [{ term, boost: BOOST.word, literal: true, via: 'word' }],
      weight: index.idf[term] ?? 0,
    }
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
