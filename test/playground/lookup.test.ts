import { expect, test } from 'vitest'
import { lookup } from '../../src/playground/lookup.ts'

type Item = { key: string | undefined; n: number }
const item = (key: string | undefined, n: number): Item => ({ key, n })

test('it finds all items of a key, in order, also those that were added since', () => {
  const find = lookup<Item>((one) => one.key)
  const list = [item('a', 1), item('b', 2), item(undefined, 3)]
  expect(find(list, 'a').map((one) => one.n)).toEqual([1])
  list.push(item('a', 4))
  expect(find(list, 'a').map((one) => one.n)).toEqual([1, 4])
  expect(find(list, 'nobody')).toEqual([])
  expect(find([item('a', 9)], 'a').map((one) => one.n)).toEqual([9])
})

test.each([
  ['emptied', (list: Item[]) => list.splice(0)],
  ['shortened', (list: Item[]) => list.splice(0, 1)],
  ['replaced at its end', (list: Item[]) => list.splice(1, 1, item('c', 7))],
  ['emptied and filled again', (list: Item[]) => list.splice(0, 2, item('c', 7), item('d', 8), item('a', 9))],
])('a list that was %s is read anew', (_name, change) => {
  const find = lookup<Item>((one) => one.key)
  const list = [item('a', 1), item('b', 2)]
  find(list, 'a')
  change(list)
  for (const key of ['a', 'b', 'c', 'd']) {
    expect(find(list, key)).toEqual(list.filter((one) => one.key === key))
  }
})

test('it goes through a growing list once', () => {
  let reads = 0
  const find = lookup<Item>((one) => {
    reads += 1
    return one.key
  })
  const list: Item[] = []
  for (let n = 0; n < 1000; n++) {
    list.push(item(`key ${n}`, n))
    expect(find(list, `key ${n}`)).toHaveLength(1)
  }
  expect(reads).toBe(1000)
})
