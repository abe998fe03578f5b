/** `deepspeed`, DeepSpeed's own launcher. */
import { deepspeedFlags } from '../tools/names.ts'
import { baseOf, launcher, startsScript } from './launcher.ts'

export const deepspeedLauncher = launcher({
  id: 'deepspeed',
  tool: 'deepspeed-launcher',
  begins: (words, index) =>
    baseOf(words[index]) === 'deepspeed' && startsScript(words, index) ? index + 1 : undefined,
  get valueless() {
    return deepspeedFlags().valueless
  },
  get completes() {
    return deepspeedFlags().long
  },
  aliases: { num_accelerators: 'num_gpus', i: 'include', e: 'exclude', H: 'hostfile' },
})
