/** Keys that only a flag turns on: what the file says never counts. */
import { accelerate } from '../source.ts'
import { fileRule } from './file-rule.ts'
import { acceleratesOf, entry, hit } from './look.ts'
import { isTrue, pythonText, truthOf } from './python.ts'

const ignored = ['same_network', 'downcast_bf16', 'tpu_use_sudo', 'tpu_env']

export const keyTheLauncherIgnores = fileRule({
  id: 'key-the-launcher-ignores',
  severity: 'hint',
  judge: 'launch',
  seen: 'never',
  sources: [accelerate('src/accelerate/commands/launch.py:1278'), accelerate('src/accelerate/commands/launch.py:286')],
  *check(set) {
    for (const { file, root } of acceleratesOf(set)) {
      for (const name of ignored) {
        const one = entry(root, name)
        if (!one || !isTrue(one.value) || truthOf(pythonText(one.value)) === false) continue
        yield hit(file, { path: name, entry: one }, { flag: name === 'tpu_env' ? 'env' : name })
      }
    }
  },
  example: {
    bad: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\nsame_network: true\n' },
    good: { 'accelerate.yaml': 'distributed_type: MULTI_GPU\nnum_processes: 8\n' },
  },
})
