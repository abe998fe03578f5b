/**
 * Faults of real life, planted in a run that is sound: `try` must find each of them, under the rule that names it.
 *
 * Many of them need a rehearsal of a minute, so `npm run test:real` plants a few; `npm run test:train` plants all.
 *
 *     LORA_WIZARD_TRAIN=all|NAME   all faults, or those whose name contains NAME
 *     LORA_WIZARD_JOBS=2           so many cases at a time
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Answers } from '../../shared/config.ts'
import { type Case, chat, judge, make, put, python, rehearsed, replaced, script } from './rehearsals.ts'

const wanted = process.env.LORA_WIZARD_TRAIN

interface Fault extends Case {
  readonly name: string
  /** Rules of which at least one must speak. */
  readonly rules: readonly string[]
  /** A few that `npm run test:real` plants. */
  readonly sample?: true
}

const own: Answers = {
  'output.script': 'mine.py',
  'output.trainer': 'trl',
  'accelerate.distributed_type': 'NO',
}
/** The user's own script with one text replaced. */
const mine = (from: string | RegExp, to: string) => (folder: string) => {
  put(folder, 'mine.py', script('own_train.py'))
  replaced(join(folder, 'mine.py'), from, to)
}
const rows = (text: string) => (folder: string) => put(folder, 'rows.jsonl', text)
const resuming = 'trainer.train(resume_from_checkpoint=training.resume_from_checkpoint)'
const preflight = ['--preflight']
const two: Answers = { 'accelerate.distributed_type': 'MULTI_GPU', 'hardware.gpus_per_machine': 2 }
const zero3: Answers = {
  'accelerate.distributed_type': 'DEEPSPEED',
  'deepspeed.zero_stage': 3,
  'hardware.gpus_per_machine': 2,
}

/** An environment of Python without any package, or with one that is old. */
const bare = mkdtempSync(join(tmpdir(), 'lora-wizard-bare-'))
function bareEnvironment(old: boolean): Readonly<Record<string, string>> {
  const folder = join(bare, old ? 'old' : 'empty')
  const { status, stderr } = spawnSync(python, ['-m', 'venv', '--without-pip', folder], { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  if (old) {
    const found = spawnSync(join(folder, 'bin', 'python'), ['-c', 'import site; print(site.getsitepackages()[0])'])
    put(join(found.stdout.toString().trim(), 'trl-0.24.0.dist-info'), 'METADATA', 'Name: trl\nVersion: 0.24.0\n')
  }
  return { VIRTUAL_ENV: folder }
}

const busy = createServer()
await new Promise<void>((ready) => busy.listen(0, ready))
const address = busy.address()
const port = typeof address === 'object' && address ? address.port : 0

const faults: readonly Fault[] = [
  {
    name: 'the script is missing',
    answers: { ...own, 'output.script': 'nowhere.py' },
    rules: ['preflight/missing-script'],
    sample: true,
  },
  {
    name: 'the data is missing',
    answers: { 'data.dataset': 'nowhere.jsonl' },
    words: preflight,
    rules: ['preflight/missing-data'],
    sample: true,
  },
  {
    name: 'packages are missing',
    environment: bareEnvironment(false),
    rules: ['preflight/missing-packages'],
    sample: true,
  },
  { name: 'a package is too old', environment: bareEnvironment(true), rules: ['preflight/outdated-packages'] },
  { name: 'there is no Python', environment: { PATH: bare, VIRTUAL_ENV: bare }, rules: ['preflight/missing-python'] },
  {
    name: 'the model is gated',
    answers: { 'model.id': 'meta-llama/Llama-3.1-8B' },
    words: preflight,
    rules: ['preflight/gated-model'],
  },
  {
    name: 'the disk is too small',
    answers: { 'model.id': 'moonshotai/Kimi-K2-Instruct' },
    words: preflight,
    rules: ['preflight/disk-space'],
  },
  {
    name: 'the port is in use',
    answers: { ...two, 'accelerate.main_process_port': port },
    words: preflight,
    rules: ['preflight/port-in-use'],
    sample: true,
  },
  {
    name: 'there are too few GPUs',
    answers: { 'hardware.gpus_per_machine': 8 },
    words: preflight,
    rules: ['preflight/too-few-gpus'],
  },
  {
    name: 'launch.sh names a configuration that is not there',
    change: (folder) =>
      replaced(join(folder, 'launch.sh'), '--config_file accelerate.yaml', '--config_file other.yaml'),
    words: preflight,
    rules: ['files/missing-file'],
  },
  {
    name: 'the columns are unknown',
    change: rows('{"frage": "Eins?", "antwort": "Zwei."}\n'),
    rules: ['rehearsal/unusable-data'],
    sample: true,
  },
  { name: 'a line is no JSON', change: rows(`${chat}\n{"messages": [\n`), rules: ['rehearsal/unusable-data'] },
  {
    name: 'a conversation has no answer',
    change: rows(`${chat}\n{"messages": [{"role": "user", "content": "Hello?"}]}\n`.split('\n').reverse().join('\n')),
    rules: ['rehearsal/unusable-data'],
  },
  { name: 'the data is empty', change: rows(''), rules: ['rehearsal/unusable-data'] },
  {
    name: 'the model has no config.json',
    answers: { 'model.id': './nothing' },
    change: (folder) => put(folder, 'nothing/README.md', 'Weights come later.\n'),
    rules: ['rehearsal/unreadable-model'],
  },
  {
    name: 'a chat template is missing',
    answers: { ...own, 'model.id': './small' },
    change: (folder) => {
      make('model', folder)
      put(folder, 'mine.py', script('own_train.py'))
    },
    rules: ['rehearsal/missing-chat-template'],
  },
  {
    name: 'the script has a syntax error',
    answers: own,
    change: mine('def main()', 'def main('),
    rules: ['rehearsal/run-failed'],
  },
  {
    name: 'an argument is unknown',
    change: (folder) => replaced(join(folder, 'launch.sh'), '--lora_r 16', '--lora_rank 16'),
    rules: ['rehearsal/run-failed', 'trl/unknown-argument'],
  },
  {
    name: 'no layer has the names of the targets',
    answers: { 'lora.target_modules': 'nope_proj' },
    rules: ['rehearsal/run-failed'],
  },
  {
    name: 'every row is cut off before its answer',
    answers: { 'data.sequence_length': 8 },
    rules: ['rehearsal/run-failed', 'rehearsal/wrong-loss-mask'],
  },
  {
    name: 'the run waits for input that never comes',
    answers: own,
    change: mine('    set_seed(training.seed)\n', '    set_seed(training.seed)\n    __import__("time").sleep(3600)\n'),
    words: ['--timeout', '1'],
    rules: ['rehearsal/timeout'],
  },
  {
    name: '4-bit weights do not arrive',
    answers: { ...own, 'method.name': 'qlora' },
    change: mine(
      'quantization = get_quantization_config(model)',
      'quantization = None and get_quantization_config(model)',
    ),
    rules: ['rehearsal/wrong-quantization'],
  },
  {
    name: 'resume is ignored',
    answers: own,
    change: mine(resuming, 'trainer.train()'),
    rules: ['rehearsal/wrong-resume'],
  },
  {
    name: 'resume does not load the weights',
    answers: own,
    change: mine(resuming, `trainer._load_from_checkpoint = lambda *given, **named: None\n    ${resuming}`),
    rules: ['rehearsal/wrong-resume'],
  },
  {
    name: 'the order of the rows is different each time',
    answers: own,
    change: mine('split="train")', 'split="train").shuffle(seed=__import__("os").getpid())'),
    rules: ['rehearsal/wrong-resume'],
  },
  {
    name: 'the script is started without a launcher',
    answers: two,
    change: (folder) => replaced(join(folder, 'launch.sh'), /accelerate launch[\s\S]*?train\.py/, 'python train.py'),
    rules: ['rehearsal/wrong-world-size', 'rehearsal/wrong-strategy'],
  },
  {
    name: 'the script turns FSDP off',
    answers: { ...own, 'accelerate.distributed_type': 'FSDP', 'hardware.gpus_per_machine': 2 },
    change: mine(
      '    import datasets\n',
      '    import os\n\n    os.environ["ACCELERATE_USE_FSDP"] = "false"\n    import datasets\n',
    ),
    rules: ['rehearsal/wrong-strategy'],
  },
  {
    name: 'the script turns clipping off',
    answers: own,
    change: mine('    set_seed(training.seed)\n', '    set_seed(training.seed)\n    training.max_grad_norm = 0.0\n'),
    rules: ['rehearsal/wrong-clipping'],
  },
  {
    name: 'the learning rate is in the code',
    answers: own,
    change: mine('    set_seed(training.seed)\n', '    set_seed(training.seed)\n    training.learning_rate = 5e-5\n'),
    rules: ['rehearsal/lost-setting'],
  },
  {
    name: 'the batch size is in the code',
    answers: { ...own, 'training.per_device_train_batch_size': 2 },
    change: (folder) => put(folder, 'mine.py', script('plain_train.py')),
    rules: ['rehearsal/lost-setting'],
  },
  {
    name: 'the prompts are in the loss',
    answers: { ...own, 'data.assistant_only_loss': true },
    change: mine(
      '    set_seed(training.seed)\n',
      '    set_seed(training.seed)\n    training.assistant_only_loss = False\n',
    ),
    rules: ['rehearsal/wrong-loss-mask'],
  },
  {
    name: 'the adapter is left out',
    answers: own,
    change: mine('peft_config=get_peft_config(model)', 'peft_config=None and get_peft_config(model)'),
    rules: ['rehearsal/wrong-trainable-parameters'],
  },
  {
    name: 'the adapter has another rank',
    answers: own,
    change: mine('    set_seed(training.seed)\n', '    set_seed(training.seed)\n    model.lora_r = 8\n'),
    rules: ['rehearsal/wrong-trainable-parameters'],
  },
  {
    name: 'nothing is saved',
    answers: own,
    change: mine('    trainer.save_model()\n', ''),
    rules: ['rehearsal/unusable-result'],
  },
  {
    name: 'a naive save under ZeRO-3 leaves large matrices empty',
    answers: { ...own, ...zero3, 'lora.r': 128 },
    change: mine(
      '    trainer.save_model()\n',
      '    if trainer.is_world_process_zero():\n        trainer.model.save_pretrained(training.output_dir)\n',
    ),
    rules: ['rehearsal/unusable-result'],
  },
]

const chosen = faults.filter(({ name, sample }) =>
  wanted === undefined ? sample === true : wanted === 'all' || name.includes(wanted),
)
try {
  await judge(chosen, async (fault) => {
    const { report, output, code, left } = await rehearsed(fault)
    if (!report) return [`no report (exit ${code})`, output.slice(0, 1500)]
    const found = report.findings.map(({ rule }) => rule)
    const missed = fault.rules.every((rule) => !found.includes(rule))
    return [
      ...(missed ? [`found ${found.join(', ') || 'nothing'} instead of ${fault.rules.join(' or ')}`] : []),
      ...(report.ready ? ['called ready'] : []),
      ...left.map((name) => `left behind: ${name}`),
      ...(missed ? (report.rehearsal?.said ?? '').split('\n') : []),
    ]
  })
} finally {
  busy.close()
  rmSync(bare, { recursive: true, force: true })
}
