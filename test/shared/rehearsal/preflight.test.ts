/** What a machine has → what a run lacks. */
import { describe, expect, it } from 'vitest'
import { type Answers, resolve } from '../../../shared/config.ts'
import { type Machine, type PreflightId, preflight, type Standing } from '../../../shared/rehearsal/preflight.ts'
import { requirements } from '../../../shared/requirements.ts'

const answers: Answers = {
  'model.id': 'Qwen/Qwen2.5-0.5B',
  'data.dataset': 'rows.jsonl',
  'hardware.gpus_per_machine': 1,
}

function look(more: Answers = {}, machine: Partial<Machine> = {}, bytes = 1e9) {
  const run = resolve({ ...answers, ...more })
  const packages = Object.fromEntries(
    requirements(run).map((one) => {
      const [name = '', release = '99.0.0'] = one.split('==')
      return [name, release]
    }),
  )
  const all: Machine = {
    exists: () => true,
    packages,
    room: 1e12,
    hasLogin: false,
    hasModel: false,
    portIsFree: true,
    gpus: 1,
    ...machine,
    ...(machine.packages ? { packages: { ...packages, ...machine.packages } } : {}),
  }
  return Object.fromEntries(preflight(run, all, bytes).map(({ id, standing }) => [id, standing]))
}

describe('a machine that has everything', () => {
  it('lacks nothing', () => {
    expect(new Set(Object.values(look()))).toEqual(new Set(['good']))
  })
})

describe('a machine that lacks something', () => {
  const llama = { 'model.id': 'meta-llama/Llama-3.1-8B' }
  const machines = { 'hardware.machines': 2, 'accelerate.main_process_ip': '10.0.0.1' }
  const none = () => false
  it.each<[string, PreflightId, Standing, Answers, Partial<Machine>]>([
    ['Python', 'python', 'error', {}, { packages: undefined }],
    ['the script', 'script', 'error', { 'output.script': 'mine.py' }, { exists: (path) => path !== 'mine.py' }],
    [
      'no script, since a module is started',
      'script',
      'good',
      { 'output.script': 'trl sft', 'output.trainer': 'trl' },
      { exists: none },
    ],
    ['a file of data', 'data', 'error', {}, { exists: (path) => path !== 'rows.jsonl' }],
    ['a folder of data', 'data', 'error', { 'data.dataset': './rows' }, { exists: none }],
    ['data of the Hub', 'data', 'unseen', { 'data.dataset': 'trl-lib/Capybara' }, { exists: none }],
    ['a package', 'packages', 'error', {}, { packages: { trl: null } }],
    ['a new release', 'releases', 'warning', {}, { packages: { trl: '0.24.0' } }],
    ['the newest release, but not the oldest that was tried', 'releases', 'good', {}, { packages: { trl: '1.5.1' } }],
    ['a login', 'login', 'error', llama, {}],
    ['a login, but not the model', 'login', 'good', llama, { hasModel: true }],
    ['nothing, with a login', 'login', 'good', llama, { hasLogin: true }],
    ['room', 'disk', 'error', {}, { room: 1e9 }],
    ['room, but not the model', 'disk', 'good', {}, { room: 2e9, hasModel: true }],
    ['an answer about room', 'disk', 'unseen', {}, { room: undefined }],
    ['the port of one machine', 'port', 'warning', {}, { portIsFree: false }],
    ['the port of several machines', 'port', 'error', machines, { portIsFree: false }],
    ['an answer about the port', 'port', 'unseen', {}, { portIsFree: undefined }],
    ['GPUs', 'gpus', 'warning', { 'hardware.gpus_per_machine': 8 }, { gpus: 4 }],
    ['GPUs, for a run on the CPU', 'gpus', 'good', { 'accelerate.use_cpu': true }, { gpus: 0 }],
  ])('%s', (_, id, standing, more, machine) => {
    expect(look(more, machine)[id]).toBe(standing)
  })
})
