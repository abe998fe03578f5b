/** TRL's script given arguments that its parser does not have. */
import { trl } from '../source.ts'
import { rule } from './rule.ts'

export const trlScriptInAnotherDialect = rule({
  id: 'trl-script-in-another-dialect',
  severity: 'error',
  about: ['output.trainer', 'output.script'],
  sources: [trl('trl/scripts/sft.py'), trl('trl/trainer/model_config.py')],
  seen: 'worker',
  check: ({ config }) =>
    config['output.script'] === 'trl sft' && config['output.trainer'] !== 'trl'
      ? { dialect: config['output.trainer'] }
      : undefined,
  fix: () => ({ 'output.trainer': null }),
  example: {
    bad: { 'output.script': 'trl sft', 'output.trainer': 'mlperf' },
    good: { 'output.script': 'trl sft' },
  },
})
