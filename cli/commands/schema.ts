/** `schema`: a JSON Schema of a file, with the words of a language, for editors and other tools. */
import { nearest } from '../../shared/config.ts'
import { schemaNames, schema as schemaOf } from '../../shared/schema.ts'
import { UserError } from '../user-error.ts'
import type { Command } from './command.ts'

export const schema: Command = {
  flags: [],
  positionals: [schemaNames.join('|')],
  run: async ({ host, wording, positionals }) => {
    const [asked = ''] = positionals
    const name = schemaNames.find((one) => one === asked)
    if (asked === '')
      throw new UserError('argument-missing', {
        list: schemaNames.map((one) => `  lora-wizard schema ${one}`).join('\n'),
      })
    if (!name) {
      const near = nearest(asked, schemaNames)
      throw new UserError('unknown-topic', { topic: asked, nearest: near.length > 0 ? near : schemaNames })
    }
    const { words, sentences } = wording
    host.output.write(`${JSON.stringify(schemaOf(name, { words, sentences }), null, 2)}\n`)
    return 0
  },
}
