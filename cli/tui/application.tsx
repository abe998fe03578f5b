/** The screen in Ink: shows the frame of a state, keeps the terminal's cursor where text is typed, and follows the size of the window. */
import { Box, type Instance, render, Text, useCursor, useWindowSize } from 'ink'
import { memo, useEffect, useSyncExternalStore } from 'react'
import { type Frame, frame, type Size } from './frame.ts'
import { terminalText } from './line.ts'
import type { State, World } from './screen.ts'

/** Where the screen gets its state from. */
export interface Store {
  readonly subscribe: (changed: () => void) => () => void
  readonly state: () => State
  /** Told after every frame: its size and how far panes can be scrolled. */
  readonly drawn: (size: Size, shown: Frame['shown']) => void
}

/** A row as one text: where it stays the same, neither React nor Ink looks at it again. */
const Row = memo(({ text }: { readonly text: string }) => <Text wrap="truncate">{text || ' '}</Text>)

interface Shown {
  readonly store: Store
  readonly world: World
  readonly coloured: boolean
}

function Screen({ store, world, coloured }: Shown) {
  const size = useWindowSize()
  const state = useSyncExternalStore(store.subscribe, store.state)
  const { lines, caret, shown } = frame(state, world, size)
  const { setCursorPosition } = useCursor()
  setCursorPosition(caret)
  useEffect(() => store.drawn(size, shown))
  return (
    // Every line fits by itself; letting Ink clip would cost as much again as drawing.
    <Box flexDirection="column" width={size.columns} height={size.rows}>
      {lines.map((line, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows of a screen have no identity but their place.
        <Row key={row} text={terminalText(line, coloured)} />
      ))}
    </Box>
  )
}

export interface Streams {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

/** Puts the screen up. Keys are not Ink's business: the wizard reads them itself. */
export function mount(shown: Shown, { input, output }: Streams): Instance {
  // What was painted before; Ink writes its first frame over it, line by line.
  output.write('\u001B[2J\u001B[H')
  return render(<Screen {...shown} />, {
    stdin: input,
    stdout: output,
    alternateScreen: true,
    exitOnCtrlC: false,
    patchConsole: false,
    incrementalRendering: true,
    maxFps: 120,
    // Decided by the program, which knows that this is a terminal; Ink would show nothing wherever CI is set.
    interactive: true,
  })
}
