/** Header lines of a batch job, `#SBATCH` and `#PBS`: how many machines, tasks and GPUs it asks for, and the variables that follow. */

export interface Header {
  /** As the batch system calls it: `nodes`, `ntasks_per_node`, `gpus_per_node`. */
  readonly name: string
  readonly value: string
  /** Offsets in the file. */
  readonly start: number
  readonly valueStart: number
  readonly end: number
}

export interface Job {
  readonly system: 'slurm' | 'pbs'
  readonly headers: readonly Header[]
  readonly nodes: number | undefined
  readonly tasksPerNode: number | undefined
  readonly tasks: number | undefined
  readonly gpusPerNode: number | undefined
}

const shortNames: Readonly<Record<string, string>> = { N: 'nodes', n: 'ntasks', G: 'gpus', c: 'cpus_per_task' }

const whole = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined

/** `8`, `a100:8`, `gpu:8`, `gpu:a100:8(S:0-1)` → 8. */
const gpuCount = (text: string | undefined): number | undefined =>
  whole(/^(?:[\w.-]+:)*(\d+)(?:\(.*\))?$/.exec(text ?? '')?.[1])

/** The header lines of a script; undefined if it has none. sbatch reads them up to the first command. */
export function jobOf(text: string): Job | undefined {
  if (!/^#(?:SBATCH|PBS)\b/m.test(text)) return undefined
  const headers: Header[] = []
  let system: Job['system'] | undefined
  let offset = 0
  for (const line of text.split('\n')) {
    const match = /^#(SBATCH|PBS)[ \t]+(.*?)[ \t\r]*$/.exec(line)
    if (match) {
      system ??= match[1] === 'PBS' ? 'pbs' : 'slurm'
      const begin = offset + line.indexOf(match[2]!)
      headers.push(...(match[1] === 'PBS' ? pbs(match[2]!, begin) : slurm(match[2]!, begin)))
    } else if (/^\s*[^#\s]/.test(line)) break
    offset += line.length + 1
  }
  if (!system) return undefined
  const last = (name: string) => headers.findLast((header) => header.name === name)?.value
  const nodes = whole(last('nodes'))
  const gpus = gpuCount(last('gpus'))
  const gres = (last('gres') ?? '').split(',').find((each) => /^gpu\b/.test(each))
  return {
    system,
    headers,
    nodes,
    tasksPerNode: whole(last('ntasks_per_node')),
    tasks: whole(last('ntasks')),
    gpusPerNode:
      gpuCount(last('gpus_per_node')) ??
      gpuCount(gres) ??
      (gpus !== undefined && nodes !== undefined && gpus % nodes === 0 ? gpus / nodes : undefined),
  }
}

/** Several options may be on one line; a comment ends it. */
function slurm(line: string, begin: number): readonly Header[] {
  const headers: Header[] = []
  for (const match of line.matchAll(
    /(?:^|[ \t])(#.*|--([a-z][a-z-]*)(?:(?:=|[ \t]+(?!-))("[^"]*"|'[^']*'|[^ \t]+))?|-([A-Za-z])[ \t]*("[^"]*"|'[^']*'|[^ \t-][^ \t]*)?)/g,
  )) {
    if (match[1]!.startsWith('#')) break
    const written = match[3] ?? match[5] ?? ''
    const name = match[2]?.replaceAll('-', '_') ?? shortNames[match[4]!] ?? match[4]!
    const start = begin + match.index + match[0].length - match[1]!.length
    const end = begin + match.index + match[0].length
    headers.push({ name, value: written.replace(/^(["'])(.*)\1$/, '$2'), start, valueStart: end - written.length, end })
  }
  return headers
}

/** `-l select=2:ncpus=32:ngpus=4:mpiprocs=1`, `-l nodes=2:ppn=8:gpus=4` */
function pbs(line: string, begin: number): readonly Header[] {
  const list = /^-l[ \t]*(.*)$/.exec(line)
  if (!list) return []
  const names: Readonly<Record<string, string>> = {
    select: 'nodes',
    nodes: 'nodes',
    ngpus: 'gpus_per_node',
    gpus: 'gpus_per_node',
    mpiprocs: 'ntasks_per_node',
    ppn: 'ntasks_per_node',
  }
  return [...line.matchAll(/(?:^|[ \t:,])([a-z]+)=(\d+)/g)].flatMap((match): Header[] => {
    const name = Object.hasOwn(names, match[1]!) ? names[match[1]!] : undefined
    if (!name) return []
    const end = begin + match.index + match[0].length
    const length = match[2]!.length
    return [{ name, value: match[2]!, start: end - length - 1 - match[1]!.length, valueStart: end - length, end }]
  })
}

/** The variables that the batch system sets for the script, as far as the header lines say what is in them. */
export function jobVariables(job: Job | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  if (job?.system !== 'slurm') return found
  const { nodes, tasksPerNode, tasks, gpusPerNode, headers } = job
  const put = (value: number | undefined, ...names: readonly string[]) => {
    if (value !== undefined) for (const name of names) found.set(name, String(value))
  }
  put(nodes, 'SLURM_NNODES', 'SLURM_JOB_NUM_NODES')
  put(tasksPerNode, 'SLURM_NTASKS_PER_NODE')
  put(
    tasks ?? (nodes !== undefined && tasksPerNode !== undefined ? nodes * tasksPerNode : undefined),
    'SLURM_NTASKS',
    'SLURM_NPROCS',
  )
  put(gpusPerNode, 'SLURM_GPUS_ON_NODE')
  const written = (name: string) => headers.findLast((header) => header.name === name)?.value
  for (const [name, variable] of [
    ['gpus_per_node', 'SLURM_GPUS_PER_NODE'],
    ['gpus', 'SLURM_GPUS'],
    ['cpus_per_task', 'SLURM_CPUS_PER_TASK'],
  ] as const) {
    const value = written(name)
    if (value) found.set(variable, value)
  }
  return found
}
