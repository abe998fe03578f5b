/** A world in memory: files, a clock that stands still, and streams that remember what was written. */
import { PassThrough } from 'node:stream'
import type { Files, Host } from '../cli/host.ts'

/** An error as the file system throws it. */
export const systemError = (code: string): NodeJS.ErrnoException => Object.assign(new Error(code), { code })

export interface MemoryHost extends Host {
  /** Path → text of every file. */
  readonly texts: () => Readonly<Record<string, string>>
  readonly printed: () => string
}

/** `before` is called with the name of every change to files before it happens, and may throw. */
export function memoryHost(
  start: Readonly<Record<string, string>> = {},
  before: (change: string, path: string) => void = () => {},
): MemoryHost {
  const contents = new Map<string, Buffer>(Object.entries(start).map(([path, text]) => [path, Buffer.from(text)]))
  const folders = new Set(['/', '/srv'])
  // A second name is the same bytes, as it is the same file on a disk.
  const identities = new Map<Buffer, string>()
  const identityOf = (file: Buffer): string => {
    const known = identities.get(file) ?? `file ${identities.size}`
    identities.set(file, known)
    return known
  }
  const namesOf = (file: Buffer): number => [...contents.values()].filter((one) => one === file).length
  let counter = 0
  let printed = ''
  const output = new PassThrough()
  output.on('data', (chunk: Buffer) => {
    printed += chunk.toString()
  })
  const at = (path: string): Buffer => {
    const found = contents.get(path)
    if (!found) throw systemError('ENOENT')
    return found
  }
  const files: Files = {
    status: (path) => {
      const file = contents.get(path)
      if (file) {
        const [links, identity] = [namesOf(file), identityOf(file)]
        return { kind: 'file', size: file.length, mode: 0o644, changed: 0, links, identity }
      }
      return folders.has(path)
        ? { kind: 'folder', size: 0, mode: 0o755, changed: 0, links: 1, identity: path }
        : undefined
    },
    room: () => undefined,
    read: at,
    readPart: (path, offset, length) => at(path).subarray(offset, offset + length),
    list: (folder) => [...contents.keys()].filter((path) => path.startsWith(`${folder}/`)),
    create: (path, bytes) => {
      if (contents.has(path)) throw systemError('EEXIST')
      contents.set(path, Buffer.alloc(0))
      before('create', path)
      contents.set(path, Buffer.from(bytes))
    },
    overwrite: (path, bytes) => {
      before('overwrite', path)
      const file = at(path)
      const names = [...contents].filter(([, one]) => one === file).map(([name]) => name)
      const written = Buffer.from(bytes)
      for (const name of names) contents.set(name, written)
    },
    resemble: () => {},
    rename: (from, to) => {
      before('rename', to)
      contents.set(to, at(from))
      contents.delete(from)
    },
    link: (from, to) => {
      if (contents.has(to)) throw systemError('EEXIST')
      before('link', to)
      contents.set(to, at(from))
    },
    remove: (path) => {
      before('remove', path)
      contents.delete(path)
    },
    makeFolder: (path) => {
      folders.add(path)
    },
    settleFolder: () => {},
    real: (path) => path,
  }
  return {
    environment: {},
    platform: 'linux',
    memory: 64 * 2 ** 30,
    processors: 8,
    folder: '/srv',
    home: '/home/somebody',
    input: new PassThrough() as unknown as NodeJS.ReadStream,
    output: output as unknown as NodeJS.WriteStream,
    errors: output as unknown as NodeJS.WriteStream,
    files,
    run: async () => ({ code: null, output: '', errors: '' }),
    follow: async () => 127,
    onInterrupt: () => ({ stop: () => {} }),
    pid: 1,
    machine: 'here',
    alive: () => true,
    now: () => 0,
    sleep: () => {},
    chance: () => `chance${counter++}`,
    texts: () => Object.fromEntries([...contents].map(([path, bytes]) => [path, bytes.toString()])),
    printed: () => printed,
  }
}
