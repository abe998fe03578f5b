/** Does what "Your first LoRA run" says, command by command from an empty folder, and compares what comes out with what the page promises. */
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..', '..')
const program = join(root, 'dist', 'lora-wizard.js')
const python = process.env.LORA_WIZARD_VENV_PYTHON ?? join(root, '.cache', 'real', 'venv', 'bin', 'python')
const page = readFileSync(join(root, 'docs', 'en', 'tutorials', 'first-run.md'), 'utf8')

let passed = 0
let failed = 0
function expectThat(what: string, holds: boolean, seen = ''): void {
  if (holds) passed++
  else {
    failed++
    console.log(`✗ ${what}${seen ? `\n${seen}` : ''}`)
  }
}

/** The commands of a section, in order; lines that a program printed are left out. */
function commandsUnder(id: string): string {
  const section = page.split(/^## /m).find((one) => one.split('\n')[0]?.endsWith(`{#${id}}`)) ?? ''
  return [...section.matchAll(/^```(sh|console)\n([\s\S]*?)^```$/gm)]
    .map(([, kind, text]) =>
      kind === 'sh'
        ? (text as string)
        : [...(text as string).matchAll(/^\$ (.*)$/gm)].map(([, command]) => `${command}\n`).join(''),
    )
    .join('')
}

if (!existsSync(program)) execFileSync(process.execPath, ['scripts/build.ts'], { cwd: root })
const home = mkdtempSync(join(tmpdir(), 'lora-wizard-tutorial-'))
try {
  const folder = join(home, 'first-lora')
  const programs = join(home, 'bin')
  mkdirSync(folder)
  mkdirSync(programs)
  writeFileSync(join(programs, 'lora-wizard'), `#!/bin/sh\nexec '${process.execPath}' '${program}' "$@"\n`)
  chmodSync(join(programs, 'lora-wizard'), 0o755)
  // Installing is what this environment has done; the variable that the page sets there is taken over.
  const env = {
    PATH: [programs, dirname(python), '/usr/local/bin', '/usr/bin', '/bin'].join(delimiter),
    HOME: home,
    LANG: 'C.UTF-8',
    LORA_WIZARD_LANG: 'en',
    OMP_NUM_THREADS: '1',
    HF_HUB_OFFLINE: '1',
    PYTHONUNBUFFERED: '1',
  }
  const pins = ['requirements-torch.txt', 'requirements.txt']
    .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
    .join('\n')
  for (const [pin] of commandsUnder('install').matchAll(/[\w-]+==[\w.]+/g))
    expectThat(`the page installs ${pin}, as this environment does`, pins.includes(pin))
  const sections = ['make', 'script', 'configure', 'train', 'adapter', 'compare']
  const printed: Record<string, string> = {}
  for (const id of sections) {
    const commands = commandsUnder(id)
    expectThat(`there are commands under ${id}`, commands !== '')
    const done = spawnSync('bash', ['-e', '-c', commands], { cwd: folder, env, encoding: 'utf8', timeout: 900_000 })
    printed[id] = `${done.stdout}\n${done.stderr}`
    expectThat(`the commands under ${id} go well`, done.status === 0, printed[id]?.slice(-2000))
  }
  const says = (id: string, text: string) => expectThat(`${id} prints: ${text}`, printed[id]?.includes(text) === true)
  says('make', 'tiny: 107,328 parameters')
  says('make', 'rows.jsonl: 64 rows')
  says('configure', '--use_peft True')
  says('train', '32,768 parameters are trained')
  says('compare', 'without the adapter: loss 6.84')
  const adapter = join(folder, 'output', 'adapter_model.safetensors')
  expectThat('the adapter is about 134 kB', existsSync(adapter) && Math.abs(statSync(adapter).size - 134_616) < 2000)
  const [, loss, answer] = /with the adapter: loss ([\d.]+), answer (.*)/.exec(printed.compare ?? '') ?? []
  expectThat(`the adapter learned the sentence (loss ${loss}, answer ${answer})`, Number(loss) < 0.6)
  expectThat('its answer has the form of the rows', /Wei says: /.test(answer ?? ''), answer)
} finally {
  rmSync(home, { recursive: true, force: true })
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
