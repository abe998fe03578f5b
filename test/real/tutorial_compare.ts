/**
 * Does what the pages say with the real tools, as their readers would, and compares what comes out with what the pages promise.
 *
 * "Your first LoRA run" and the exercises that go on from it are done command by command from an empty folder. Of every
 * other page each launch.sh that its commands write is taken through Accelerate, the trainer, PEFT and DeepSpeed as far as
 * these go without a GPU; what starts on several machines is rehearsed with the real parser in the place of the start.
 */
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { type Block, blocksOf, commandsOf, pagePaths, pageText } from '../page-code.ts'
import { type PageFolder, pageFolder } from '../page-folder.ts'

const root = join(import.meta.dirname, '..', '..')
const python = process.env.LORA_WIZARD_VENV_PYTHON ?? join(root, '.cache', 'real', 'venv', 'bin', 'python')
const tools = join(import.meta.dirname, 'read_as_the_tools_do.py')
const quiet = { OMP_NUM_THREADS: '1', HF_HUB_OFFLINE: '1', PYTHONUNBUFFERED: '1', DS_ACCELERATOR: 'cpu' }

let passed = 0
let failed = 0
function expectThat(what: string, holds: boolean, seen = ''): void {
  if (holds) passed++
  else {
    failed++
    console.log(`✗ ${what}${seen ? `\n${seen}` : ''}`)
  }
}
const isShell = ({ kind }: Block) => ['console', 'sh'].includes(kind)
/** The commands of blocks as one script. */
const scriptOf = (blocks: readonly Block[]): string =>
  blocks
    .filter(isShell)
    .flatMap((block) => (block.kind === 'sh' ? [block.text] : commandsOf(block).map(({ text }) => `${text}\n`)))
    .join('')
/** The lines of a progress bar end with a carriage return alone. */
const textOf = (lines: readonly string[]) => lines.join('\n').replaceAll('\r', '\n')
const read = (words: readonly string[], input = ''): string => {
  const { stdout, stderr } = spawnSync(python, [tools, ...words], { encoding: 'utf8', input })
  return stdout.trim() === '' ? `nothing; ${stderr.slice(-500)}` : stdout.trim()
}
const losses = (text: string): readonly number[] =>
  [...text.matchAll(/\{'loss': '([\d.]+)'/g)].map(([, loss]) => Number(loss))

/** "Your first LoRA run", to the end of its experiments, and the failures that the first day asks for. */
function firstRun(): void {
  const page = blocksOf(pageText('en', 'tutorials/first-run'))
  const under = (id: string) => page.filter((block) => block.under === id)
  const folder = pageFolder('en', { first: [dirname(python)], more: quiet })
  try {
    // Installing is what this environment has done; the folder and the variable that the page sets there are taken over.
    const install = scriptOf(under('install'))
    const pins = ['requirements-torch.txt', 'requirements.txt']
      .map((name) => readFileSync(join(import.meta.dirname, name), 'utf8'))
      .join('\n')
    for (const [pin] of install.matchAll(/[\w-]+==[\w.]+/g))
      expectThat(`the page installs ${pin}, as this environment does`, pins.includes(pin))
    const [, name = ''] = /^mkdir (\S+)/.exec(install) ?? []
    mkdirSync(join(folder.path, name))

    const done: Record<string, string> = {}
    const go = (id: string, blocks: readonly Block[]) => {
      const { code, lines } = folder.run(`cd ${name}\n${scriptOf(blocks)}`)
      done[id] = textOf(lines)
      expectThat(`the commands of ${id} go well`, code === 0, done[id]?.slice(-2000))
    }
    const sections = [...new Set(page.filter(isShell).map((block) => block.under))]
    for (const id of sections.filter((one) => one !== 'install' && one !== 'break')) {
      go(id, under(id))
      // What a program prints is compared below where it holds numbers, which differ with the processor.
      for (const { kind, text } of under(id))
        if (kind === 'text' && !/loss/.test(text))
          expectThat(`${id} prints what the page shows`, done[id]?.includes(text.trimEnd()) === true, done[id])
    }
    for (const id of ['make', 'configure', 'try', 'train', 'adapter', 'compare'])
      expectThat(`there are commands under ${id}`, sections.includes(id))
    const shown = losses(
      under('train')
        .map(({ text }) => text)
        .join('\n'),
    )
    const seen = losses(done.train ?? '')
    expectThat(
      `training goes as the page shows (${seen} for ${shown})`,
      shown.length === 4 && shown.every((loss, place) => Math.abs(loss - (seen[place] ?? 0)) < 0.1 + loss / 10),
    )
    expectThat('the rehearsal finds the run ready', /^Ready/m.test(done.try ?? ''), done.try?.slice(-2000))
    const adapter = join(folder.path, name, 'output', 'adapter_model.safetensors')
    const about134kB = () => existsSync(adapter) && Math.abs(statSync(adapter).size - 134_616) < 2000
    expectThat('the adapter is about 134 kB', about134kB())
    const compared = (text = ''): readonly number[] =>
      [...text.matchAll(/^(?:before|after): loss ([\d.]+)/gm)].map(([, loss]) => Number(loss))
    const [before = 0, after = 9] = compared(done.compare)
    expectThat(`the base does not know the rows (${before})`, Math.abs(before - 7.168) < 0.3)
    expectThat(`the adapter learned them (${after})`, Math.abs(after - 0.266) < 0.1)

    // Experiment by experiment: what one block starts is looked at before the next one.
    const [aside, slow, clipped, whole, back] = under('break').filter(isShell)
    if (!aside || !slow || !clipped || !whole || !back) throw new Error('there are not five blocks under break')
    go('break: aside', [aside])
    go('break: the rate of a real model', [slow])
    const last = (id: string) => losses(done[id] ?? '').at(-1) ?? 0
    expectThat('… comes to 6.27', Math.abs(last('break: the rate of a real model') - 6.27) < 0.2)
    go('break: clipped to nothing', [clipped])
    const [first = 0] = losses(done['break: clipped to nothing'] ?? '')
    expectThat('… begins at 7.14', Math.abs(first - 7.14) < 0.2)
    expectThat('… ends at 7.05', Math.abs(last('break: clipped to nothing') - 7.05) < 0.2)
    const norms = [...(done['break: clipped to nothing'] ?? '').matchAll(/'grad_norm': '([\d.e-]+)'/g)].map(([, one]) =>
      Number(one),
    )
    expectThat(`… with gradient norms as ever (${norms})`, norms.length === 4 && norms.every((norm) => norm > 1))
    go('break: without LoRA', [whole])
    expectThat(
      '… trains 107,328 parameters',
      /trained: 107,328 parameters \(all weights\)/.test(done['break: without LoRA'] ?? ''),
    )
    expectThat('… and writes the whole model', /^model\.safetensors$/m.test(done['break: without LoRA'] ?? ''))
    expectThat('… without an adapter', !/adapter_model/.test(done['break: without LoRA'] ?? ''))
    go('break: back', [back])
    expectThat('… and the adapter is there again', about134kB())

    // The first day of the guide goes on from here.
    const day = blocksOf(pageText('en', 'guide/index')).filter((block) => block.under === 'day' && isShell(block))
    const exercises = day.filter(({ text }) => /first-lora|sound\.yaml/.test(text))
    const [size, names, rate, length] = exercises
    if (!size || !names || !rate || !length)
      throw new Error('there are not four exercises that go on from the first run')
    // Whoever went into the folder stays there for the next block.
    let inside = false
    const exercise = (block: Block) => {
      const { lines } = folder.run(`${inside ? `cd ${name}\n` : ''}${scriptOf([block])}`)
      inside ||= /^cd /m.test(block.text)
      return textOf(lines)
    }
    expectThat('day: the adapter is there', / 13\d{4} .*adapter_model/.test(exercise(size)))
    const stopped = exercise(names)
    expectThat(
      'day: foreign names are refused before PEFT meets them',
      /has no module called c_attn/.test(stopped) &&
        /Nothing was written/.test(stopped) &&
        /Target modules c_attn not found/.test(stopped),
      stopped.slice(-800),
    )
    const high = losses(exercise(rate))
    expectThat(`day: a rate of 1 stays above 3 (${high})`, high.length === 4 && Math.min(...high) > 3)
    const cut = exercise(length)
    const [, wholeAnswers = 0] = compared(cut)
    expectThat(`day: answers cut off look learned (${losses(cut)})`, Math.abs((losses(cut).at(-1) ?? 9) - 0.06) < 0.05)
    expectThat(`day: … and are not (${wholeAnswers})`, Math.abs(wholeAnswers - 7.31) < 0.7)
  } finally {
    folder.remove()
  }
}

/** Folders below one that hold a launch.sh. */
const launchFolders = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path === 'launch.sh' || path.endsWith('/launch.sh'))
    .map((path) => dirname(join(folder, path)))

interface Verdict {
  readonly id: string
  readonly accepted: boolean
  readonly stage: string | null
  readonly error: string | null
}
const dialects: Readonly<Record<string, string>> = { mlperf: 'mlperf', trl: 'trl', transformers: 'trainer' }

/** The real tools say of every launch.sh that the commands of the pages write what `check` says of it: some are made to fail. */
function everyLaunch(): void {
  const cases: string[] = []
  const sound = new Map<string, boolean>()
  for (const path of pagePaths('en')) {
    const texts = blocksOf(pageText('en', path))
      .filter(({ kind }) => kind === 'console')
      .flatMap(commandsOf)
    if (!texts.some(({ text }) => /lora-wizard (init|plan)/.test(text)) || path === 'tutorials/first-run') continue
    const folder = pageFolder('en')
    try {
      for (const { text } of texts) folder.run(text)
      for (const one of launchFolders(folder.path)) {
        const files = Object.fromEntries(
          readdirSync(one)
            .filter((name) => /^(accelerate\.yaml|launch\.sh|.*\.json)$/.test(name))
            .map((name) => [name, readFileSync(join(one, name), 'utf8')]),
        )
        const answers = readFileSync(join(one, 'lora-wizard.yaml'), 'utf8')
        // A recommendation that nobody changed is not in the answers; trl sft is TRL's own script.
        const dialect =
          /^ {2}trainer: (\w+)/m.exec(answers)?.[1] ?? (/script: '?trl sft/.test(answers) ? 'trl' : 'transformers')
        const id = `${path}: ${relative(folder.path, one) || '.'}`
        sound.set(id, folder.run(`lora-wizard check '${one}'`).code === 0)
        cases.push(
          JSON.stringify({
            id,
            files,
            dialect: dialects[dialect],
            machine: { capability: [8, 0] },
          }),
        )
      }
    } finally {
      folder.remove()
    }
  }
  expectThat(`pages write launch scripts (${cases.length})`, cases.length >= 15)
  const { stdout, stderr } = spawnSync(python, [join(import.meta.dirname, 'judge_accelerate.py')], {
    input: `${cases.join('\n')}\n\n`,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  const verdicts = stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Verdict)
  expectThat('the judge answers for each', verdicts.length === cases.length, stderr.slice(-1000))
  for (const { id, accepted, stage, error } of verdicts)
    expectThat(
      `the real tools ${sound.get(id) ? 'take' : 'refuse'} ${id}`,
      accepted === sound.get(id),
      `${stage}: ${error?.slice(0, 400)}`,
    )
  expectThat('some are made to fail', [...sound.values()].includes(false))
}

/** Puts a program of the given name in front of the machine's own. */
function program(folder: PageFolder, name: string, text: string): string {
  const programs = join(dirname(folder.path), 'rehearsal')
  mkdirSync(programs, { recursive: true })
  writeFileSync(join(programs, name), text)
  chmodSync(join(programs, name), 0o755)
  return programs
}

/** What starts on several machines: `accelerate` says how it understands the command in place of starting it, `srun` starts it once for each of two nodes. */
function severalMachines(path: string): void {
  const folder = pageFolder('en')
  try {
    const programs = program(
      folder,
      'accelerate',
      `#!/bin/sh\nif [ "$1" = launch ]; then shift; exec '${python}' '${tools}' launch "$@"; fi\nexec '${dirname(python)}/accelerate' "$@"\n`,
    )
    program(
      folder,
      'srun',
      '#!/bin/sh\nwhile case $1 in --*) true;; *) false;; esac; do shift; done\nfor node in 0 1; do SLURM_NODEID=$node "$@"; done\n',
    )
    if (path === 'emitters/shell')
      folder.run('lora-wizard init --preset lora-70b-2x8 --set accelerate.main_process_ip=10.0.0.1 --yes --out .')
    if (path === 'fields/accelerate/machine_rank')
      folder.run('lora-wizard init --preset lora-70b-2x8 --set accelerate.main_process_ip=10.0.0.1 --yes --out .')
    for (const block of blocksOf(pageText('en', path)))
      for (const { text } of commandsOf(block)) {
        const { code, lines } = folder.run(
          `export PATH='${programs}':"$PATH" ${Object.entries(quiet)
            .map(([name, value]) => `${name}=${value}`)
            .join(' ')}\n${text}`,
        )
        const said = textOf(lines)
        const ranks = [...said.matchAll(/^machine (\d) of 2, 16 processes, meeting at 10\.0\.0\.1:29500/gm)].map(
          ([, rank]) => rank,
        )
        if (/^MACHINE_RANK=/.test(text))
          expectThat(
            `${path}: ${text}`,
            code === 0 && ranks.join() === text.charAt('MACHINE_RANK='.length),
            said.slice(-800),
          )
        else if (/^srun /.test(text))
          expectThat(`${path}: ${text}`, code === 0 && ranks.join() === '0,1', said.slice(-800))
        else if (/^accelerate env/.test(text))
          expectThat(`${path}: ${text}`, code === 0 && said.includes('num_processes: 16'), said.slice(-800))
        else expectThat(`${path}: ${text}`, code === 0, said.slice(-800))
      }
  } finally {
    folder.remove()
  }
}

/** Blocks that are neither commands to run nor files of ours. */
function otherBlocks(): void {
  const blockOf = (path: string, kind: string) =>
    blocksOf(pageText('en', path)).find((block) => block.kind === kind)?.text ?? ''
  const mismatch = blockOf('guide/mlperf-article', 'text')
  expectThat(
    'the article shows what Transformers says',
    mismatch !== '' && read(['mismatch']).startsWith(mismatch.trimEnd()),
    read(['mismatch']),
  )
  for (const path of pagePaths('en'))
    for (const { kind, text } of blocksOf(pageText('en', path)))
      if (kind === 'python') expectThat(`${path} shows Python`, read(['python'], text) === 'python', text)

  const folder = pageFolder('en', { first: [dirname(python)], more: quiet })
  try {
    const file = join(folder.path, 'hostfile')
    const machines = 'node-0 slots=8\nnode-1 slots=8\nnode-2 slots=8\nnode-3 slots=8\n'
    const hosts = (text: string, which: string) => {
      writeFileSync(file, text)
      return read(['hosts', file, which])
    }
    const told = blockOf('fields/deepspeed/deepspeed_hostfile', '')
    expectThat(
      'DeepSpeed reads the host file',
      hosts(told, '--include=') === 'node-0:0,1,2,3,4,5,6,7 node-1:0,1,2,3,4,5,6,7',
      hosts(told, '--include='),
    )
    const taken = hosts(machines, `--include=${blockOf('fields/deepspeed/deepspeed_inclusion_filter', '').trim()}`)
    expectThat(
      'DeepSpeed takes all of node-0 and four of node-2',
      taken === 'node-0:0,1,2,3,4,5,6,7 node-2:0,1,2,3',
      taken,
    )
    const left = hosts(machines, `--exclude=${blockOf('fields/deepspeed/deepspeed_exclusion_filter', '').trim()}`)
    expectThat(
      'DeepSpeed leaves out two of node-1 and all of node-3',
      left === 'node-0:0,1,2,3,4,5,6,7 node-1:2,3,4,5,6,7 node-2:0,1,2,3,4,5,6,7',
      left,
    )

    // The file of FSDP's first generation that the page shows, without the line that is wrong in it, goes through Accelerate's translator.
    const other = blocksOf(pageText('en', 'howto/come-from-other-tools'))
    const old = other.find(({ bad }) => bad === 'fsdp/fsdp1-only-key')?.text.replace(/^ *fsdp_version: 2\n/m, '') ?? ''
    writeFileSync(join(folder.path, 'old.yaml'), old)
    const command = other.find(({ text }) => text.startsWith('accelerate to-fsdp2'))?.text ?? 'false'
    expectThat('Accelerate translates the file to FSDP2', folder.run(command).code === 0)
    const checked = folder.run(
      'grep -q fsdp_reshard_after_forward new.yaml && lora-wizard check new.yaml --fail-on warning',
    )
    expectThat('… into one that nothing is to be said about', checked.code === 0, textOf(checked.lines))

    const [gpus] = blocksOf(pageText('en', 'fields/accelerate/gpu_ids')).flatMap(commandsOf)
    folder.run('lora-wizard init --preset lora-8b-80gb --yes --out .')
    const words =
      /accelerate launch (.*)/
        .exec(gpus?.text ?? '')?.[1]
        ?.split(' ')
        .map((word) => word.replace(/^accelerate\.yaml$/, join(folder.path, word))) ?? []
    expectThat(
      'Accelerate reads the command of gpu_ids',
      read(['launch', ...words]).endsWith(', train.py'),
      read(['launch', ...words]),
    )
  } finally {
    folder.remove()
  }
}

firstRun()
everyLaunch()
for (const path of ['howto/several-machines', 'emitters/shell', 'fields/accelerate/machine_rank']) severalMachines(path)
otherBlocks()
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
