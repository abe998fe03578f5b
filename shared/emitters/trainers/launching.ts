/** How trainers start several processes, and where they look for DeepSpeed. */
import type { Answers, Run } from '../../config.ts'
import type { Phrase, Word } from '../emitter.ts'

const rank = ({ config }: Run): Word => ({
  variable: 'MACHINE_RANK',
  otherwise: String(config['accelerate.machine_rank']),
})
/** Of the first machine. An engine knows it when the run starts. */
export const address = ({ config }: Run): Word => ({
  variable: 'MAIN_PROCESS_IP',
  otherwise: config['accelerate.main_process_ip'] ?? '',
})
export const port = ({ config }: Run): Word => ({
  variable: 'MAIN_PROCESS_PORT',
  otherwise: String(config['accelerate.main_process_port'] ?? 29_500),
})

/** Flags of torchrun; none where there is one process. */
export function torchrunFlags(run: Run): readonly Phrase[] {
  const { config } = run
  const [machines, gpus] = [config['hardware.machines'], config['hardware.gpus_per_machine']]
  if (machines * gpus === 1) return []
  const each: Phrase = ['--nproc_per_node', String(gpus)]
  if (machines === 1) return [['--nnodes', '1'], each]
  return [
    ['--nnodes', String(machines)],
    each,
    ['--node_rank', rank(run)],
    ['--master_addr', address(run)],
    ['--master_port', port(run)],
  ]
}

/** The same as variables, which LLaMA-Factory and ms-swift hand to torchrun. */
export function torchrunVariables(run: Run): readonly (readonly [name: string, value: Word])[] {
  const { config } = run
  const [machines, gpus] = [config['hardware.machines'], config['hardware.gpus_per_machine']]
  const each = ['NPROC_PER_NODE', String(gpus)] as const
  if (machines === 1) return [each]
  return [
    each,
    ['NNODES', String(machines)],
    ['NODE_RANK', rank(run)],
    ['MASTER_ADDR', address(run)],
    ['MASTER_PORT', port(run)],
  ]
}

/** A trainer without the Accelerate file reads a JSON of DeepSpeed's. Batch size and clipping are numbers there, as in its own file. */
export const deepspeedInJson = ({ config }: Run): Answers =>
  config['accelerate.distributed_type'] !== 'DEEPSPEED' || config['deepspeed.deepspeed_config_file'] !== null
    ? {}
    : { 'output.deepspeed_json': true }
