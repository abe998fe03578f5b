/** An engine that starts a run on one machine or several: what it is told, and the files it reads. */
import type { Run } from '../../config.ts'
import type { Source } from '../../source.ts'
import type { EmittedFile, Plan, Remarks } from '../emitter.ts'

/** What `--job NAME=VALUE` may say. */
export interface Setting {
  readonly name: string
  /** A regular expression (source) that the whole value must match. */
  readonly pattern: string
  /** For the message where it doesn't. */
  readonly example: string
  readonly required?: true
}

/** A run with its files and `launch.sh`, which every machine starts with its own rank. */
export interface Job {
  readonly run: Run
  readonly plan: Plan
  /** Arguments that let `launch.sh` continue from the last checkpoint; none where the script can't. */
  readonly resume: readonly string[]
  readonly settings: ReadonlyMap<string, string>
  /** Commands that install the packages. */
  readonly install: readonly string[]
}

export interface Engine {
  /** Permanent: what `--to` takes. */
  readonly id: string
  /** As it calls itself. */
  readonly title: string
  readonly settings: readonly Setting[]
  readonly files: (job: Job, remarks: Remarks) => readonly EmittedFile[]
  /** The command that hands the job over, for the message after writing. */
  readonly submit: string
  readonly sources: readonly [Source, ...Source[]]
}

export const engine = <const E extends Engine>(one: E): E => one

/** Any text on one line. */
export const anyText = '^[^\\n\\r\\u0000-\\u001f]+$'
/** A name as DNS allows it, which Kubernetes and SkyPilot want. */
export const dnsName = '^[a-z0-9]([a-z0-9-]{0,50}[a-z0-9])?$'
