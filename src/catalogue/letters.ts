/** Letters that have no accent to lose, in ASCII. */
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

/** Writes such letters of a text in lower case in ASCII. */
export const plainLetters = (lower: string): string =>
  lower.replace(/[ßæœøłđıðþ]/g, (letter) => LETTERS[letter] ?? letter)
