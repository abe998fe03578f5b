/**
 * `npm run test:free [-- SEED]`: every property with another seed and twenty times the values. The seed is printed first;
 * what fails becomes a test of its own.
 */
import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const seed = Number(process.argv[2] ?? Math.floor(Math.random() * 2 ** 31))
const properties = readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
  .map((name) => join('test', name))
  .filter((path) => /\.test\.tsx?$/.test(path) && readFileSync(join(root, path), 'utf8').includes('fast-check'))
console.log(`seed ${seed}, ${properties.length} files`)
const { status } = spawnSync('npx', ['vitest', 'run', ...properties], {
  cwd: root,
  stdio: 'inherit',
  env: { ...process.env, FREE_SEED: String(seed) },
})
console.log(`seed ${seed}`)
process.exitCode = status ?? 1
