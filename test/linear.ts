/** Tests that work grows in proportion to its input: at twice the size it needs about twice the steps, whatever a clock says. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Twice the steps, and a little for what is done at every doubling, such as growing a table. */
const most = 2.1

/** V8 loses counts where it optimizes or forgets code, so it is told to interpret all of it. */
const interpreted = [
  '--no-opt',
  '--no-maglev',
  '--no-sparkplug',
  '--no-flush-bytecode',
  // Emitters import Python files as text.
  '--experimental-import-text',
  '--disable-warning=ExperimentalWarning',
]

/** One test for each of the works that a module exports (see count-steps.ts). */
export function linear(module: string, works: readonly string[]): void {
  let counted: Readonly<Record<string, readonly [number, number]>> | undefined
  test.each(works)('%s: twice the size, at most twice the steps', (name) => {
    counted ??= JSON.parse(
      execFileSync(process.execPath, [...interpreted, join(import.meta.dirname, 'count-steps.ts'), module], {
        encoding: 'utf8',
      }),
    ) as Record<string, readonly [number, number]>
    const [once, twice] = counted[name] ?? [0, Number.POSITIVE_INFINITY]
    expect(twice / once).toBeLessThanOrEqual(most)
  })
}
