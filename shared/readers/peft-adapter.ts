/** `adapter_config.json`, as PEFT saves it beside the adapter's weights. */
import { readJson } from '../python/json.ts'
import { reader } from './reader.ts'
import { scored } from './recognise.ts'
import { namesOf, readTree } from './tree.ts'

const names = namesOf('peft')
const kept = scored({ peft_type: 8, base_model_name_or_path: 3, target_modules: 2, lora_alpha: 2, task_type: 1, r: 1 })

export const peftAdapter = reader({
  id: 'peft-adapter',
  recognise: (sample) => (sample.json ? kept(sample) : 0),
  read: (text) =>
    readTree(readJson(text), {
      kind: 'peft-adapter',
      language: 'json',
      names,
      special: (path, value) => {
        switch (path) {
          case 'base_model_name_or_path':
            return typeof value === 'string' ? { answers: [['model.id', value]] } : undefined
          case 'use_dora':
            return value === true ? { answers: [['method.name', 'dora']] } : 'understood'
          case 'init_lora_weights':
            // `true` is what PEFT writes for its own default.
            return value === true ? 'understood' : undefined
          case 'peft_type':
            return value === 'LORA' ? 'understood' : 'no-option'
          case 'task_type':
            return value === 'CAUSAL_LM' ? 'understood' : 'no-option'
          default:
            return undefined
        }
      },
      // The file is what PEFT saves of an adapter, so there is one.
      implied: (_answers, _said, root) =>
        root.get('peft_type') === undefined || root.get('peft_type') === 'LORA' ? { 'method.name': 'lora' } : {},
    }),
})
