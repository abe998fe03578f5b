/** Class names are split at commas only: a blank or a list breaks them. */
import { argument, hit, launchedOf, launcherOf, path } from '../../lookup/keys.ts'
import { pythonText, stringOf } from '../../python/values.ts'
import { accelerate } from '../../source.ts'
import { rule } from '../rule.ts'

export const fsdpSpaceInClassList = rule({
  id: 'fsdp/space-in-class-list',
  severity: 'error',
  stage: 'training',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/dataclasses.py:1926'),
    accelerate('src/accelerate/utils/dataclasses.py:2095'),
  ],
  reads: {
    options: ['fsdp.fsdp_transformer_layer_cls_to_wrap'],
    files: ['accelerate', 'launch-script', 'trl'],
  },
  files: {
    *check(set) {
      for (const { file, root } of launchedOf(set)) {
        const one = argument(root, 'fsdp_transformer_layer_cls_to_wrap')
        if (!one || launcherOf(root) !== 'fsdp') continue
        const { value } = one.entry
        const text =
          value.kind === 'sequence' ? value.items.map((item) => pythonText(item.value)).join(',') : stringOf(value)
        if (text === undefined || (value.kind !== 'sequence' && !/\s/.test(text))) continue
        const meant = text.replace(/\s+/g, '')
        yield hit(file, one, { meant }, [{ path: path(one.path), value: meant }])
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_transformer_layer_cls_to_wrap: LlamaDecoderLayer, MistralDecoderLayer\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 8\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n  fsdp_transformer_layer_cls_to_wrap: LlamaDecoderLayer,MistralDecoderLayer\n',
      },
    },
  },
})
