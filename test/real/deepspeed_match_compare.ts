/** The values that the Trainer compares with DeepSpeed's configuration are those of our table, and each difference stops it. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { comparedValues, onlyFilled } from '../../shared/tools/transformers/quirks.ts'

const python = process.env.LORA_WIZARD_VENV_PYTHON ?? '.cache/real/venv/bin/python'

interface Seen {
  readonly compared: readonly string[]
  readonly filled: readonly string[]
  readonly rows: Readonly<Record<string, { readonly same: readonly string[]; readonly other: readonly string[] }>>
}

const rows = comparedValues.filter((row) => row.arguments.length > 0)
const folder = mkdtempSync(join(tmpdir(), 'deepspeed-match-'))
const file = join(folder, 'rows.jsonl')
writeFileSync(file, rows.map(({ key, arguments: names }) => `${JSON.stringify({ key, arguments: names })}\n`).join(''))
const done = spawnSync(python, [join(import.meta.dirname, 'deepspeed_match_judge.py'), file], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
  timeout: 300_000,
})
rmSync(folder, { recursive: true, force: true })
const seen = JSON.parse(done.stdout.split('\n').findLast((line) => line.startsWith('{')) ?? '{}') as Partial<Seen>

let passed = 0
let failed = 0
function expect(what: string, isRight: boolean): void {
  if (isRight) passed++
  else failed++
  console.log(`${isRight ? '✓' : '✗'} ${what}`)
}

const sameSet = (one: readonly string[] = [], other: readonly string[]): boolean =>
  [...one].sort().join() === [...other].sort().join()

expect(
  `compares ${seen.compared?.join(', ')}`,
  sameSet(
    seen.compared,
    comparedValues.map(({ key }) => key),
  ),
)
expect(`only fills in ${seen.filled?.join(', ')}`, sameSet(seen.filled, onlyFilled))
for (const { key } of rows) {
  const row = seen.rows?.[key]
  expect(`${key}: the same value is accepted`, row?.same.length === 0)
  expect(`${key}: ${row?.other[0]}`, row?.other.length === 1 && row.other[0]?.includes(`ds ${key}=`) === true)
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
