/** Under DeepSpeed the Trainer compares its own precision with that of the launcher. */
import { jsonsOf } from '../../lookup/deepspeed-json.ts'
import { acceleratesOf, argument, beginning, entry, hit, jsonOf, launcherOf, spot } from '../../lookup/keys.ts'
import { parsesTrainingArguments } from '../../lookup/stated-values.ts'
import { numberOf, stringOf } from '../../python/values.ts'
import { transformers } from '../../source.ts'
import { rule } from '../rule.ts'

export const acceleratePrecisionMismatch = rule({
  id: 'accelerate/precision-mismatch',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [transformers('src/transformers/integrations/deepspeed.py:181')],
  reads: {
    options: ['accelerate.mixed_precision'],
    files: ['accelerate', 'deepspeed', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const script = set.files.find(({ reading }) => reading.kind === 'launch-script' || reading.kind === 'trl')
      const said = (key: string) =>
        script?.reading.given.some(({ path: name, value }) => name === key && value === true)
      if (!script) return
      const chosen = ['bf16', 'fp16'].filter(said)
      const silent = chosen.length === 0 && parsesTrainingArguments(script)
      for (const { file, root } of chosen.length === 1 || silent ? jsonsOf(set) : []) {
        for (const name of ['bf16', 'fp16']) {
          const one = entry(root, name, 'enabled')
          const value = one && numberOf(one.value)
          // Python takes 1 for true; of a text another rule speaks.
          if (!one || value === undefined || value === Number(chosen[0] === name)) continue
          yield hit(file, { path: `${name}.enabled`, entry: one }, { script: chosen[0] ?? 'no', file: script.path }, [
            { path: [name, 'enabled'], value: 'auto' },
          ])
        }
      }
      // What the script asks for replaces the launcher's precision; silence leaves it, and then the two differ.
      for (const { file, root } of silent ? acceleratesOf(set) : []) {
        if (launcherOf(root) !== 'deepspeed' || jsonOf(root) !== undefined) continue
        const one = argument(root, 'mixed_precision')
        const there = stringOf(one?.entry.value)?.toLowerCase() ?? 'no'
        if (there !== 'bf16' && there !== 'fp16') continue
        yield {
          spot: one ? spot(file, one.path, one.entry) : beginning(file, 'mixed_precision'),
          facts: { value: there, script: 'no', file: script.path },
        }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --output_dir out --num_train_epochs 3 --max_grad_norm 1.0 --logging_steps 10\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: DEEPSPEED\nnum_processes: 8\nmixed_precision: bf16\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml train.py --output_dir out --num_train_epochs 3 --max_grad_norm 1.0 --logging_steps 10 --bf16 True\n',
      },
    },
  },
})
