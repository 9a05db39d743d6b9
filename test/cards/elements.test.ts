import { describe, expect, it } from 'vitest'
import { cut, dig, option } from '../../src/cards/elements.ts'

describe('an option', () => {
  it('is shortened, not its value', () => {
    expect(option('x'.repeat(80), 'value')).toEqual({
      text: { type: 'plain_text', text: `${'x'.repeat(74)}…`, emoji: false },
      value: 'value',
    })
  })
})

describe('a cut text', () => {
  it('has no more than the limit, and no half of an emoji', () => {
    expect(cut('fraud', 5)).toBe('fraud')
    expect(cut('frauds', 5)).toBe('fraud')
    expect(cut('abcd🦄', 5)).toBe('abcd')
    expect(cut('abc🦄x', 5)).toBe('abc🦄')
  })
})

describe('something in what Slack sent', () => {
  it('is found by its path, or is undefined', () => {
    expect(dig({ a: { b: 1 } }, 'a', 'b')).toBe(1)
    for (const odd of [undefined, null, 'text', { a: null }, { a: 'text' }]) {
      expect(dig(odd, 'a', 'b')).toBeUndefined()
    }
  })
})
