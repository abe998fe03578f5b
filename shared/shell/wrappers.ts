/** Programs that run another command: where their own words end, and whether a shell of their own reads the rest. */
import type { ShellWord, Wrapper } from './command.ts'
import type { Level } from './piece.ts'

/** Options of these programs that have a value in the next word. */
const valued: Readonly<Record<string, RegExp>> = {
  srun: /^-(?:[ABCDEGJLMNOPSTWacdehimnopqrtuw]|-(?!exclusive$|label$|unbuffered$|overlap$|exact$|verbose$|quiet$|wait-all$|preserve-env$|pty$|contiguous$|overcommit$|oversubscribe$|no-kill$|multi-prog$|disable-status$|spread-job$|use-min-nodes$|immediate$|no-allocate$|hold$|reboot$|help$|version$)[a-z-]+)$/,
  ssh: /^-[BbcDEeFIiJLlmOopQRSWw]$/,
  mpirun:
    /^-{1,2}(?:n|np|c|N|host|H|hosts|hostfile|machinefile|f|ppn|perhost|npernode|npersocket|map-by|bind-to|rank-by|x|wdir|wd|path|output-filename|timeout|iface|genvlist|allocation|prefix|rankfile)$/,
}
/** Options of mpirun with two words behind them. */
const twice = /^-{1,2}(?:mca|genv|env|gmca|pmixmca)$/

const names: Readonly<Record<string, Wrapper['program']>> = {
  srun: 'srun',
  mpirun: 'mpirun',
  mpiexec: 'mpirun',
  'mpiexec.hydra': 'mpirun',
  ssh: 'ssh',
}
export const levels: Readonly<Record<Wrapper['program'], Level>> = {
  srun: 'task',
  mpirun: 'task',
  ssh: 'host',
  shell: 'script',
}

const baseOf = (word: ShellWord | undefined): string => word?.text?.split('/').at(-1) ?? ''

/** Where the options of a program end. */
function afterOptions(words: readonly ShellWord[], begin: number, program: string): number {
  let index = begin
  while (index < words.length) {
    const text = words[index]!.text ?? words[index]!.raw
    if (text === '--') return index + 1
    if (!text.startsWith('-') || text === '-') {
      // `srun $OPTIONS bash …`: the options may be kept in a variable.
      if (words[index]!.text === undefined && words[index]!.many && program === 'srun' && index + 1 < words.length) {
        index++
        continue
      }
      return index
    }
    index += twice.test(text) && program === 'mpirun' ? 3 : valued[program]!.test(text) ? 2 : 1
  }
  return index
}

export interface Started {
  readonly wrapper: Wrapper
  /** The words behind the wrapper. */
  readonly rest: readonly ShellWord[]
  /** One text that another shell reads: `bash -c '…'`, or all words behind a host. */
  readonly script?: ShellWord
  /** What that shell gets as `$0`, `$1` … */
  readonly parameters?: readonly ShellWord[]
}

/** The first program of a command that runs the rest; undefined if there is none. */
export function startedBy(words: readonly ShellWord[]): Started | undefined {
  for (let index = 0; index < Math.min(words.length, 40); index++) {
    const base = baseOf(words[index])
    const program = Object.hasOwn(names, base) ? names[base] : undefined
    if (program) {
      const begin = afterOptions(words, index + 1, program)
      if (program !== 'ssh') return { wrapper: { program, words: words.slice(index, begin) }, rest: words.slice(begin) }
      const rest = words.slice(begin + 1)
      const [only] = rest
      const wrapper = { program, words: words.slice(index, begin + 1) }
      return only ? { wrapper, rest, script: joined(rest) } : { wrapper, rest }
    }
    if (/^(?:ba|da|z|k)?sh$/.test(base)) {
      let at = index + 1
      let text = words[at]?.text
      while (text?.startsWith('-') && !/^-[a-z]*c$/.test(text)) text = words[++at]?.text
      const script = words[at + 1]
      if (text?.startsWith('-') && script)
        return {
          wrapper: { program: 'shell', words: words.slice(index, at + 1) },
          rest: [],
          script,
          parameters: words.slice(at + 3),
        }
      return undefined
    }
  }
  return undefined
}

/** The words that `ssh` and `eval` hand on as one text. */
export function joined(words: readonly ShellWord[]): ShellWord {
  const [first] = words
  if (words.length === 1) return first!
  const pieces = words.flatMap(({ pieces: own, start }, index) =>
    index === 0 ? own : [{ text: ' ', start: start - 1, end: start, exact: false }, ...own],
  )
  const texts = words.map(({ text }) => text)
  return {
    ...first!,
    end: words.at(-1)!.end,
    text: texts.includes(undefined) ? undefined : texts.join(' '),
    pieces,
    many: false,
  }
}
