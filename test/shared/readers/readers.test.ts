import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Answers } from '../../../shared/config.ts'
import { quoted } from '../../../shared/emitters/shell.ts'
import { read, readerOfNamed, recognise } from '../../../shared/read.ts'
import { readers } from '../../../shared/readers/index.ts'
import { shellCommands } from '../../../shared/shell/follow.ts'
import { linear } from '../../linear.ts'
import { randomDocument, randomFrom } from '../../real/pyyaml_random.ts'
import { runs } from '../../runs.ts'
import { hostile, readHostile, works } from './hostile-files.ts'

interface Case {
  readonly name: string
  readonly kind: string
  readonly text: string
  readonly answers: Answers
  readonly implied?: Answers
  /** path line:column */
  readonly unknown?: readonly string[]
  /** path line:column why */
  readonly refused?: readonly string[]
  readonly references?: readonly string[]
}

const cases: readonly Case[] = [
  {
    name: 'an Accelerate file',
    kind: 'accelerate',
    text: `# ours
compute_environment: LOCAL_MACHINE
distributed_type: DEEPSPEED
deepspeed_config:
  gradient_clipping: 0.3
  zero_stage: '3'
  zero_stge: 2
num_machines: 2
num_processes: 16
mixed_precision: bf16
main_process_ip: null
downcast_bf16: no
unknown_key: [1, 2]
`,
    answers: {
      'accelerate.compute_environment': 'LOCAL_MACHINE',
      'accelerate.distributed_type': 'DEEPSPEED',
      'training.max_grad_norm': 0.3,
      'deepspeed.zero_stage': 3,
      'hardware.machines': 2,
      'hardware.gpus_per_machine': 8,
      'accelerate.mixed_precision': 'bf16',
      'accelerate.downcast_bf16': 'no',
    },
    implied: {
      'deepspeed.zero3_save_16bit_model': false,
      'deepspeed.zero3_init_flag': true,
      'deepspeed.deepspeed_multinode_launcher': 'pdsh',
      'output.deepspeed_gradient_accumulation_steps': 'absent',
    },
    unknown: ['deepspeed_config.zero_stge 7:3', 'unknown_key 13:1'],
  },
  {
    name: 'values that Accelerate stumbles over',
    kind: 'accelerate',
    text: 'distributed_type: NO\nmixed_precision: no\nnum_processes: 3\nnum_machines: 2\ndebug: "false"\ngpu_ids: 0\n',
    answers: { 'hardware.machines': 2 },
    implied: {},
    refused: [
      'distributed_type 1:1 not-a-choice',
      'mixed_precision 2:1 not-a-choice',
      'num_processes 3:1 not-divisible',
      'debug 5:1 wrong-type',
      'gpu_ids 6:1 wrong-type',
    ],
  },
  {
    name: 'FSDP with a strategy by its number, and an old precision',
    kind: 'accelerate',
    text: 'distributed_type: FSDP\nfp16: true\nfsdp_config:\n  fsdp_sharding_strategy: 2\n  fsdp_reshard_after_forward: FULL_SHARD\n  fsdp_min_num_params: "2000"\nnum_processes: 4\n',
    answers: {
      'accelerate.distributed_type': 'FSDP',
      'accelerate.fp16': true,
      'accelerate.mixed_precision': 'fp16',
      'fsdp.fsdp_sharding_strategy': 'SHARD_GRAD_OP',
      'fsdp.fsdp_min_num_params': 2000,
      'hardware.gpus_per_machine': 4,
    },
    implied: {
      'fsdp.fsdp_version': 1,
      'fsdp.fsdp_auto_wrap_policy': 'NO_WRAP',
      'fsdp.fsdp_backward_prefetch': 'NO_PREFETCH',
      'fsdp.fsdp_state_dict_type': 'FULL_STATE_DICT',
    },
  },
  {
    name: 'an Accelerate file in JSON',
    kind: 'accelerate',
    text: '{\n  "compute_environment": "LOCAL_MACHINE",\n  "distributed_type": "NO",\n  "mixed_precision": "no",\n  "what": 1\n}\n',
    answers: {
      'accelerate.compute_environment': 'LOCAL_MACHINE',
      'accelerate.distributed_type': 'NO',
      'accelerate.mixed_precision': 'no',
    },
    implied: { 'hardware.gpus_per_machine': 1 },
    unknown: ['what 5:3'],
  },
  {
    name: 'a reference to a DeepSpeed file',
    kind: 'accelerate',
    text: 'distributed_type: DEEPSPEED\ndeepspeed_config:\n  deepspeed_config_file: ds.json\n  zero3_init_flag: true\nnum_processes: 2\nmixed_precision: bf16\n',
    answers: {
      'accelerate.distributed_type': 'DEEPSPEED',
      'deepspeed.deepspeed_config_file': 'ds.json',
      'deepspeed.zero3_init_flag': true,
      'hardware.gpus_per_machine': 2,
      'accelerate.mixed_precision': 'bf16',
    },
    references: ['deepspeed ds.json'],
  },
  {
    name: 'a DeepSpeed file with comments',
    kind: 'deepspeed',
    text: `{
  // ours
  "zero_optimization": {"stage": 3, "overlap_comm": true},
  "bf16": {"enabled": "auto"},
  "fp16": {"enabled": true, "loss_scale": 0},
  "gradient_clipping": "auto",
  "gradient_accumulation_steps": 4,
  "train_micro_batch_size_per_gpu": "auto",
}
`,
    answers: {
      'deepspeed.zero_stage': 3,
      'accelerate.mixed_precision': 'fp16',
      'output.deepspeed_gradient_clipping': 'auto',
      'training.gradient_accumulation_steps': 4,
    },
    unknown: ['zero_optimization.overlap_comm 3:37', 'fp16.loss_scale 5:29'],
  },
  {
    name: 'a saved adapter',
    kind: 'peft-adapter',
    text: '{"peft_type": "LORA", "r": 16, "lora_alpha": 32, "target_modules": ["q_proj", "v_proj"], "use_dora": true, "init_lora_weights": true, "base_model_name_or_path": "a/b", "revision": null}',
    answers: {
      'lora.r': 16,
      'lora.lora_alpha': 32,
      'lora.target_modules': 'q_proj,v_proj',
      'method.name': 'dora',
      'model.id': 'a/b',
    },
    unknown: ['revision 1:169'],
  },
  {
    name: 'a TRL file',
    kind: 'trl',
    text: 'model_name_or_path: a/b\nuse_peft: true\nload_in_4bit: true\nlora_r: 8\nlearning_rate: 1e-4\nlora_target_modules: [q_proj, k_proj]\nmax_length: 2048\ndataset_name: d\nnum_processes: 8\naccelerate_config: zero3\nwarmup_ratio: 0.03\nmax_grad_nrom: 1\n',
    answers: {
      'model.id': 'a/b',
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'lora.r': 8,
      'training.learning_rate': 0.0001,
      'lora.target_modules': 'q_proj,k_proj',
      'data.sequence_length': 2048,
      'data.dataset': 'd',
      'hardware.gpus_per_machine': 8,
      'training.warmup_steps': 0.03,
    },
    unknown: ['max_grad_nrom 12:1'],
    references: ['accelerate zero3'],
  },
  {
    name: 'an axolotl file',
    kind: 'axolotl',
    text: 'base_model: a/b\nadapter: qlora\nload_in_4bit: true\nlora_r: 16\nlora_target_linear: true\nsequence_len: 4096\nsample_packing: true\nmicro_batch_size: 2\nlearning_rate: 2e-4\nbf16: auto\ndeepspeed: ds.json\ndatasets:\n  - path: x\n    type: alpaca\n',
    answers: {
      'model.id': 'a/b',
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'lora.r': 16,
      'lora.target_modules': 'all-linear',
      'data.sequence_length': 4096,
      'data.packing': true,
      'data.dataset': 'x',
      'training.per_device_train_batch_size': 2,
      'training.learning_rate': 0.0002,
    },
    unknown: [],
    references: ['deepspeed ds.json'],
  },
  {
    name: 'a LLaMA-Factory file',
    kind: 'llama-factory',
    text: '### model\nmodel_name_or_path: a/b\nquantization_bit: 4\nstage: sft\nfinetuning_type: lora\nlora_rank: 8\nlora_target: all\ncutoff_len: 2048\nflash_attn: fa2\nlearning_rate: 5e-5\nbf16: true\nplot_loss: true\n',
    answers: {
      'model.id': 'a/b',
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'lora.r': 8,
      'lora.target_modules': 'all-linear',
      'data.sequence_length': 2048,
      'training.attn_implementation': 'flash_attention_2',
      'training.learning_rate': 0.00005,
      'accelerate.mixed_precision': 'bf16',
    },
    unknown: [],
  },
  {
    name: 'an ms-swift file',
    kind: 'ms-swift',
    text: 'ENV:\n  NPROC_PER_NODE: 4\nmodel: a/b\ntuner_type: lora\nquant_method: bnb\nquant_bits: 4\ntarget_modules:\n  - q_proj\n  - v_proj\nlora_rank: 16\ntorch_dtype: bfloat16\nattn_impl: flash_attn\ndataset: d\nmax_length: 4096\nlearning_rate: 1e-4\ndeepspeed: zero2\nlora_rnak: 8\n',
    answers: {
      'hardware.gpus_per_machine': 4,
      'model.id': 'a/b',
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'lora.target_modules': 'q_proj,v_proj',
      'lora.r': 16,
      'accelerate.mixed_precision': 'bf16',
      'training.attn_implementation': 'flash_attention_2',
      'data.dataset': 'd',
      'data.sequence_length': 4096,
      'training.learning_rate': 0.0001,
      'deepspeed.zero_stage': 2,
    },
    unknown: ['lora_rnak 17:1'],
  },
  {
    name: 'a file for ms-swift in JSON',
    kind: 'ms-swift',
    text: '{"model": "a/b", "train_type": "full", "dataset": ["d"], "max_length": 1024, "deepspeed": "ds.json"}\n',
    answers: {
      'model.id': 'a/b',
      'method.name': 'full',
      'data.dataset': 'd',
      'data.sequence_length': 1024,
    },
    unknown: [],
    references: ['deepspeed ds.json'],
  },
  {
    name: 'a file with which LLaMA-Factory exports a model',
    kind: 'llama-factory-export',
    text: 'model_name_or_path: a/b\nadapter_name_or_path: saves/lora\ntemplate: llama3\nfinetuning_type: lora\nexport_dir: merged\nexport_dri: x\n',
    answers: { 'model.id': 'a/b' },
    implied: {},
    unknown: ['export_dri 6:1'],
  },
  {
    name: 'a file with which axolotl merges an adapter',
    kind: 'axolotl-merge',
    text: 'base_model: a/b\nmerge_lora: true\nlora_model_dir: out\nadapter: lora\nlora_r: 8\n',
    answers: { 'model.id': 'a/b' },
    implied: {},
    unknown: [],
  },
  {
    name: 'a file for swift export',
    kind: 'ms-swift-export',
    text: 'adapters: output/checkpoint-100\nmodel: a/b\nmerge_lora: true\n',
    answers: { 'model.id': 'a/b' },
    implied: {},
    unknown: [],
  },
  {
    name: 'our own file, as somebody edits it',
    kind: 'lora-wizard',
    text: 'version: 1\nlora:\n  r: 16\n  rr: 3\ntraining:\n  learning_rate: 1e-4\naccelerate:\n  mixed_precision: no\ndeepspeed:\n  gradient_clipping: 0.3\n',
    answers: {
      'lora.r': 16,
      'training.learning_rate': 0.0001,
      'accelerate.mixed_precision': 'no',
      'training.max_grad_norm': 0.3,
    },
    unknown: ['lora.rr 4:3'],
  },
  {
    name: 'our own file in one line, which is JSON, too',
    kind: 'lora-wizard',
    text: '{"version": 1, "lora": {"r": 8}}',
    answers: { 'lora.r': 8 },
    unknown: [],
  },
  {
    name: 'a launch script',
    kind: 'launch-script',
    text: `#!/usr/bin/env bash
set -euo pipefail
GPUS=8   # in one machine
echo "accelerate launch is next"
NCCL_DEBUG=INFO accelerate launch \\
  --config_file 'acc.yaml' --num-processes $GPUS --mixed_precision=bf16 \\
  --use_deepspeed --zero_stage 3 --rdzv_conf x=y \\
  --machine_rank "\${RANK:-1}" --main_process_ip "$HEAD" \\
  train.py \\
  --model_name_or_path a/b --learning_rate 2e-4 \\
  --lora_target_modules q_proj v_proj \\
  --use_peft True --load_in_4bit --bf16 True \\
  --per_device_train_batch_size $(nproc) \\
  --my_own_argument 'some thing' > log.txt 2>&1
`,
    answers: {
      'hardware.gpus_per_machine': 8,
      'accelerate.mixed_precision': 'bf16',
      'accelerate.distributed_type': 'DEEPSPEED',
      'deepspeed.zero_stage': 3,
      'accelerate.machine_rank': 1,
      'model.id': 'a/b',
      'training.learning_rate': 0.0002,
      'lora.target_modules': 'q_proj,v_proj',
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'output.script': 'train.py',
    },
    unknown: ['rdzv_conf 7:34', 'main_process_ip 8:31', 'per_device_train_batch_size 13:3', 'my_own_argument 14:3'],
    references: ['accelerate acc.yaml'],
  },
  {
    name: 'a launcher kept in a variable',
    kind: 'launch-script',
    text: `#!/bin/bash
#SBATCH --nodes=2
export LAUNCHER="accelerate launch \\
    --num_processes 16 --num_machines $SLURM_NNODES \\
    --mixed_precision bf16 \\
    "
srun bash -c "$LAUNCHER train.py --learning_rate 1e-4"
srun bash -c 'accelerate launch --zero_stage 2 train.py'
`,
    answers: { 'output.script': 'train.py' },
  },
  {
    name: 'flags in a variable, a script behind one',
    kind: 'launch-script',
    text: `MORE="--num_machines 2 --mixed_precision $PRECISION"
accelerate launch $MORE "\${FLAGS[@]}" --zero_stage 2 $ROOT/src/train.py --stage 1
`,
    answers: { 'deepspeed.zero_stage': 2, 'hardware.machines': 2 },
    unknown: ['mixed_precision 1:24', 'stage 2:73'],
  },
  {
    name: 'several launches',
    kind: 'launch-script',
    text: `accelerate launch --mixed_precision bf16 sft.py --learning_rate 1e-4 --seed 1
accelerate launch --mixed_precision bf16 more.py --learning_rate 5e-7 --lora_r 8
`,
    answers: { 'accelerate.mixed_precision': 'bf16' },
  },
  {
    name: 'torchrun',
    kind: 'launch-script',
    text: `pip install deepspeed
srun torchrun --nproc_per_node=4 --nnodes $SLURM_NNODES --rdzv_backend c10d train.py \\
  --deepspeed configs/zero2.json --learning_rate 2e-5
`,
    answers: {
      'hardware.gpus_per_machine': 4,
      'training.learning_rate': 0.00002,
      'output.script': 'train.py',
    },
    references: ['deepspeed configs/zero2.json'],
  },
  {
    name: 'the launcher of DeepSpeed',
    kind: 'launch-script',
    text: `deepspeed --include localhost:0,1 --master_port 29501 --module my.train --deepspeed_config ds.json
CUDA_VISIBLE_DEVICES=0 python -m torch.distributed.run --standalone train.py
`,
    answers: {},
    references: ['deepspeed ds.json'],
  },
  {
    name: 'a variable for the inner shell',
    kind: 'launch-script',
    text: 'srun bash -c "accelerate launch --machine_rank \\$SLURM_PROCID --zero_stage 2 train.py"',
    answers: { 'deepspeed.zero_stage': 2, 'output.script': 'train.py' },
    unknown: ['machine_rank 1:33'],
  },
  {
    name: 'ms-swift told by flags',
    kind: 'launch-script',
    text: `NPROC_PER_NODE=2 swift sft --model a/b --train_type lora --lora_rank 4 --dataset d \\
  --target_modules q_proj v_proj --max_length 512 --deepspeed zero3
`,
    answers: {
      'hardware.gpus_per_machine': 2,
      'model.id': 'a/b',
      'method.name': 'lora',
      'lora.r': 4,
      'data.dataset': 'd',
      'lora.target_modules': 'q_proj,v_proj',
      'data.sequence_length': 512,
      'deepspeed.zero_stage': 3,
      'output.script': 'swift sft',
    },
  },
  {
    name: 'LLaMA-Factory with a file and keys that win over it',
    kind: 'launch-script',
    text: 'llamafactory-cli train a.yaml learning_rate=1e-5 lora_rank=4\n',
    answers: { 'training.learning_rate': 0.00001, 'lora.r': 4, 'output.script': 'llamafactory-cli train' },
    references: ['llama-factory a.yaml'],
  },
  {
    name: "PEFT's example script",
    kind: 'launch-script',
    text: 'accelerate launch train.py --use_peft_lora True --use_4bit_quantization True --use_nested_quant True --max_seq_length 1024\n',
    answers: {
      'method.name': 'qlora',
      'method.quantization': 'nf4',
      'method.double_quant': true,
      'data.sequence_length': 1024,
      'output.script': 'train.py',
    },
    implied: {
      'lora.r': 64,
      'lora.lora_alpha': 16,
      'lora.lora_dropout': 0.1,
      'lora.target_modules': 'q_proj,k_proj,v_proj,o_proj,down_proj,up_proj,gate_proj',
      'data.packing': false,
    },
  },
  {
    name: 'one flag of the MLPerf reference in another script',
    kind: 'launch-script',
    text: 'accelerate launch train.py --use_peft_lora True --learning_rate 1e-4\n',
    answers: { 'training.learning_rate': 0.0001, 'output.script': 'train.py' },
    unknown: ['use_peft_lora 1:28'],
  },
  {
    name: 'one command',
    kind: 'launch-script',
    text: 'trl sft --config a.yaml --accelerate_config acc.yaml --learning_rate 1e-4',
    answers: { 'training.learning_rate': 0.0001, 'output.script': 'trl sft', 'output.trainer': 'trl' },
    references: ['trl a.yaml', 'accelerate acc.yaml'],
  },
]

describe('readers', () => {
  test.each(cases)('$name', ({ kind, text, answers, implied, unknown = [], refused = [], references = [] }) => {
    expect(recognise(text)?.id).toBe(kind)
    const reading = read(text)!
    expect(reading.answers).toEqual(answers)
    if (implied) expect(reading.implied).toEqual(implied)
    expect(reading.unknown.map(({ path, at }) => `${path} ${at.line}:${at.column}`)).toEqual(unknown)
    expect(reading.refused.map(({ path, at, refusal }) => `${path} ${at.line}:${at.column} ${refusal.why}`)).toEqual(
      refused,
    )
    expect(reading.references.map(({ kind: what, file }) => `${what} ${file}`)).toEqual(references)
  })
  test('the next generation of LLaMA-Factory has another configuration', () => {
    const text = 'model: a/b\nmodel_class: llm\ntemplate: qwen3_nothink\ncutoff_len: 2048\ntrain_dataset: data.yaml\n'
    expect(recognise(text)).toBeUndefined()
  })
  test('every reader has a case', () => {
    expect(readers.filter(({ id }) => !cases.some(({ kind }) => kind === id)).map(({ id }) => id)).toEqual([])
  })
  test('what is given stands where it says', () => {
    for (const { text, kind } of cases) {
      const reading = read(text, kind)!
      for (const { path, at, valueAt, end } of [...reading.given, ...reading.unknown, ...reading.refused]) {
        const line = text.split('\n')[at.line - 1]!
        const name = path.split('.').at(-1)!
        if (reading.language !== 'shell')
          expect(line.slice(at.column - 1).replace(/^["']/, '')).toMatch(new RegExp(`^${name}`))
        expect(end).toBeGreaterThanOrEqual(valueAt.offset)
        expect(end).toBeLessThanOrEqual(text.length)
      }
    }
  })
  test('a broken file is still recognised, and nothing is taken from it', () => {
    const reading = read(
      'compute_environment: LOCAL_MACHINE\ndistributed_type: DEEPSPEED\ndeepspeed_config: {zero_stage: 3\n',
    )!
    expect(reading.kind).toBe('accelerate')
    expect(reading.answers).toEqual({})
    expect(reading.implied).toEqual({})
    expect(reading.findings).toMatchObject([{ problem: 'syntax', refused: true }])
  })
  test.each([[''], ['hello'], ['name: x\nservices:\n  web: 1\n'], ['{"name": "x", "version": "1"}'], ['- a\n']])(
    '%j is of no known kind',
    (text) => {
      expect(recognise(text)).toBeUndefined()
    },
  )
  test.each([
    ['model:\n  name: gpt2\ntraining:\n  epochs: 3\n', 'config.yaml', undefined],
    ['apiVersion: batch/v1\nkind: Job\nspec:\n  replicas: 1\n', 'job.yaml', undefined],
    ['{"os": "Linux", "python": "3.10", "program": "train.py"}', 'metadata.json', undefined],
    // Three names of Accelerate's among many of a trainer's are chance.
    [
      `${Array.from({ length: 30 }, (_, place) => `adam_beta${place}: {value: 1}`).join('\n')}\nuse_cpu: {value: false}\nfsdp_config: {value: null}\n`,
      'config.yaml',
      undefined,
    ],
    ['{"base_model": "lerobot/smolvla_base"}', 'adapter_config.json', undefined],
    ['distributed_typ: FSDP\n', 'a.yaml', 'accelerate'],
    ['{"zero_optimisation": {"stage": 2}}', 'ds.json', 'deepspeed'],
    ['', 'a.yaml', 'accelerate'],
    ['python train.py\n', 'run.sh', 'launch-script'],
  ])('%j, named by itself as %s, is read as %s', (text, path, kind) => {
    expect(readerOfNamed(text, path)?.id).toBe(kind)
  })
  test.each([
    ['base_model: m\nadapter: lora\nlearning_rate: 2e-5\n', 0.00002],
    ['base_model: m\nadapter: lora\nrl: dpo\nlearning_rate: 2e-6\n', undefined],
    ['stage: sft\nfinetuning_type: lora\ntemplate: llama3\nlearning_rate: 2e-5\n', 0.00002],
    ['stage: kto\nfinetuning_type: lora\ntemplate: llama3\nlearning_rate: 5e-6\n', undefined],
    ['stage: sft\nfinetuning_type: freeze\ntemplate: llama3\nlearning_rate: 1e-4\n', undefined],
    ['model_name_or_path: m\ndataset_name: d\nuse_peft: true\nlearning_rate: 2e-5\n', 0.00002],
    ['model_name_or_path: m\ndataset_name: d\nuse_peft: true\nbeta: 0.1\nlearning_rate: 5e-7\n', undefined],
    ['accelerate launch sft.py --use_peft --learning_rate 2e-5', 0.00002],
    ['accelerate launch train.py --use_peft --num_generations 4 --learning_rate 1e-6', undefined],
    ['accelerate launch scripts/run_dpo.py --use_peft --learning_rate 5e-7', undefined],
  ])('%j says this of the rate at which texts are learned: %s', (text, rate) => {
    expect(read(text)?.answers['training.learning_rate']).toBe(rate)
  })
  test('axolotl keeps packed samples apart with any attention that it is told', () => {
    const packed = (more: string) =>
      read(`base_model: m\nadapter: lora\nsample_packing: true\n${more}`)?.answers['data.packing']
    expect(packed('attn_implementation: flex_attention\n')).toBeUndefined()
    expect(packed('sdp_attention: true\n')).toBeUndefined()
    expect(packed('flash_attention: false\n')).toBe(true)
  })
  test('axolotl saves after each epoch where nothing is said', () => {
    expect(read('base_model: m\nadapter: lora\nmax_steps: 10\n')?.implied).toMatchObject({
      'training.save_strategy': 'epoch',
      'training.eval_strategy': 'no',
    })
  })
  test('TRL takes a length and a rate of its own where nothing is said, when it trains on texts', () => {
    const silent = 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\n'
    expect(read(silent)?.implied).toMatchObject({ 'training.learning_rate': 2e-5, 'data.sequence_length': 1024 })
    const { implied } = read(`${silent}learning_rate: 2e-4\nmax_length: 4096\n`)!
    expect(['training.learning_rate', 'data.sequence_length'].filter((key) => key in implied)).toEqual([])
    expect(read(`${silent}beta: 0.1\n`)?.implied).toEqual({})
  })
  test('keys that are no names do no harm', () => {
    const reading = read(
      'distributed_type: "NO"\n__proto__: {x: 1}\nconstructor: 2\ntoString: 3\n1: x\nno: y\n? [a, b]\n: z\n',
      'accelerate',
    )!
    expect(reading.findings).toMatchObject([{ problem: 'unhashable-key' }])
    const other = read(
      'distributed_type: "NO"\n__proto__: {x: 1}\nconstructor: 2\ntoString: 3\n1: x\nno: y\n',
      'accelerate',
    )!
    expect(other.unknown.map(({ path }) => path)).toEqual(['__proto__', 'constructor', 'toString', '1', 'no'])
    expect(({} as { x?: number }).x).toBeUndefined()
  })
  test('no reader throws, whatever it reads', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.nat(), fc.json()), (seed) => {
        const text = typeof seed === 'string' ? seed : randomDocument(randomFrom(seed))
        recognise(text)
        for (const reader of readers) {
          const reading = reader.read(text)
          expect(reading.kind).toBe(reader.id)
        }
      }),
      runs(50),
    )
  })
  test('no reader throws at what is nearly a file of its kind', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.nat(), fc.nat(5), fc.string({ maxLength: 4 }), (one, at, cut, more) => {
        const from = at % (one.text.length + 1)
        const text = one.text.slice(0, from) + more + one.text.slice(from + cut)
        read(text, one.kind)
        read(text)
      }),
      runs(200),
    )
  })
})

describe('hostile files', () => {
  test.each(Object.entries(hostile))('100 kB of %s', (_, make) => {
    readHostile(make(100_000))
  })
  linear(join(import.meta.dirname, 'hostile-files.ts'), Object.keys(works))
})

describe('shell words', () => {
  const words = (text: string) => shellCommands(text).map((command) => command.words.map((word) => word.text ?? '?'))
  test.each<[string, string[][]]>([
    ['a b  c', [['a', 'b', 'c']]],
    ['a "b c" \'d "e\' f\\ g', [['a', 'b c', 'd "e', 'f g']]],
    ['a \\\n  b \\\r\n c', [['a', 'b', 'c']]],
    ['a; b && c | d || e & f', [['a'], ['b'], ['c'], ['d'], ['e'], ['f']]],
    ['a # b\nc#d', [['a'], ['c#d']]],
    ["a 'it'\\''s'", [['a', "it's"]]],
    [`X=1\na $X \${X} "$X" $Y`, [['a', '1', '1', '1', '?']]],
    ['X=1\nX=2\na $X', [['a', '2']]],
    [`a \${Y:-8} "\${Y-x y}" \${Y:+8}`, [['a', '8', 'x y', '?']]],
    ['a $(b "c)" ; d) `e` $((1+2)) f', [['a', '?', '?', '3', 'f']]],
    ['a *.py x?y', [['a', '?', '?']]],
    ['a > out.txt 2>&1 < in b', [['a', 'b']]],
    ['cat <<EOF\naccelerate launch x\nEOF\nb', [['cat'], ['b']]],
    ['if a; then b; fi', [['a'], ['b']]],
    ['( a )\n{ b; }', [['a'], ['b']]],
    ['a "$', [['a', '$']]],
    ["a 'b", [['a', 'b']]],
    ['a\\', [['a\\']]],
    ['a {1,2}x b', [['a', '1x', '2x', 'b']]],
    // What is not in quotes is split, what is in quotes is not.
    [`X="--a 1  --b"\nc $X "$X" d$X`, [['c', '--a', '1', '--b', '--a 1  --b', 'd--a', '1', '--b']]],
    ['X=\na $X "$X" b', [['a', '', 'b']]],
    [`A=(x "y z")\nA+=(w)\na "\${A[@]}" \${#A[@]} \${A[1]}`, [['a', 'x', 'y z', 'w', '3', 'y', 'z']]],
    [`f() { a "$@" $2; }\nf "1 2" 3`, [['a', '1 2', '3', '3']]],
    ['set -- x y\na $# $1 $*', [['a', '2', 'x', 'x', 'y']]],
    [
      'for i in 0 1; do a $i; done',
      [
        ['a', '0'],
        ['a', '1'],
      ],
    ],
    [
      'for ((i=1; i<=2; i++)); do a $i; done',
      [
        ['a', '1'],
        ['a', '2'],
      ],
    ],
    ['for i in $X; do a $i; done', [['a', '?']]],
    ['X=1\nif b; then X=2; fi\na $X', [['b'], ['a', '?']]],
    [
      `if [ -z "$X" ]; then X=2; fi\na $X`,
      [
        ['[', '-z', '?', ']'],
        ['a', '2'],
      ],
    ],
    [
      `[ -z "$X" ] && X=2\na $X`,
      [
        ['[', '-z', '?', ']'],
        ['a', '2'],
      ],
    ],
    [
      'X=1\n(X=2; a $X)\nb $X',
      [
        ['a', '2'],
        ['b', '1'],
      ],
    ],
    [
      'X=4 a $X\nb $X',
      [
        ['a', '?'],
        ['b', '?'],
      ],
    ],
    [`export X=4 Y=2\nbash -c 'a $X $((X * Y)) $Z'`, [['a', '4', '8', '?']]],
    [`X=4\nbash -c 'a $X'`, [['a', '?']]],
    [`X=4\nbash -c "a $X \\$X"`, [['a', '4', '?']]],
    [`bash <<'E'\na $X\nE\nb`, [['a', '?'], ['b']]],
    [`X="a/b.py"\na \${X##*/} \${X%.py} \${X%/*}`, [['a', 'b.py', 'a/b', 'a']]],
    ['eval "a b"', [['a', 'b']]],
    [`ssh -p 22 host "a b" c`, [['a', 'b', 'c']]],
    ['srun -N 2 --ntasks-per-node=1 a b', [['a', 'b']]],
    ['env -u Z X=1 a b', [['a', 'b']]],
    ['X=1\nX=$X$X$X\na $X', [['a', '111']]],
    ['while a; do X=$((X+1)); b $X; done', [['a'], ['b', '?']]],
    [`case $1 in x) X=1;; *) X=1;; esac\na $X`, [['a', '?']]],
    [`a $'t\\tn'`, [['a', 't\tn']]],
  ])('%j', (text, expected) => {
    expect(words(text)).toEqual(expected)
  })
  test('a variable is expanded by the shell whose quotes it is in', () => {
    const levels = (text: string) =>
      shellCommands(text)[0]!.words.flatMap(({ pieces }) =>
        pieces.flatMap(({ unknown }) => (unknown ? [`${unknown.names.join()} ${unknown.why} ${unknown.level}`] : [])),
      )
    expect(levels('srun bash -c "a $SLURM_NODEID"')).toEqual(['SLURM_NODEID variable script'])
    expect(levels(`srun bash -c 'a $SLURM_NODEID'`)).toEqual(['SLURM_NODEID variable task'])
    expect(levels('srun bash -c "a \\$SLURM_NODEID"')).toEqual(['SLURM_NODEID variable task'])
    expect(levels('srun a $SLURM_NODEID')).toEqual(['SLURM_NODEID variable script'])
    expect(levels('ssh host "a \\$RANK"')).toEqual(['RANK variable host'])
    expect(levels(`X=1\nsrun bash -c 'a $X'`)).toEqual(['X not-exported task'])
  })
  test('what we quote is read back', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ minLength: 1 }), { minLength: 1 }), (texts) => {
        const line = texts.map(quoted).join(' ')
        expect(words(line)).toEqual([texts])
      }),
    )
  })
})
