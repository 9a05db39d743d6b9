import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // A test that hangs should say so long before a person gives up on it.
    testTimeout: 20_000,
    coverage: {
      provider: 'v8',
      include: ['src/**'],
      // Runs in a browser: test/browser looks at it there.
      exclude: ['src/playground/page/**'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
})
