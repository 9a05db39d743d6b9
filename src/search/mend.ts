import { isEveryday, isFiller } from './filler.ts'
import { BOOST, type Lexicon } from './meaning.ts'
import { stem } from './text.ts'

// Mending a word costs most of a search, so a wall of nonsense gets only so many tries.
const MAX_CORRECTIONS = 8
const MAX_COMPLETIONS = 12

/** A word of the question, mended where it was misspelt. */
export type Token = { word: string; typed?: string; quality: number; alternatives: readonly string[] }

/** Replaces each unknown word by the word that was most likely meant, if any. */
export function mend(typed: readonly string[], { index, concepts, spelling }: Lexicon): Token[] {
  let tries = MAX_CORRECTIONS
  const known = (word: string) =>
    index.words.has(word) || index.families.has(stem(word)) || concepts.kin.has(stem(word))
  return typed.map((word, place) => {
    const asItIs = { word, quality: 1, alternatives: [] }
    if (known(word) || isFiller(word) || isEveryday(word) || word.length < 3 || tries === 0) return asItIs
    const joined = known(word + (typed[place + 1] ?? ' ')) || known((typed[place - 1] ?? ' ') + word)
    if (joined) return asItIs
    tries--
    const [best, ...others] = spelling.correct(word).filter((guess) => isPlausible(word, guess.word))
    if (best) {
      const alternatives = others.map((guess) => guess.word)
      return { word: best.word, typed: word, quality: BOOST.typo * best.quality, alternatives }
    }
    if (split(word, known).length > 0) return asItIs
    const completions = word.length > 3 ? spelling.complete(word, MAX_COMPLETIONS) : []
    return { ...asItIs, alternatives: completions }
  })
}

// A movie is no slip of "move", but "managment" is one of "management".
const isPlausible = (typed: string, guess: string) =>
  typed.length > 5 || !(isFiller(guess) || isEveryday(guess))

/** A word that nobody knows may be two that somebody ran together (`realestate`). */
export function split(word: string, known: (word: string) => boolean): string[] {
  for (let place = 4; place <= word.length - 4 && word.length < 40; place++) {
    const parts = [word.slice(0, place), word.slice(place)]
    if (parts.every((part) => known(part) && !isFiller(part))) return parts
  }
  return []
}
