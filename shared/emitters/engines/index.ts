/** Every engine that runs are exported to. */
import type { Engine } from './engine.ts'
import { kubernetes } from './kubernetes.ts'
import { ray } from './ray.ts'
import { skypilot } from './skypilot.ts'
import { slurm } from './slurm.ts'

export const engines: readonly Engine[] = [slurm, ...kubernetes, skypilot, ray]
