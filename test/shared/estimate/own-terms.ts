/** Published runs that were written down in the estimator's own terms (measured-2.tsv) → workloads and figures. */
import { parseGpu } from '../../../shared/catalog/gpu-names.ts'
import { exactModel, resolveModel } from '../../../shared/catalog/resolve-model.ts'
import { type Workload, workload } from '../../../shared/estimate/workload.ts'
import type { Row } from '../../upstream-table.ts'
import type { Metric, Published } from './published.ts'

const yes = (cell: string | undefined): boolean => cell === 'yes'
const figure = (cell: string | undefined): number | null => (cell ? Number(cell) : null)

/** The workload of a row; undefined where its model comes with a config.json that is not kept here. */
function workOf(row: Row): Workload | undefined {
  const model = row.config_file ? undefined : exactModel(resolveModel(row.model ?? ''))
  const answer = parseGpu(row.gpu ?? '')
  if (!model || answer.kind !== 'found') return undefined
  const gpus = Number(row.gpus || 1)
  const targets = row.targets ?? ''
  return workload({
    model,
    gpu: answer.gpu,
    gpusPerMachine: Math.min(gpus, 8),
    machines: Math.ceil(gpus / 8),
    method: row.method as Workload['method'],
    quantization: row.quant as Workload['quantization'],
    quantizedExperts: yes(row.experts_quantized),
    expertLoop: /transformers 4\./.test(row.notes ?? '') || /ms-swift/.test(row.source ?? ''),
    upcast: yes(row.upcast),
    rank: Number(row.r || 16),
    ...(targets === '' ? {} : { targets: targets === 'all-linear' ? 'all-linear' : targets.split(',') }),
    dropout: Number(row.dropout || 0),
    modulesToSave: (row.modules_to_save ?? '').split(',').filter(Boolean),
    microBatch: Number(row.micro_batch || 1),
    sequenceLength: Number(row.seq_len || 2048),
    variableLength: yes(row.varlen),
    accumulation: Number(row.accumulation || 1),
    checkpointing: yes(row.grad_ckpt),
    attention: row.attention as Workload['attention'],
    weightType: row.weight_type as Workload['weightType'],
    autocast: yes(row.autocast),
    adapterType: row.adapter as Workload['adapterType'],
    optimizer: row.optimizer as Workload['optimizer'],
    fusedOptimizer: yes(row.fused_opt),
    strategy: row.strategy as Workload['strategy'],
    offloadOptimizer: row.offload_opt as Workload['offloadOptimizer'],
    offloadParameters: row.offload_param as Workload['offloadParameters'],
    loss: row.loss as Workload['loss'],
    ligerKernels: yes(row.liger),
    stack: row.stack as Workload['stack'],
  })
}

/** A row as one scored run for each figure that it publishes; a verdict without a figure is one without a peak. */
export function inOwnTerms(row: Row): readonly Published[] {
  const work = workOf(row)
  if (!work) return []
  const figures: readonly (readonly [Metric, number | null])[] = [
    ['allocated', figure(row.alloc_gib)],
    ['nvidiaSmi', figure(row.smi_gib) ?? figure(row.other_gib)],
  ]
  const base = {
    row,
    source: row.group === 'fms-fixed' ? 'fms-acceleration fixed batches' : `${row.source}`,
    group: yes(row.varlen) ? ('variable' as const) : ('constant' as const),
    work,
    outOfMemory: row.verdict === 'oom',
    stepSeconds: figure(row.step_s),
  }
  const peaks = figures.flatMap(([metric, peak]) => (peak === null ? [] : [{ ...base, metric, peak }]))
  return peaks.length > 0 ? peaks : [{ ...base, metric: 'nvidiaSmi' as const, peak: null }]
}
