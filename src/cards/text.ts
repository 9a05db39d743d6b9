const WORD_JOINER = '\u2060'
const ELLIPSIS = '…'
// These have no escape in Slack's mrkdwn, so letters that look alike stand in for them.
const LOOKALIKES: Record<string, string> = { '*': '∗', '~': '∼', '`': 'ˋ' }

/** Replaces line breaks, control and direction characters, which could garble a message, by spaces. */
export function tidy(text: string): string {
  return text
    .replace(/[\p{Cc}\u2028\u2029\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

/** The three characters that Slack decodes (docs.slack.dev/messaging/formatting-message-text). */
export function escapeMrkdwn(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/**
 * Makes text that a person or the data provides harmless in mrkdwn and in a message's `text`: no mention, no
 * formatting, nothing that Slack would turn into a link by itself.
 */
export function literal(text: string): string {
  return escapeMrkdwn(
    tidy(text)
      .replace(/[*~`]/g, (character) => LOOKALIKES[character] ?? character)
      .replace(/(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])/gu, '＿')
      .replace(/:(?=\/\/)|@|(?<=[\p{L}\p{N}])\.(?=\p{L})/gu, `$&${WORD_JOINER}`),
  )
}

/** Literal text that people are to copy and type: the `@` of a name without the character that keeps it from linking. */
export function typeable(text: string): string {
  return text.replaceAll(`@${WORD_JOINER}`, '@')
}

/**
 * Shortens a text so that what `render` makes of it has at most `max` characters. It cuts between whole
 * characters as people see them, and before rendering, so that no escape and no emoji is split.
 */
export function shorten(text: string, max: number, render: (text: string) => string = literal): string {
  const whole = render(text)
  if (whole.length <= max) return whole
  const parts = charactersOf(text.slice(0, max))
  let low = 0
  let high = parts.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (render(parts.slice(0, middle).join('').trimEnd() + ELLIPSIS).length <= max) low = middle
    else high = middle - 1
  }
  return render(parts.slice(0, low).join('').trimEnd() + ELLIPSIS)
}

/** As people see them. Most texts are plain, and need not be asked about one by one. */
const charactersOf = (text: string): string[] =>
  /^[ -~]*$/.test(text) ? text.split('') : Array.from(segmenter.segment(text), (part) => part.segment)
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** A typed question as it is repeated in an answer: one line, at most 80 characters, not escaped. */
export function quotable(query: string): string {
  return shorten(tidy(query), 80, (text) => text)
}

/** `a`, `a and b`, `a, b and c`. */
export function sentenceList(items: readonly string[], last = 'and'): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} ${last} ${items.at(-1)}`
}

/** The first few of a list, and how many more: `a, b and 3 more`. One that alone would be left out is named too. */
export function shortList(items: readonly string[], most: number, last = 'and'): string {
  if (items.length <= most + 1) return sentenceList(items, last)
  return `${items.slice(0, most).join(', ')} ${last} ${items.length - most} more`
}

/** `1 use case`, `2 use cases`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
