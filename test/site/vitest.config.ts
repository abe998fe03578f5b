/** How the browser tests are found and run: one file after the other, since they share the machine's cores with a browser. */
import { defineConfig } from 'vitest/config'
import { pythonAsText } from '../../.vitepress/python-as-text.ts'

export default defineConfig({
  plugins: [pythonAsText],
  test: {
    include: ['test/site/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
})
