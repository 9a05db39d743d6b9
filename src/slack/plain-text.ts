const ENTITIES: Record<string, string> = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/**
 * What a person typed, from the text that Slack sends: mentions of people are dropped, channels and links become
 * their label, and the three escaped characters are themselves again
 * (docs.slack.dev/messaging/formatting-message-text, "Retrieving messages"). A message of files or blocks has no text.
 */
export function plainText(text: string | null | undefined): string {
  return (text ?? '')
    .replace(/<([@#!]?)([^>|]*)(?:\|([^>]*))?>/g, (_, sigil: string, target: string, label?: string) => {
      if (sigil === '@' || sigil === '!') return ' '
      return sigil === '#' ? (label ?? '') : (label ?? target)
    })
    .replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity] ?? entity)
    .trim()
}

/** The same, and behind it every address of the text: one behind a label does not show, but may be in the catalogue. */
export function withAddresses(text: string): string {
  const addresses = Array.from(text.matchAll(/<(https?:[^|>]+)/g), ([, address]) => plainText(address ?? ''))
  return [plainText(text), ...addresses].join(' ')
}
