/** SkyPilot: a task that takes the folder to every node and starts `launch.sh` there. */
import { page } from '../../source.ts'
import { yamlText } from '../trainers/yaml.ts'
import { dnsName, engine, type Job } from './engine.ts'
import runScript from './sky.sh' with { type: 'text' }

/** Names of accelerators that differ from what nvidia-smi says; the others are the first word of the name. */
function accelerator(gpu: string): string {
  if (/^A100/.test(gpu)) return gpu.includes('80GB') ? 'A100-80GB' : 'A100'
  const [first = gpu, second] = gpu.replace(/^(?:NVIDIA |GeForce )+/, '').split(/[ -]/)
  return first === 'RTX' && second ? `RTX${second}` : first
}

function task({ run, settings, install }: Job) {
  const { config } = run
  const gpu = settings.get('accelerator') ?? accelerator(config['hardware.gpu'])
  const said = (name: string, key = name) => {
    const value = settings.get(name)
    return value === undefined ? {} : { [key]: value }
  }
  return {
    name: settings.get('name') ?? 'lora',
    num_nodes: config['hardware.machines'],
    resources: {
      accelerators: `${gpu}:${config['hardware.gpus_per_machine']}`,
      ...said('infra'),
      ...said('image', 'image_id'),
      ...(settings.has('spot') ? { use_spot: settings.get('spot') === 'true' } : {}),
    },
    workdir: '.',
    setup: `${install.join('\n')}\n`,
    run: runScript,
  }
}

export const skypilot = engine({
  id: 'skypilot',
  title: 'SkyPilot',
  settings: [
    { name: 'name', pattern: dnsName, example: 'lora' },
    { name: 'accelerator', pattern: '^[A-Za-z0-9][\\w.-]*$', example: 'H100' },
    { name: 'infra', pattern: '^[\\w*./-]+$', example: 'aws/us-east-1' },
    { name: 'image', pattern: '^[\\w./:@-]+$', example: 'docker:nvcr.io/nvidia/pytorch:24.01-py3' },
    { name: 'spot', pattern: '^(?:true|false)$', example: 'true' },
  ],
  files: (job) => [{ path: 'sky.yaml', text: yamlText(task(job)) }],
  submit: 'sky launch sky.yaml',
  sources: [page('https://docs.skypilot.co/en/latest/reference/yaml-spec.html', '2026-12-01')],
})
