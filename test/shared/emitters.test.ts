/** What is written: the files of every preset, what Python reads from them, and what a shell reads from launch.sh. */
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Answers, type Run, resolve } from '../../shared/config.ts'
import { entries } from '../../shared/emitters/accelerate.ts'
import type { Word } from '../../shared/emitters/emitter.ts'
import { commandLines, quoted } from '../../shared/emitters/shell.ts'
import { writesTrainingScript } from '../../shared/emitters/train.ts'
import type { Field, Value } from '../../shared/fields/field.ts'
import { plan } from '../../shared/plan.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { runs } from '../runs.ts'
import { type Meaning, meaning } from './meaning.ts'
import { someAnswers } from './values.ts'

const mlperf = presets.find(({ id }) => id === 'mlperf-llama2-70b-lora')?.answers ?? {}

const textOf = (run: Run, path: string): string => plan(run).files.find((file) => file.path === path)?.text ?? ''

describe.each(presets)('$id', ({ id, answers }) => {
  it('writes what its example shows', async () => {
    const run = resolve(answers)
    const { files } = plan(run)
    const always = ['accelerate.yaml', 'launch.sh', 'lora-wizard.yaml', 'requirements.txt']
    const expected = writesTrainingScript(run) ? [...always, 'after.py', 'next.md', 'train.py'] : always
    expect(files.map(({ path }) => path).sort()).toEqual(expected.sort())
    // The Python files are the same for every run.
    for (const { path, text } of files)
      if (!path.endsWith('.py')) await expect(text).toMatchFileSnapshot(`../examples/${id}/expected/${path}`)
  })
})

describe('a run with a DeepSpeed JSON', () => {
  it('writes what its example shows', async () => {
    const { files } = plan(resolve({ ...mlperf, 'output.deepspeed_json': true }))
    for (const { path, text } of files)
      await expect(text).toMatchFileSnapshot(`../examples/mlperf-llama2-70b-lora-json/expected/${path}`)
  })
})

/** How Python's types look in a meaning. */
function expected(value: Value, field: Field): Meaning {
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.map((item) => (/^(true|false)$/.test(item) ? `bool ${item}` : `str ${item}`))
  if (typeof value === 'number') return `${field.kind === 'number' ? 'float' : 'int'} ${value}`
  return typeof value === 'boolean' ? `bool ${value}` : `str ${value as string}`
}

/** What accelerate.yaml is meant to say. */
function meant(run: Run): Meaning {
  const tree: Record<string, Meaning> = {}
  for (const { path, value, field } of entries(run)) {
    const [head, tail] = path.split(/\.(.*)/) as [string, string?]
    const said = value === 'auto' ? 'str auto' : expected(value, field)
    if (tail) tree[head] = { ...(tree[head] as Record<string, Meaning>), [tail]: said }
    else tree[head] = said
  }
  return tree
}

describe('train.py', () => {
  const script = readFileSync(new URL('../../shared/emitters/train.py', import.meta.url), 'utf8')
  const written = (answers: Answers) => plan(resolve(answers)).files.find(({ path }) => path === 'train.py')?.text
  it('is the file that Python tools judge, written for every run that names no script', () => {
    expect(written({})).toBe(script)
    expect(written({ 'method.name': 'full' })).toBe(script)
  })
  it('is not written beside a script of the user, nor for the benchmark', () => {
    expect(written({ 'output.script': 'my_train.py' })).toBeUndefined()
    expect(written({ 'output.script': 'trl sft' })).toBeUndefined()
    expect(written({ 'output.trainer': 'mlperf' })).toBeUndefined()
  })
  it('gets what TRL has no argument for', () => {
    const command = plan(resolve({ 'lora.bias': 'all', 'lora.init_lora_weights': 'pissa' })).command.flat()
    expect(command).toContain('--lora_bias')
    expect(command).toContain('--lora_init_lora_weights')
  })
})

describe('accelerate.yaml', () => {
  const cases: readonly Answers[] = [
    ...presets.map(({ answers }) => answers),
    ...rules.flatMap(({ run }) => (run ? [run.example.bad, run.example.good] : [])),
  ]
  it('says to Python what is meant, for every preset and every example of a rule', () => {
    for (const answers of cases)
      expect(meaning(textOf(resolve(answers), 'accelerate.yaml'))).toEqual(meant(resolve(answers)))
  })
  it('says to Python what is meant, for any answers', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const run = resolve(answers)
        expect(meaning(textOf(run, 'accelerate.yaml'))).toEqual(meant(run))
      }),
      runs(75),
    )
  })
  it('says the same with remarks as without', () => {
    const remarks = { summary: (key: string) => `About ${key}: a, b # c`, remark: (id: string) => `Remark ${id}` }
    for (const { answers } of presets) {
      const file = plan(resolve(answers), remarks).files.find(({ path }) => path === 'accelerate.yaml')
      expect(file?.text).toContain('# About')
      expect(meaning(file?.text ?? '')).toEqual(meant(resolve(answers)))
    }
  })
  it('names no key that Accelerate refuses beside a DeepSpeed JSON', () => {
    const said = meaning(textOf(resolve({ ...mlperf, 'output.deepspeed_json': true }), 'accelerate.yaml')) as Record<
      string,
      Meaning
    >
    expect(said.mixed_precision).toBeUndefined()
    expect(Object.keys(said.deepspeed_config as object).sort()).toEqual(['deepspeed_config_file', 'zero3_init_flag'])
  })
})

describe('ds_config.json', () => {
  it('is JSON, with clipping, accumulation and batch of the run, for any answers', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const run = resolve({
          ...answers,
          'accelerate.distributed_type': 'DEEPSPEED',
          'deepspeed.deepspeed_config_file': 'ds_config.json',
          'output.deepspeed_gradient_clipping': 'value',
        })
        const tree = JSON.parse(textOf(run, 'ds_config.json')) as Record<string, unknown>
        expect(tree.gradient_clipping).toBe(run.config['training.max_grad_norm'])
        expect(tree.train_micro_batch_size_per_gpu).toBe(run.config['training.per_device_train_batch_size'])
        expect((tree.zero_optimization as Record<string, unknown>).stage).toBe(run.config['deepspeed.zero_stage'])
      }),
    )
  })
})

describe('a shell', () => {
  let folder = ''
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'lora-wizard-shell-'))
    mkdirSync(join(folder, 'bin'))
    writeFileSync(join(folder, 'bin', 'accelerate'), `#!/usr/bin/env bash\nprintf '%s\\0' "$@"\n`)
    chmodSync(join(folder, 'bin', 'accelerate'), 0o755)
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const plain = (word: Word): string => (typeof word === 'string' ? word : word.otherwise)
  const read = (script: string, environment: Readonly<Record<string, string>> = {}): readonly string[] => {
    writeFileSync(join(folder, 'launch.sh'), script)
    const env = { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder, ...environment }
    return execFileSync('bash', ['launch.sh'], { cwd: folder, env, encoding: 'utf8' }).split('\0').slice(0, -1)
  }

  it('reads any words back as they were', () => {
    const word = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        '',
        "'",
        "''",
        '"',
        '$HOME',
        '`id`',
        '$(id)',
        '\\',
        '\n',
        ' ',
        '*',
        '~',
        '!',
        '#',
        '-',
        '--',
        "a'b",
        '模型',
      ),
    )
    // NUL cannot stand in an argument, and a lone surrogate is not text.
    const sound = word.filter((text) => !text.includes('\0') && !/\p{Surrogate}/u.test(text))
    fc.assert(
      fc.property(fc.array(sound, { minLength: 1, maxLength: 40 }), (words) => {
        expect(read(`printf '%s\\0' ${words.map(quoted).join(' ')}`)).toEqual(words)
        expect(read(`accelerate ${commandLines(words.map((one) => [one])).join(' \\\n  ')}`)).toEqual(words)
      }),
      runs(40),
    )
  })
  it('passes its own arguments on, after all others', () => {
    writeFileSync(join(folder, 'launch.sh'), textOf(resolve({}), 'launch.sh'))
    const env = { PATH: `${folder}/bin:${process.env.PATH}`, HOME: folder }
    const said = execFileSync('bash', ['launch.sh', '--seed', 'a b'], { cwd: folder, env, encoding: 'utf8' })
    expect(said.split('\0').slice(-3)).toEqual(['--seed', 'a b', ''])
  })
  it.each(presets)('starts the command of $id', ({ answers }) => {
    const run = resolve(answers)
    expect(read(textOf(run, 'launch.sh'))).toEqual(plan(run).command.flat().slice(1).map(plain))
  })
  it('starts the command of any answers', () => {
    fc.assert(
      fc.property(someAnswers, (answers) => {
        const run = resolve(answers)
        expect(read(textOf(run, 'launch.sh'))).toEqual(plan(run).command.flat().slice(1).map(plain))
      }),
      runs(40),
    )
  })
  it('takes the rank of a machine from its environment', () => {
    const run = resolve({
      'hardware.machines': 2,
      'hardware.gpus_per_machine': 8,
      'accelerate.main_process_ip': '10.0.0.1',
    })
    const rank = (environment?: Readonly<Record<string, string>>) => {
      const words = read(textOf(run, 'launch.sh'), environment)
      return words[words.indexOf('--machine_rank') + 1]
    }
    expect(rank()).toBe('0')
    expect(rank({ MACHINE_RANK: '1' })).toBe('1')
  })
})
