/** An adapter that is larger than the matrix it adapts. */
import { exactModel, modelOfRun } from '../../catalog/resolve-model.ts'
import { targetedLinears } from '../../estimate/trainables.ts'
import { names } from '../../lookup/run.ts'
import { page, peft } from '../../source.ts'
import { rule } from '../rule.ts'

export const peftRankTooLarge = rule({
  id: 'peft/rank-too-large',
  severity: 'warning',
  stage: 'training',
  consequence: 'costs',
  sources: [peft('src/peft/tuners/lora/layer.py:263'), page('https://arxiv.org/abs/2106.09685')],
  reads: {
    options: ['lora.r', 'lora.target_modules', 'model.id', 'method.name'],
  },
  run: {
    check: (run) => {
      const { config } = run
      const model = config['method.name'] === 'full' ? undefined : exactModel(modelOfRun(run))
      if (!model) return undefined
      const wanted = config['lora.target_modules']
      const linears = targetedLinears(model, wanted === 'all-linear' ? 'all-linear' : names(wanted))
      const narrow = linears.reduce<{ path: string; width: number } | undefined>((least, one) => {
        const width = Math.min(one.in, one.out)
        return !least || width < least.width ? { path: one.path, width } : least
      }, undefined)
      return narrow && config['lora.r'] > narrow.width
        ? { rank: config['lora.r'], module: narrow.path, width: narrow.width }
        : undefined
    },
    fix: () => ({ 'lora.r': null }),
    example: {
      bad: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.r': 2048 },
      good: { 'model.id': 'meta-llama/Llama-3.1-8B', 'lora.r': 256 },
    },
  },
})
