import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { limitedReply } from '../../src/cards/limited.ts'
import { createPatience, type Patience } from '../../src/slack/patience.ts'
import { expectValid } from '../cards/expect-valid.ts'

const WHO = { team: 'T1', user: 'U1' }

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date', 'setTimeout', 'clearTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
})

const asked = (patience: Patience, times: number, who = WHO) =>
  Promise.all(Array.from({ length: times }, () => patience(who)))
const granted = (answers: Awaited<ReturnType<typeof asked>>) =>
  answers.filter(({ kind }) => kind === 'ok').length

describe('patience', () => {
  it('lets a person ask 30 things at once, and again a minute later', async () => {
    const patience = createPatience(30)
    expect(granted(await asked(patience, 100))).toBe(30)
    vi.advanceTimersByTime(59_000)
    expect(granted(await asked(patience, 100))).toBe(0)
    vi.advanceTimersByTime(1000)
    expect(granted(await asked(patience, 100))).toBe(30)
  })

  it('says once a minute how long to wait', async () => {
    const patience = createPatience(30)
    await asked(patience, 30)
    vi.advanceTimersByTime(19_500)
    expect(await patience(WHO)).toEqual({ kind: 'wait', seconds: 41, first: true })
    const further = await asked(patience, 1000)
    expect(further.every((answer) => answer.kind === 'wait' && !answer.first)).toBe(true)
    vi.advanceTimersByTime(60_000)
    await asked(patience, 30)
    expect(await patience(WHO)).toMatchObject({ first: true })
  })

  it('counts the same id in another workspace as somebody else', async () => {
    const patience = createPatience(30)
    await asked(patience, 31)
    expect(await patience({ ...WHO, team: 'T2' })).toEqual({ kind: 'ok' })
    expect(await patience({ ...WHO, user: 'U2' })).toEqual({ kind: 'ok' })
  })

  it('lets nobody use up what their workspace has, and a workspace no other one', async () => {
    const patience = createPatience(30)
    await asked(patience, 10_000)
    const others = Array.from({ length: 30 }, (_, index) => ({ ...WHO, user: `U-${index}` }))
    const answers = await Promise.all(others.map((who) => asked(patience, 30, who)))
    expect(granted(answers.flat())).toBe(570)
    const late = { ...WHO, user: 'late' }
    expect(await patience(late)).toEqual({ kind: 'wait', seconds: 60, first: true })
    expect(await patience(late)).toMatchObject({ first: false })
    expect(await patience({ ...late, team: 'T2' })).toEqual({ kind: 'ok' })
  })

  it('has no end where there is no limit', async () => {
    expect(granted(await asked(createPatience(0), 1000))).toBe(1000)
  })

  it('forgets who asked before the last minute', async () => {
    const before = vi.getTimerCount()
    const patience = createPatience(1, 1000)
    await Promise.all(
      Array.from({ length: 500 }, (_, user) => asked(patience, 2, { ...WHO, user: `U${user}` })),
    )
    expect(vi.getTimerCount()).toBeGreaterThan(before)
    vi.advanceTimersByTime(60_000)
    expect(vi.getTimerCount()).toBe(before)
  })

  it('is said in a line', () => {
    const reply = limitedReply(41)
    expectValid(reply, [])
    expect(reply.text).toBe(
      'That was a lot within a minute. I answer again in 41 seconds; please ask once more then.',
    )
    expect(limitedReply(1).text).toContain('in 1 second;')
  })
})
