import type { Edition } from '../search/edition.ts'

/**
 * What answers from an edition, made once for each when it is first asked for. Whoever took one goes on with it, and so
 * with the catalogue that they began with, also when there is a newer one.
 */
export function perEdition<T>(make: (edition: Edition) => T): (edition: Edition) => T {
  const made = new WeakMap<Edition, { value: T }>()
  return (edition) => {
    const known = made.get(edition) ?? { value: make(edition) }
    made.set(edition, known)
    return known.value
  }
}
