/** Slurm: a batch script that starts `launch.sh` once on each node. */
import { cite, page } from '../../source.ts'
import type { Remarks } from '../emitter.ts'
import { quoted } from '../shell.ts'
import { anyText, engine, type Job } from './engine.ts'
import template from './slurm.sh' with { type: 'text' }

/** `#SBATCH` lines, by setting; a value with a blank or a sign is quoted as sbatch reads it. */
const headers: Readonly<Record<string, string>> = {
  partition: 'partition',
  account: 'account',
  qos: 'qos',
  time: 'time',
  cpus: 'cpus-per-task',
  memory: 'mem',
  constraint: 'constraint',
  reservation: 'reservation',
}

/** sbatch takes the words of a line apart as a shell does, with quotes and backslashes, and expands nothing. */
const headerValue = (value: string): string =>
  /^[\w@%+=:,./-]+$/.test(value) ? value : `"${value.replaceAll(/["\\]/g, '\\$&')}"`

function headerLines({ run, settings }: Job): readonly string[] {
  const { config } = run
  const said = Object.entries(headers).flatMap(([name, header]) => {
    const value = settings.get(name)
    return value === undefined ? [] : [`--${header}=${headerValue(value)}`]
  })
  return [
    `--job-name=${headerValue(settings.get('name') ?? 'lora')}`,
    `--nodes=${config['hardware.machines']}`,
    '--ntasks-per-node=1',
    `--gpus-per-node=${config['hardware.gpus_per_machine']}`,
    ...said,
    '--output=slurm-%j.out',
    // After a requeue, the log continues in the same file.
    '--open-mode=append',
    '--requeue',
    '--signal=B:USR1@120',
  ].map((line) => `#SBATCH ${line}`)
}

/** What `srun` is told so that each node runs in a container, if one is named. */
function container({ settings }: Job): string {
  const [pyxis, apptainer] = [settings.get('container'), settings.get('apptainer')]
  if (pyxis !== undefined)
    return `--container-image=${quoted(pyxis)} --container-mounts="$PWD:$PWD" --container-workdir="$PWD" `
  if (apptainer !== undefined) return `apptainer exec --nv --bind "$PWD:$PWD" --pwd "$PWD" ${quoted(apptainer)} `
  return ''
}

/** The lines that let a job continue after a restart; a script that can't continue begins again. */
function resumed(text: string, { run, resume }: Job): string {
  if (resume.length === 0) return text.replace(/^# resume\n/m, '').replace(/^(resume=\(\)\n)if [\s\S]*?\nfi\n/m, '$1')
  return text
    .replace('in output/checkpoint-*', () => `in ${quoted(run.config['output.output_dir'])}/checkpoint-*`)
    .replace('resume=(--resume_from_checkpoint last)', () => `resume=(${resume.map(quoted).join(' ')})`)
}

/** slurm.sh with what this job says in it. */
function script(job: Job, remarks: Remarks): string {
  const text = resumed(template, job)
    .replace('#SBATCH --job-name=lora', () => headerLines(job).join('\n'))
    .replace("bash -c 'MACHINE_RANK", () => `${container(job)}bash -c 'MACHINE_RANK`)
  return text.replace(/^# (file|address|cpus|resume|requeue)\n/gm, (_, id: string) => {
    const said = remarks.remark(`slurm-${id}`)
    return said ? `# ${said}\n` : ''
  })
}

export const slurm = engine({
  id: 'slurm',
  title: 'Slurm',
  settings: [
    { name: 'name', pattern: anyText, example: 'lora' },
    { name: 'partition', pattern: anyText, example: 'gpu' },
    { name: 'account', pattern: anyText, example: 'project' },
    { name: 'qos', pattern: anyText, example: 'high' },
    // `24:00` would be 24 minutes.
    { name: 'time', pattern: '^(\\d+-)?\\d{1,3}:\\d{2}:\\d{2}$', example: '24:00:00' },
    { name: 'cpus', pattern: '^[1-9]\\d{0,3}$', example: '32' },
    { name: 'memory', pattern: '^\\d+[KMGT]?$', example: '500G' },
    { name: 'constraint', pattern: anyText, example: 'h100' },
    { name: 'reservation', pattern: anyText, example: 'team' },
    { name: 'container', pattern: anyText, example: 'nvcr.io#nvidia/pytorch:24.01-py3' },
    { name: 'apptainer', pattern: anyText, example: 'image.sif' },
  ],
  files: (job, remarks) => [{ path: 'job.sbatch', text: script(job, remarks), executable: true }],
  submit: 'sbatch job.sbatch',
  sources: [
    page('https://slurm.schedmd.com/archive/slurm-22.05.8/sbatch.html', '2026-12-01'),
    cite('accelerate', '1.15.0', 'examples/slurm/submit_multinode.sh', '2026-12-01'),
  ],
})
