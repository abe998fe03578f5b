/** A known fault of a release: which releases have it, under which settings, what happens, and where it was reported. */
import type { When } from '../fields/when.ts'
import type { Source } from '../source.ts'
import type { Released } from '../tools/tool.ts'

export interface Fault {
  /** Permanent: `deepspeed/wrong-zero2-gradients`. */
  readonly id: string
  readonly package: Released
  /** The releases that have it: `>=0.17.6 <0.18.3`. */
  readonly releases: string
  /** The settings under which it appears, as the tools resolve them. */
  readonly when: When
  /** What the run does: stops, waits forever, learns or saves something wrong, needs more memory than it should, or is slow. */
  readonly effect: 'fails' | 'hangs' | 'wrong' | 'memory' | 'slow'
  /** The title of the thread, as its authors wrote it. */
  readonly title: string
  readonly thread: Source
  /**
   * How the range is known: `thread` from what the thread says, `source` from reading both releases at its end, `reported` where
   * the thread names the release it was seen in and no other release was looked at.
   */
  readonly proof: 'thread' | 'source' | 'reported'
}

/** A thread or a page, read on 2026-12-01. */
export const thread = (url: string): Source => ({ url, checked: '2026-12-01' })
