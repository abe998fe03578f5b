/** What every source of a run says, which of them wins and why: claims → the effective run. */
import type { Target, Value } from './fields/field.ts'
import type { FieldKey } from './fields/index.ts'
import { argumentOfPath } from './launcher-arguments.ts'
import type { Node, Place } from './python/yaml/node.ts'
import type { Refused, Written } from './readers/reader.ts'
import { type Names, namesOf } from './readers/tree.ts'
import type { ReadFile } from './rules/file-rule.ts'
import { page, type Source } from './source.ts'

/** Whose name it is: a flag of torchrun and one of `accelerate launch` can be spelled alike. `trainer` is every script that parses TrainingArguments. */
export type ClaimTool =
  | 'accelerate'
  | 'torchrun'
  | 'deepspeed-launcher'
  | 'mpirun'
  | 'slurm'
  | 'shell'
  | 'deepspeed'
  | 'trainer'
  | 'trl'
  | 'mlperf'
  | 'peft'
  | 'axolotl'
  | 'llama-factory'
  | 'ms-swift'
  | 'lora-wizard'

/** How a value is said. */
export type ClaimSource =
  /** A key at the top level of a file. */
  | 'key'
  /** A key inside a section of a file. */
  | 'section'
  /** An argument of a command. */
  | 'flag'
  /** A key of DeepSpeed's own JSON. */
  | 'json'
  /** A variable that the shell exports, or sets for one command. */
  | 'environment'
  /** A header line of a batch job. */
  | 'scheduler'
  /** A program that starts the launcher and adds to what it is told. */
  | 'wrapper'
  /** Follows from something else that is said: an adapter file means an adapter. */
  | 'implied'
  /** What the tool uses if nobody says anything. */
  | 'tool-default'

/** Why a value that is given cannot be read here. */
export type WhyUnknown =
  /** A variable that the script does not set, or sets more than once. */
  | 'variable'
  /** The output of a command: `$(hostname)`. */
  | 'substitution'
  /** A pattern or an array whose words only the shell knows. */
  | 'expansion'
  /** A script or a program of the user's own decides. */
  | 'wrapper'
  /** The tool does not accept the value, so nobody knows what was meant. */
  | 'refused'

export type ClaimValue =
  /** `node`: the value as Python reads it from a file, where it comes from a file. */
  | { readonly known: true; readonly value: Value; readonly node?: Node }
  /** `text`: as it is written. */
  | { readonly known: false; readonly text: string; readonly why: WhyUnknown }

export const known = (value: Value, node?: Node): ClaimValue => ({ known: true, value, ...(node && { node }) })
export const unknown = (text: string, why: WhyUnknown): ClaimValue => ({ known: false, text, why })

/** Where a claim is in the text that was read. */
export interface Location {
  /** The name as the text spells it, dotted where it is in a section. */
  readonly path: string
  /** Where the name begins. */
  readonly at: Place
  /** Where the value begins. */
  readonly valueAt: Place
  /** The offset behind the value. */
  readonly end: number
}

/** One value that a file, a command or a tool gives to one name. No claim: nobody says anything about the name. */
export interface Claim {
  readonly tool: ClaimTool
  /** As the tool calls it, with underscores and without dashes in front; dotted for a key in a section. What Accelerate copies from a section has the name of the launcher's argument. */
  readonly name: string
  /** The option it is, where there is one. */
  readonly key?: FieldKey
  readonly value: ClaimValue
  readonly source: ClaimSource
  /** Absent for what a tool uses by itself. */
  readonly location?: Location
  /** Other claims hold its meaning, or it has none beyond what every run means: who keeps only options loses nothing. */
  readonly accounted?: true
  /** Which launch of a script it belongs to, counted from 0; absent where it holds for all of them. */
  readonly launch?: number
}

/** A claim and the file that makes it. */
export interface FileClaim extends Claim {
  readonly file?: ReadFile
}

/** Why one claim wins over another. */
export type WinReason =
  | 'last-of-a-repeated-flag'
  | 'last-of-a-repeated-key'
  | 'later-file'
  | 'flag-over-file'
  | 'section-over-top-level'
  | 'json-over-section'
  | 'script-over-launcher'
  | 'flag-over-environment'
  | 'file-over-environment'
  | 'environment-over-header'
  | 'said-over-implied'
  | 'said-over-default'

const read = (version: string, url: string): Source => ({ url, version, checked: '2026-12-01' })

/** Where it can be read that one kind of claim wins over another. */
export const winSources: Readonly<Record<WinReason, readonly [Source, ...Source[]]>> = {
  'last-of-a-repeated-flag': [page('https://docs.python.org/3/library/argparse.html#action')],
  'last-of-a-repeated-key': [page('https://docs.python.org/3/library/json.html#repeated-names-within-an-object')],
  'later-file': [read('trl 1.16.0', 'trl/scripts/utils.py:340')],
  'flag-over-file': [
    read('accelerate 1.15.0', 'src/accelerate/commands/launch.py:1276'),
    read('trl 1.16.0', 'trl/scripts/utils.py:345'),
  ],
  'section-over-top-level': [read('accelerate 1.15.0', 'src/accelerate/commands/launch.py:1267-1283')],
  'json-over-section': [read('accelerate 1.15.0', 'src/accelerate/utils/dataclasses.py:1507-1532')],
  'script-over-launcher': [read('transformers 5.24.0', 'src/transformers/training_args.py:1614-1618')],
  'flag-over-environment': [read('accelerate 1.15.0', 'src/accelerate/utils/launch.py:133-175')],
  'file-over-environment': [read('accelerate 1.15.0', 'src/accelerate/utils/launch.py:133-175')],
  'environment-over-header': [page('https://slurm.schedmd.com/sbatch.html#lbAI')],
  'said-over-implied': [read('accelerate 1.15.0', 'src/accelerate/commands/launch.py:1280')],
  'said-over-default': [read('accelerate 1.15.0', 'src/accelerate/commands/launch.py:1280')],
}

/** A claim without effect, and why. */
export interface Beaten {
  readonly claim: FileClaim
  readonly reason: WinReason
}

/** What one name of one tool really is. */
export interface Decision {
  readonly tool: ClaimTool
  readonly name: string
  readonly winner: FileClaim
  /** In the order in which they were said. */
  readonly beaten: readonly Beaten[]
}

/** Every claim of a run, decided. */
export interface EffectiveClaims {
  /** What a name of a tool is; undefined where nobody says anything. */
  readonly of: (tool: ClaimTool, name: string) => Decision | undefined
  /** What an option is, whichever tool says it. */
  readonly option: (key: FieldKey) => Decision | undefined
  readonly decisions: readonly Decision[]
}

/** The larger number wins. The tool's default loses to everything; what a command says wins over what is written in files. */
const strength: Readonly<Record<ClaimSource, number>> = {
  'tool-default': 0,
  implied: 1,
  scheduler: 2,
  environment: 3,
  wrapper: 4,
  key: 5,
  section: 6,
  json: 7,
  flag: 8,
}

/** Why `winner` wins over `loser`, of which the sources differ. */
function reasonOf(winner: FileClaim, loser: FileClaim): WinReason {
  if (loser.source === 'tool-default') return 'said-over-default'
  if (loser.source === 'implied') return 'said-over-implied'
  if (loser.source === 'scheduler')
    return winner.source === 'flag' ? 'flag-over-environment' : 'environment-over-header'
  if (loser.source === 'environment' || loser.source === 'wrapper')
    return winner.source === 'flag' ? 'flag-over-environment' : 'file-over-environment'
  if (winner.source === 'flag') return 'flag-over-file'
  return winner.source === 'json' ? 'json-over-section' : 'section-over-top-level'
}

/** Between claims of the same source, the later one counts: argparse and PyYAML both keep the last. */
function repeated(winner: FileClaim, loser: FileClaim): WinReason {
  if (winner.file !== loser.file) return 'later-file'
  return winner.source === 'flag' ? 'last-of-a-repeated-flag' : 'last-of-a-repeated-key'
}

/** Of claims about one name of one tool, in the order in which they are said, the one that counts and what it beats. */
function decide(claims: readonly FileClaim[]): { readonly winner: FileClaim; readonly beaten: readonly Beaten[] } {
  let winner = claims[0] as FileClaim
  for (const claim of claims.slice(1)) if (strength[claim.source] >= strength[winner.source]) winner = claim
  const beaten = claims
    .filter((claim) => claim !== winner)
    .map((claim) => ({
      claim,
      reason: claim.source === winner.source ? repeated(winner, claim) : reasonOf(winner, claim),
    }))
  return { winner, beaten }
}

/** Tools that read what starts the script; what the script itself is told wins over them. */
const launchers: ReadonlySet<ClaimTool> = new Set(['accelerate', 'torchrun', 'deepspeed-launcher', 'mpirun', 'slurm'])

/** Of the decisions of several tools about one option, the one that counts. */
function across(decisions: readonly Decision[]): Decision {
  let best = decisions[0] as Decision
  const beaten: Beaten[] = []
  for (const next of decisions.slice(1)) {
    const [winner, loser] = wins(next, best) ? [next, best] : [best, next]
    beaten.push({ claim: loser.winner, reason: reasonAcross(winner, loser) }, ...loser.beaten)
    best = winner
  }
  return beaten.length === 0 ? best : { ...best, beaten: [...best.beaten, ...beaten] }
}

const spoken = ({ winner }: Decision): boolean => winner.source !== 'tool-default' && winner.source !== 'implied'

/** Decisions come in the order of the files, in which the later one counts. */
function wins(later: Decision, earlier: Decision): boolean {
  if (spoken(later) !== spoken(earlier)) return spoken(later)
  if (later.tool === 'deepspeed' || earlier.tool === 'deepspeed') return later.tool === 'deepspeed'
  return launchers.has(earlier.tool) || !launchers.has(later.tool)
}

function reasonAcross(winner: Decision, loser: Decision): WinReason {
  if (!spoken(loser)) return loser.winner.source === 'implied' ? 'said-over-implied' : 'said-over-default'
  if (winner.tool === 'deepspeed') return 'json-over-section'
  if (launchers.has(loser.tool) && !launchers.has(winner.tool)) return 'script-over-launcher'
  return winner.winner.source === 'flag' && loser.winner.source !== 'flag' ? 'flag-over-file' : 'later-file'
}

/** Whether two claims are one statement that says several options, as `adapter: qlora` says a method and a quantization. */
const sameStatement = (one: FileClaim, other: FileClaim): boolean =>
  one.file === other.file &&
  one.location !== undefined &&
  one.location.at.offset === other.location?.at.offset &&
  one.source === other.source

/** Claims in the order in which the files speak → what each name really is. */
export function resolveClaims(claims: Iterable<FileClaim>): EffectiveClaims {
  const groups = new Map<string, FileClaim[]>()
  for (const claim of claims) {
    const id = `${claim.tool} ${claim.name}`
    const group = groups.get(id)
    if (group) group.push(claim)
    else groups.set(id, [claim])
  }
  const decisions: Decision[] = []
  const names = new Map<string, Decision>()
  const options = new Map<FieldKey, Decision[]>()
  for (const [id, group] of groups) {
    const { tool, name } = group[0] as FileClaim
    const heads = group.filter((claim, place) => place === 0 || !sameStatement(claim, group[place - 1] as FileClaim))
    const { winner, beaten } = decide(heads)
    for (const claim of group) {
      if (claim !== winner && !sameStatement(claim, winner)) continue
      const decision = { tool, name, winner: claim, beaten }
      decisions.push(decision)
      if (!names.has(id)) names.set(id, decision)
      const { key, value } = claim
      // Of a value that the tool refuses nobody knows what it should have been.
      if (key === undefined || (!value.known && value.why === 'refused')) continue
      const same = options.get(key)
      if (same) same.push(decision)
      else options.set(key, [decision])
    }
  }
  return {
    of: (tool, name) => names.get(`${tool} ${name}`),
    option: (key) => {
      const found = options.get(key)
      return found && across(found)
    },
    decisions,
  }
}

/** Everything that files say, in the order in which they speak. */
export function* claimsOf(files: readonly ReadFile[]): Generator<FileClaim> {
  for (const file of files) {
    for (const claim of file.reading.claims ?? claimsOfReading(file)) yield { ...claim, file }
  }
}

/** Which tool reads the keys of a kind of file. */
const toolOfKind: Readonly<Record<string, ClaimTool>> = {
  accelerate: 'accelerate',
  deepspeed: 'deepspeed',
  'peft-adapter': 'peft',
  trl: 'trl',
  axolotl: 'axolotl',
  'llama-factory': 'llama-factory',
  'ms-swift': 'ms-swift',
  'llama-factory-export': 'llama-factory',
  'axolotl-merge': 'axolotl',
  'ms-swift-export': 'ms-swift',
  'lora-wizard': 'lora-wizard',
}

const claimsOfReading = (file: ReadFile): readonly Claim[] =>
  file.reading.kind === 'launch-script' ? claimsOfCommand(file) : claimsOfTree(file)

const locationOf = ({ path, at, valueAt, end }: Written): Location => ({ path, at, valueAt, end })

/** The claims of a file of keys: what its reader understood, what it did not know and what it refused. */
function claimsOfTree({ reading }: ReadFile): readonly Claim[] {
  const tool = toolOfKind[reading.kind]
  if (tool === undefined) return []
  const source = ({ path }: Written): ClaimSource =>
    reading.kind === 'deepspeed' ? 'json' : path.includes('.') ? 'section' : 'key'
  const name = tool === 'accelerate' ? argumentOfPath : (path: string) => path
  const common = (one: Written) => ({ tool, name: name(one.path), source: source(one), location: locationOf(one) })
  return [
    // A key without a value says nothing.
    ...reading.given
      .filter(({ value }) => value !== null)
      .map((one): Claim => ({ ...common(one), key: one.key, value: known(one.value) })),
    ...[...reading.unknown, ...(reading.passed ?? [])].map(
      (one): Claim => ({ ...common(one), value: known(one.value) }),
    ),
    ...(reading.understood ?? []).map((one): Claim => ({ ...common(one), value: known(one.value), accounted: true })),
    ...(reading.open ?? []).map(
      (one): Claim => ({ ...common(one), key: one.key, value: unknown(one.value, 'wrapper') }),
    ),
    ...reading.refused.map((one): Claim => ({ ...common(one), ...refusedValue(one) })),
  ].sort((one, other) => (one.location?.at.offset ?? 0) - (other.location?.at.offset ?? 0))
}

const refusedValue = ({ refusal }: Refused) => ({
  key: refusal.key as FieldKey,
  value: unknown('value' in refusal ? refusal.value : '', 'refused'),
})

const targets: Readonly<Partial<Record<ClaimTool, Target>>> = {
  accelerate: 'launch',
  trainer: 'trainer',
  trl: 'trl',
  mlperf: 'mlperf',
}
const argumentNames = new Map<ClaimTool, Names>()

/** The arguments of a tool that are options. */
function namesOfTool(tool: ClaimTool): Names {
  const target = targets[tool]
  const names = argumentNames.get(tool) ?? (target ? namesOf(target) : new Map<string, FieldKey>())
  argumentNames.set(tool, names)
  return names
}

/** The claims of a command: the launcher's before the script, the script's behind it. */
function claimsOfCommand({ reading }: ReadFile): readonly Claim[] {
  const scripts = reading.given.filter(({ path }) => path === 'script')
  const script = scripts[0]?.at.offset ?? Number.POSITIVE_INFINITY
  const launcher: ClaimTool = reading.elsewhere ? 'torchrun' : 'accelerate'
  const dialect = reading.answers['output.trainer']
  const trainer: ClaimTool = dialect === 'trl' || dialect === 'mlperf' ? dialect : 'trainer'
  const tool = ({ at }: Written): ClaimTool => (at.offset < script ? launcher : trainer)
  const common = (one: Written) => ({
    tool: tool(one),
    name: one.path,
    source: 'flag' as const,
    location: locationOf(one),
  })
  return [
    ...reading.given
      .filter(({ value }) => value !== null)
      .map((one): Claim => ({ ...common(one), key: one.key, value: known(one.value) })),
    ...reading.unknown.map((one): Claim => {
      const key = namesOfTool(tool(one)).get(one.path)
      return { ...common(one), ...(key && { key }), value: unknown(one.value, 'variable') }
    }),
    ...reading.refused.map((one): Claim => ({ ...common(one), ...refusedValue(one) })),
  ].sort((one, other) => (one.location?.at.offset ?? 0) - (other.location?.at.offset ?? 0))
}
