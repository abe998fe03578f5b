/** How the tests that need only Node are found and run. */
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/real/**', 'test/site/**'],
    globalSetup: ['test/built.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
})
