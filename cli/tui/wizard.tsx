/** The wizard in a terminal: takes it over, reads keys, keeps the draft, and gives the terminal back however it ends. */
import type { Face, FaceEnd } from '../face.ts'
import type { Size } from './frame.ts'
import { isWide, pageRows } from './frame.ts'
import { type Key, keyReader } from './keys.ts'
import { filesOnce, readModelsWith } from './known.ts'
import { restore as giveBack, paint, showsUnicode } from './paint.ts'
import { replaced, type State, say, type World } from './screen.ts'
import { begun, machineFound, press, readDone, unchanged, write } from './state.ts'
import { ascii, unicode } from './theme.ts'

export const wizard: Face = async (options) => {
  const { input, output, environment } = options
  // Decided here: Ink's own colours do not know NO_COLOR.
  const coloured = !environment.NO_COLOR && environment.FORCE_COLOR !== '0'
  const files = filesOnce(options.standing)
  readModelsWith(options.modelled)
  const world: World = {
    wording: options.wording,
    standing: files.standing,
    folder: options.folder,
    theme: showsUnicode(environment) ? unicode : ascii,
  }
  let state: State = begun(options.session, options.draft, options.language, world, options)
  /** What the last frame was like: keys are about what is on screen. */
  let view: Pick<State, 'wide' | 'page' | 'shown'> = state
  const listeners = new Set<() => void>()
  const set = (next: State): void => {
    state = next
    for (const changed of listeners) changed()
  }

  paint(options)
  const { mount } = await import('./application.tsx')

  return new Promise<FaceEnd>((resolve, reject) => {
    const reader = keyReader()
    let timer: NodeJS.Timeout | undefined
    let ended = false
    let busy = false
    const queue: Key[] = []

    /** A draft that is offered and not taken is not written over before something was answered. */
    const keep = (): void => {
      const untouched = options.draft !== undefined && unchanged(state.session, options.session)
      if (!untouched) options.keep(state.session)
    }

    const restore = (): void => {
      if (ended) return
      ended = true
      clearTimeout(timer)
      input.off('data', onData)
      input.off('end', onGone)
      input.off('error', onGone)
      process.off('SIGTERM', onSignal)
      process.off('SIGHUP', onSignal)
      process.off('SIGINT', onSignal)
      process.off('SIGTSTP', suspend)
      instance.unmount()
      giveBack()
      input.pause()
    }
    const leave = (outcome: FaceEnd['outcome'], written: readonly string[] = []): void => {
      if (ended) return
      if (outcome !== 'written') keep()
      restore()
      resolve({ outcome, session: state.session, language: state.language, written })
    }
    const fail = (error: unknown): void => {
      if (ended) return
      keep()
      restore()
      reject(error)
    }

    /** Whether what would be replaced is still what was agreed to; the folder may have changed since it was shown. */
    const agreed = (): boolean => {
      const texts = () => JSON.stringify(replaced(state, world).map(({ file, before }) => [file.path, before]))
      const shown = texts()
      files.forget()
      return shown === texts()
    }

    /** What only the world can do; keys that come meanwhile wait. */
    const perform = async (): Promise<void> => {
      const { request } = state
      if (!request) return
      busy = true
      try {
        if (request.type === 'leave') leave(request.outcome)
        else if (request.type === 'redraw' || request.type === 'suspend') {
          set({ ...state, request: null })
          if (request.type === 'suspend') suspend()
          else remount()
        } else if (request.type === 'read')
          set(readDone(state, await options.read(request.path, state.language), world))
        else if (!agreed()) set(write({ ...state, request: null }, world))
        else {
          const result = await options.write(state.session, state.language)
          if ('written' in result) leave('written', result.written)
          else {
            const text = say(state, world, 'review.failed', { problem: result.problem })
            set({ ...state, request: null, notice: { text, tone: 'bad' } })
          }
        }
      } finally {
        busy = false
      }
      if (!ended) next()
    }

    const next = (): void => {
      const { session } = state
      while (!busy && !ended) {
        const key = queue.shift()
        if (!key) break
        const asked = state.overlay?.kind === 'write'
        state = press({ ...state, ...view }, key, world)
        // The question before writing is about the folder as it is now.
        if (state.overlay?.kind === 'write' && !asked) files.forget()
        if (state.request) {
          set(state)
          void perform().catch(fail)
        }
      }
      if (ended) return
      set(state)
      if (state.session !== session) keep()
    }

    const take = (keys: readonly Key[]): void => {
      // Ctrl-C does not wait behind what is being done.
      if (busy && keys.some((key) => key.type === 'key' && key.name === 'interrupt')) {
        leave('interrupted')
        return
      }
      queue.push(...keys)
      try {
        next()
      } catch (error) {
        fail(error)
      }
    }

    function onData(bytes: Uint8Array | string): void {
      clearTimeout(timer)
      take(reader.push(bytes))
      const wait = reader.waiting()
      if (wait !== undefined && !ended) timer = setTimeout(() => take(reader.flush()), wait)
    }
    /** Draws the screen as at a start: what another program wrote over it is gone. */
    function remount(): void {
      instance.unmount()
      giveBack()
      paint(options)
      instance = show()
    }
    /** Gives the terminal back and stops, as the shell expects of Ctrl-Z; `fg` brings the screen back. */
    function suspend(): void {
      if (ended || process.platform === 'win32') return
      instance.unmount()
      giveBack()
      input.pause()
      // A listener for a signal alone does not keep the process: it would end before it hears that it goes on.
      const waiting = setInterval(() => {}, 1000)
      process.once('SIGCONT', () => {
        clearInterval(waiting)
        if (ended) return
        paint(options)
        instance = show()
        input.resume()
      })
      process.kill(process.pid, 'SIGSTOP')
    }
    function onGone(): void {
      leave('interrupted')
    }
    function onSignal(): void {
      leave('interrupted')
    }

    const show = () => {
      const shown = mount(
        {
          world,
          coloured,
          store: {
            subscribe: (changed) => {
              listeners.add(changed)
              return () => listeners.delete(changed)
            },
            state: () => state,
            drawn: (size: Size, shown) => {
              view = { wide: isWide(size, state.session.step), page: pageRows(size, state.session.step), shown }
            },
          },
        },
        { input, output },
      )
      // A screen that cannot be drawn is an error like any other.
      shown.waitUntilExit().catch(fail)
      return shown
    }
    let instance = show()
    // First in line: the program's own listeners end the process.
    process.prependListener('SIGTERM', onSignal)
    process.prependListener('SIGHUP', onSignal)
    process.prependListener('SIGINT', onSignal)
    process.on('SIGTSTP', suspend)
    input.on('data', onData)
    input.on('end', onGone)
    input.on('error', onGone)
    input.resume()
    // After the first frame: asking the vendors' tools takes a while, and nobody waits for it.
    setTimeout(() => {
      options
        .machine()
        .then((answers) => {
          if (!ended) set(machineFound(state, answers, world))
        })
        .catch(fail)
    })
  })
}
