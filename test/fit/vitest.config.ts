/** How the fits of the estimator are run: `npm run test:fit`. Each fits its numbers once for every source, which is too slow for the gate. */
import { defineConfig } from 'vitest/config'

export default defineConfig({ test: { include: ['test/fit/**/*.test.ts'], testTimeout: 900_000 } })
