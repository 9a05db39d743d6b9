import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  forgottenReply,
  privacyReply,
  shareFailedReply,
  staleButton,
  thanksForVote,
  welcomeReply,
} from '../../src/cards/notices.ts'
import { catalogue } from '../catalogue.ts'
import * as arbitrary from './arbitrary.ts'
import { expectValid } from './expect-valid.ts'

const nothing = { saved: 0, votes: 0, suggestions: 0, digests: 0 }

describe('privacy', () => {
  it('is said in five lines: what is kept, for how long, and how to erase it', () => {
    const { text } = privacyReply('/kstreams', 90)
    expect(text.split('\n')).toHaveLength(5)
    for (const word of ['save', 'searches', 'Votes', 'digest', 'report', '90 days', '/kstreams forget me']) {
      expect(text).toContain(word)
    }
  })

  it('counts what was erased, and what goes on without a name', () => {
    expect(forgottenReply({ saved: 3, votes: 1, suggestions: 2, digests: 1 }).text).toBe(
      'Erased: 3 saved use cases and 1 vote.\nYour name is taken out of 2 contributions and 1 digest. The rest stays, since others need it.',
    )
    expect(forgottenReply({ ...nothing, votes: 2 }).text).toBe('Erased: 2 votes.')
    expect(forgottenReply({ ...nothing, digests: 1 }).text).toMatch(/^Your name is taken out of 1 digest\./)
    expect(forgottenReply(nothing).text).toBe('There was nothing of you to erase.')
  })
})

describe('small messages', () => {
  it('welcome in three lines, with one example', () => {
    const { text } = welcomeReply('/kstreams', catalogue)
    expect(text.split('\n')).toHaveLength(3)
    expect(text).toContain('/kstreams fraud')
  })

  it('say what to do instead', () => {
    expect(staleButton('/kstreams').text).toContain('Ask again with /kstreams and a few words.')
    const failed = shareFailedReply({
      heading: 'Walmart: Stock levels',
      company: 'Walmart',
      command: '/kstreams',
      words: 'fraud',
    })
    expect(failed.text).toBe(
      'I could not post “Walmart: Stock levels” there: I am not in that channel.\nType /invite @kstreams there, then share it again.\nOr type there: /kstreams fraud, and press Share in the answer.',
    )
    expect(
      shareFailedReply({ heading: 'x', company: 'Walmart', command: '/kstreams', words: '' }).text,
    ).toContain('Or type there: /kstreams Walmart, and')
    expect(thanksForVote('up', '/kstreams').text).toBe('Thank you, good to know.')
    expect(thanksForVote('down', '/kstreams').text).toContain('/kstreams help')
  })

  it('keep to the limits and notify nobody, whatever the command is called', () => {
    fc.assert(
      fc.property(arbitrary.query, arbitrary.query, (hostile, words) => {
        const command = `/${hostile.slice(0, 31)}`
        const replies = [
          privacyReply(command, 90),
          welcomeReply(command, catalogue),
          staleButton(command),
          shareFailedReply({ heading: hostile, company: hostile, command, words }),
          thanksForVote('up', command),
          thanksForVote('down', command),
        ]
        for (const reply of replies) expectValid(reply, [])
      }),
      { numRuns: 100 },
    )
  })
})
