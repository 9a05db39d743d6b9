import { pino } from 'pino'
import { expect, it, onTestFinished, vi } from 'vitest'
import { createRefusals } from '../../src/http/refusals.ts'

it('counts what comes after the first of a second', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const lines: string[] = []
  const refused = createRefusals(
    pino({ base: null, timestamp: false }, { write: (line) => void lines.push(line) }),
  )
  refused('not signed', 18)
  for (let nth = 0; nth < 500; nth++) refused('not signed', nth)
  refused('too large')
  vi.advanceTimersByTime(1000)
  // A quiet second says nothing, and what comes later is told at once again.
  vi.advanceTimersByTime(5000)
  refused('not HTTP')
  vi.advanceTimersByTime(1000)
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    { level: 40, reason: 'not signed', size: 18, msg: 'request refused' },
    { level: 40, refused: { 'not signed': 500, 'too large': 1 }, msg: 'more requests refused' },
    { level: 40, reason: 'not HTTP', msg: 'request refused' },
  ])
})
