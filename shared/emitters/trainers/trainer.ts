/** A trainer that runs are exported to: a table from our options to its keys, the command that starts it, and what it has no key for. */
import type { Answers, Run } from '../../config.ts'
import type { Target } from '../../fields/field.ts'
import type { FieldKey } from '../../fields/index.ts'
import type { When } from '../../fields/when.ts'
import type { Source } from '../../source.ts'
import type { Plain, ToolId } from '../../tools/tool.ts'
import type { EmittedFile, Phrase, Plan } from '../emitter.ts'

/** A key of the trainer. Several rows can have the same name; the first one that holds is written. */
export interface Row {
  /** The trainer's name, as its newest captured release spells it. A dot leads into a section. */
  readonly name: string
  /** The option that it says. Absent for a key that is written for the trainer's own sake. */
  readonly key?: FieldKey
  /** The value of every run. */
  readonly value?: Plain
  /** The trainer's spelling of our values, where it is another one. A value without an entry isn't written. */
  readonly values?: Readonly<Record<string, Plain>>
  /** `items`: a text with commas becomes a list; `whole`: a number without its fraction; `word` and `words`: a text, or a list of the one, that becomes a word of a command and may not begin with a dash; `reference`: a text in which OmegaConf would replace `${…}`; `chat`: axolotl's description of a dataset of conversations, `chat-test` of its test split; `name` and `test-name`: what LLaMA-Factory's dataset_info.json calls them. */
  readonly as?: 'items' | 'whole' | 'word' | 'words' | 'reference' | 'chat' | 'chat-test' | 'name' | 'test-name'
  readonly when?: When
}

/** Options that the trainer can't be told, and why; the sentence is `export.why-<why>` of the interface. */
export interface Loss {
  readonly why: string
  /** An option, or a whole group: `megatron_lm.*`. */
  readonly keys: readonly (FieldKey | `${string}.*`)[]
}

export interface Trainer {
  /** Permanent: what `--to` takes. */
  readonly id: string
  /** As it calls itself. */
  readonly title: string
  /** The reader that knows its file. */
  readonly kind: string
  /** The captured tool whose names are used. */
  readonly tool: ToolId
  /** The parser of that tool that reads the file. */
  readonly section: string
  /** The options with this name are written as they are, unless a row says otherwise. */
  readonly target: Target
  /** The packages that are installed for it, as pip takes them. */
  readonly packages: (run: Run) => readonly string[]
  readonly file: string
  readonly rows: readonly Row[]
  /** Options that no row says and whose one-to-one name isn't written either. */
  readonly left: readonly FieldKey[]
  readonly losses: readonly Loss[]
  /** Options that the file says and that our reader of it passes over, since they mean less harm there than elsewhere. */
  readonly trusted?: readonly FieldKey[]
  /** What the run is under this trainer, e.g. with its settings of DeepSpeed in a JSON. */
  readonly under?: (run: Run) => Answers
  /** Files beside its own. */
  readonly beside?: (run: Run) => readonly EmittedFile[]
  /** The command, without a launcher around it. */
  readonly command: (run: Run) => readonly Phrase[]
  /** What the command reads from its environment. */
  readonly environment?: (run: Run) => NonNullable<Plan['environment']>
  /** Arguments that let it continue from its last checkpoint, where it doesn't by itself. */
  readonly resume?: readonly string[]
  /** Whether `accelerate launch` and its file are put in front of the command. */
  readonly accelerate?: true
  readonly sources: readonly [Source, ...Source[]]
}

export const trainer = <const T extends Trainer>(one: T): T => one
