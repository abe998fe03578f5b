/** An argument that Transformers 5 no longer has. */
import { argumentFiles, isTrl, told } from '../../lookup/script-arguments.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

/** What it is called now, or what does its work. */
const successors: Readonly<Record<string, string>> = {
  evaluation_strategy: 'eval_strategy',
  warmup_ratio: 'warmup_steps < 1',
  no_cuda: 'use_cpu',
  use_mps_device: 'use_cpu',
  group_by_length: 'train_sampling_strategy: group_by_length',
  logging_dir: 'TENSORBOARD_LOGGING_DIR',
  overwrite_output_dir: '—',
  per_gpu_train_batch_size: 'per_device_train_batch_size',
  per_gpu_eval_batch_size: 'per_device_eval_batch_size',
  fp16_backend: '—',
  half_precision_backend: '—',
  fp16_opt_level: '—',
  push_to_hub_token: 'hub_token',
  include_tokens_per_second: 'include_num_input_tokens_seen',
  save_safetensors: '—',
  fsdp_transformer_layer_cls_to_wrap: 'fsdp_config',
  fsdp_min_num_params: 'fsdp_config',
  torchdynamo: 'torch_compile_backend',
  adafactor: 'optim: adafactor',
}

export const trainerRemovedArgument = rule({
  id: 'trainer/removed-argument',
  severity: 'hint',
  stage: 'worker',
  consequence: 'refuses',
  releases: { transformers: '>=5.15.0' },
  sources: [transformers('src/transformers/training_args.py:785')],
  reads: {
    options: ['training.warmup_steps'],
    files: ['launch-script'],
  },
  files: {
    *check(set) {
      for (const file of argumentFiles(set, ['launch-script'])) {
        // TRL's script refuses what it does not know, and the MLPerf reference brings its own releases.
        if (isTrl(file) || file.reading.answers['output.trainer'] !== undefined) continue
        for (const [name, now] of Object.entries(successors)) {
          const one = told(file, name)
          // Options of the launcher have the same names.
          if (one && !(name.startsWith('fsdp_') && file.reading.given.some(({ path }) => path === name)))
            yield { spot: one.spot, facts: { key: name, now } }
        }
      }
    },
    example: {
      bad: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --evaluation_strategy steps --eval_steps 100\n',
      },
      good: {
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --eval_strategy steps --eval_steps 100\n',
      },
    },
  },
})
