/** rsLoRA divides by the root of the rank, so an alpha meant for plain LoRA becomes a much larger scale. */
import { page, peft } from '../../source.ts'
import { rule } from '../rule.ts'

/** The alpha that scales as plain LoRA does with twice the rank. */
const sounder = (rank: number): number => Math.round(2 * Math.sqrt(rank))

export const peftLargeRsloraScale = rule({
  id: 'peft/large-rslora-scale',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [peft('src/peft/tuners/lora/layer.py:279'), page('https://arxiv.org/abs/2312.03732')],
  reads: {
    options: ['lora.lora_alpha', 'lora.use_rslora', 'lora.r', 'method.name'],
  },
  run: {
    check: ({ config }) => {
      if (config['method.name'] === 'full' || !config['lora.use_rslora']) return undefined
      const scale = config['lora.lora_alpha'] / Math.sqrt(config['lora.r'])
      const plain = config['lora.lora_alpha'] / config['lora.r']
      return scale > 4
        ? { scale: Number(scale.toPrecision(3)), plain: Number(plain.toPrecision(3)), alpha: sounder(config['lora.r']) }
        : undefined
    },
    fix: ({ config }) => ({ 'lora.lora_alpha': sounder(config['lora.r']) }),
    example: {
      bad: { 'lora.r': 16, 'lora.lora_alpha': 32, 'lora.use_rslora': true },
      good: { 'lora.r': 64, 'lora.lora_alpha': 16, 'lora.use_rslora': true },
    },
  },
})
