/** A setting under which the release that is meant has a known fault. */
import type { Fault } from '../../faults/fault.ts'
import { faults } from '../../faults/index.ts'
import type { FieldKey } from '../../fields/index.ts'
import { holds, keysOf, type When } from '../../fields/when.ts'
import { beginning, given } from '../../lookup/keys.ts'
import { satisfies } from '../../versions.ts'
import type { FileSet, Spot } from '../file-rule.ts'
import { rule } from '../rule.ts'

/** Groups whose options an Accelerate file decides, also those that it leaves out. */
const decidedByFile = ['accelerate', 'deepspeed', 'fsdp']

/** Whether the files say what an option is; a guess about it is no reason to warn of a fault. */
function isSaid({ files, unknown }: FileSet, key: FieldKey): boolean {
  if (unknown.has(key)) return false
  if (files.some(({ reading }) => Object.hasOwn(reading.answers, key))) return true
  const group = key.split('.')[0] as string
  return decidedByFile.includes(group) && files.some(({ reading }) => reading.kind === 'accelerate')
}

/** Whether a condition holds whatever the options are that no file says. */
function surely(condition: When, set: FileSet): boolean {
  if ('all' in condition) return condition.all.every((part) => surely(part, set))
  if ('any' in condition) return condition.any.some((part) => surely(part, set))
  const said = keysOf(condition).every((key) => isSaid(set, key as FieldKey))
  return said && holds(condition, (key) => set.run.config[key as FieldKey])
}

/** The first of the options that a file gives. */
function spotOf({ files }: FileSet, keys: readonly string[]): Spot | undefined {
  for (const key of keys)
    for (const file of files) {
      const one = file.reading.given.find((each) => each.key === key)
      if (one) return given(file, one)
    }
  const [file] = files
  return file && beginning(file, keys[0])
}

export const releasesKnownFault = rule({
  id: 'releases/known-fault',
  severity: 'warning',
  stage: 'training',
  consequence: 'quiet',
  sources: [(faults[0] as Fault).thread, ...faults.slice(1).map(({ thread }) => thread)],
  reads: {
    options: [...new Set(faults.flatMap((fault) => keysOf(fault.when)))] as FieldKey[],
    files: 'any',
  },
  files: {
    *check(set) {
      for (const fault of faults) {
        const installed = set.versions[fault.package]
        if (!satisfies(installed, fault.releases)) continue
        if (!surely(fault.when, set)) continue
        const keys = [...new Set(keysOf(fault.when))]
        // The narrowest setting stands last in a condition.
        const spot = spotOf(set, [...keys].reverse())
        if (!spot) continue
        const { package: name, title, thread, releases } = fault
        yield { spot, facts: { package: name, release: installed, releases, title, thread: thread.url } }
      }
    },
    example: {
      bad: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml -m trl.scripts.sft --model_name_or_path m --dataset_name d --max_length 1024 --bf16 True --dtype bfloat16 --use_peft True --lora_target_modules all-linear --load_in_4bit True --bnb_4bit_quant_storage bfloat16 --optim paged_adamw_8bit\n',
      },
      good: {
        'accelerate.yaml':
          'distributed_type: FSDP\nnum_processes: 2\nmixed_precision: bf16\nfsdp_config:\n  fsdp_version: 2\n  fsdp_auto_wrap_policy: TRANSFORMER_BASED_WRAP\n',
        'launch.sh':
          'accelerate launch --config_file accelerate.yaml -m trl.scripts.sft --model_name_or_path m --dataset_name d --max_length 1024 --bf16 True --dtype bfloat16 --use_peft True --lora_target_modules all-linear --load_in_4bit True --bnb_4bit_quant_storage bfloat16 --optim adamw_torch_fused\n',
      },
    },
  },
})
