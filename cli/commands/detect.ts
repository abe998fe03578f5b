/** `detect`: what this machine has, and what to set because of it. */
import { detectHardware } from '../hardware.ts'
import { hardwareJson, hardwareLines } from '../print/hardware.ts'
import { styleOf } from '../print/style.ts'
import { columnsOf } from '../print/text.ts'
import { type Command, has } from './command.ts'

export const detect: Command = {
  flags: [{ name: 'json' }],
  run: async (call) => {
    const { host, wording } = call
    const found = await detectHardware(host)
    const text = has(call, 'json')
      ? JSON.stringify(hardwareJson(found), null, 2)
      : hardwareLines(found, wording.sentences, styleOf(host.output), columnsOf(host.output)).join('\n')
    host.output.write(`${text}\n`)
    return 0
  },
}
