/** A run → what it is in a few words: method, how the work is shared, what is kept elsewhere. */
import type { Run } from '../../shared/config.ts'
import { fill, type Sentences } from '../../shared/pages.ts'

export function wayText({ config }: Run, sentences: Sentences): string {
  const text = (id: string, facts: Readonly<Record<string, string | number>> = {}) =>
    fill(sentences(`search.${id}`) ?? id, facts)
  const adapter = config['method.name'] !== 'full'
  const stored = adapter ? config['method.quantization'] : 'none'
  const weights = stored === 'nf4' && config['method.double_quant'] ? 'double' : stored
  return [
    text(`methods.${config['method.name']}`),
    ...(weights === 'none' ? [] : [text(`weights.${weights}`)]),
    strategyText(config, text),
    ...awayTexts(config, text),
  ].join(' · ')
}

type Text = (id: string, facts?: Readonly<Record<string, string | number>>) => string

function strategyText(config: Run['config'], text: Text): string {
  switch (config['accelerate.distributed_type']) {
    case 'DEEPSPEED':
      return text('strategies.zero', { stage: config['deepspeed.zero_stage'] })
    case 'FSDP':
      return text('strategies.fsdp', { version: config['fsdp.fsdp_version'] })
    default:
      return text(config['accelerate.num_processes'] > 1 ? 'strategies.ddp' : 'strategies.single')
  }
}

const named = { none: '', cpu: 'CPU', nvme: 'NVMe' } as const

/** What does not stay on the card. */
function awayTexts(config: Run['config'], text: Text): readonly string[] {
  const type = config['accelerate.distributed_type']
  if (type === 'FSDP') return config['fsdp.fsdp_offload_params'] ? [text('away.both', { device: 'CPU' })] : []
  if (type !== 'DEEPSPEED') return []
  const stage = config['deepspeed.zero_stage']
  const optimizer = stage >= 2 ? config['deepspeed.offload_optimizer_device'] : 'none'
  const parameters = stage === 3 ? config['deepspeed.offload_param_device'] : 'none'
  if (optimizer !== 'none' && optimizer === parameters) return [text('away.both', { device: named[optimizer] })]
  return [
    ...(optimizer === 'none' ? [] : [text('away.optimizer', { device: named[optimizer] })]),
    ...(parameters === 'none' ? [] : [text('away.parameters', { device: named[parameters] })]),
  ]
}
