/** `detect` against recorded answers of the vendors' tools, and against tools that are missing, slow, broken, or do not want to end. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { parseGpu } from '../../shared/catalog/gpu-names.ts'
import type { Device } from '../../shared/detectors/detector.ts'
import { nvidia } from '../../shared/detectors/nvidia.ts'
import { cardsOf, catalogued, gpuFlag, hardwareAnswers, packages, versionDifferences } from '../../shared/hardware.ts'
import { languages } from '../../shared/pages.ts'
import { nvidiaSmi, python } from '../examples/detect/dgx-a100.ts'
import { dgx, said, tools } from './fake-tools.ts'
import { type Ended, emptyFolder, run } from './program.ts'

interface Json {
  readonly devices: readonly { readonly name: string; readonly gpu: string | null }[]
  readonly links: readonly unknown[]
  readonly memory_gib: number
  readonly disk_free_gib: number
  readonly python: {
    readonly path: string
    readonly version: string
    readonly packages: Readonly<Record<string, string | null>>
    readonly differences: readonly unknown[]
  } | null
  readonly silent: readonly string[]
  readonly gpu: string | null
  readonly answers: Readonly<Record<string, unknown>>
}

async function detect(
  scripts: Readonly<Record<string, string>>,
  more: Readonly<Record<string, string>> = {},
): Promise<Ended & { readonly json: Json; readonly folder: string }> {
  const folder = tools(scripts)
  const ended = await run(['detect', '--json'], { folder, environment: { PATH: join(folder, 'bin'), ...more } })
  expect(ended.code).toBe(0)
  return { ...ended, folder, json: JSON.parse(ended.output) as Json }
}

describe('a machine with eight cards', () => {
  it('is told with its cards, its links, its Python and what to set', async () => {
    const { json } = await detect(dgx)
    expect(json.devices).toHaveLength(8)
    expect(json.devices.every(({ gpu }) => gpu === 'A100-SXM4-80GB')).toBe(true)
    expect(json.links).toHaveLength(28)
    expect(json.gpu).toBe('8xA100-SXM4-80GB')
    expect(json.answers).toEqual({
      'hardware.gpu': 'A100-SXM4-80GB',
      'hardware.gpus_per_machine': 8,
      'hardware.host_memory_gib': Math.floor(10 * Number(json.memory_gib)) / 10,
    })
    expect(json.python?.packages.torch).toBe('2.13.0+cu128')
    expect(json.python?.differences).toEqual([
      { name: 'deepspeed', installed: '0.17.2', checked: '0.19.8', older: true },
    ])
    expect(json.memory_gib).toBeGreaterThan(0.1)
    expect(json.disk_free_gib).toBeGreaterThan(0)
  })
  it('can be given to --gpu as it is told', async () => {
    const { json } = await detect(dgx)
    expect(parseGpu(json.gpu ?? '')).toMatchObject({ kind: 'found', count: 8 })
  })
  it.each(languages)('is printed in %s within 80 columns', async (language) => {
    const folder = tools(dgx)
    const { output, code } = await run(['detect', '--lang', language], {
      folder,
      environment: { PATH: join(folder, 'bin') },
    })
    expect(code).toBe(0)
    expect(output).toContain('lora-wizard plan --gpu 8xA100-SXM4-80GB')
    expect(output).not.toMatch(/\{[\w.-]+\}|(?<!\w)hardware\.\w|undefined|NaN|\u001b/)
    expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
  })
})

describe('a machine without tools', () => {
  it('is a machine without cards', async () => {
    const { json } = await detect({})
    expect(json).toMatchObject({ devices: [], gpu: null, answers: {}, python: null, silent: [] })
  })
})

describe.skipIf(process.platform === 'win32')('a tool that misbehaves', () => {
  it.each([
    ['fails', 'echo "NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver."; exit 9'],
    ['says nothing', 'exit 0'],
    ['prints garbage', '/bin/head -c 200000 /dev/urandom'],
    ['never stops printing', 'while :; do echo 0000000000000000000000000000000000000000000000; done'],
    ['prints half a line', 'printf "0, NVIDIA A10"'],
    ['kills itself', 'kill -9 $$'],
    ['wants an answer', 'read answer; echo "$answer"'],
  ])('and %s costs only its facts', async (_name, script) => {
    const { json } = await detect({ ...dgx, 'nvidia-smi': script, 'rocm-smi': script, 'npu-smi': script })
    expect(json.devices).toEqual([])
    expect(json.python?.path).toBe('/opt/venv/bin/python')
  })

  it('and hangs, ignores SIGTERM and leaves children holding its pipes is left, and ended with all it started', async () => {
    const hang =
      'trap "" TERM HUP\necho $$ > "$HOME/$(/usr/bin/basename "$0").pid"\n/bin/sleep 100000 &\necho $! > "$HOME/child-$$.pid"\n/bin/sleep 100000'
    const { json, folder } = await detect({ ...dgx, 'nvidia-smi': hang, 'hl-smi': hang })
    expect(json.silent.toSorted()).toEqual(['hl-smi', 'nvidia-smi'])
    expect(json.python?.version).toBe('3.12.3')
    const pid = Number(readFileSync(join(folder, 'hl-smi.pid'), 'utf8'))
    const child = Number(readFileSync(join(folder, `child-${pid}.pid`), 'utf8'))
    // Whoever waited for such a tool would wait for a day; what was killed may need a moment to be gone.
    while (![pid, child].every(ended)) await wait(10)
  })

  it('and names a card with control characters cannot move the cursor', async () => {
    const folder = tools({ 'nvidia-smi': "printf '0, EVIL\\033[2Jcard, 81920, 4, 550.1, 8.0, Disabled\\n'" })
    const { output } = await run(['detect'], { folder, environment: { PATH: join(folder, 'bin') } })
    expect(output).toContain('EVIL')
    expect(output).not.toContain('\u001b')
  })
})

/** Gone, or a zombie that nobody waits for in a container without an init. */
function ended(pid: number): boolean {
  if (!existsSync(`/proc/${pid}`)) return true
  return /^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
}

describe('Python', () => {
  it('is that of the active environment first', async () => {
    const other = JSON.stringify({ ...(JSON.parse(python) as object), path: '/env/bin/python' })
    const folder = tools({ python: said(other) })
    const { json } = await detect(dgx, { VIRTUAL_ENV: folder })
    expect(json.python?.path).toBe('/env/bin/python')
  })
  it('is the next one where the first says nothing sensible', async () => {
    const { json } = await detect({ python3: 'echo {}', python: said(python) })
    expect(json.python?.path).toBe('/opt/venv/bin/python')
  })
  it('runs no file of the working folder', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'json.py'), 'open("ran", "w").close()\n')
    writeFileSync(join(folder, 'importlib.py'), 'open("ran", "w").close()\n')
    expect((await run(['detect', '--json'], { folder })).code).toBe(0)
    expect(existsSync(join(folder, 'ran'))).toBe(false)
  })
})

const device = (name: string, memory: number | null, partitioned = false): Device => ({
  vendor: 'nvidia',
  index: 0,
  name,
  memory_total_mib: memory,
  memory_used_mib: null,
  driver: null,
  compute_capability: null,
  partitioned,
  unified: memory === null,
})

describe('names as tools print them', () => {
  it.each([
    ['NVIDIA A100-SXM4-80GB', 81920, 'A100-SXM4-80GB'],
    ['NVIDIA A100-SXM4-40GB', 40960, 'A100-SXM4-40GB'],
    ['NVIDIA A100 80GB PCIe', 81920, 'A100-PCIe-80GB'],
    ['NVIDIA H100 80GB HBM3', 81559, 'H100-SXM5-80GB'],
    ['NVIDIA H100 PCIe', 81559, 'H100-PCIe-80GB'],
    ['NVIDIA H200', 143771, 'H200-SXM-141GB'],
    ['NVIDIA GeForce RTX 4090', 24564, 'RTX 4090'],
    ['NVIDIA L4', 23034, 'L4'],
    ['Tesla T4', 15360, 'T4'],
    ['Tesla V100-SXM2-32GB', 32768, 'V100-SXM2-32GB'],
    ['AMD Instinct MI300X', 196592, 'MI300X'],
    ['HL-225', 98304, 'Gaudi2'],
  ])('%s is %s MiB of %s', (name, memory, gpu) => {
    expect(catalogued(device(name, memory))?.name).toBe(gpu)
  })
  it.each([
    ['NVIDIA GeForce RTX 4090', 12_282, false],
    ['NVIDIA H100 80GB HBM3', 81559, true],
    ['Quadro 600', 1024, false],
    ['NVIDIA Tegra X1', null, false],
  ])('%s with %s MiB (partitioned: %s) is none of the catalogue', (name, memory, partitioned) => {
    expect(catalogued(device(name, memory, partitioned))).toBeUndefined()
  })
  it('are grouped; the largest group that is known is the one to plan for', () => {
    const devices = [
      device('Quadro 600', 1024),
      device('Tesla T4', 15360),
      device('Tesla T4', 15360),
      device('Quadro 600', 1024),
      device('Quadro 600', 1024),
    ]
    expect(cardsOf(devices).map(({ count, gpu }) => [count, gpu?.name])).toEqual([
      [3, undefined],
      [2, 'T4'],
    ])
    expect(gpuFlag(devices)).toBe('2xT4')
    expect(hardwareAnswers({ devices })).toEqual({ 'hardware.gpu': 'T4', 'hardware.gpus_per_machine': 2 })
    expect(gpuFlag([])).toBeUndefined()
  })
  it('are those of the recorded machine', () => {
    expect(gpuFlag(nvidia.read({ 'nvidia-smi': nvidiaSmi }).devices)).toBe('8xA100-SXM4-80GB')
  })
})

describe('versions', () => {
  it('differ by their numbers, not by what follows them', () => {
    const none = Object.fromEntries(packages.map((name) => [name, null])) as Record<(typeof packages)[number], null>
    const found = versionDifferences({
      path: '',
      version: '',
      packages: { ...none, torch: '2.13.0+cu126', peft: '0.22.0', trl: '0.24.0', bitsandbytes: '0.1' },
    })
    expect(found.map(({ name, older }) => [name, older])).toEqual([
      ['peft', false],
      ['trl', true],
    ])
  })
})
