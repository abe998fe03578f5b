/** Every advice, errors first. */

import type { Advice, AdviceRule, Seen } from './advice.ts'
import { cacheFlushedOften } from './cache-flushed-often.ts'
import { clippingEveryStep } from './clipping-every-step.ts'
import { fp16Overflows } from './fp16-overflows.ts'
import { gpusIdle } from './gpus-idle.ts'
import { gradientZero } from './gradient-zero.ts'
import { learningRateEndedEarly } from './learning-rate-ended-early.ts'
import { lossDiverges } from './loss-diverges.ts'
import { lossDoesNotFall } from './loss-does-not-fall.ts'
import { lossNotFinite } from './loss-not-finite.ts'
import { lossSpikes } from './loss-spikes.ts'
import { memoryLeftOver } from './memory-left-over.ts'
import { outOfMemory } from './out-of-memory.ts'
import { overfitting } from './overfitting.ts'

export const adviceRules: readonly AdviceRule[] = [
  outOfMemory,
  lossNotFinite,
  gradientZero,
  lossDiverges,
  learningRateEndedEarly,
  overfitting,
  lossSpikes,
  cacheFlushedOften,
  fp16Overflows,
  lossDoesNotFall,
  clippingEveryStep,
  memoryLeftOver,
  gpusIdle,
]

/** Every advice that the history gives cause for. */
export const advise = (seen: Seen): readonly Advice[] =>
  adviceRules.flatMap(({ id, severity, check }) => {
    const found = check(seen)
    return found ? [{ rule: id, severity, ...found }] : []
  })
