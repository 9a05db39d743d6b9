/**
 * A computation that can be interrupted between its steps, none of which takes longer than some two milliseconds: what
 * it yields is nothing, what it returns is the result. One thread answers people and reads the catalogue anew, so that
 * whoever runs it can let the others go first.
 */
export type Sliced<T> = Generator<void, T, void>

/** Runs a computation from its beginning to its end. */
export function atOnce<T>(sliced: Sliced<T>): T {
  for (;;) {
    const step = sliced.next()
    if (step.done) return step.value
  }
}

/**
 * Visits each of many things, a step being so many of them.
 * @param size how many, by what a visit takes; 256 where that is some microseconds
 */
export function* visiting<T>(
  things: Iterable<T>,
  visit: (thing: T, place: number) => void,
  size = 256,
): Sliced<void> {
  let place = 0
  for (const thing of things) {
    visit(thing, place)
    place++
    if (place % size === 0) yield
  }
}
