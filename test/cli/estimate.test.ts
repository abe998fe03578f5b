/** `estimate` as it is called: the numbers of the model, in the shape that is promised, in both languages and within 80 columns. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import stringWidth from 'string-width'
import { describe, expect, it } from 'vitest'
import { amountIn, range, rough } from '../../cli/print/figures.ts'
import { resolve } from '../../shared/config.ts'
import { workloadOf } from '../../shared/estimate/from-run.ts'
import { memory } from '../../shared/estimate/memory.ts'
import { speed } from '../../shared/estimate/speed.ts'
import { languages } from '../../shared/pages.ts'
import { presets } from '../../shared/presets/index.ts'
import { reliefs } from '../../shared/relief.ts'
import { examplePages, pagePath, withExamples } from './console-examples.ts'
import { emptyFolder, run } from './program.ts'

interface Json {
  readonly version: number
  readonly memory: {
    readonly per_gpu_gib: Readonly<Record<'allocated' | 'reserved' | 'nvidia_smi' | 'low' | 'high', number>>
    readonly parts: readonly { readonly part: string; readonly gib: number }[]
    readonly host_ram_gib: number
    readonly phase: string
    readonly phases: readonly { readonly phase: string; readonly per_gpu_gib: { readonly reserved: number } }[]
  }
  readonly assumed: readonly string[]
  readonly fits_by: { readonly gpu: string; readonly host: string | null }
  readonly parameters: { readonly total: number; readonly trainable: number }
  readonly fits: 'yes' | 'tight' | 'no'
  readonly speed: { readonly step_seconds: readonly number[]; readonly tokens_per_second: readonly number[] }
  readonly cost: {
    readonly tokens: number
    readonly hours: readonly number[]
    readonly price: readonly number[] | null
  } | null
  readonly helps: readonly { readonly key: string; readonly saves_gib: number }[]
}

async function estimated(...args: readonly string[]): Promise<Json> {
  const { code, output } = await run(['estimate', ...args, '--json'])
  const json = JSON.parse(output) as Json
  expect(code).toBe(json.fits === 'no' ? 1 : 0)
  return json
}

describe('the numbers', () => {
  it('are those of the model, for a preset', async () => {
    const preset = presets.find(({ id }) => id === 'mlperf-llama2-70b-lora')
    const found = workloadOf(resolve(preset?.answers ?? {}))
    if (!('workload' in found)) throw new Error('the preset names a model and a GPU that are known')
    const [used, fast] = [memory(found.workload), speed(found.workload)]
    const json = await estimated('--preset', 'mlperf-llama2-70b-lora')
    const { allocated, reserved, nvidiaSmi, low, high } = used.perGpu
    expect(json.version).toBe(1)
    expect(json.memory.per_gpu_gib).toEqual({ allocated, reserved, nvidia_smi: nvidiaSmi, low, high })
    expect(json.memory.parts.reduce((sum, { gib }) => sum + gib, 0)).toBeCloseTo(allocated, 9)
    expect(json.parameters).toEqual({ total: found.workload.model.parameters.total, trainable: used.trainable })
    expect(json.parameters.trainable).toBe(44_564_480)
    expect(json.fits).toBe('yes')
    expect(json.speed.step_seconds).toEqual(fast.stepSeconds)
    expect(json.speed.tokens_per_second).toEqual(fast.tokensPerSecond)
  })

  it('count the steps of the run, or the tokens that were said, and what they cost', async () => {
    const steps = await estimated('--preset', 'mlperf-llama2-70b-lora', '--price', '2')
    expect(steps.cost?.tokens).toBe(1024 * 8 * 8192)
    const [hours = 0] = steps.cost?.hours ?? []
    expect(steps.cost?.price?.[0]).toBeCloseTo(hours * 8 * 2, 6)
    const said = await estimated('--gpu', 'H100', '--tokens', '10M')
    expect(said.cost?.tokens).toBe(10_000_000)
    expect(said.cost?.price).toBeNull()
    expect((await estimated('--gpu', 'H100')).cost).toBeNull()
  })

  it('fall with what is said to help, by as much as is said', async () => {
    // The loss of a script of one's own is not computed in chunks.
    const args = ['--gpu', '4090', '--data.sequence_length', '8192', '--set', 'output.script=my_train.py']
    const before = await estimated(...args)
    expect(before.fits).toBe('no')
    const [first] = before.helps
    expect(first?.key).toBe('training.use_liger_kernel')
    const after = await estimated(...args, '--set', 'training.use_liger_kernel=true')
    const less = before.memory.per_gpu_gib.reserved - after.memory.per_gpu_gib.reserved
    expect(less).toBeCloseTo(first?.saves_gib ?? 0, 6)
    expect(less).toBeGreaterThan(1)
  })

  it('name the phase that is the peak, and have every phase of the run', async () => {
    const phasesOf = ({ memory }: Json) => memory.phases.map(({ phase }) => phase)
    const plain = await estimated('--gpu', 'H100')
    expect(phasesOf(plain)).toEqual(['load', 'first-step', 'step', 'save'])
    expect(plain.memory.phase).toBe('step')
    const evaluated = await estimated('--gpu', 'H100', '--set', 'training.eval_strategy=epoch')
    expect(phasesOf(evaluated)).toContain('evaluation')
    const long = ['--set', 'training.eval_strategy=epoch', '--set', 'output.script=my_train.py']
    const worst = await estimated('--gpu', 'H100', '--data.sequence_length', '8192', ...long)
    expect(worst.memory.phase).toBe('evaluation')
    const peak = worst.memory.phases.find(({ phase }) => phase === 'evaluation')?.per_gpu_gib.reserved
    expect(worst.memory.per_gpu_gib.reserved).toBe(peak)
    expect(worst.memory.parts.reduce((sum, { gib }) => sum + gib, 0)).toBeCloseTo(worst.memory.per_gpu_gib.allocated, 9)
  })

  it('count the memory of the machine, where somebody says how much it has', async () => {
    const args = [
      '--gpu',
      '8xA100-SXM4-80GB',
      '--set',
      'method.name=full',
      '--set',
      'accelerate.distributed_type=DEEPSPEED',
      '--set',
      'deepspeed.offload_optimizer_device=cpu',
    ]
    expect((await estimated(...args)).fits).toBe('yes')
    const short = await estimated(...args, '--set', 'hardware.host_memory_gib=64')
    expect(short.fits).toBe('no')
    expect(short.fits_by).toEqual({ gpu: 'yes', host: 'no' })
    expect((await estimated(...args, '--set', 'hardware.host_memory_gib=1024')).fits).toBe('yes')
  })

  it('name what nobody said', async () => {
    expect((await estimated()).assumed).toEqual(['model.id', 'hardware.gpu', 'data.sequence_length'])
    expect((await estimated('--preset', 'mlperf-llama2-70b-lora')).assumed).toEqual([])
  })

  it('leave nothing to help where the run fits', async () => {
    expect((await estimated('--gpu', 'H100', '--set', 'method.name=qlora')).helps).toEqual([])
  })
})

describe('what would help', () => {
  it('is sorted, each option once, and nothing about the model, the machines or the data', () => {
    const found = reliefs({
      'hardware.gpu': 'RTX 4090',
      'training.gradient_checkpointing': false,
      'data.sequence_length': 4096,
    })
    expect(found.length).toBeGreaterThan(2)
    expect(found.map(({ saves }) => saves)).toEqual(found.map(({ saves }) => saves).toSorted((a, b) => b - a))
    expect(new Set(found.map(({ key }) => key)).size).toBe(found.length)
    expect(found.filter(({ key }) => /^(model|hardware|data|output)\./.test(key))).toEqual([])
    expect(found[0]?.key).toBe('training.gradient_checkpointing')
  })
})

describe('a model that is in no catalogue', () => {
  const config = {
    model_type: 'llama',
    hidden_size: 1024,
    num_hidden_layers: 8,
    num_attention_heads: 8,
    num_key_value_heads: 8,
    vocab_size: 32_000,
    intermediate_size: 4096,
    max_position_embeddings: 4096,
    tie_word_embeddings: false,
  }
  /** Counted by hand: embedding and head, and per layer four square projections, three of the feed-forward network, two norms; one norm at the end. */
  const total = 2 * 32_000 * 1024 + 8 * (4 * 1024 ** 2 + 3 * 1024 * 4096 + 2 * 1024) + 1024

  it.each(['made', 'made/config.json'])('is read from %s', async (path) => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'made'))
    writeFileSync(join(folder, 'made', 'config.json'), JSON.stringify(config))
    const { code, output } = await run(['estimate', '--set', `model.config_file=${path}`, '--json'], { folder })
    expect(code).toBe(0)
    const json = JSON.parse(output) as Json & { readonly title: string }
    expect(json.parameters.total).toBe(total)
    expect(json.title).toMatch(/^made /)
  })
  it('tells what its file lacks', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'config.json'), JSON.stringify({ ...config, hidden_size: undefined }))
    const { code, errors } = await run(['estimate', '--set', 'model.config_file=config.json'], { folder })
    expect(code).toBe(2)
    expect(errors).toContain('hidden_size')
  })
})

describe('what was not said', () => {
  it('is told where the verdict depends on it', async () => {
    expect((await run(['estimate'])).errors).toContain('No GPU specified; assuming A100-SXM4-80GB')
    expect((await run(['estimate', '--gpu', 'H100'])).errors).toBe('')
  })
})

describe('files of one run', () => {
  it('are read together: how it is launched, and what the script is told', async () => {
    const folder = emptyFolder()
    const args = [
      '--gpu',
      '2x4090',
      '--set',
      'model.id=Qwen/Qwen3-8B',
      '--lora.r',
      '64',
      '--training.per_device_train_batch_size',
      '2',
      '--data.sequence_length',
      '2048',
    ]
    expect((await run(['init', ...args, '--yes'], { folder })).code).toBe(0)
    const whole = await run(['estimate', ...args, '--json'], { folder })
    const parts = await run(
      ['estimate', '--from', 'accelerate.yaml', '--from', 'launch.sh', '--set', 'hardware.gpu=4090', '--json'],
      { folder },
    )
    expect(JSON.parse(parts.output)).toEqual(JSON.parse(whole.output))
  })
})

describe('init', () => {
  it('warns of a run that does not fit, also of a model that only its own file describes', async () => {
    const folder = emptyFolder()
    const config = {
      model_type: 'llama',
      hidden_size: 8192,
      num_hidden_layers: 80,
      num_attention_heads: 64,
      num_key_value_heads: 8,
      vocab_size: 32_000,
      intermediate_size: 28_672,
      max_position_embeddings: 4096,
    }
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    const findings = async (...args: readonly string[]) => {
      const { output, code } = await run(['init', '--gpu', 'H100', '--yes', '--dry-run', '--json', ...args], { folder })
      expect(code).toBe(0)
      return (JSON.parse(output) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)
    }
    expect(await findings()).not.toContain('memory/out-of-memory')
    expect(await findings('--set', 'model.config_file=config.json')).toContain('memory/out-of-memory')
    expect(await findings('--set', 'model.id=meta-llama/Llama-2-70b-hf')).toContain('memory/out-of-memory')
    expect(await findings('--set', 'model.config_file=nothing-here')).not.toContain('memory/out-of-memory')
  })
})

describe('what only the user can mend', () => {
  it.each([
    [['--gpu', '8xH1000'], 'H100-SXM5-80GB'],
    [['--gpu', 'A100'], 'A100-SXM4-40GB'],
    [['--set', 'model.id=Qwen/Qwen3-9B'], 'Qwen/Qwen3-8B'],
    [['--set', 'hardware.gpu=H1000'], 'H100-SXM5-80GB'],
    [['--set', 'model.config_file=nothing-here'], 'nothing-here'],
    [['--preset', 'mlperf'], 'mlperf-llama2-70b-lora'],
    [['--price', 'much'], '--price'],
    [['--tokens', '-3'], '--tokens'],
    [['--set', 'lora.rank=8'], 'lora.r'],
  ])('%j: exit 2 and a way on', async (args, named) => {
    const { code, output, errors } = await run(['estimate', ...args])
    expect({ code, output }).toEqual({ code: 2, output: '' })
    expect(errors).toContain(named)
  })
})

describe('the lines', () => {
  const calls = [
    ['--preset', 'mlperf-llama2-70b-lora', '--price', '2.5'],
    ['--preset', 'qlora-70b-fsdp-2x24gb'],
    ['--gpu', '2x4090', '--data.sequence_length', '16384', '--tokens', '1B'],
    ['--gpu', '8xMI300X', '--set', 'model.id=mistralai/Mixtral-8x7B-v0.1', '--set', 'method.name=dora'],
  ]
  it.each(languages.flatMap((language) => calls.map((args) => [language, args] as const)))(
    'in %s stay within 80 columns, without colours in a pipe: %j',
    async (language, args) => {
      const { code, output } = await run(['estimate', ...args, '--lang', language])
      expect(code).toBe(0)
      expect(output).not.toContain('\u001b')
      expect(output).not.toMatch(/\{[\w.-]+\}|(?<![\w])(memory|speed)\.\w|undefined|NaN/)
      expect(output.split('\n').filter((line) => stringWidth(line) > 80)).toEqual([])
    },
  )
  it('are ASCII where the terminal can show no more', async () => {
    const { output } = await run(['estimate', '--gpu', 'H100'], { environment: { TERM: 'linux' } })
    expect(output).toContain('###')
    expect(output).not.toMatch(/[█▓▒░]/)
  })
})

describe('the examples on the pages', () => {
  it.each(languages.flatMap((language) => examplePages.map((page) => [language, page] as const)))(
    'in %s, %s, are what the program prints',
    (language, page) => {
      const text = readFileSync(pagePath(language, page), 'utf8')
      expect(text).toMatch(/^```console$/m)
      expect(withExamples(text, language)).toBe(text)
    },
  )
})

describe('figures', () => {
  it.each([
    ['500', 500],
    ['250M', 250e6],
    ['1.5e9', 1.5e9],
    ['2B', 2e9],
    ['10_000', 10_000],
    ['0', undefined],
    ['-1', undefined],
    ['x', undefined],
    ['', undefined],
  ])('%s is %s', (text, number) => {
    expect(amountIn(text)).toBe(number)
  })
  it('keep three digits', () => {
    expect([0, 0.01234, 1.234, 12.34, 123.4, 2534, 106_432].map(rough)).toEqual([
      '0',
      '0.0123',
      '1.23',
      '12.3',
      '123',
      '2,530',
      '106,000',
    ])
    expect(range([1.231, 1.234])).toBe('1.23')
    expect(range([1, 2.5])).toBe('1.00–2.50')
  })
})
