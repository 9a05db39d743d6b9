import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Vitest leaves one core to itself, which on two cores is half of them; tests wait for processes often enough.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // A test that hangs should say so long before a person gives up on it.
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts'],
      // Run by the tests as processes of their own, or in a browser, where coverage cannot see them.
      exclude: ['src/main.ts', 'src/cli.ts', 'src/playground/page/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
})
