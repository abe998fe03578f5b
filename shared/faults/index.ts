/** The known faults of all packages. */
import { accelerateFaults } from './accelerate.ts'
import { deepspeedFaults } from './deepspeed.ts'
import type { Fault } from './fault.ts'
import { peftFaults } from './peft.ts'
import { transformersFaults } from './transformers.ts'
import { trlFaults } from './trl.ts'

export const faults: readonly Fault[] = [
  ...accelerateFaults,
  ...deepspeedFaults,
  ...transformersFaults,
  ...peftFaults,
  ...trlFaults,
]
