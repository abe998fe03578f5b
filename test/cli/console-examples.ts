/** The console examples of the commands' pages as the program really prints them; `node scripts/console-examples.ts` writes them anew. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'yaml'
import { hardwareLines } from '../../cli/print/hardware.ts'
import { nvidia } from '../../shared/detectors/nvidia.ts'
import type { Hardware, Python } from '../../shared/hardware.ts'
import { flatten, type Language } from '../../shared/pages.ts'
import { nvidiaSmi, python, topology } from '../examples/detect/dgx-a100.ts'

const root = join(import.meta.dirname, '..', '..')

/** The pages whose examples are kept true, without folder and language. */
export const examplePages = ['commands/estimate', 'commands/plan', 'commands/detect'] as const
export const pagePath = (language: Language, page: string): string => join(root, 'docs', language, `${page}.md`)

const machine: Hardware = {
  ...nvidia.read({ 'nvidia-smi': nvidiaSmi, 'nvidia-topology': topology }),
  memory: 2 ** 41,
  processors: 128,
  disk: 3.2 * 2 ** 40,
  python: JSON.parse(python) as Python,
  silent: [],
}
const same = (text: string): string => text

/** What a machine of the example has; the one that the tests run on is nobody's example. */
function detected(language: Language): string {
  const sentences = flatten(parse(readFileSync(join(root, 'docs', language, 'interface.yaml'), 'utf8')))
  const plain = { bold: same, dim: same, accent: same, good: same, warning: same, bad: same }
  return `${hardwareLines(machine, (id) => sentences[id], plain, 80).join('\n')}\n`
}

function printed(line: string, language: Language): string {
  if (line === 'lora-wizard detect') return detected(language)
  const folder = mkdtempSync(join(tmpdir(), 'lora-wizard-'))
  try {
    const args = [join(root, 'dist', 'lora-wizard.js'), ...line.split(' ').slice(1)]
    const env = { PATH: process.env.PATH, HOME: folder, LANG: 'C.UTF-8', LORA_WIZARD_LANG: language, NO_COLOR: '1' }
    // A verdict ends with 1; what it prints is the example all the same.
    const ended = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8', env })
    if (ended.status !== 0 && ended.status !== 1) throw new Error(`${line}: ${ended.stderr}`)
    return ended.stdout
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A page with every console example as it would be printed now. */
export function withExamples(text: string, language: Language): string {
  return text.replace(/^```console\n\$ (lora-wizard .*)\n[\s\S]*?^```$/gm, (_, line: string) =>
    ['```console', `$ ${line}`, printed(line, language).trimEnd(), '```'].join('\n'),
  )
}
