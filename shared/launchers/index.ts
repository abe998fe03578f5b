/** Every launcher that is known, in the order in which they are asked about a word. */
import { accelerateLaunch } from './accelerate.ts'
import { deepspeedLauncher } from './deepspeed.ts'
import type { Launcher } from './launcher.ts'
import { torchrun } from './torchrun.ts'
import { axolotl, llamaFactory, msSwift } from './trainers.ts'

export const launchers: readonly Launcher[] = [
  accelerateLaunch,
  torchrun,
  deepspeedLauncher,
  axolotl,
  llamaFactory,
  msSwift,
]
