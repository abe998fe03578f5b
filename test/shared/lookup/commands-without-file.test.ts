/** Commands that name no file: what their flags say is judged like a file, and what they leave out is not guessed. */
import { describe, expect, it } from 'vitest'
import { checkFiles } from '../../../shared/check-files.ts'
import { readerOfNamed } from '../../../shared/read.ts'
import type { ReadFile } from '../../../shared/rules/file-rule.ts'

function errorsOf(texts: Readonly<Record<string, string>>): readonly string[] {
  const files = Object.entries(texts).flatMap(([path, text]): ReadFile[] => {
    const reading = readerOfNamed(text, path)?.read(text)
    return reading ? [{ path, text, reading }] : []
  })
  const errors = checkFiles(files).filter(({ severity }) => severity === 'error')
  return errors.map(({ rule, at }) => `${rule}:${at.line}`)
}

const whole = '--num_processes 4 --num_machines 1 --mixed_precision bf16 --dynamo_backend no'
const launch = (flags: string) => `accelerate launch ${flags} train.py\n`

describe('a command without a file', () => {
  it.each([
    [
      'a value of one flag',
      launch('--use_fsdp --fsdp_backward_prefetch FOO --num_processes 4'),
      ['fsdp/unknown-value:1'],
    ],
    [
      'each of several launches',
      `${launch('--use_fsdp --fsdp_version 3 --num_processes 4')}${launch('--use_deepspeed --zero_stage 7 --num_processes 4')}`,
      ['launch/invalid-flag-value:1', 'deepspeed/unknown-zero-stage:2'],
    ],
    ['the last of a repeated flag', launch('--use_deepspeed --zero_stage 7 --zero_stage 3 --num_processes 4'), []],
    ['a flag of a strategy that is not chosen', launch('--multi_gpu --zero_stage 7 --num_processes 4'), []],
    [
      'what a complete command leaves out',
      launch(`--use_fsdp --fsdp_version 2 --fsdp_activation_checkpointing_offload true ${whole}`),
      ['fsdp/offload-without-checkpointing:1'],
    ],
    [
      'what the default file may say',
      launch('--use_fsdp --fsdp_version 2 --fsdp_activation_checkpointing_offload true --num_processes 4'),
      [],
    ],
    ['a value that only the shell knows', launch('--use_deepspeed --zero_stage $STAGE --num_processes 4'), []],
    [
      'sizes without the flag that turns them on',
      launch(`--use_fsdp --fsdp_version 2 --parallelism_config_tp_size 8 ${whole}`),
      [],
    ],
  ] as const)('%s', (_, text, expected) => {
    expect(errorsOf({ 'run.sh': text })).toEqual(expected)
  })

  it('FP8 that the script replaces is not judged', () => {
    const file =
      'distributed_type: MULTI_GPU\nnum_processes: 2\nmixed_precision: fp8\nfp8_config:\n  backend: TE\n  margin: x\n'
    const command = 'accelerate launch --config_file accelerate.yaml train.py --output_dir out'
    expect(errorsOf({ 'accelerate.yaml': file, 'run.sh': `${command}\n` })).toEqual(['accelerate/invalid-value:6'])
    expect(errorsOf({ 'accelerate.yaml': file, 'run.sh': `${command} --bf16 True\n` })).toEqual([])
  })
})
