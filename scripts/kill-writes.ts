/**
 * `npm run test:kill [-- COUNT] [SEED]`: kills the program at random moments while it replaces the files of one run by those
 * of another. Each file must be whole, and after the next look every one is of the same run and nothing else is left.
 */
import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { randomFrom } from '../test/real/pyyaml_random.ts'

const program = join(import.meta.dirname, '../dist/lora-wizard.js')
const count = Number(process.argv[2] ?? 100)
const seed = Number(process.argv[3] ?? Math.floor(Math.random() * 2 ** 31))
const random = randomFrom(seed)
const runs = ['qlora-8b-24gb', 'lora-70b-fsdp2-8x80gb'] as const
const write = (preset: string) => [program, 'init', '--preset', preset, '--yes', '--force']

/** Name → text of every file of a folder, hidden ones too. */
const texts = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]))
const visible = (all: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !name.startsWith('.lora-wizard')))
const same = (one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean =>
  JSON.stringify(Object.entries(one).sort()) === JSON.stringify(Object.entries(other).sort())

const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-kill-'))
const environment = { ...process.env, HOME: folder, XDG_STATE_HOME: join(tmpdir(), 'lora-wizard-kill-state') }
const options = { cwd: folder, env: { ...environment, XDG_CACHE_HOME: tmpdir() } }

function whole(preset: string): { readonly texts: Readonly<Record<string, string>>; readonly took: number } {
  const since = performance.now()
  const { status, stderr } = spawnSync(process.execPath, write(preset), { ...options, encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return { texts: texts(folder), took: performance.now() - since }
}

console.log(`seed ${seed}, ${count} runs`)
const [one, other] = runs.map(whole) as [ReturnType<typeof whole>, ReturnType<typeof whole>]
const problems: string[] = []
const ends = { old: 0, new: 0, unfinished: 0 }
let standing: (typeof runs)[number] = runs[1]
for (let index = 0; index < count; index++) {
  const next = standing === runs[0] ? runs[1] : runs[0]
  const child = spawn(process.execPath, write(next), { ...options, stdio: 'ignore' })
  const closed = new Promise((resolve) => child.once('close', resolve))
  await wait(other.took * (0.3 + 0.8 * random.next()))
  child.kill('SIGKILL')
  await closed
  const left = texts(folder)
  if (left['.lora-wizard.journal'] !== undefined) ends.unfinished++
  for (const [name, text] of Object.entries(visible(left)))
    if (![one.texts[name], other.texts[name]].includes(text)) problems.push(`#${index}: ${name} is torn`)
  // The next run only looks, and then writes.
  spawnSync(process.execPath, [...write(next), '--dry-run'], options)
  const settled = visible(texts(folder))
  if (same(settled, one.texts)) standing = runs[0]
  else if (same(settled, other.texts)) standing = runs[1]
  else problems.push(`#${index}: files of two runs: ${Object.keys(settled)}`)
  ends[standing === next ? 'new' : 'old']++
  const written = whole(standing === runs[0] ? runs[1] : runs[0])
  standing = standing === runs[0] ? runs[1] : runs[0]
  if (!same(written.texts, visible(written.texts)))
    problems.push(`#${index}: left behind: ${Object.keys(written.texts)}`)
}
rmSync(folder, { recursive: true, force: true })
for (const problem of problems) console.log(problem)
console.log(
  `${ends.old} as before, ${ends.new} as meant, ${ends.unfinished} settled by the next run; ${problems.length} problems`,
)
process.exitCode = problems.length > 0 ? 1 : 0
