const BASE64_OF_32_BYTES = /^[A-Za-z0-9+/]{43}=?$/

/**
 * Reads the keys that tokens are sealed with: 32 bytes each in base64, newest first, with commas between them.
 * @returns the keys in that order; or what is wrong, as what follows the name of the variable, and nothing of the value
 */
export function readKeys(value: string): Buffer[] | string {
  const texts = value.split(',').map((text) => text.trim())
  const wrong = texts.findIndex((text) => !BASE64_OF_32_BYTES.test(text))
  if (wrong === -1) return texts.map((text) => Buffer.from(text, 'base64'))
  const which = texts.length === 1 ? '' : ` (key ${wrong + 1} of ${texts.length})`
  return `is not 32 bytes in base64${which}. Make one: openssl rand -base64 32. Several go with commas between them, the newest first.`
}
