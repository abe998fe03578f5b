/** An optimizer in the JSON that DeepSpeed does not know, or does not combine with ZeRO. */
import { nearest } from '../../config.ts'
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { entry, hit, spot } from '../../lookup/keys.ts'
import { isTrue, numberOf, stringOf } from '../../python/values.ts'
import { deepspeed } from '../../source.ts'
import { rule } from '../rule.ts'

/** DeepSpeed's own, which it knows in any case of letters (runtime/config.py of 0.19.6). */
const own = new Set(
  'adagrad adam adamw lamb onebitadam onebitlamb zerooneadam muadam muadamw musgd lion muon'.split(' '),
)
/** What torch.optim 2.13 has beside them. */
const ofTorch = new Set(
  'ASGD Adadelta Adafactor Adagrad Adam AdamW Adamax LBFGS Muon NAdam RAdam RMSprop Rprop SGD SparseAdam'.split(' '),
)
/** Those that ZeRO takes without being told to (runtime/zero/utils.py). */
const tested = new Set('adagrad adam adamw lion muon'.split(' '))
const oneBit = new Set(['onebitadam', 'onebitlamb', 'zerooneadam'])

export const deepspeedUnsupportedOptimizer = rule({
  id: 'deepspeed/unsupported-optimizer',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    deepspeed('deepspeed/runtime/engine.py:1777-1780'),
    deepspeed('deepspeed/runtime/engine.py:2072-2076'),
    deepspeed('deepspeed/runtime/engine.py:2234-2249'),
  ],
  reads: {
    options: ['training.optim'],
    files: ['deepspeed'],
  },
  files: {
    *check(set) {
      for (const { file, root } of jsonsOf(set)) {
        const section = entry(root, 'optimizer')
        if (section?.value.kind !== 'mapping') continue
        const type = entry(root, 'optimizer', 'type')
        if (!type) {
          yield {
            spot: spot(file, 'optimizer', section),
            facts: { value: '—', wanted: '"type": "AdamW"' },
            fix: [{ path: ['optimizer', 'type'], value: 'AdamW' }],
          }
          continue
        }
        const name = stringOf(type.value)
        if (name === undefined) continue
        const place = { path: 'optimizer.type', entry: type }
        const lower = name.toLowerCase()
        if (!own.has(lower) && !ofTorch.has(name)) {
          const meant = nearest(name, ['AdamW', 'Adam', 'Lion', 'Lamb', 'Adagrad', ...ofTorch])[0]
          yield hit(
            file,
            place,
            { wanted: meant ?? 'AdamW' },
            meant === undefined ? undefined : [{ path: ['optimizer', 'type'], value: meant }],
          )
          continue
        }
        const stage = entry(root, 'zero_optimization', 'stage')
        if (!stage || (numberOf(stage.value) ?? 1) < 1) continue
        if (oneBit.has(lower)) {
          yield hit(file, place, { wanted: 'AdamW' })
          continue
        }
        const allowed = entry(root, 'zero_allow_untested_optimizer')
        if (tested.has(lower) || (allowed && isTrue(allowed.value))) continue
        yield hit(file, place, { wanted: '"zero_allow_untested_optimizer": true' }, [
          { path: ['zero_allow_untested_optimizer'], value: true },
        ])
      }
    },
    example: {
      bad: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW8bit", "params": {"lr": "auto"}}}\n',
      },
      good: {
        'ds_config.json':
          '{"train_micro_batch_size_per_gpu": "auto", "gradient_accumulation_steps": "auto", "gradient_clipping": "auto", "zero_optimization": {"stage": 2}, "optimizer": {"type": "AdamW", "params": {"lr": "auto"}}}\n',
      },
    },
  },
})
