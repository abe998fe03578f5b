/** Ray: a job whose workers start `launch.sh`, one on each machine. */
import { page } from '../../source.ts'
import { quoted } from '../shell.ts'
import { engine, type Job } from './engine.ts'
import jobText from './ray_job.py' with { type: 'text' }

/** The command that hands the job to the cluster. `--resume` takes its words without dashes, which it would read as options. */
function submission({ run, resume }: Job): string {
  const { config } = run
  const resumed =
    resume.length > 0 ? [`--resume ${resume.map((word) => quoted(word.replace(/^--/, ''))).join(' ')}`] : []
  const words = [
    'exec ray job submit --working-dir .',
    '-- python ray_job.py',
    `--machines ${config['hardware.machines']}`,
    `--gpus ${config['hardware.gpus_per_machine']}`,
    `--output=${quoted(config['output.output_dir'])}`,
    ...resumed,
  ]
  return `#!/usr/bin/env bash\nset -euo pipefail\ncd "$(dirname "$0")"\n${words.join(' \\\n  ')}\n`
}

export const ray = engine({
  id: 'ray',
  title: 'Ray Train',
  settings: [],
  files: (job) => [
    { path: 'ray_job.py', text: jobText },
    { path: 'submit.sh', text: submission(job), executable: true },
  ],
  submit: 'bash submit.sh',
  sources: [page('https://docs.ray.io/en/latest/train/getting-started-pytorch.html', '2026-12-01')],
})
