// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in braces here is for a shell.
/** The scripts of `completion`: bash itself asks them what could follow; of zsh and fish, what they hold. */
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pty from '@lydell/node-pty'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { commands } from '../../cli/commands/index.ts'
import { fieldKeys } from '../../shared/fields/index.ts'
import { presets } from '../../shared/presets/index.ts'
import { run } from './program.ts'

let folder: string
let script: string
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lora-wizard-completion-'))
  script = join(folder, 'lora-wizard.bash')
  writeFileSync(script, (await run(['completion', 'bash'])).output)
  mkdirSync(join(folder, 'a folder'))
  writeFileSync(join(folder, 'accelerate.yaml'), '')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What bash would offer after a line. */
function offered(line: string): readonly string[] {
  const ask =
    'source "$1"; COMP_LINE=$2; COMP_POINT=$3; _lora_wizard; for one in "${COMPREPLY[@]}"; do echo "$one"; done'
  const { stdout, stderr, status } = spawnSync(
    'bash',
    ['--norc', '-c', ask, 'bash', script, line, String(line.length)],
    {
      cwd: folder,
      encoding: 'utf8',
    },
  )
  expect([status, stderr]).toEqual([0, ''])
  return stdout.split('\n').filter((one) => one !== '')
}

const cases: readonly (readonly [line: string, wanted: readonly string[]])[] = [
  ['lora-wizard ini', ['init']],
  ['lora-wizard --lang zh exp', ['explain', 'export']],
  ['lora-wizard help expl', ['explain']],
  ['lora-wizard init --pre', ['--preset']],
  ['lora-wizard --pre', ['--preset']],
  ['lora-wizard init --preset qlora-8', ['qlora-8b-24gb']],
  ['lora-wizard init --preset=qlora-8', ['qlora-8b-24gb']],
  ['lora-wizard init --lang ', ['en', 'zh']],
  ['lora-wizard init --level ', ['basic', 'advanced', 'expert']],
  ['lora-wizard init --gpu H100-S', ['H100-SXM5-80GB']],
  ['lora-wizard init --set lora.lora_d', ['lora.lora_dropout=']],
  ['lora-wizard init --set method.name=', ['lora', 'qlora', 'dora', 'full']],
  ['lora-wizard init --yes --set method.name=q', ['qlora']],
  ['lora-wizard init --set data.packing=', ['true', 'false']],
  ['lora-wizard init --method.name q', ['qlora']],
  ['lora-wizard init --method.name=q', ['qlora']],
  ['lora-wizard init --lora.lora_d', ['--lora.lora_dropout']],
  ['lora-wizard init --from acc', ['accelerate.yaml']],
  ['lora-wizard init --out a', ['a folder']],
  ['lora-wizard explain deepspeed.zero_s', ['deepspeed.zero_stage']],
  ['lora-wizard explain accelerate/missp', ['accelerate/misspelled-key']],
  ['lora-wizard explain accelerate.y', ['accelerate.yaml']],
  ['lora-wizard check --format ', ['pretty', 'json', 'sarif', 'github', 'compact']],
  ['lora-wizard check --format=s', ['sarif']],
  ['lora-wizard check --severity ', ['error', 'warning', 'hint']],
  ['lora-wizard check --fail-on n', ['never']],
  ['lora-wizard check --profile ', ['mlperf']],
  ['lora-wizard check --kind axo', ['axolotl-merge', 'axolotl']],
  ['lora-wizard check --rule accelerate/missp', ['accelerate/misspelled-key']],
  ['lora-wizard check acc', ['accelerate.yaml']],
  ['lora-wizard diff accelerate.yaml --preset qlora-8', ['qlora-8b-24gb']],
  ['lora-wizard schema ', ['accelerate', 'deepspeed', 'lora-wizard']],
  ['lora-wizard completion ', ['bash', 'zsh', 'fish']],
  ['lora-wizard presets something ', []],
  ['lora-wizard nothing-known --', []],
]
test.each(cases)('bash: %s', (line, wanted) => expect(offered(line)).toEqual(wanted))

test('bash offers every command, and every preset and option where they are asked for', () => {
  expect(offered('lora-wizard ')).toEqual(commands.map(({ name }) => name))
  expect(offered('lora-wizard init --preset ')).toEqual(presets.map(({ id }) => id))
  expect(offered('lora-wizard init --set ')).toEqual(fieldKeys.map((key) => `${key}=`))
})

test('in a bash at a terminal, Tab writes the rest', async () => {
  const shell = pty.spawn('bash', ['--norc', '--noprofile', '-i'], {
    cwd: folder,
    cols: 200,
    env: { PATH: process.env.PATH ?? '', PS1: '> ', INPUTRC: '/dev/null', TERM: 'dumb' },
  })
  let seen = ''
  const until = (wanted: RegExp) =>
    new Promise<void>((resolve, reject) => {
      const patience = setTimeout(() => reject(new Error(`Not seen: ${wanted}\n${seen}`)), 120_000)
      const look = () => {
        if (!wanted.test(seen)) return
        clearTimeout(patience)
        listening.dispose()
        resolve()
      }
      const listening = shell.onData((text) => {
        seen += text
        look()
      })
    })
  try {
    const ready = until(/ready/)
    shell.write(`source ${script}; lora-wizard() { printf '<%s>' "$@"; }; echo rea''dy\r`)
    await ready
    const written = until(/<init><--set><method\.name=qlora><--preset><mlperf-llama2-70b-lora-2024-03>/)
    shell.write('lora-wizard ini\t--se\tmethod.na\tqlo\t--pres\tmlperf-llama2-70b-lora-2\t\r')
    await written
  } finally {
    shell.kill('SIGKILL')
  }
})

describe.each(['zsh', 'fish'] as const)('%s', (shell) => {
  test('holds every command, preset and option', async () => {
    const { code, output } = await run(['completion', shell])
    expect(code).toBe(0)
    expect(output).not.toMatch(/undefined|\[object/)
    for (const name of [...commands.map((one) => one.name), ...presets.map(({ id }) => id), ...fieldKeys])
      expect(output).toContain(name)
  })
})

test.each([[], ['tcsh'], ['constructor']])('for %j there is none', async (...shell) => {
  const { code, errors } = await run(['completion', ...shell])
  expect(code).toBe(2)
  expect(errors).toMatch(/bash, zsh, fish[\s\S]*explain unknown-shell/)
})
