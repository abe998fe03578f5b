/** Kubernetes: a job of Kubeflow Trainer, of the older training operator, or a JobSet, with its files in a ConfigMap. */
import { page } from '../../source.ts'
import type { Plain } from '../../tools/tool.ts'
import type { EmittedFile } from '../emitter.ts'
import { yamlText } from '../trainers/yaml.ts'
import { dnsName, type Engine, engine, type Job, type Setting } from './engine.ts'
import nodeScript from './node.sh' with { type: 'text' }

type Tree = { readonly [name: string]: Plain }

const settings: readonly Setting[] = [
  { name: 'image', pattern: '^[\\w./:@-]+$', example: 'team/lora:1', required: true },
  { name: 'name', pattern: dnsName, example: 'lora' },
  { name: 'namespace', pattern: dnsName, example: 'training' },
  { name: 'claim', pattern: dnsName, example: 'workspace' },
  { name: 'secret', pattern: dnsName, example: 'huggingface' },
  { name: 'queue', pattern: dnsName, example: 'training' },
  { name: 'resource', pattern: '^[a-z0-9.-]+/[a-z0-9.-]+$', example: 'nvidia.com/gpu' },
]

/** A pod expands `$(NAME)` in the values of its variables, and `$$` is one dollar (k8s.io/kubernetes/third_party/forked/golang/expansion). */
const literal = (text: string): string => text.replaceAll('$', '$$$$')

const nameOf = ({ settings: said }: Job): string => said.get('name') ?? 'lora'
const has = ({ settings: said }: Job, name: string): boolean => said.get(name) !== undefined

function environment(job: Job): readonly Plain[] {
  const { run, resume, settings: said } = job
  const secret = said.get('secret')
  return [
    { name: 'OUTPUT_DIR', value: literal(run.config['output.output_dir']) },
    { name: 'RESUME', value: resume.join(' ') },
    ...(has(job, 'claim') ? [{ name: 'HF_HOME', value: '/workspace/.cache/huggingface' }] : []),
    ...(secret === undefined
      ? []
      : [{ name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: secret, key: 'token' } } }]),
  ]
}

const command = { command: ['bash', '/config/node.sh'] }

function resources({ run, settings: said }: Job): Tree {
  return { limits: { [said.get('resource') ?? 'nvidia.com/gpu']: String(run.config['hardware.gpus_per_machine']) } }
}

/** The processes of a pod share memory, of which a pod has 64 MiB by default. */
const mounts = (job: Job): readonly Plain[] => [
  { name: 'shm', mountPath: '/dev/shm' },
  { name: 'config', mountPath: '/config' },
  ...(has(job, 'claim') ? [{ name: 'workspace', mountPath: '/workspace' }] : []),
]
const volumes = (job: Job): readonly Plain[] => [
  { name: 'shm', emptyDir: { medium: 'Memory' } },
  { name: 'config', configMap: { name: `${nameOf(job)}-files` } },
  ...(has(job, 'claim')
    ? [{ name: 'workspace', persistentVolumeClaim: { claimName: job.settings.get('claim') as string } }]
    : []),
]

function metadata(job: Job): Tree {
  const [space, queue] = [job.settings.get('namespace'), job.settings.get('queue')]
  return {
    name: nameOf(job),
    ...(space !== undefined && { namespace: space }),
    ...(queue !== undefined && { labels: { 'kueue.x-k8s.io/queue-name': queue } }),
  }
}

/** Kueue starts what it is given. */
const suspended = (job: Job): Tree => (has(job, 'queue') ? { suspend: true } : {})

const container = (job: Job, name: string, more: readonly Plain[] = []): Tree => ({
  name,
  image: job.settings.get('image') ?? '',
  ...command,
  env: [...environment(job), ...more],
  resources: resources(job),
  volumeMounts: mounts(job),
})

function trainJob(job: Job): Tree {
  const { config } = job.run
  const pod = { volumes: volumes(job), containers: [{ name: 'node', volumeMounts: mounts(job) }] }
  return {
    apiVersion: 'trainer.kubeflow.org/v1alpha1',
    kind: 'TrainJob',
    metadata: metadata(job),
    spec: {
      ...suspended(job),
      runtimeRef: { name: 'torch-distributed' },
      trainer: {
        image: job.settings.get('image') ?? '',
        ...command,
        numNodes: config['hardware.machines'],
        numProcPerNode: config['hardware.gpus_per_machine'],
        env: environment(job),
        resourcesPerNode: resources(job),
      },
      runtimePatches: [
        {
          manager: 'lora-wizard.dev/export',
          trainingRuntimeSpec: {
            template: { spec: { replicatedJobs: [{ name: 'node', template: { spec: { template: { spec: pod } } } }] } },
          },
        },
      ],
    },
  }
}

function pytorchJob(job: Job): Tree {
  const { config } = job.run
  const workers = config['hardware.machines'] - 1
  const replicas = (count: number): Tree => ({
    replicas: count,
    restartPolicy: 'OnFailure',
    template: { spec: { containers: [container(job, 'pytorch')], volumes: volumes(job) } },
  })
  return {
    apiVersion: 'kubeflow.org/v1',
    kind: 'PyTorchJob',
    metadata: metadata(job),
    spec: {
      nprocPerNode: String(config['hardware.gpus_per_machine']),
      runPolicy: { cleanPodPolicy: 'None', backoffLimit: 3, ...suspended(job) },
      pytorchReplicaSpecs: { Master: replicas(1), ...(workers > 0 ? { Worker: replicas(workers) } : {}) },
    },
  }
}

function jobSet(job: Job): Tree {
  const machines = job.run.config['hardware.machines']
  const name = nameOf(job)
  const address = [
    { name: 'MASTER_ADDR', value: `${name}-node-0-0.${name}` },
    { name: 'MASTER_PORT', value: '29500' },
  ]
  return {
    apiVersion: 'jobset.x-k8s.io/v1alpha2',
    kind: 'JobSet',
    metadata: metadata(job),
    spec: {
      ...suspended(job),
      network: { enableDNSHostnames: true },
      failurePolicy: { maxRestarts: 3 },
      replicatedJobs: [
        {
          name: 'node',
          replicas: 1,
          template: {
            spec: {
              parallelism: machines,
              completions: machines,
              completionMode: 'Indexed',
              backoffLimit: 0,
              template: {
                spec: {
                  restartPolicy: 'Never',
                  containers: [container(job, 'node', address)],
                  volumes: volumes(job),
                },
              },
            },
          },
        },
      ],
    },
  }
}

/** The job, the script of its pods, and the list from which kubectl makes the ConfigMap. */
function files(job: Job, made: Tree): readonly EmittedFile[] {
  const kept = job.plan.files.filter(({ path }) => !/^(?:next\.md|lora-wizard\.yaml|after\.py)$/.test(path))
  const space = job.settings.get('namespace')
  const list: Tree = {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    ...(space !== undefined && { namespace: space }),
    resources: ['job.yaml'],
    generatorOptions: { disableNameSuffixHash: true },
    configMapGenerator: [{ name: `${nameOf(job)}-files`, files: ['node.sh', ...kept.map(({ path }) => path)] }],
  }
  return [
    { path: 'node.sh', text: nodeScript, executable: true },
    { path: 'job.yaml', text: yamlText(made) },
    { path: 'kustomization.yaml', text: yamlText(list) },
  ]
}

const checked = '2026-12-01'
const common = { settings, submit: 'kubectl apply -k .' } as const

export const kubernetes: readonly Engine[] = [
  engine({
    ...common,
    id: 'kubernetes',
    title: 'Kubernetes (Kubeflow Trainer)',
    files: (job) => files(job, trainJob(job)),
    sources: [page('https://www.kubeflow.org/docs/components/trainer/overview/', checked)],
  }),
  engine({
    ...common,
    id: 'pytorchjob',
    title: 'Kubernetes (PyTorchJob)',
    files: (job) => files(job, pytorchJob(job)),
    sources: [page('https://www.kubeflow.org/docs/components/trainer/legacy-v1/user-guides/pytorch/', checked)],
  }),
  engine({
    ...common,
    id: 'jobset',
    title: 'Kubernetes (JobSet)',
    files: (job) => files(job, jobSet(job)),
    sources: [page('https://jobset.sigs.k8s.io/docs/overview/', checked)],
  }),
]
