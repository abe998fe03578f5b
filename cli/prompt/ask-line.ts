/** One line from the person: through Inquirer where the terminal can edit a line, by bare reading where it cannot or a screen reader reads along. */
import type { FaceOptions } from '../face.ts'

/** Ctrl-C, Ctrl-D or a closed terminal. */
export class Interruption extends Error {}

export interface Asker {
  /** The answer without surrounding spaces. */
  readonly ask: (question: string) => Promise<string>
  readonly close: () => void
}

export async function askerOf(options: FaceOptions): Promise<Asker> {
  const { input, output, environment } = options
  const said = (name: string) => !['', '0', 'false', 'no', undefined].includes(environment[name]?.toLowerCase())
  if (environment.TERM === 'dumb' || said('ACCESSIBLE') || said('INK_SCREEN_READER')) return bare(options)
  const { default: line } = await import('@inquirer/input')
  return {
    ask: async (question) => {
      try {
        const theme = {
          prefix: { idle: '', done: '' },
          style: { message: (text: string) => text, answer: (text: string) => text },
        }
        return (await line({ message: question, theme }, { input, output })).trim()
      } catch (error) {
        if (error instanceof Error && /^(ExitPromptError|AbortPromptError)$/.test(error.name)) throw new Interruption()
        throw error
      }
    },
    close: () => {},
  }
}

/** The terminal itself echoes and edits; nothing is drawn twice and no escape sequence is sent. */
async function bare({ input, output, onInterrupt }: FaceOptions): Promise<Asker> {
  const { createInterface } = await import('node:readline')
  const reader = createInterface({ input, terminal: false })
  const lines: string[] = []
  let wake = () => {}
  let closed = false
  reader.on('line', (text) => {
    lines.push(text)
    wake()
  })
  reader.on('close', () => {
    closed = true
    wake()
  })
  return {
    ask: async (question) => {
      output.write(`${question} `)
      const hearing = onInterrupt?.(() => {
        closed = true
        wake()
      })
      try {
        while (lines.length === 0) {
          if (closed) throw new Interruption()
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
        return (lines.shift() as string).trim()
      } finally {
        hearing?.stop()
      }
    },
    close: () => reader.close(),
  }
}
