import { FIRST_YEAR } from './limits.ts'

/** One line without invisible characters: of those the joiners stay, within the text, as in the schema. */
export const tidy = (text: string): string =>
  text
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/^[ \u200c\u200d]+|[ \u200c\u200d]+$/g, '')

/** Our own words with curly quotes: one after a space or an opening bracket opens, any other closes, or is an apostrophe. */
export const curly = (text: string): string =>
  text
    .replace(/(?<=^|[\s([“‘])"/g, '“')
    .replace(/(?<=^|[\s([“‘])'/g, '‘')
    .replaceAll('"', '”')
    .replaceAll("'", '’')

/** With a capital letter at its beginning. */
export const capital = (text: string): string => text.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

/** Without full stops at its end. */
export const withoutStop = (text: string): string => text.replace(/[\s.]+$/, '')

/**
 * With a full stop after a last word that has none.
 * @param longest in characters; where there is no room, none is added
 */
export const withStop = (text: string, longest: number): string =>
  /[^\s.!?:;,…]$/u.test(text) && Array.from(text).length < longest ? `${text}.` : text

/** The only year in the name of an event, such as `2024`; else an empty text. */
export function yearIn(event: string): string {
  const [year = '', ...others] = event.match(/\b20\d\d\b/g) ?? []
  return others.length === 0 && Number(year) >= FIRST_YEAR ? year : ''
}
