/** `next.md`: what to do with the result, in commands for this run's model and method. */
import type { Run } from '../config.ts'
import { page, peft } from '../source.ts'
import { emitter, type Remarks } from './emitter.ts'
import { quoted } from './shell.ts'
import { writesTrainingScript } from './train.ts'

/** Ranks that vLLM reserves memory for (vllm/config/lora.py). */
const reservedRanks = [8, 16, 32, 64, 128, 256, 320, 512]

interface Section {
  readonly id: string
  readonly commands: readonly string[]
}

/** Why vLLM cannot load the adapter beside its model, if it cannot. */
function mustMerge({ config }: Run): boolean {
  return (
    config['method.name'] === 'dora' ||
    config['lora.modules_to_save'] !== null ||
    config['lora.bias'] !== 'none' ||
    config['lora.r'] > (reservedRanks.at(-1) ?? 0)
  )
}

function serve(run: Run): Section {
  const { config } = run
  const output = quoted(config['output.output_dir'])
  const gpus = config['hardware.gpus_per_machine']
  const split = gpus > 1 ? ` --tensor-parallel-size ${gpus}` : ''
  if (config['method.name'] === 'full') return { id: 'serve', commands: [`vllm serve ${output}${split}`] }
  if (mustMerge(run)) return { id: 'serve-merged', commands: [`vllm serve merged${split}`] }
  const rank = reservedRanks.find((one) => one >= config['lora.r'])
  return {
    id: 'serve',
    commands: [
      `vllm serve ${quoted(config['model.id'])} --enable-lora --lora-modules mine=${output} --max-lora-rank ${rank}${split}`,
    ],
  }
}

function sections(run: Run): readonly Section[] {
  const { config } = run
  const output = quoted(config['output.output_dir'])
  const model = quoted(config['model.id'])
  const adapter = config['method.name'] !== 'full'
  const rows = config['data.dataset'] === null ? [] : [quoted(config['data.dataset'])]
  const evaluated = adapter ? `pretrained=${model},peft=${output}` : `pretrained=${output}`
  return [
    { id: 'resume', commands: ['bash launch.sh --resume_from_checkpoint last'] },
    { id: 'generate', commands: [`python after.py generate ${output} 'Write your prompt here.'`] },
    ...(rows.length > 0
      ? [{ id: 'compare', commands: [`python after.py compare ${output} ${rows[0]} --rows 100`] }]
      : []),
    {
      id: 'evaluate',
      commands: ['pip install lm-eval', `lm_eval --model hf --model_args ${evaluated} --tasks hellaswag`],
    },
    ...(adapter ? [{ id: 'merge', commands: [`python after.py merge ${output} merged`] }] : []),
    serve(run),
    { id: 'push', commands: ['hf auth login', `hf upload YOUR-NAME/YOUR-MODEL ${output} --exclude 'checkpoint-*/*'`] },
  ]
}

function text(run: Run, remarks: Remarks): string {
  const said = (id: string) => remarks.remark(`next-${id}`)
  const parts = sections(run).map(({ id, commands }) => {
    const [title, sentence] = (said(id) ?? '').split(' | ')
    return [`## ${title || id}`, ...(sentence ? ['', sentence] : []), '', '```sh', ...commands, '```'].join('\n')
  })
  return `${[`# ${said('title') ?? 'next'}`, ...parts].join('\n\n')}\n`
}

export const next = emitter({
  id: 'next',
  sources: [
    peft('src/peft/peft_model.py'),
    page('https://docs.vllm.ai/en/latest/features/lora/'),
    page('https://github.com/EleutherAI/lm-evaluation-harness'),
  ],
  extend: (plan, run, remarks) =>
    writesTrainingScript(run)
      ? { ...plan, files: [...plan.files, { path: 'next.md', text: text(run, remarks) }] }
      : plan,
})
