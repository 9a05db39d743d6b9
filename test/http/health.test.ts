import { afterEach, expect, it, vi } from 'vitest'
import { createHealth } from '../../src/http/health.ts'

afterEach(() => void vi.useRealTimers())

it('is able where everything works', async () => {
  const health = createHealth({ store: async () => true, catalogue: () => true })
  expect(await health.ready()).toEqual({ able: true, checks: { store: true, catalogue: true } })
})

it('names what does not work, also where asking fails', async () => {
  const health = createHealth({
    store: () => Promise.reject(new Error('gone')),
    slack: () => {
      throw new Error('gone')
    },
    catalogue: () => true,
  })
  expect(await health.ready()).toEqual({
    able: false,
    checks: { store: false, slack: false, catalogue: true },
  })
})

it('looks once a second, however often it is asked', async () => {
  let now = 0
  let looks = 0
  const look = () => {
    looks += 1
    return looks !== 2
  }
  const health = createHealth({ store: look }, () => now)
  const all = await Promise.all([health.ready(), health.ready()])
  now = 999
  expect([...all, await health.ready()].map(({ able }) => able)).toEqual([true, true, true])
  expect(looks).toBe(1)
  now = 1000
  expect((await health.ready()).able).toBe(false)
  now = 2000
  expect((await health.ready()).able).toBe(true)
})

it('waits a second for a check, and begins none beside one that hangs', async () => {
  vi.useFakeTimers()
  const looks: ((works: boolean) => void)[] = []
  const health = createHealth({ store: () => new Promise<boolean>((resolve) => looks.push(resolve)) })
  const ask = async () => {
    const asked = health.ready()
    await vi.advanceTimersByTimeAsync(1000)
    return (await asked).able
  }
  expect(await ask()).toBe(false)
  expect(await ask()).toBe(false)
  expect(looks).toHaveLength(1)
  looks[0]?.(true)
  await vi.advanceTimersByTimeAsync(1000)
  const asked = health.ready()
  await vi.advanceTimersByTimeAsync(0)
  looks[1]?.(true)
  expect((await asked).able).toBe(true)
})

it('is not able once it drains, whatever the parts say', async () => {
  const health = createHealth({ store: () => true })
  await health.ready()
  health.drain()
  expect((await health.ready()).able).toBe(false)
})
