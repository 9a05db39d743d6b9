import { tidy } from './text.ts'

/** A row of a chart; `number`: not negative. */
export type Bar = { label: string; number: number }

/** Between label, number and bar. */
const GAP = ' '
const LONGEST_BAR = 40
/** What of a row a label takes at the most. */
const LABEL_SHARE = 0.6
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const FULL = '█'

/**
 * A bar chart in text of one width: label, number, bar, the longest bar for the greatest number. Bars come last, since not
 * every font draws them as wide as its letters.
 * @param width in columns, at least 20; no line is wider
 * @param paint colours a bar
 */
export function barChart(
  bars: readonly Bar[],
  width: number,
  paint: (bar: string) => string = (bar) => bar,
): string[] {
  const labels = bars.map(({ label }) => tidy(label))
  const labelled = Math.min(Math.max(...labels.map(columnsOf)), Math.floor(width * LABEL_SHARE))
  const numbers = Math.max(...bars.map(({ number }) => String(number).length))
  const room = Math.min(LONGEST_BAR, width - labelled - numbers - 2 * GAP.length)
  const greatest = Math.max(...bars.map(({ number }) => number))
  return bars.map(({ number }, place) => {
    const bar = barOf(number, greatest, room)
    const head = `${fitted(labels[place] ?? '', labelled)}${GAP}${String(number).padStart(numbers)}`
    return bar === '' ? head : `${head}${GAP}${paint(bar)}`
  })
}

/** In eighths of a column, and at least one for anything at all, where there is room. */
function barOf(number: number, greatest: number, room: number): string {
  if (number === 0 || room < 1) return ''
  const eighths = Math.max(1, Math.round((number / greatest) * room * EIGHTHS.length))
  return FULL.repeat(Math.floor(eighths / EIGHTHS.length)) + EIGHTHS[eighths % EIGHTHS.length]
}

/** Cut or filled up to so many columns. */
function fitted(label: string, columns: number): string {
  const whole = columnsOf(label)
  if (whole <= columns) return label + ' '.repeat(columns - whole)
  let [text, taken] = ['', 0]
  for (const character of charactersOf(label)) {
    if (taken + columnsOf(character) > columns - 1) break
    text += character
    taken += columnsOf(character)
  }
  const cut = `${text.trimEnd()}…`
  return cut + ' '.repeat(columns - columnsOf(cut))
}

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })
const charactersOf = (text: string) => Array.from(segmenter.segment(text), ({ segment }) => segment)

// What takes two columns in a font where all letters are of one width (unicode.org/reports/tr11: wide and fullwidth), the rare
// scripts of it aside; and what of the same scripts takes one.
const WIDE =
  /^[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\p{Emoji_Presentation}\u3000-\u30ff\uff01-\uff60\uffe0-\uffe6]|\ufe0f/u
const NARROW = /^[\uff61-\uffdc]/

/** How many columns a text takes. */
export const columnsOf = (text: string): number =>
  charactersOf(text).reduce((sum, one) => sum + (WIDE.test(one) && !NARROW.test(one) ? 2 : 1), 0)
