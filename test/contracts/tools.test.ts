/** What must hold for every captured release, and for the way names are looked up in them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { formatted } from '../../scripts/capture/formatted.ts'
import { recipes } from '../../scripts/capture/recipes.ts'
import { checkFiles } from '../../shared/check-files.ts'
import type { Field, Target } from '../../shared/fields/field.ts'
import { fieldKeys, fields } from '../../shared/fields/index.ts'
import { read } from '../../shared/read.ts'
import type { Reading } from '../../shared/readers/reader.ts'
import {
  oldKeys,
  onlyInFiles,
  refusedBesideJson,
  refusedBesideJsonAtTop,
  strategyFlags,
} from '../../shared/tools/accelerate/quirks.ts'
import { capturedReleases, readCaptured } from '../../shared/tools/captured.ts'
import { listedInCode, ownOfAccelerate } from '../../shared/tools/deepspeed/quirks.ts'
import { nearest, newest, tool } from '../../shared/tools/index.ts'
import { pack, unpack } from '../../shared/tools/pack.ts'
import { type Name, type Section, type ToolId, toolIds, type Versions } from '../../shared/tools/tool.ts'
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

/** Where each target keeps the names that an option can be written under. */
describe('options', () => {
  const section = (id: ToolId, name: string) => tool(id).release().section(name) as Section
  const cluster = section('accelerate', 'ClusterConfig')
  const sagemaker = section('accelerate', 'SageMakerConfig')
  const launch = section('accelerate', 'launch')
  const sft = section('trl', 'sft')
  const training = section('transformers', 'TrainingArguments')
  const ownScript = readFileSync(join(home, '..', 'emitters', 'train.py'), 'utf8')

  /** Whether DeepSpeed reads a dotted path of its JSON. */
  function inJson(path: string): boolean {
    let place: Section | undefined = section('deepspeed', 'config')
    for (const step of path.split('.')) {
      const name: Name | undefined = place?.named(step)
      if (!name) return false
      place = tool('deepspeed')
        .release()
        .section(name.section ?? name.kinds[0] ?? '')
    }
    return true
  }

  const top = (name: string): string => name.split('.')[0] as string
  const knows: Readonly<Record<Target, (name: string) => boolean>> = {
    // A key of a section becomes an argument of the launcher.
    accelerate: (name) => cluster.names.has(top(name)) || sagemaker.names.has(name) || Object.hasOwn(oldKeys, name),
    launch: (name) => launch.named(`--${name}`) !== undefined,
    deepspeed: inJson,
    trainer: (name) =>
      training.names.has(name) ||
      sft.names.has(name) ||
      ownScript.includes(`"--${name}"`) ||
      ownScript.includes(` ${name}:`),
    trl: (name) => sft.named(`--${name}`) !== undefined,
    peft: (name) => section('peft', 'LoraConfig').names.has(name),
    axolotl: (name) => section('axolotl', 'AxolotlInputConfig').names.has(top(name)),
    'llama-factory': (name) => section('llamafactory', 'train').names.has(name),
    'ms-swift': (name) => section('ms-swift', 'sft').names.has(name),
    // The script of the benchmark is no package.
    mlperf: () => true,
  }
  const emitted = fieldKeys.flatMap((key) =>
    Object.entries((fields[key] as Field).emits ?? {}).map(([target, name]) => [key, target as Target, name] as const),
  )

  test('are written only under names that the newest releases have', () => {
    expect(emitted.length).toBeGreaterThan(300)
    expect(emitted.filter(([, target, name]) => !knows[target](name))).toEqual([])
  })
})

/** A fact about a tool has one home: what a parser says is captured, the rest is a quirk. */
test('no name of a quirk says what the captured release says itself', () => {
  const launch = tool('accelerate').release().section('launch')
  const cluster = tool('accelerate').release().section('ClusterConfig')
  for (const name of onlyInFiles) expect(launch?.named(`--${name}`), name).toBeUndefined()
  for (const name of Object.keys(oldKeys)) expect(cluster?.names.has(name), name).toBe(false)
  for (const [flag] of strategyFlags) expect(launch?.named(`--${flag}`)?.value, flag).toBe('none')
  for (const name of [...refusedBesideJson, ...refusedBesideJsonAtTop])
    expect(launch?.named(`--${name}`), name).toBeDefined()
  const config = tool('deepspeed').release().section('config')
  for (const name of ownOfAccelerate) expect(config?.names.has(name), name).toBe(false)
  for (const name of Object.keys(listedInCode)) {
    expect(config?.names.has(name), name).toBe(true)
    expect(config?.names.get(name)?.choices, name).toBeUndefined()
  }
})

/** A judgement by names changes where a release does: tried with the releases on both sides of the change. */
describe('a release decides', () => {
  const findings = (text: string, kind: string, versions: Versions) => {
    const reading = read(text, kind) as Reading
    return checkFiles([{ path: 'file', text, reading }], { versions }).map(({ rule, key }) => `${rule} ${key}`)
  }
  const json = (more: string) =>
    `{"zero_optimization": {"stage": 3${more}}, "gradient_clipping": "auto", "train_micro_batch_size_per_gpu": "auto"}`
  test.each([
    [
      'removed',
      ', "mics_shard_size": 4',
      'deepspeed/removed-key zero_optimization.mics_shard_size',
      '0.19.7',
      '0.19.6',
    ],
    [
      'removed later',
      ', "zeropp_loco_param": {"err_beta": 0.8}',
      'deepspeed/removed-key zero_optimization.zeropp_loco_param',
      '0.19.8',
      '0.19.7',
    ],
    [
      'not there yet',
      ', "compute_grad_norm": true',
      'deepspeed/unknown-section-key zero_optimization.compute_grad_norm',
      '0.19.1',
      '0.19.8',
    ],
  ])('in a DeepSpeed JSON: %s', (_, more, expected, has, hasNot) => {
    expect(findings(json(more), 'deepspeed', { deepspeed: has })).toContain(expected)
    expect(findings(json(more), 'deepspeed', { deepspeed: hasNot })).not.toContain(expected)
  })
  test('in an Accelerate file', () => {
    const text = 'distributed_type: MULTI_GPU\nnum_processes: 8\nenable_cpu_affinity: true\n'
    const expected = 'accelerate/unknown-key enable_cpu_affinity'
    expect(findings(text, 'accelerate', { accelerate: '0.27.2' })).toContain(expected)
    expect(findings(text, 'accelerate', { accelerate: '1.12.0' })).not.toContain(expected)
  })
  test('in an adapter', () => {
    const text = '{"peft_type": "LORA", "r": 8, "use_dora": true}'
    expect(findings(text, 'peft-adapter', { peft: '0.8.2' })).toContain('peft/unknown-argument use_dora')
    expect(findings(text, 'peft-adapter', { peft: '0.18.0' })).not.toContain('peft/unknown-argument use_dora')
  })
  test('on a command line', () => {
    const text = 'accelerate launch --num_processes 8 --use_parallelism_config train.py\n'
    const expected = 'launch/unknown-flag use_parallelism_config'
    expect(findings(text, 'launch-script', { accelerate: '0.27.2' })).toContain(expected)
    expect(findings(text, 'launch-script', {})).not.toContain(expected)
  })
})
