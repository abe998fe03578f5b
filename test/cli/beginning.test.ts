/** What a command line means for a run: several names of one value, files and their silence, values nobody can take, words that are missing. */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { presets } from '../../shared/presets/index.ts'
import { emptyFolder, run } from './program.ts'

const dry = ['init', '--yes', '--dry-run', '--json'] as const
const set = (...pairs: readonly string[]) => pairs.flatMap((pair) => ['--set', pair])
const answersIn = (output: string): Readonly<Record<string, unknown>> => JSON.parse(output).answers

describe('one value, several names', () => {
  test.each([
    [['accelerate.num_processes=16', 'hardware.machines=2']],
    [['hardware.machines=2', 'accelerate.num_processes=16']],
  ])('%s', async (pairs) => {
    const { output } = await run([...dry, ...set(...pairs)])
    expect(answersIn(output)).toMatchObject({
      'hardware.gpus_per_machine': 8,
      'hardware.machines': 2,
      'accelerate.num_processes': 16,
    })
  })

  test('a second name is taken without a word where the value plays a part under the first', async () => {
    const { errors, output } = await run([...dry, ...set('deepspeed.gradient_clipping=0.5')])
    expect(answersIn(output)['training.max_grad_norm']).toBe(0.5)
    expect(errors).not.toContain('deepspeed.gradient_clipping')
  })

  test('two numbers for one value are told', async () => {
    const { errors, output } = await run([
      ...dry,
      ...set('training.max_grad_norm=0.5', 'deepspeed.gradient_clipping=0.7'),
    ])
    expect(answersIn(output)['training.max_grad_norm']).toBe(0.7)
    expect(errors).toContain('training.max_grad_norm is set to 0.7 instead of 0.5')
  })
})

describe('going on from files', () => {
  test.each(presets.map(({ id }) => id))('%s comes back from its lora-wizard.yaml', async (id) => {
    const folder = emptyFolder()
    await run(['init', '--preset', id, '--yes', '--out', 'a'], { folder })
    const { code } = await run(['init', '--from', 'a/lora-wizard.yaml', '--yes', '--out', 'b'], { folder })
    expect(code).toBe(0)
    for (const name of readdirSync(join(folder, 'a')))
      expect(readFileSync(join(folder, 'b', name), 'utf8'), name).toBe(readFileSync(join(folder, 'a', name), 'utf8'))
  })

  test.each([[['accelerate.yaml', 'ds_config.json']], [['ds_config.json', 'accelerate.yaml']]])(
    'what one of %s says counts more than what the other leaves unsaid',
    async (names) => {
      const folder = emptyFolder()
      const json = set('output.deepspeed_json=true')
      await run(['init', '--preset', 'mlperf-llama2-70b-lora', ...json, '--yes', '--out', 'a'], { folder })
      const from = names.flatMap((name) => ['--from', `a/${name}`])
      const { code } = await run(['init', ...from, '--yes', '--out', 'b'], { folder })
      expect(code).toBe(0)
      expect(readFileSync(join(folder, 'b/ds_config.json'), 'utf8')).toBe(
        readFileSync(join(folder, 'a/ds_config.json'), 'utf8'),
      )
    },
  )

  test('what a file says and nothing is written for is named', async () => {
    const folder = emptyFolder()
    writeFileSync(
      join(folder, 'old.yaml'),
      'distributed_type: MULTI_GPU\nnum_processes: 2\nmain_process_port: 29501\nfp8_config:\n  margin: 3\n',
    )
    const { errors } = await run(['init', '--from', 'old.yaml', '--yes', '--out', 'new'], { folder })
    expect(errors).toContain('fp8.margin')
    expect(readFileSync(join(folder, 'new/lora-wizard.yaml'), 'utf8')).toContain('margin: 3')
    // Two runs on one machine need two ports.
    expect(readFileSync(join(folder, 'new/accelerate.yaml'), 'utf8')).toContain('main_process_port: 29501')
  })

  test('a launch script brings the files that it names, and what is left behind is told', async () => {
    const folder = emptyFolder()
    const put = (name: string, text: string) => writeFileSync(join(folder, name), text)
    put(
      'run.sh',
      'export NCCL_DEBUG=INFO\naccelerate launch --config_file acc.yaml --num_processes $N train.py --learning_rate 1e-4 --my_flag 3 --max_grad_norm 0.5\n',
    )
    put(
      'acc.yaml',
      'distributed_type: DEEPSPEED\nnum_processes: 4\ndeepspeed_config:\n  deepspeed_config_file: ds.json\n  zero3_init_flag: false\n',
    )
    put('ds.json', '{"zero_optimization": {"stage": 2}, "gradient_clipping": 1.0, "steps_per_print": 10}\n')
    const { code, errors, output } = await run([...dry, '--from', 'run.sh'], { folder })
    expect(code).toBe(0)
    expect(answersIn(output)).toMatchObject({
      'accelerate.distributed_type': 'DEEPSPEED',
      'deepspeed.zero_stage': 2,
      'training.learning_rate': 0.0001,
      'output.script': 'train.py',
    })
    expect(errors.split('\n').slice(0, 8)).toEqual([
      'Also read the files that they name: acc.yaml, ds.json.',
      'acc.yaml:2: num_processes: 4 was not imported because run.sh:2 overrides it.',
      'ds.json:1: steps_per_print: 10 was not imported because lora-wizard has no option for it.',
      'run.sh:1: NCCL_DEBUG: INFO was not imported because lora-wizard has no option for it.',
      'run.sh:2: num_processes: $N was not imported because its value is only known at run time.',
      'run.sh:2: max_grad_norm: 0.5 was not imported because ds.json:1 overrides it.',
      'run.sh:2: my_flag: 3 was not imported because lora-wizard has no option for it.',
      '',
    ])
  })

  test.each([
    ['torchrun --nproc_per_node 4 train.py --learning_rate 1e-4\n', 'MULTI_GPU'],
    ['torchrun --nproc_per_node 1 train.py --learning_rate 1e-4\n', 'NO'],
    ['NPROC_PER_NODE=2 swift sft --model a/b --train_type lora --dataset d\n', 'MULTI_GPU'],
    ['deepspeed --num_gpus 2 train.py --deepspeed ds.json --learning_rate 1e-4\n', 'DEEPSPEED'],
  ])('%s keeps its strategy', async (text, strategy) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'run.sh'), text)
    writeFileSync(join(folder, 'ds.json'), '{"zero_optimization": {"stage": 2}, "train_batch_size": "auto"}\n')
    const { errors, output } = await run([...dry, '--from', 'run.sh'], { folder })
    expect(answersIn(output)['accelerate.distributed_type']).toBe(strategy)
    expect(errors).not.toContain('No file sets')
  })

  test('a strategy that no file sets is told', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'train.yaml'), 'model_name_or_path: a/b\nuse_peft: true\ndataset_name: d\nlora_r: 8\n')
    const { errors, output } = await run([...dry, '--from', 'train.yaml'], { folder })
    const used = answersIn(output)['accelerate.distributed_type']
    expect(errors).toContain(`No file sets accelerate.distributed_type. Using ${used}.`)
  })

  test.each([
    ['train.yaml', 'model_name_or_path: a/b\nuse_peft: true\ndataset_name: d\nlora_r: eight\n'],
    ['run.sh', 'accelerate launch --num_processes four train.py --learning_rate 1e-4\n'],
    ['run.sh', 'accelerate launch --config_file acc.yaml train.py --learning_rate 1e-4\n'],
  ])('an invalid value in %s is not passed over', async (name, text) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, name), text)
    writeFileSync(join(folder, 'acc.yaml'), 'distributed_type: MULTI_GPU\nnum_processes: many\n')
    const { code, errors } = await run(['init', '--yes', '--out', 'new', '--from', name], { folder })
    expect(code).toBe(2)
    expect(errors).toContain('explain values-refused')
    expect(readdirSync(folder)).not.toContain('new')
  })

  test('a run that is all recommendations comes back too', async () => {
    const folder = emptyFolder()
    await run(['init', '--yes', '--out', 'a'], { folder })
    const { code, output } = await run(['init', '--from', 'a/lora-wizard.yaml', '--yes', '--out', 'a'], { folder })
    expect(code).toBe(0)
    expect(output).not.toContain('replaced')
  })

  test.skipIf(process.platform === 'win32')('a named pipe is not waited for', async () => {
    const folder = emptyFolder()
    execFileSync('mkfifo', [join(folder, 'pipe')])
    const { code, errors } = await run(['init', '--from', 'pipe', '--yes'], { folder })
    expect(code).toBe(2)
    expect(errors).toContain('explain file-unreadable')
  })

  test('a playground hash with a preset that is none', async () => {
    const { code, errors } = await run(['init', '--from', '#c1:mlperf', '--yes'])
    expect(code).toBe(2)
    expect(errors).toContain('There is no preset called mlperf')
  })
})

describe('values that cannot be taken', () => {
  test.each([
    [['--set', 'lora.r'], 'KEY=VALUE'],
    [['--level', 'deep'], 'basic, advanced, expert'],
    [['--lang', 'fr'], 'en, zh'],
    [['--out', ''], '--out needs a value'],
    [['--lora.rank', '8'], 'Did you mean --lora.r?'],
    [['--set', 'model.id=\u001b[31mred'], "isn't a valid value of model.id"],
  ])('%s', async (args, said) => {
    const { code, errors, output } = await run(['init', '--yes', '--dry-run', ...args])
    expect(code).toBe(2)
    expect(output).toBe('')
    expect(errors).toContain(said)
    expect(errors).not.toContain('\u001b')
  })
})

test('the command to start can be typed where the folder begins with a dash', async () => {
  const { output } = await run(['init', '--yes', '--out=-run'])
  expect(output).toContain('bash ./-run/launch.sh')
  expect(output).toContain('--from ./-run/lora-wizard.yaml --out=-run')
})

test('the clipping that the reference of March 2024 asked for in vain is told', async () => {
  const { output } = await run([...dry, '--preset', 'mlperf-llama2-70b-lora-2024-03'])
  expect(JSON.parse(output).findings).toContainEqual(
    expect.objectContaining({ rule: 'deepspeed/clipping-not-passed', severity: 'warning' }),
  )
})

test.each([['diff'], ['update'], ['schema']])('%s without its object says how it is called', async (command) => {
  const { code, errors } = await run([command])
  expect(code).toBe(2)
  expect(errors).toContain(`lora-wizard ${command} `)
  expect(errors).toContain('explain argument-missing')
})
