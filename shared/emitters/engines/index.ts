/** Every engine that runs are exported to. */
import type { Engine } from './engine.ts'
import { slurm } from './slurm.ts'

export const engines: readonly Engine[] = [slurm]
