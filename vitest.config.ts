/** How the tests that need only Node are found and run. */
import { defineConfig } from 'vitest/config'
import { pythonAsText } from './.vitepress/python-as-text.ts'

export default defineConfig({
  plugins: [pythonAsText],
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/real/**', 'test/site/**', 'test/fit/**'],
    globalSetup: ['test/built.ts'],
    setupFiles: ['test/fixed-seed.ts'],
    // No test changes what another one sees, so the modules are loaded once for all of them.
    isolate: false,
    // Only ends what hangs. No test is meant to come near, on a machine however busy.
    testTimeout: 900_000,
    hookTimeout: 900_000,
  },
})
