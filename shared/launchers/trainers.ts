/** Trainers with a command of their own, which starts torchrun or Accelerate when there are several GPUs. */
import { baseOf, launcher } from './launcher.ts'

const none: ReadonlySet<string> = new Set()

export const axolotl = launcher({
  id: 'axolotl',
  tool: 'axolotl',
  begins: (words, index) => {
    const base = baseOf(words[index])
    if (base === 'axolotl' && words[index + 1]?.text === 'train') return index
    // With a launcher in front of it, the module is that launcher's script.
    return base === 'axolotl.cli.train' && isPlainModule(words[index - 1]?.text, words[index - 2]?.text)
      ? index
      : undefined
  },
  valueless: none,
})

export const llamaFactory = launcher({
  id: 'llama-factory',
  tool: 'llama-factory',
  begins: (words, index) =>
    /^(?:llamafactory-cli|lmf)$/.test(baseOf(words[index])) && words[index + 1]?.text === 'train' ? index : undefined,
  valueless: none,
})

/** Commands of `swift` that train (ms-swift 4.6.0, swift/cli/main.py). */
const swiftCommands = new Set(['pt', 'sft', 'rlhf'])

export const msSwift = launcher({
  id: 'ms-swift',
  tool: 'ms-swift',
  begins: (words, index) =>
    baseOf(words[index]) === 'swift' && swiftCommands.has(words[index + 1]?.text ?? '') ? index : undefined,
  valueless: none,
})

const isPlainModule = (flag: string | undefined, program: string | undefined): boolean =>
  flag === '-m' && /^python[\d.]*$/.test(program?.split('/').at(-1) ?? '')
