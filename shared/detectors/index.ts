/** Every detector, in the order they are tried. */
import { amd } from './amd.ts'
import { ascend } from './ascend.ts'
import type { Detector } from './detector.ts'
import { gaudi } from './gaudi.ts'
import { nvidia } from './nvidia.ts'

export const detectors: readonly Detector[] = [nvidia, amd, gaudi, ascend]
