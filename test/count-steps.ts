/**
 * Counts the steps that a piece of work needs at one size and at twice that size, and prints both as JSON. A step is one
 * run of a block of our code, as V8 counts blocks for coverage: the count is the same on a busy machine and on a fast one.
 *
 *     node test/count-steps.ts MODULE     the module exports `works`, named functions of a size, and `size`
 */
import { Session } from 'node:inspector/promises'
import { resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Works {
  readonly size: number
  /** Does the work of a name, of a size; what has to be prepared before it is not counted. */
  readonly works: Readonly<Record<string, (size: number) => () => void>>
}

const session = new Session()
session.connect()
await session.post('Profiler.enable')
// Blocks are only counted in code that is compiled later, so the module is imported after this.
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
const [path = ''] = process.argv.slice(2)
const { size, works } = (await import(pathToFileURL(resolve(path)).href)) as Works

/** Steps since the last call. */
async function steps(): Promise<number> {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const ours = result.filter(({ url }) => url.startsWith('file:') && !url.includes('/node_modules/'))
  return ours
    .flatMap(({ functions }) => functions.flatMap(({ ranges }) => ranges))
    .reduce((sum, { count }) => sum + count, 0)
}

const counted: Record<string, readonly [number, number]> = {}
for (const [name, prepare] of Object.entries(works)) {
  // The first time, tables are built and code is compiled.
  prepare(Math.ceil(size / 10))()
  const [once, twice] = [prepare(size), prepare(2 * size)]
  await steps()
  once()
  const small = await steps()
  twice()
  counted[name] = [small, await steps()]
}
process.stdout.write(JSON.stringify(counted))
