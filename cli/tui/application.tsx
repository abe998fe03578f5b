/** The screen in Ink: shows the frame of a state, keeps the terminal's cursor where text is typed, and follows the size of the window. */
import { Box, type Instance, render, Text, useCursor, useWindowSize } from 'ink'
import { memo, useEffect, useSyncExternalStore } from 'react'
import { type Frame, frame, type Size } from './frame.ts'
import type { Line, Span } from './line.ts'
import type { State, World } from './screen.ts'
import { colours } from './theme.ts'

/** Where the screen gets its state from. */
export interface Store {
  readonly subscribe: (changed: () => void) => () => void
  readonly state: () => State
  /** Told after every frame: its size and how far panes can be scrolled. */
  readonly drawn: (size: Size, shown: Frame['shown']) => void
}

const Part = ({ text, colour, bold, dim, inverse }: Span) => (
  <Text color={colour && colours[colour]} bold={bold} dimColor={dim} inverse={inverse}>
    {text}
  </Text>
)

const Row = memo(
  ({ line }: { readonly line: Line }) => (
    <Text wrap="truncate">
      {line.length === 0
        ? ' '
        : // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a line have no identity but their place.
          line.map((part, place) => <Part key={place} {...part} />)}
    </Text>
  ),
  (before, after) => JSON.stringify(before.line) === JSON.stringify(after.line),
)

function Screen({ store, world }: { readonly store: Store; readonly world: World }) {
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
        <Row key={row} line={line} />
      ))}
    </Box>
  )
}

export interface Streams {
  readonly input: NodeJS.ReadStream
  readonly output: NodeJS.WriteStream
}

/** Puts the screen up. Keys are not Ink's business: the wizard reads them itself. */
export function mount(store: Store, world: World, { input, output }: Streams): Instance {
  // What was painted before; Ink writes its first frame over it, line by line.
  output.write('\u001B[2J\u001B[H')
  return render(<Screen store={store} world={world} />, {
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
