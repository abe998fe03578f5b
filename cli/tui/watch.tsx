/** The live screen of `watch` in Ink: the report, drawn again whenever the log has grown. */
import { Box, render, Text, useApp, useInput, useWindowSize } from 'ink'
import { useEffect, useState } from 'react'

export interface LiveOptions {
  /** The lines of the report for a window; called again at every look. */
  readonly lines: (columns: number, rows: number) => readonly string[]
  /** Looks at the log; whether anything changed. */
  readonly look: () => boolean
  /** The last line of the screen: which keys there are. */
  readonly keys: string
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

/** How often the log is looked at, milliseconds. */
const interval = 500

function Live({ lines, look, keys }: LiveOptions) {
  const { columns, rows } = useWindowSize()
  const { exit } = useApp()
  const [scrolled, setScrolled] = useState(0)
  const [, draw] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => {
      if (look()) draw((count) => count + 1)
    }, interval)
    return () => clearInterval(timer)
  }, [look])
  const all = lines(columns, rows)
  const room = Math.max(1, rows - 2)
  const furthest = Math.max(0, all.length - room)
  const from = Math.min(scrolled, furthest)
  useInput((text, key) => {
    if (text === 'q' || key.escape || (key.ctrl && text === 'c')) exit()
    else if (key.downArrow) setScrolled(Math.min(furthest, from + 1))
    else if (key.upArrow) setScrolled(Math.max(0, from - 1))
    else if (key.pageDown || text === ' ') setScrolled(Math.min(furthest, from + room))
    else if (key.pageUp) setScrolled(Math.max(0, from - room))
  })
  const shown = all.slice(from, from + room)
  return (
    <Box flexDirection="column" width={columns} height={rows}>
      {Array.from({ length: room }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a screen have no identity but their place.
        <Text key={row} wrap="truncate">
          {shown[row] || ' '}
        </Text>
      ))}
      <Text dimColor wrap="truncate">
        {keys}
      </Text>
    </Box>
  )
}

/** Shows the screen until the user leaves it. */
export async function live(options: LiveOptions): Promise<void> {
  const instance = render(<Live {...options} />, {
    stdin: options.input,
    stdout: options.output,
    alternateScreen: true,
    exitOnCtrlC: false,
    patchConsole: false,
    interactive: true,
  })
  await instance.waitUntilExit()
}
