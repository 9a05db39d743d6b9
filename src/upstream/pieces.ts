import type { MarkedToken, Token } from 'marked'

/** A stretch of a line of Markdown: plain text, or a link with its address as it is written there. */
export type Piece = { text: string; href?: string; bold?: true }

/**
 * The text and the links of a line, in order and without formatting. `<a href>` is a link like any other; images,
 * comments and other HTML are nothing. A link around an image has an empty text.
 * @param tokens what marked makes of the line; references such as `[Acme][1]` are resolved there
 */
export function piecesOf(tokens: readonly Token[]): Piece[] {
  const pieces: Piece[] = []
  let anchor: Piece | undefined
  for (const token of tokens as readonly MarkedToken[]) {
    if (token.type === 'html') {
      const href = /^<a\s[^>]*?\bhref\s*=\s*["']?([^"'\s>]+)/i.exec(token.raw)?.[1]
      if (href !== undefined) {
        anchor = { text: '', href: decoded(href) }
        pieces.push(anchor)
      } else if (/^<\/a\b/i.test(token.raw)) anchor = undefined
    } else if (anchor) {
      anchor.text += plain(token)
    } else if (token.type === 'link') {
      pieces.push({ text: piecesOf(token.tokens).map(textOf).join(''), href: decoded(token.href) })
    } else if (token.type === 'strong') {
      pieces.push(...piecesOf(token.tokens).map((piece) => ({ ...piece, bold: true as const })))
    } else if ((token.type === 'em' || token.type === 'del') && token.tokens) {
      pieces.push(...piecesOf(token.tokens))
    } else {
      pieces.push({ text: plain(token) })
    }
  }
  return pieces
}

const textOf = ({ text }: Piece) => text

function plain(token: MarkedToken): string {
  if (token.type === 'image' || token.type === 'checkbox') return ''
  if (token.type === 'br') return ' '
  if ('tokens' in token && token.tokens) return piecesOf(token.tokens).map(textOf).join('')
  return 'text' in token ? decoded(token.text) : ''
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/** The entities that people write by hand, and all that are numbers. */
function decoded(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,4}));/gi, (entity, decimal, hex, name) => {
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? entity
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}

/** On one line of visible characters, as the catalogue and a terminal want it; of the others only joiners stay. */
export function oneLine(text: string): string {
  return text
    .replace(/(?![\u200c\u200d])[\p{Cf}\p{Cs}]/gu, '')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
}
