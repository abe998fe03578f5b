/** `completion`: a script that lets a shell finish what is typed, made from the tables that the commands themselves read. */
import { gpus } from '../../shared/catalog/gpus.ts'
import { modelIds } from '../../shared/catalog/models.ts'
import { type FieldKey, fieldAt, fieldKeys } from '../../shared/fields/index.ts'
import { presets } from '../../shared/presets/index.ts'
import { rules } from '../../shared/rules/index.ts'
import { askedLevels } from '../../shared/session.ts'
import { commonFlags } from '../arguments.ts'
import { type Completion, type Taken, type Typed, writers } from '../print/completion.ts'
import { errorCodes, UserError } from '../user-error.ts'
import type { Call, Command, Flag } from './command.ts'
import { commands } from './index.ts'

/** What can be typed as the value of an option of a run. */
function valuesOf(key: FieldKey): readonly string[] {
  const field = fieldAt(key)
  if (field === undefined) return []
  if (key === 'hardware.gpu') return gpuNames
  if (key === 'model.id') return modelIds
  if (field.kind === 'choice') return (field.offered ?? field.choices).map(String)
  if (field.kind === 'toggle') return ['true', 'false']
  return field.kind === 'list' ? [] : (field.suggest ?? []).map(String)
}

/** A dash is as good as a space in the name of a GPU, and needs no quotes. */
const gpuNames = gpus.map(({ name }) => name.replaceAll(' ', '-'))

/** Values of flags by the flag's name; of others the help says what they take. */
const valuesOfFlags: Readonly<Record<string, readonly string[]>> = {
  lang: ['en', 'zh'],
  level: askedLevels,
  preset: presets.map(({ id }) => id),
  gpu: gpuNames,
  model: modelIds,
}

function takenBy({ name, value, words }: Flag): Taken {
  if (value === undefined) return 'nothing'
  if (words) return words
  if (value === 'KEY=VALUE') return 'assignment'
  if (value === 'DIR') return 'folder'
  if (value === 'FILE') return 'file'
  return valuesOfFlags[name] ?? (value.includes('|') ? value.split('|') : 'something')
}

/** Everything that `explain` can be asked about. */
const topicNames = (): readonly string[] => [
  ...fieldKeys,
  ...presets.map(({ id }) => id),
  ...rules.map(({ id }) => id),
  ...errorCodes,
  ...commands.map(({ name }) => name),
]

/** What a command takes besides flags. */
function wordsTaken(command: Command): Taken {
  const [first = ''] = command.positionals ?? []
  const name = first.replace(/[[\]…]/g, '')
  if (/\bKEY\b/.test(name)) return { fileOr: topicNames() }
  if (/^[a-z]+\|/.test(name)) return name.split('|')
  return /^(FILE|PATH|A|B)\b/.test(name) ? 'file' : 'nothing'
}

/** Everything that can be typed after the name of the program. */
async function completionOf({ wording, words }: Call): Promise<Completion> {
  const common: Readonly<Record<string, string>> = {
    lang: words['flag-lang'],
    help: words['flag-help'],
    'no-color': words['flag-no-color'],
  }
  const typed = await Promise.all(
    commands.map(async ({ name, load }): Promise<Typed> => {
      const command = await load()
      const page = wording.words(`commands/${name}`)
      const flags = [...command.flags, ...commonFlags].map((flag) => ({
        name: flag.name,
        ...(flag.short && { short: flag.short }),
        taken: takenBy(flag),
        about: page?.choices?.[flag.name] ?? common[flag.name] ?? '',
      }))
      return {
        name,
        about: page?.summary ?? '',
        flags,
        words: wordsTaken(command),
        takesOptions: command.takesOptions === true,
      }
    }),
  )
  const options = fieldKeys.map((key) => ({
    key,
    about: wording.words(`fields/${key.replace('.', '/')}`)?.title ?? '',
    values: valuesOf(key),
  }))
  return { commands: typed, options }
}

export const completion: Command = {
  flags: [],
  positionals: ['bash|zsh|fish'],
  run: async (call) => {
    const [asked] = call.positionals
    const shells = Object.keys(writers)
    if (asked === undefined || !Object.hasOwn(writers, asked)) throw new UserError('unknown-shell', { shells })
    const lines = writers[asked as keyof typeof writers](await completionOf(call))
    call.host.output.write(`${lines.join('\n')}\n`)
    return 0
  },
}
