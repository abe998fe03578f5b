/** Rules about the launch hear the command as well as the file: one line a case, each as Accelerate 1.15.0 and torchrun do. */
import { describe, expect, it } from 'vitest'
import { checkFiles } from '../../../shared/check-files.ts'
import { parserTakes } from '../../../shared/lookup/launcher-flags.ts'
import { read } from '../../../shared/read.ts'

const kinds = { 'accelerate.yaml': 'accelerate', 'launch.sh': 'launch-script', 'train.yaml': 'trl' } as const

/** The errors of a set of files, each with the file and the key that it stands on. */
function errors(files: Partial<Record<keyof typeof kinds, string>>): readonly string[] {
  const all = Object.entries(files).flatMap(([path, text]) => {
    const reading = read(text, kinds[path as keyof typeof kinds])
    return reading ? [{ path, text, reading }] : []
  })
  return checkFiles(all)
    .filter(({ severity }) => severity === 'error')
    .map(({ rule, file, key }) => `${rule} ${file.path} ${key}`)
}

const ddp = 'distributed_type: MULTI_GPU\nnum_processes: 8\n'
const fsdp2 =
  'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n'
const nodes = `${ddp.replace('8', '16')}num_machines: 2\nmain_process_ip: 10.0.0.1\nmain_process_port: 29500\n`

describe('a flag before the script', () => {
  it.each([
    ['counts over the file', ddp, '--num_processes 2 --gpu_ids 0,1', []],
    ['makes good what the file lacks', 'distributed_type: MULTI_GPU\n', '--num_processes 8', []],
    ['may not be -1', ddp, '--num_processes -1', ['launch/missing-num-processes launch.sh num_processes']],
    ['wants its value', ddp, '--num_processes --num_machines 1', ['launch/missing-flag-value launch.sh num_processes']],
    ['in capital letters is no flag', ddp, '--NUM_PROCESSES 8', ['launch/unknown-flag launch.sh NUM_PROCESSES']],
    ['chooses the strategy', ddp, '--use_fsdp --fsdp_version 2 --fsdp_auto_wrap_policy TRANSFORMER_BASED_WRAP', []],
    ['chooses only one', ddp, '--multi_gpu --use_fsdp', ['launch/conflicting-flags launch.sh use_fsdp']],
    [
      'is looked at where the rule looks',
      fsdp2,
      '--fsdp_state_dict_type WHOLE',
      ['fsdp/unknown-value launch.sh fsdp_state_dict_type'],
    ],
    [
      'that stands twice counts the second time',
      fsdp2,
      '--fsdp_state_dict_type X --fsdp_state_dict_type FULL_STATE_DICT',
      [],
    ],
    [
      'of torchrun is read by torchrun',
      nodes,
      '--rdzv_backend zookeeper',
      ['launch/invalid-flag-value launch.sh rdzv_backend'],
    ],
    [
      'of torchrun is nothing to one process',
      "distributed_type: 'NO'\nnum_processes: 1\n",
      '--rdzv_backend zookeeper',
      [],
    ],
  ])('%s', (_, yaml, flags, expected) => {
    const command = `accelerate launch --config_file accelerate.yaml ${flags} train.py --bf16 True\n`
    expect(errors({ 'accelerate.yaml': yaml, 'launch.sh': command })).toEqual(expected)
  })
  it.each(['--same_network 70000', '--multi_gpu -1', "--multi_gpu ''", '--multi_gpu 1.5', '--num_processes=8 four'])(
    '%s makes a script of the word behind it',
    (flags) => {
      const command = `accelerate launch --config_file accelerate.yaml ${flags} --num_machines 1 train.py\n`
      expect(errors({ 'accelerate.yaml': ddp, 'launch.sh': command }).join()).toContain('launch/unexpected-flag-value')
    },
  )
  it('that TRL hands on from its file is one, too', () => {
    const command = 'trl sft --config train.yaml --accelerate_config accelerate.yaml\n'
    const train = 'model_name_or_path: m\ndataset_name: d\ndtype: bfloat16\n'
    const with_ = (more: string) => errors({ 'accelerate.yaml': ddp, 'launch.sh': command, 'train.yaml': train + more })
    expect(with_('num_processes: 4\n')).toEqual([])
    expect(with_('zero_stage: gpu\n')).toEqual(['trainer/invalid-value train.yaml zero_stage'])
    expect(with_('multi_gpu: true\n')).toEqual(['trainer/invalid-value train.yaml multi_gpu'])
  })
})

describe("the launcher's parser", () => {
  it.each([
    ['num_processes', '8', true],
    ['num_processes', '8.0', false],
    ['monitor_interval', '0.5', true],
    ['mixed_precision', 'BF16', false],
    ['dynamo_backend', 'inductor', true],
    ['fp8_pad_inner_dim', 'off', true],
    ['fp8_override_linear_precision', 'true,false,false', true],
    ['fp8_override_linear_precision', '2', false],
    ['main_process_ip', 'anything', true],
  ])('%s %s: %s', (flag, text, taken) => {
    expect(parserTakes(flag, text)).toBe(taken)
  })
})
