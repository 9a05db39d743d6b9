import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto'

const CIPHER = 'aes-256-gcm'
const KEY_BYTES = 32
/** What GCM is made for, and the whole of what it gives (NIST SP 800-38D, 5.2.1). */
const NONCE_BYTES = 12
const TAG_BYTES = 16
/** Enough to tell the keys of one operator apart, and eight characters. */
const KEY_ID_BYTES = 6

/** Version, key id, and the rest: nonce, tag and cipher text. */
const FORM = /^v1\.([\w-]{8})\.([\w-]+)$/

/** What was sealed cannot be opened; the message says why, and holds no secret. */
export class SealError extends Error {
  override name = 'SealError'
}

/** Makes texts unreadable for those who have no key, and readable again. */
export type Seal = {
  /**
   * Seals a text with the newest key.
   * @param context where it will be, such as the id of its row: elsewhere it does not open
   * @returns a text of letters, digits, dots, `-` and `_`, another one each time
   */
  seal: (text: string, context: string) => string
  /**
   * @returns the text, and whether it was sealed with the newest key
   * @throws SealError where it is no sealed text, its key is not there, it was changed, or it is of another context
   */
  open: (sealed: string, context: string) => { text: string; isNewest: boolean }
}

/**
 * @param keys of 32 bytes each, newest first: that one seals, all of them open
 * @throws where there is no key, or one is of another length
 */
export function createSeal(keys: readonly Buffer[]): Seal {
  const [newest] = keys
  if (!newest || keys.some((key) => key.length !== KEY_BYTES))
    throw new Error('a seal needs keys of 32 bytes')
  const byId = new Map(keys.map((key) => [idOf(key), key]))
  return {
    seal(text, context) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv(CIPHER, newest, nonce, { authTagLength: TAG_BYTES }).setAAD(
        Buffer.from(context),
      )
      const hidden = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const rest = Buffer.concat([nonce, cipher.getAuthTag(), hidden])
      return `v1.${idOf(newest)}.${rest.toString('base64url')}`
    },
    open(sealed, context) {
      const [, keyId = '', rest = ''] = FORM.exec(sealed) ?? []
      const bytes = Buffer.from(rest, 'base64url')
      // Several texts are read as the same bytes; only one of them was written.
      const isWhole = bytes.toString('base64url') === rest && bytes.length >= NONCE_BYTES + TAG_BYTES
      if (!isWhole) throw new SealError('This was not sealed by kstreams, or by a newer version of it.')
      const key = byId.get(keyId)
      if (!key) {
        throw new SealError(
          `This was sealed with a key that is not in TOKEN_ENCRYPTION_KEY (its id is ${keyId}). Add that key at the end of the list.`,
        )
      }
      return { text: openWith(key, bytes, context), isNewest: key === newest }
    },
  }
}

/** Names a key without telling it. */
const idOf = (key: Buffer) =>
  createHash('sha256').update(key).digest().subarray(0, KEY_ID_BYTES).toString('base64url')

function openWith(key: Buffer, bytes: Buffer, context: string): string {
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES)
  const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(tag)
  const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES))
  try {
    return Buffer.concat([text, decipher.final()]).toString('utf8')
  } catch {
    throw new SealError('This was changed or belongs to another row.')
  }
}
