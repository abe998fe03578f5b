/** `presets`: every preset with what it is for. */
import { presets as all } from '../../shared/presets/index.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf, wrap } from '../print/text.ts'
import { type Command, has } from './command.ts'

export const presets: Command = {
  flags: [{ name: 'json' }],
  run: async (call) => {
    const { host, wording } = call
    const rows = all.map(({ id }) => {
      const page = wording.words(`presets/${id}`)
      return { id, title: page?.title ?? id, summary: page?.summary ?? '' }
    })
    if (has(call, 'json')) {
      host.output.write(`${JSON.stringify({ version: 1, presets: rows }, null, 2)}\n`)
      return 0
    }
    const { accent, bold, dim } = styleOf(host.output)
    const columns = columnsOf(host.output)
    const lines = rows.flatMap(({ id, title, summary }) => [
      `${accent(id)}  ${bold(title)}`,
      ...(summary ? wrap(summary, columns - 2).map((line) => `  ${line}`) : []),
    ])
    host.output.write(`${[...lines, '', dim(`lora-wizard init --preset ${all[0]?.id ?? ''}`)].join('\n')}\n`)
    return 0
  },
}
