/** Settings of an adapter, and nothing that turns the adapter on: the whole model is trained. */
import { entry } from '../../lookup/keys.ts'
import { argumentFiles, isTrl, told } from '../../lookup/script-arguments.ts'
import { page, trl } from '../../source.ts'
import { rule } from '../rule.ts'

const settings = ['lora_r', 'lora_alpha', 'lora_dropout', 'lora_target_modules', 'lora_modules_to_save', 'use_rslora']
const ofAxolotl = ['lora_r', 'lora_alpha', 'lora_target_modules', 'lora_target_linear']

export const peftAdapterDisabled = rule({
  id: 'peft/adapter-disabled',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [
    trl('trl/trainer/utils.py:255-257'),
    page('https://github.com/axolotl-ai-cloud/axolotl/blob/main/src/axolotl/loaders/adapter.py', '2026-11-28'),
  ],
  reads: {
    options: ['lora.r'],
    files: ['launch-script', 'axolotl', 'trl'],
  },
  files: {
    *check(set) {
      // A command that reads a file may have the switch in either of them.
      const files = argumentFiles(set, ['trl', 'axolotl', 'launch-script']).filter(
        (file) => file.reading.kind === 'axolotl' || isTrl(file),
      )
      if (files.some(({ text }) => /\buse_peft\b/.test(text))) return
      for (const file of files) {
        const axolotl = file.reading.kind === 'axolotl'
        // An empty switch is somebody's decision.
        const root = file.reading.document?.root
        if (axolotl && root && entry(root, 'adapter')) continue
        const one = (axolotl ? ofAxolotl : settings).map((name) => told(file, name)).find((each) => each !== undefined)
        if (!one) continue
        const [key, value] = axolotl ? ['adapter', 'lora'] : ['use_peft', true]
        yield {
          spot: one.spot,
          facts: { setting: one.spot.key, key, value },
          ...(file.reading.language === 'yaml' && { fix: [{ path: [key as string], value }] }),
        }
        return
      }
    },
    example: {
      bad: { 'train.yaml': 'model_name_or_path: m\ndataset_name: d\ndtype: bfloat16\nlora_r: 16\nlora_alpha: 32\n' },
      good: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nlora_r: 16\nlora_alpha: 32\n',
      },
    },
  },
})
