/** What a preset is: answers that somebody stands behind. */
import type { Answers } from '../config.ts'
import type { Source } from '../source.ts'

export interface Preset {
  /** Permanent. */
  readonly id: string
  readonly answers: Answers
  /** Who stands behind it. */
  readonly sources: readonly [Source, ...Source[]]
}

export const preset = <const P extends Preset>(one: P): P => one
