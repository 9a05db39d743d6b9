import { stemmer } from 'stemmer'

const ENTITIES: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': ' ',
}
const LETTERS: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ı: 'i',
  ð: 'd',
  þ: 'th',
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
  return lower
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .normalize('NFC')
    .replace(/[‘’‛`´]/g, "'")
    .replace(/[“”„‟«»]/g, '"')
    .replace(/[ßæœøłđıðþ]/g, (letter) => LETTERS[letter] ?? letter)
}

/** The words of a folded text, in order: runs of letters and digits; an apostrophe ends (`wise's`) or vanishes (`don't`). */
export function words(folded: string): string[] {
  return (
    folded
      .replace(/'s\b/g, '')
      .replaceAll("'", '')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/**
 * What a text is indexed under: its words, and each compound joined (`real-time` also as `realtime`, `CI/CD`
 * as `cicd`), so that every spelling of a compound finds every other.
 */
export function indexWords(text: string): string[] {
  const folded = fold(text)
  const found = words(folded)
  if (!/[-/&.+]/.test(folded)) return found
  for (const compound of folded.match(/[\p{L}\p{N}]+(?:[-/&.+][\p{L}\p{N}]+)+/gu) ?? []) {
    found.push(compound.replace(/[^\p{L}\p{N}]/gu, ''))
  }
  return found
}

/**
 * The stem under which all forms of an English word meet (`alerts`, `alerting`, `alerted`; British and American
 * spelling alike). Porter's algorithm, from the `stemmer` package.
 * @param word a single folded word
 */
export function stem(word: string): string {
  if (word.length < 3 || !/^[a-z]+$/.test(word) || word.endsWith('ness')) return word
  return stemmer(
    word.replace(/([a-z]{3}[lrtnmdvcg])is(e[drs]?|ing|ations?)$/, '$1iz$2').replace(/our$/, 'or'),
  )
}
