import { describe, expect, it } from 'vitest'
import { MONDAY, startScene } from './digest-scene.ts'

const POST = 'chat.postMessage'
const titleOf = (card?: { text: string }) => card?.text.split('\n')[0]

describe('a change of a digest', () => {
  it('does not lose the card that is due while it is made', async () => {
    const { clock, type, cards } = await startScene({ runner: { tickMs: 300 } })
    await type('9am weekdays Berlin')
    clock.turnTo(MONDAY)
    await type('topic:fraud')
    await cards(1)
    expect(await type('status')).toContain('Next: Tue 24 Nov, 09:00 CET')
  })

  it('is that of the channel’s dates, whatever day it is where the person is', async () => {
    // In New York, where Grace is, it is still Sunday.
    const { type } = await startScene({ at: '2026-11-22T20:00Z' })
    await type('9am daily Tokyo')
    const answer = await type('pause until tomorrow')
    expect(answer).toContain('until Tue 24 Nov. Next: Tue 24 Nov, 09:00')
  })

  it('counts for a card that waits for another attempt, too', async () => {
    const { slack, clock, type, cards, lines } = await startScene({ runner: { retryMs: 60_000 } })
    await type('9am weekdays Berlin')
    slack.failWith(POST, 'not_known_to_anybody')
    clock.turnTo(MONDAY)
    await slack.until('the attempt', () => (slack.waitingFaults().length === 0 ? true : undefined))
    await type('pause until Friday')
    expect(lines().at(-1)).toContain('paused')
    clock.pass(61_000)
    await clock.looks()
    expect(await type('status')).toContain('it was paused before it could be sent')
    expect(await cards(0)).toEqual([])
  })
})

describe('two who ask for a card at the same time', () => {
  it('get two different ones', async () => {
    const { type, cards } = await startScene()
    await type('9am weekdays Berlin')
    await Promise.all([type('now'), type('now', { user: 'ada' })])
    const [first, second] = await cards(2)
    expect(titleOf(first)).not.toBe(titleOf(second))
  })
})

describe('a list that all can read', () => {
  it('tells of no other channel', async () => {
    const { slack, type } = await startScene()
    await type('9am weekdays Berlin', { channel: 'streaming' })
    await type('10am weekdays Berlin')
    const [answer] = await slack.answers(await slack.mention({ text: 'digest list', user: 'ada' }))
    expect(answer?.text).toContain('C0GENERAL1')
    expect(answer?.text).not.toContain('C0STREAM01')
  })
})
