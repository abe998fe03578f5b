/** TRL loads the base model in 32 bits unless it is told another format. */
import { beginning, given } from '../../lookup/keys.ts'
import { argumentFiles, isTrl } from '../../lookup/script-arguments.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

export const trlFloat32Model = rule({
  id: 'trl/float32-model',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  releases: { trl: '>=1.0.0' },
  sources: [trl('trl/trainer/model_config.py:90-96'), trl('trl/scripts/sft.py:70-75')],
  reads: {
    options: ['method.name', 'model.id'],
    files: ['launch-script', 'trl'],
  },
  files: {
    *check(set) {
      const files = argumentFiles(set, ['trl', 'launch-script']).filter(isTrl)
      // The command may say what its file leaves out, and the other way round.
      if (
        files.some(
          ({ text, reading }) =>
            /\b(torch_)?dtype\b/.test(text) ||
            reading.references.some(
              ({ kind, file }) => kind === 'trl' && !files.some(({ path }) => path.endsWith(file.replace(/^\.\//, ''))),
            ),
        )
      )
        return
      const file = files.find(({ reading }) => reading.kind === 'trl') ?? files[0]
      // Full fine-tuning may want its weights in 32 bits.
      if (!file || set.run.config['method.name'] === 'full') return
      const one = file.reading.given.find(({ key }) => key === 'model.id')
      yield {
        spot: one ? given(file, one) : beginning(file, 'dtype'),
        facts: { model: set.run.answers['model.id'] ?? '—' },
        ...(file.reading.language === 'yaml' && { fix: [{ path: ['dtype'], value: 'bfloat16' }] }),
      }
    },
    example: {
      bad: {
        'train.yaml': 'model_name_or_path: meta-llama/Llama-3.1-8B\ndataset_name: d\nuse_peft: true\nbf16: true\n',
      },
      good: {
        'train.yaml':
          'model_name_or_path: meta-llama/Llama-3.1-8B\ndataset_name: d\nuse_peft: true\nbf16: true\ndtype: bfloat16\n',
      },
    },
  },
})
