/** `train.py` and `after.py`: the training script of every run that names none of its own, and what is done with its result. */
import type { Run } from '../config.ts'
import { writesScript } from '../fields/conditions.ts'
import type { Value } from '../fields/field.ts'
import { holds } from '../fields/when.ts'
import { peft, transformers, trl } from '../source.ts'
import afterText from './after.py' with { type: 'text' }
import { emitter } from './emitter.ts'
import text from './train.py' with { type: 'text' }

export const trainingScript = 'train.py'

/** Whether the run uses the script that is written, and none of the user's own. */
export const writesTrainingScript = ({ config }: Run): boolean =>
  holds(writesScript, (key) => (config as Readonly<Record<string, Value>>)[key] ?? null)

export const train = emitter({
  id: 'train',
  appliesWhen: writesScript,
  sources: [
    trl('trl/scripts/sft.py'),
    trl('trl/trainer/sft_trainer.py'),
    transformers('src/transformers/trainer.py'),
    peft('src/peft/tuners/lora/config.py'),
  ],
  extend: (plan) => ({
    ...plan,
    files: [...plan.files, { path: trainingScript, text }, { path: 'after.py', text: afterText }],
  }),
})
