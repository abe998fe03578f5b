/** `plan` as it is called: runs that fit and keep what was asked, the reasons of the others, and files of the chosen one. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Answers, resolve } from '../../shared/config.ts'
import { workloadOf } from '../../shared/estimate/from-run.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { languages } from '../../shared/pages.ts'
import { emptyFolder, run } from './program.ts'

interface Run {
  readonly answers: Answers
  readonly memory: { readonly per_gpu_gib: Readonly<Record<string, number>> }
  readonly fits: string
  readonly speed: { readonly tokens_per_second: readonly [number, number] }
}
interface Json {
  readonly considered: number
  readonly computed: number
  readonly runs: readonly Run[]
  readonly others: readonly {
    readonly why: string
    readonly fits: string
    readonly gib?: number
    readonly percent?: number
  }[]
  readonly files?: readonly { readonly path: string; readonly written: boolean }[]
}

const wish = ['--model', 'Qwen/Qwen3-8B', '--gpu', '2x4090', '--sequence-length', '2048', '--batch', '16']
const planned = async (...args: readonly string[]): Promise<Json> => {
  const { code, output } = await run(['plan', ...args, '--json'])
  expect(code).toBe(0)
  return JSON.parse(output) as Json
}
const rate = ({ speed }: Run) => (speed.tokens_per_second[0] + speed.tokens_per_second[1]) / 2

describe('the runs', () => {
  it('fit with a margin, keep the batch and the length, and are what the model says of them', async () => {
    const { runs, considered, computed } = await planned(...wish, '--top', '8')
    expect(runs).toHaveLength(8)
    expect(considered).toBeGreaterThan(1000)
    expect(computed).toBeLessThan(2 * considered)
    for (const { answers, fits, memory: used } of runs) {
      const config = resolve(answers).config
      const batch =
        config['accelerate.num_processes'] *
        config['training.per_device_train_batch_size'] *
        config['training.gradient_accumulation_steps']
      expect({ fits, batch, tokens: config['data.sequence_length'] }).toEqual({ fits: 'yes', batch: 16, tokens: 2048 })
      const found = workloadOf(resolve(answers))
      if (!('workload' in found)) throw new Error('a planned run names what is known')
      expect(used.per_gpu_gib.reserved).toBeCloseTo(memory(found.workload).perGpu.reserved, 6)
    }
  })

  it.each(['speed', 'memory', 'quality'])('come in the order of the goal: %s', async (goal) => {
    const { runs } = await planned(...wish, '--goal', goal, '--top', '10')
    const quantized = runs.map(({ answers }) => (answers['method.quantization'] ?? 'none') !== 'none')
    for (const [place, one] of runs.entries()) {
      const next = runs[place + 1]
      if (!next) continue
      // Runs that differ by less than 1 % may change places, the plainer one first.
      if (goal === 'memory')
        expect(one.memory.per_gpu_gib.nvidia_smi).toBeLessThanOrEqual(
          (next.memory.per_gpu_gib.nvidia_smi ?? 0) * 1.0101,
        )
      else if (goal === 'speed' || quantized[place] === quantized[place + 1])
        expect(rate(one)).toBeGreaterThanOrEqual(rate(next) * 0.9899)
      if (goal === 'quality') expect(quantized[place] && !quantized[place + 1]).toBe(false)
    }
  })

  it('keep what was set', async () => {
    const { runs } = await planned(
      ...wish,
      '--set',
      'method.name=qlora',
      '--training.per_device_train_batch_size',
      '2',
      '--lora.r',
      '64',
    )
    for (const { answers } of runs) {
      expect(answers).toMatchObject({ 'method.name': 'qlora', 'training.per_device_train_batch_size': 2, 'lora.r': 64 })
    }
  })

  it('begin with the plainest of those that are as fast', async () => {
    const { runs } = await planned(...wish)
    expect(runs[0]?.answers['accelerate.distributed_type']).toBe('MULTI_GPU')
  })
})

describe('without --top', () => {
  it('the runs are few and say what each is best at and what sets it apart', async () => {
    const { output } = await run(['plan', ...wish])
    for (const wanted of ['fastest: ', '16-bit weights: ', 'least memory: ', 'unlike 1: ', 'per 100M tokens', '░'])
      expect(output).toContain(wanted)
  })
  it('hours and money are of the tokens and the price that are given', async () => {
    const { output } = await run(['plan', ...wish, '--tokens', '250M', '--price', '2'])
    expect(output).toMatch(/16 h, 31 GPU hours, 6\d in total/)
  })
  it('GPUs that would do are named where nothing fits', async () => {
    const { code, output } = await run(['plan', '--model', 'meta-llama/Llama-3.1-70B', '--gpu', '1xT4', '--json'])
    expect(code).toBe(1)
    const { cards } = JSON.parse(output) as { cards: readonly { gpu: string; count: number }[] }
    expect(cards.length).toBeGreaterThan(1)
    for (const { gpu, count } of cards) {
      const again = await run(['plan', '--model', 'meta-llama/Llama-3.1-70B', '--gpu', `${count}x${gpu}`])
      expect([gpu, again.code]).toEqual([gpu, 0])
    }
  })
})

describe('the others', () => {
  it('are each ruled out for a reason with its amount', async () => {
    const { runs, others } = await planned(...wish)
    expect(others.length).toBeGreaterThan(10)
    for (const { why, fits, gib, percent } of others) {
      expect(['fails', 'tight', 'same', 'same-less', 'slower', 'refused']).toContain(why)
      if (fits === 'no') expect(why).toBe('fails')
      if (why === 'fails' || why === 'tight') expect(gib).toBeGreaterThan(0)
      if (why === 'slower') expect(percent).toBeGreaterThanOrEqual(0.5)
    }
    expect(runs.length).toBeGreaterThanOrEqual(4)
    expect(runs.length).toBeLessThanOrEqual(6)
  })

  it('are told with --explain', async () => {
    const { output } = await run(['plan', ...wish, '--explain'])
    expect(output).toContain('% slower')
    expect(output).toContain('Why the others rank lower')
    expect((await run(['plan', ...wish])).output).not.toContain('% slower')
  })
})

describe('the chosen one', () => {
  it('becomes files, like any run of init', async () => {
    const folder = emptyFolder()
    const { code, output } = await run(['plan', ...wish, '--choose', '2', '--out', 'run', '--json'], { folder })
    expect(code).toBe(0)
    const { runs, files } = JSON.parse(output) as Json
    expect(files?.map(({ path, written }) => [path, written])).toEqual([
      ['accelerate.yaml', true],
      ['train.py', true],
      ['after.py', true],
      ['launch.sh', true],
      ['requirements.txt', true],
      ['next.md', true],
      ['lora-wizard.yaml', true],
    ])
    const yaml = parse(readFileSync(join(folder, 'run', 'accelerate.yaml'), 'utf8')) as Record<string, unknown>
    expect(yaml.distributed_type).toBe(runs[1]?.answers['accelerate.distributed_type'])
    expect(yaml.num_processes).toBe(2)
    const again = await run(['estimate', '--from', 'run/lora-wizard.yaml', '--json'], { folder })
    const estimate = JSON.parse(again.output) as { memory: { per_gpu_gib: { reserved: number } } }
    expect(estimate.memory.per_gpu_gib.reserved).toBeCloseTo(runs[1]?.memory.per_gpu_gib.reserved ?? 0, 6)
  })

  it('is not written over something else without --force', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'launch.sh'), 'mine\n')
    const refused = await run(['plan', ...wish, '--yes'], { folder })
    expect(refused.code).toBe(2)
    expect(readFileSync(join(folder, 'launch.sh'), 'utf8')).toBe('mine\n')
    expect(existsSync(join(folder, 'accelerate.yaml'))).toBe(false)
    expect((await run(['plan', ...wish, '--yes', '--force'], { folder })).code).toBe(0)
    expect(readFileSync(join(folder, 'launch.sh'), 'utf8')).toContain('accelerate launch')
  })

  it('is nobody where nothing fits', async () => {
    const folder = emptyFolder()
    const { code, output } = await run(['plan', '--model', 'meta-llama/Llama-3.1-405B', '--gpu', '4090', '--yes'], {
      folder,
    })
    expect(code).toBe(1)
    expect(output).toContain('No configuration fits')
    expect(existsSync(join(folder, 'launch.sh'))).toBe(false)
  })
})

describe('what only the user can mend', () => {
  it.each([
    [['--model', 'Qwen/Qwen3-9B'], 'Qwen/Qwen3-8B'],
    [['--gpu', '8xA100'], 'A100-SXM4-80GB'],
    [['--batch', '0'], '--batch'],
    [['--batch', 'many'], '--batch'],
    [['--goal', 'sped'], 'speed'],
    [['--choose', '9', '--top', '2'], '--choose'],
    [['--sequence-length', 'long'], 'data.sequence_length'],
  ])('%j: exit 2 and a way on', async (args, named) => {
    const { code, errors } = await run(['plan', ...args])
    expect(code).toBe(2)
    expect(errors).toContain(named)
  })
})

describe('notes', () => {
  it('tell of a batch that the GPUs do not divide', async () => {
    const { code, errors } = await run(['plan', '--model', 'Qwen/Qwen3-8B', '--gpu', '8xH100', '--batch', '12'])
    expect(code).toBe(0)
    expect(errors).toContain("A batch of 12 sequences can't be split evenly across 8 GPUs")
  })
})

describe('the lines', () => {
  it.each(languages)('in %s stay within 80 columns', async (language) => {
    for (const args of [wish, ['--model', 'meta-llama/Llama-3.1-70B', '--gpu', '8xH100', '--machines', '4']]) {
      const { output } = await run(['plan', ...args, '--explain', '--lang', language])
      expect(output).not.toMatch(/\{[\w.-]+\}|(?<!\w)search\.\w|undefined|NaN|\u001b/)
      expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
    }
  })
})
