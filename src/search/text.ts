import { stemmer } from 'stemmer'
import { plainLetters } from '../catalogue/letters.ts'

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}
// Most texts, and a simpler and much faster way for them.
const ASCII = /^[\s!-~]*$/

/**
 * The form in which words are compared: lower case, no accents, straight quotes, HTML entities resolved.
 * Letters of other scripts stay as they are.
 */
export function fold(text: string): string {
  const plain = text.replace(
    /&(?:amp|lt|gt|quot|nbsp|#39);/gi,
    (entity) => ENTITIES[entity.toLowerCase()] ?? ' ',
  )
  const lower = plain.toLowerCase()
  if (ASCII.test(lower)) return lower
  const straight = lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
  return plainLetters(straight)
}

/** The words of a folded text, in order: runs of letters and digits; an apostrophe ends (`wise's`) or vanishes (`don't`). */
export function words(folded: string): string[] {
  if (/^[a-z0-9]+(?: [a-z0-9]+)*$/.test(folded)) return folded.split(' ')
  return (
    folded
      .replace(/'s\b/g, '')
      .replaceAll("'", '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/**
 * The compounds of a folded text (`real-time`, `ci/cd`), each as its words; so that every spelling of a compound
 * finds every other, it is also indexed joined, as `realtime`.
 */
export function compounds(folded: string): string[][] {
  if (!/[-/&.+]/.test(folded)) return []
  return (folded.match(/[\p{L}\p{N}]+(?:[-/&.+][\p{L}\p{N}]+)+/gu) ?? []).map((compound) => words(compound))
}

/** A word without the ending of a plural: `alerts` is `alert`, `companies` is `company`, `bus` stays. */
export function singular(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || word.endsWith('ss') || word.endsWith('us')) return word
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`
  return /(?:[sxz]|[cs]h)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1)
}

/**
 * The stem that all forms of an English word share (`alerts`, `alerting`, `alerted`; British and American spelling
 * alike). Porter's algorithm, from the `stemmer` package. It joins some words that are strangers (`train` and
 * `training`), so a word of the same stem is a weaker match than the word itself.
 * @param word a single folded word
 */
export function stem(word: string): string {
  const known = stems.get(word)
  if (known !== undefined) return known
  if (stems.size > REMEMBERED_STEMS) stems.clear()
  const found = findStem(word)
  stems.set(word, found)
  return found
}

// The same few thousand words come again and again, and Porter's algorithm takes its time.
const stems = new Map<string, string>()
const REMEMBERED_STEMS = 200_000

function findStem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word) || word.endsWith('ness')) return word
  // Porter takes a customer for one who customs.
  if (/^customers?$/.test(word)) return 'customer'
  return stemmer(
    word.replace(/([a-z]{3}[lrtnmdvcg])is(e[drs]?|ing|ations?)$/, '$1iz$2').replace(/our$/, 'or'),
  )
}
