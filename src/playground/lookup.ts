/** Finds the items of a list that have a key, in the list's order. */
export type Lookup<T> = (list: readonly T[], key: string) => readonly T[]

type Index<T> = { read: number; last: T | undefined; byKey: Map<string, T[]> }

/**
 * A way to find items of growing lists without going through them: a workspace may have 10,000 channels. Reads what
 * was added since it last looked, and everything anew when a list has been changed otherwise. The keys of an item
 * must never change; undefined leaves it out.
 */
export function lookup<T extends object>(keyOf: (item: T) => string | undefined): Lookup<T> {
  const indexes = new WeakMap<readonly T[], Index<T>>()
  return (list, key) => {
    const known = indexes.get(list)
    const index = known !== undefined && isBeginning(known, list) ? known : fresh<T>()
    indexes.set(list, index)
    for (; index.read < list.length; index.read++) {
      const item = list[index.read] as T
      const own = keyOf(item)
      if (own !== undefined) add(index.byKey, own, item)
      index.last = item
    }
    return index.byKey.get(key) ?? []
  }
}

function fresh<T>(): Index<T> {
  return { read: 0, last: undefined, byKey: new Map() }
}

/** What was read is still there, as far as its length and its end tell. */
function isBeginning<T>({ read, last }: Index<T>, list: readonly T[]): boolean {
  return read === 0 || (read <= list.length && list[read - 1] === last)
}

function add<T>(byKey: Map<string, T[]>, key: string, item: T): void {
  const items = byKey.get(key)
  if (items === undefined) byKey.set(key, [item])
  else items.push(item)
}
