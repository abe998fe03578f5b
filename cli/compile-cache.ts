/**
 * A folder of the user's own for what Node compiled. Its usual folder is below the one for temporary files, where another
 * user can put something first, and it is made in a way that never ends below `/proc`.
 */

type Environment = Readonly<Record<string, string | undefined>>

/** Where caches of a user are, from the outside in; the first must be there. */
function foldersOf(environment: Environment, platform: string): readonly string[] | undefined {
  const { XDG_CACHE_HOME: given, HOME: home, LOCALAPPDATA: local } = environment
  if (platform === 'win32') return local ? [local, 'lora-wizard', 'cache'] : undefined
  if (given?.startsWith('/')) return [given, 'lora-wizard']
  if (!home?.startsWith('/')) return undefined
  return platform === 'darwin' ? [home, 'Library', 'Caches', 'lora-wizard'] : [home, '.cache', 'lora-wizard']
}

/** The folder, made where it is missing; undefined where there is none that is ours alone, and nothing is kept. */
export function compileCache(environment: Environment, platform: string): string | undefined {
  const folders = foldersOf(environment, platform)
  if (!folders) return undefined
  const { mkdirSync, statSync } = process.getBuiltinModule('node:fs')
  let path = ''
  try {
    for (const [depth, name] of folders.entries()) {
      path = depth === 0 ? name : `${path}/${name}`
      const found = statSync(path, { throwIfNoEntry: false })
      if (!found) mkdirSync(path, 0o700)
    }
    const { uid, mode } = statSync(path)
    const mine = process.getuid?.()
    return mine === undefined || (uid === mine && (mode & 0o022) === 0) ? path : undefined
  } catch {
    return undefined
  }
}
