import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readKeys } from '../../src/workspaces/keys.ts'
import { createSeal, SealError } from '../../src/workspaces/seal.ts'

const [OLD, NEW] = [Buffer.alloc(32, 1), Buffer.alloc(32, 2)]
const TOKEN = 'xoxb-1234-planted'
const text = fc.string({ unit: 'grapheme', maxLength: 300 })

const failure = (sealed: string, context = 'T1', keys = [NEW]) => {
  try {
    createSeal(keys).open(sealed, context)
  } catch (error) {
    expect(error).toBeInstanceOf(SealError)
    return String(error)
  }
  return 'opened'
}

describe('a seal', () => {
  it('gives back what it took, whatever it is', () => {
    const seal = createSeal([NEW])
    fc.assert(
      fc.property(text, text, (plain, context) => {
        expect(seal.open(seal.seal(plain, context), context)).toEqual({ text: plain, isNewest: true })
      }),
    )
  })

  it('says its version and its key, and nothing of what is in it', () => {
    const seal = createSeal([NEW])
    const sealed = seal.seal(TOKEN, 'T1')
    expect(sealed).toMatch(/^v1\.[\w-]{8}\.[\w-]+$/)
    expect(Buffer.from(sealed.split('.')[2] ?? '', 'base64url').includes('planted')).toBe(false)
    const again = seal.seal(TOKEN, 'T1')
    expect(again.slice(0, 12)).toBe(sealed.slice(0, 12))
    // The nonce is the first 16 letters of the rest.
    expect(again.slice(12, 28)).not.toBe(sealed.slice(12, 28))
  })

  it('opens what was sealed years ago', () => {
    const sealed = 'v1.cs1uhCLE.yfl3kmKG9dnYwum2g714CcehSUgr4UfF9GhxGbQQ0t_Nu0s9UgG1eH4XEqei'
    expect(createSeal([OLD]).open(sealed, 'T1')).toEqual({ text: TOKEN, isNewest: true })
  })

  it('opens nothing of which a bit was changed', () => {
    const sealed = createSeal([NEW]).seal(TOKEN, 'T1')
    for (let at = 0; at < sealed.length * 8; at += 1) {
      const bytes = Buffer.from(sealed)
      bytes.writeUInt8(bytes.readUInt8(at >> 3) ^ (1 << (at & 7)), at >> 3)
      expect(failure(bytes.toString('latin1')), `bit ${at}`).toContain('SealError: This ')
    }
  })

  it('opens no other text, and says so instead of breaking', () => {
    const sealed = createSeal([NEW]).seal(TOKEN, 'T1')
    fc.assert(
      fc.property(text, (other) => {
        expect(failure(other)).toContain('not sealed by kstreams')
      }),
    )
    fc.assert(
      fc.property(fc.nat(sealed.length - 1), (length) => {
        expect(failure(sealed.slice(0, length))).not.toBe('opened')
      }),
    )
    for (const end of ['A', '=', '\n', '.']) expect(failure(`${sealed}${end}`)).not.toBe('opened')
  })

  it('opens nothing that was copied to another row', () => {
    const sealed = createSeal([NEW]).seal(TOKEN, 'T1')
    fc.assert(
      fc.property(
        text.filter((context) => context !== 'T1'),
        (context) => {
          expect(failure(sealed, context)).toBe('SealError: This was changed or belongs to another row.')
        },
      ),
    )
  })

  it('opens what an older key sealed, and says that it did', () => {
    const old = createSeal([OLD]).seal(TOKEN, 'T1')
    const both = createSeal([NEW, OLD])
    expect(both.open(old, 'T1')).toEqual({ text: TOKEN, isNewest: false })
    const anew = both.seal(TOKEN, 'T1')
    expect(both.open(anew, 'T1').isNewest).toBe(true)
    expect(createSeal([NEW]).open(anew, 'T1').text).toBe(TOKEN)
  })

  it('names the key that is missing by its id, and no secret', () => {
    const sealed = createSeal([OLD]).seal(TOKEN, 'T1')
    const id = sealed.split('.')[1]
    expect(failure(sealed)).toBe(
      `SealError: This was sealed with a key that is not in TOKEN_ENCRYPTION_KEY (its id is ${id}). Add that key at the end of the list.`,
    )
    expect(OLD.toString('base64url')).not.toContain(id)
  })

  it('needs a key, and none of another length', () => {
    for (const keys of [[], [randomBytes(16)], [NEW, randomBytes(33)]])
      expect(() => createSeal(keys)).toThrow('a seal needs keys of 32 bytes')
  })
})

describe('readKeys', () => {
  it('reads as many as there are, in their order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.uint8Array({ minLength: 32, maxLength: 32 }), { minLength: 1, maxLength: 4 }),
        fc.constantFrom(',', ', ', ' ,\n'),
        (keys, comma) => {
          const typed = keys.map((key) => Buffer.from(key).toString('base64')).join(comma)
          expect(readKeys(typed)).toEqual(keys.map((key) => Buffer.from(key)))
        },
      ),
    )
  })

  it('says what is wrong without repeating it', () => {
    const good = OLD.toString('base64')
    const hex = OLD.toString('hex')
    const rest = 'Make one: openssl rand -base64 32. Several go with commas between them, the newest first.'
    expect(readKeys(hex)).toBe(`is not 32 bytes in base64. ${rest}`)
    expect(readKeys(`${good},s3cret`)).toBe(`is not 32 bytes in base64 (key 2 of 2). ${rest}`)
    for (const typed of ['', ',', `${good},`, good.slice(1), `${good}A`, `${good} ${good}`])
      expect(readKeys(typed)).toContain('is not 32 bytes')
  })
})
