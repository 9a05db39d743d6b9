import { inject } from 'vitest'

declare module 'vitest' {
  interface ProvidedContext {
    /** What `npm run fuzz` asks for; undefined in the tests of every day. */
    fuzz: { runs: number; seed: number } | undefined
  }
}

/** How often, and from which seed: the same in every run of the tests, unless `npm run fuzz` says otherwise. */
export function runs(everyDay: number): { numRuns: number; seed: number } {
  const asked = inject('fuzz')
  return { numRuns: asked?.runs ?? everyDay, seed: asked?.seed ?? 8 }
}

/** How long a test may take, in ms: a few seconds where nothing else runs, and as long as it takes for `npm run fuzz`. */
export const timeout = () => (inject('fuzz') ? 0 : 60_000)
