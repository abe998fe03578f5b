/** A file that another one names does not exist. */
import { acceleratesOf, argument, given, launcherOf } from '../../lookup/keys.ts'
import { accelerate } from '../../source.ts'
import type { ReadFile } from '../file-rule.ts'
import { rule } from '../rule.ts'

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
function scripted(file: ReadFile, name: string, offset: number): boolean {
  const { reading, text } = file
  if (reading.kind !== 'launch-script') return false
  const { moved, making } = actionsOf(file)
  if (!name.startsWith('/') && moved <= offset) return true
  const last = name.split('/').at(-1) as string
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset)
  if (line.includes(last) && makes.test(line)) return true
  for (const one of making) {
    if (one.end > offset) return false
    if (one.line.includes(last)) return true
  }
  return false
}

/** What a script does to folders and files: looked for once, since it may name thousands. */
interface Actions {
  /** Where it has changed its folder. */
  readonly moved: number
  /** Lines that write files, and where each ends. */
  readonly making: readonly { readonly line: string; readonly end: number }[]
}
const actions = new WeakMap<ReadFile, Actions>()

function actionsOf(file: ReadFile): Actions {
  const known = actions.get(file)
  if (known) return known
  const move = moves.exec(file.text)
  let end = -1
  const making = file.text.split('\n').flatMap((line) => {
    end += line.length + 1
    return makes.test(line) ? [{ line, end }] : []
  })
  const found = { moved: move ? move.index + move[0].length : Number.POSITIVE_INFINITY, making }
  actions.set(file, found)
  return found
}

export const filesMissingFile = rule({
  id: 'files/missing-file',
  severity: 'error',
  stage: 'worker',
  consequence: 'refuses',
  sources: [
    accelerate('src/accelerate/utils/deepspeed.py:135'),
    accelerate('src/accelerate/commands/config/config_args.py:45'),
  ],
  reads: {
    options: ['deepspeed.deepspeed_config_file'],
    files: 'any',
  },
  files: {
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
          // ms-swift has configurations of its own by these names.
          if (one.kind === 'deepspeed' && /^zero[0-3](?:_offload)?$/.test(one.file)) continue
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
  },
})
