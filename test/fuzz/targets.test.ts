import fc from 'fast-check'
import { it } from 'vitest'
import { text } from './hostile.ts'
import { runs, timeout } from './runs.ts'
import { TARGETS } from './targets.ts'

// Where other tests try chance by the thousand, a few are enough to keep the target itself alive.
const FEW = 100

it.each(Object.entries(TARGETS))(
  'whatever is given to %s, it keeps its promises',
  async (_, { examples, words, read }) => {
    const example = fc.constantFrom(...examples)
    // A text that is nearly right, cut at a place, and gone on with elsewhere or with anything.
    const spliced = fc
      .tuple(example, fc.nat(), fc.oneof(text(words), example), fc.nat())
      .map(
        ([one, from, other, to]) =>
          one.slice(0, from % (one.length + 1)) + other.slice(to % (other.length + 1)),
      )
    const inside = fc
      .tuple(example, fc.nat(), text(words, 4))
      .map(([one, at, more]) => one.slice(0, at % (one.length + 1)) + more + one.slice(at % (one.length + 1)))
    for (const one of examples) await read(one)
    await fc.assert(
      fc.asyncProperty(fc.oneof(spliced, inside, text(words, 40)), async (one) => {
        await read(one)
      }),
      runs(FEW),
    )
  },
  timeout(),
)
