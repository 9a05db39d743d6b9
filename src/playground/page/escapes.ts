/** The three entities that Slack has in texts, and what they stand for. */
const MEANT: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** A text without markup as Slack shows it. */
export function decoded(text: string): string {
  return text.replace(/&(?:amp|lt|gt);/g, (entity) => MEANT[entity] ?? entity)
}

/** Characters for private use, far from where fonts have their own: here for the ASCII characters that are only text. */
const MASKS = 0xf500
const MASK = /[\uf500-\uf57f]/g

const mask = (character: string) => String.fromCharCode(MASKS + character.charCodeAt(0))

/** Puts in the place of each masked character the one that it stands for. */
export function unmasked(text: string): string {
  return text.replace(MASK, (character) => String.fromCharCode(character.charCodeAt(0) - MASKS))
}

/**
 * In this order: code, the address in a link or mention, a quote (Slack takes it as typed or escaped), an entity. An
 * ampersand that begins none of Slack's entities is one, whatever HTML makes of it.
 */
const PARTS =
  /(?<code>```[\s\S]*?```|`[^`\n]+`)|(?<address><[^<>|\n]*)|(?<quote>^(?:&gt;)+)|&(?:amp|lt|gt);|&/gm

/**
 * Markup in which what Slack decodes only after parsing can be taken for nothing but text. The library decodes before
 * it parses: for it, `&lt;!channel&gt;` is a mention of everybody.
 */
export function maskedMarkup(text: string): string {
  return text.replace(PARTS, (part, ...rest) => {
    const { code, address, quote } = rest.at(-1) as Record<string, string | undefined>
    if (code !== undefined) return code.replace(/&(?:amp|lt|gt);|&/g, (one) => mask(decoded(one)))
    // The library decodes the ampersand in an address itself; an angle bracket would end it.
    if (address !== undefined) return address.replaceAll('&lt;', '%3C').replaceAll('&gt;', '%3E')
    return quote === undefined ? mask(decoded(part)) : decoded(quote)
  })
}

/** A text without markup, in which the library finds none either: only emoji have a meaning there. */
export function maskedPlain(text: string): string {
  return decoded(text).replace(/:[\w+'-]+:|[!-/:-@[-`{-~]/g, (part) => (part.length > 1 ? part : mask(part)))
}
