/** Every kind of file that is read. Of equally sure readers the first is asked. */
import { accelerate } from './accelerate.ts'
import { axolotl } from './axolotl.ts'
import { deepspeed } from './deepspeed.ts'
import { launchScript } from './launch-script.ts'
import { llamaFactory } from './llama-factory.ts'
import { loraWizard } from './lora-wizard.ts'
import { peftAdapter } from './peft-adapter.ts'
import type { Reader } from './reader.ts'
import { trl } from './trl.ts'

export const readers: readonly Reader[] = [
  loraWizard,
  accelerate,
  deepspeed,
  peftAdapter,
  launchScript,
  axolotl,
  llamaFactory,
  trl,
]
