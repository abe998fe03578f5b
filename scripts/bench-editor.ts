/** `node scripts/bench-editor.ts [KEYS]`: how long the language server takes after a file is opened and after a key, and its memory. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LanguageClient } from '../test/cli/language-client.ts'

const keys = Number(process.argv[2] ?? 200)
const program = join(import.meta.dirname, '../dist/lora-wizard.js')
const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-bench-editor-'))
const init = ['init', '--preset', 'mlperf-llama2-70b-lora', '--set', 'output.deepspeed_json=true', '--yes']
execFileSync(process.execPath, [program, ...init], { cwd: folder, stdio: 'ignore' })
writeFileSync(join(folder, 'adapter_config.json'), '{"peft_type": "LORA", "r": 16, "target_modules": ["q_proj"]}\n')

const names = readdirSync(folder).filter((name) => /\.(ya?ml|json|sh)$/.test(name))
const textOf = (name: string) => readFileSync(join(folder, name), 'utf8')
const at = (values: readonly number[], part: number) =>
  (values.toSorted((a, b) => a - b)[Math.floor((values.length - 1) * part)] ?? 0).toFixed(1)

const client = new LanguageClient(folder)
const begun = performance.now()
await client.start()
const started = performance.now()
await client.open('accelerate.yaml', textOf('accelerate.yaml'))
await client.diagnostics('accelerate.yaml')
const first = performance.now()
for (const name of names) if (name !== 'accelerate.yaml') await client.open(name, textOf(name))
for (const name of names) await client.diagnostics(name)

const text = textOf('accelerate.yaml')
const times: number[] = []
for (let key = 1; key <= keys; key++) {
  const before = performance.now()
  // A comment grows, and now and then a value is another one.
  const typed = `${key % 5 === 0 ? text.replace('bf16', 'fp16') : text}${'#'.repeat(key)}`
  await client.change('accelerate.yaml', [{ text: typed }])
  await client.diagnostics('accelerate.yaml')
  times.push(performance.now() - before)
}
const memory =
  process.platform === 'linux'
    ? /VmHWM:\s*(\d+)/.exec(readFileSync(`/proc/${client.child.pid}/status`, 'utf8'))?.[1]
    : undefined
await client.end()
rmSync(folder, { recursive: true, force: true })
console.log(`${names.length} files`)
console.log(
  `ready after ${(started - begun).toFixed(0)} ms, first problems ${(first - started).toFixed(0)} ms after open`,
)
console.log(
  `after a key: median ${at(times, 0.5)} ms, 95 % ${at(times, 0.95)} ms, most ${at(times, 1)} ms (${keys} keys)`,
)
if (memory !== undefined) console.log(`memory at most ${(Number(memory) / 1024).toFixed(0)} MiB`)
