/** A file that another one names does not exist. */
import { accelerate } from '../source.ts'
import { fileRule, type ReadFile } from './file-rule.ts'
import { acceleratesOf, argument, given, launcherOf } from './look.ts'

/** Filled in by a shell, a template or a person before the file is used. */
const filledIn = /[$`{}<>*]/

/** Whether the launcher looks at the section that names the file. */
function looked({ reading: { kind, document } }: ReadFile, path: string): boolean {
  const root = document?.root
  if (kind !== 'accelerate' || root?.kind !== 'mapping') return true
  return !path.startsWith('deepspeed_config.') || launcherOf(root) === 'deepspeed'
}

const moves = /(?:^|[;&|]|\bthen|\bdo)[ \t]*(?:cd|pushd)[ \t]+(?!"?\$\(dirname)|--chdir|^#SBATCH +-D\b/m
const makes = />|\b(?:tee|cp|mv|ln|curl|wget)\s/

/** Whether a script changes its folder before it names the file, or writes the file itself. */
function scripted({ reading, text }: ReadFile, name: string, offset: number): boolean {
  if (reading.kind !== 'launch-script') return false
  const before = text.slice(0, offset)
  if (!name.startsWith('/') && moves.test(before)) return true
  const last = name.split('/').at(-1) as string
  return before.split('\n').some((line) => line.includes(last) && makes.test(line))
}

export const namedFileIsNotThere = fileRule({
  id: 'named-file-is-not-there',
  severity: 'error',
  judge: 'worker',
  seen: 'worker',
  sources: [
    accelerate('src/accelerate/utils/deepspeed.py:135'),
    accelerate('src/accelerate/commands/config/config_args.py:45'),
  ],
  *check(set) {
    const { files, exists } = set
    // Hosts are looked up by DeepSpeed's own launcher and by mpirun.
    const trees = acceleratesOf(set)
    const hosts =
      trees.length === 0 ||
      trees.some(({ root }) => {
        const machines = argument(root, 'num_machines')
        const launcher = launcherOf(root)
        return (
          launcher === 'simple' ||
          (launcher === 'deepspeed' &&
            Number(machines?.entry.value.kind === 'scalar' ? machines.entry.value.text : 1) > 1)
        )
      })
    for (const file of files) {
      for (const one of file.reading.references) {
        if (one.kind === 'host-file' && !hosts) continue
        if (one.file === 'none' || one.file === '' || filledIn.test(one.file)) continue
        if (!looked(file, one.path) || scripted(file, one.file, one.at.offset)) continue
        // A JSON may also be given as base64 text.
        if (exists(one.file, file.path) !== false) continue
        // Accelerate opens it where it is started. Others are started from their project, and without its folder it is not here.
        const folder = one.file.replace(/\/?[^/]*$/, '')
        if (file.reading.kind !== 'accelerate' && folder !== '' && exists(folder, file.path) === false) continue
        yield { spot: given(file, one), facts: { file: one.file, kind: one.kind } }
      }
    }
  },
  example: {
    bad: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  deepspeed_config_file: not-there.json\n',
    },
    good: {
      'accelerate.yaml':
        'distributed_type: DEEPSPEED\nnum_processes: 8\ndeepspeed_config:\n  gradient_clipping: 1.0\n  zero_stage: 3\n',
      'launch.sh':
        'sed "s/NODES/$SLURM_NNODES/" template.yaml > not-yet.yaml\naccelerate launch --config_file not-yet.yaml train.py --deepspeed not-here/ds.json\n',
    },
  },
})
