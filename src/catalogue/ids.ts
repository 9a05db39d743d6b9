import { hash } from './hash.ts'
import { plainLetters } from './letters.ts'
import { LENGTH } from './limits.ts'

/** The words of a text as an id has them: ASCII, lower case. Of some scripts nothing is left. */
export function idWords(text: string): string[] {
  const folded = plainLetters(text.toLowerCase().normalize('NFKD'))
  return folded.replace(/['’]s\b|[\p{M}'’]/gu, '').match(/[a-z0-9]+/g) ?? []
}

/**
 * An id of these words that is free: cut between words, with a number where it is taken.
 * @param text what the words are of; an id without any is made of its hash
 */
export function freeId(words: readonly string[], isTaken: (id: string) => boolean, text = ''): string {
  const named = words.length > 0 ? words : ['use', 'case', hash(text).toString(36)]
  for (let number = 1; ; number++) {
    const tail = number === 1 ? '' : `-${number}`
    const id = joined(named, LENGTH.id - tail.length) + tail
    if (!isTaken(id)) return id
  }
}

/** As many of the words as fit, at least a part of the first. */
function joined([first = '', ...others]: readonly string[], max: number): string {
  let id = first.slice(0, max)
  for (const word of others) {
    if (id.length + 1 + word.length > max) break
    id += `-${word}`
  }
  return id
}
