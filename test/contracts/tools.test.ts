/** What must hold for every captured release, and for the way names are looked up in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatted } from '../../scripts/capture/formatted.ts'
import { recipes } from '../../scripts/capture/recipes.ts'
import { capturedReleases, readCaptured } from '../../shared/tools/captured.ts'
import { nearest, newest, tool } from '../../shared/tools/index.ts'
import { pack, unpack } from '../../shared/tools/pack.ts'
import { type ToolId, toolIds } from '../../shared/tools/tool.ts'
import { compareVersions } from '../../shared/versions.ts'

const home = join(import.meta.dirname, '..', '..', 'shared', 'tools')
const filesOf = (id: ToolId) => readdirSync(join(home, id)).filter((name) => name.endsWith('.json'))
const every = toolIds.flatMap((id) => capturedReleases[id].map((release) => [id, release] as const))

describe.each(toolIds)('%s', (id) => {
  test('lists exactly the files of its folder, the newest release first', () => {
    expect([...capturedReleases[id]].sort()).toEqual(
      filesOf(id)
        .map((name) => name.replace(/\.json$/, ''))
        .sort(),
    )
    expect([...capturedReleases[id]].sort((a, b) => compareVersions(b, a))).toEqual(capturedReleases[id])
  })

  test('has every release that its recipe keeps', () => {
    expect(capturedReleases[id]).toEqual(expect.arrayContaining(Object.keys(recipes[id].releases)))
  })

  test('comes out of its pack as it went in', () => {
    const releases = capturedReleases[id].map((release) => readCaptured(id, release))
    const packed = JSON.parse(JSON.stringify(pack(releases)))
    for (const one of releases) expect(unpack(packed, one.release)).toEqual(one)
    expect(() => unpack(packed, '0.0.0')).toThrow('not captured')
  })
})

describe.each(every)('%s %s', (id, release) => {
  const captured = readCaptured(id, release)

  test('is written one line a name, and says which release it is', () => {
    expect(readFileSync(join(home, id, `${release}.json`), 'utf8')).toBe(formatted(captured))
    expect([captured.tool, captured.release]).toEqual([id, release])
  })

  test('points only at sections and enums that it has', () => {
    const missing: string[] = []
    for (const [name, section] of Object.entries(captured.sections)) {
      for (const home of section.extends ?? []) {
        const [other, inner] = home.includes(':') ? (home.split(':') as [ToolId, string]) : [id, home]
        const from = other === id ? captured : readCaptured(other, nearest(other, captured.with[other]))
        if (!Object.hasOwn(from.sections, inner)) missing.push(`${name} extends ${home}`)
      }
      for (const [key, { choices, section: below }] of Object.entries(section.keys)) {
        if (typeof choices === 'string' && !captured.enums[choices]) missing.push(`${name}.${key} enum ${choices}`)
        if (below !== undefined && !captured.sections[below]) missing.push(`${name}.${key} section ${below}`)
      }
    }
    expect(missing).toEqual([])
  })

  // A command's flags are put together from classes of several tools; the parser itself said how many there are.
  const commands = Object.entries(captured.sections).filter(([, { names }]) => names !== undefined)
  test.each(commands)('%s has as many names and flags as its parser', (name, { names, flags }) => {
    const all = [...(tool(id).release(release).section(name)?.names.values() ?? [])].filter(
      (one) => one.flags.length > 0,
    )
    expect(all.length).toBe(names)
    const help = 2
    expect(all.flatMap((one) => [...one.flags, ...one.opposites]).length + help).toBe(flags)
  })
})

describe('looking up', () => {
  test('finds a name by its alias and by its flag', () => {
    const zero = tool('deepspeed').release().section('DeepSpeedZeroConfig')
    expect(zero?.named('stage3_max_live_parameters')).toMatchObject({
      name: 'max_live_parameters',
      kinds: ['int'],
      ge: 0,
    })
    const launch = tool('accelerate').release().section('launch')
    expect(launch?.named('--num-processes')).toMatchObject({ name: 'num_processes', kinds: ['int'], value: 'one' })
    expect(launch?.named('--multi_gpu')?.value).toBe('none')
    expect(launch?.named('--no_tpu_cluster')).toMatchObject({
      name: 'tpu_use_cluster',
      opposites: ['--no_tpu_cluster', '--no-tpu-cluster'],
    })
    expect(launch?.named('constructor')).toBeUndefined()
  })

  test('gives a class the names of another tool that it inherits', () => {
    const sft = tool('trl').release().section('sft')
    expect(sft?.names.get('max_grad_norm')?.home).toBe('transformers:TrainingArguments')
    expect(sft?.names.get('gradient_checkpointing')).toMatchObject({ home: '_BaseConfig', default: true })
    expect(sft?.named('--no_gradient_checkpointing')?.name).toBe('gradient_checkpointing')
  })

  test('knows the declared default and the one that a finished object has', () => {
    const training = tool('transformers').release().section('TrainingArguments')
    expect(training?.names.get('gradient_checkpointing')).toMatchObject({ default: null, effective: false })
    expect(tool('peft').release().section('LoraConfig')?.names.get('peft_type')).toMatchObject({ effective: 'LORA' })
  })

  test('judges a release by the nearest captured one that is not newer', () => {
    expect(nearest('accelerate')).toBe(newest.accelerate)
    expect(nearest('accelerate', '99.0')).toBe(newest.accelerate)
    expect(nearest('accelerate', '0.0.1')).toBe(capturedReleases.accelerate.at(-1))
    expect(tool('accelerate').release('99.0')).toMatchObject({ release: newest.accelerate, asked: '99.0' })
  })
})
