/** A file that looks like one for `trl sft`, and has arguments of another script. */
import { given } from '../../lookup/keys.ts'
import { isTrl, ofAnotherScript } from '../../lookup/script-arguments.ts'
import { ofAnotherTrainer } from '../../readers/method-names.ts'
import { trl } from '../../source.ts'
import { rule } from '../rule.ts'

const mostShown = 5

export const trlOtherScript = rule({
  id: 'trl/other-script',
  severity: 'hint',
  stage: 'worker',
  consequence: 'refuses',
  sources: [trl('trl/scripts/sft.py:135'), trl('trl/scripts/utils.py:355')],
  reads: {
    options: [],
    files: ['trl'],
  },
  files: {
    *check({ files }) {
      for (const file of files) {
        if (file.reading.kind !== 'trl' || isTrl(file)) continue
        const strangers = ofAnotherScript(file)
        const [first] = strangers
        if (!first || strangers.some(({ path }) => ofAnotherTrainer.test(path))) continue
        const names = [...new Set(strangers.map(({ path }) => path.split('.')[0] as string))]
        yield {
          spot: given(file, first),
          facts: { keys: [...names.slice(0, mostShown), ...(names.length > mostShown ? ['…'] : [])] },
        }
      }
    },
    example: {
      bad: {
        'train.yaml':
          'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\nprompt_template: chat\nmetrics_port: 9000\n',
      },
      good: { 'train.yaml': 'model_name_or_path: m\ndataset_name: d\nuse_peft: true\ndtype: bfloat16\n' },
    },
  },
})
