// biome-ignore-all lint/suspicious/noTemplateCurlyInString: what stands in braces here is for a shell.
/** What can be typed → scripts with which bash, zsh and fish finish it. */

/** What stands after a flag or a command: nothing, one of some words, KEY=VALUE, a path, a word or a path, or something that nobody can list. */
export type Taken =
  | 'nothing'
  | 'something'
  | 'assignment'
  | 'folder'
  | 'file'
  | readonly string[]
  | { readonly fileOr: readonly string[] }

export interface Typed {
  readonly name: string
  readonly about: string
  readonly flags: readonly {
    readonly name: string
    readonly short?: string
    readonly taken: Taken
    readonly about: string
  }[]
  readonly words: Taken
  /** Whether options of a run are flags of it. */
  readonly takesOptions: boolean
}

export interface Completion {
  readonly commands: readonly Typed[]
  readonly options: readonly { readonly key: string; readonly about: string; readonly values: readonly string[] }[]
}

/** A text that no shell looks into. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

function listed(taken: Taken): string {
  if (typeof taken === 'string') return `@${taken}`
  if ('fileOr' in taken) return `@file-or ${listed(taken.fileOr)}`
  return taken.filter((word) => /^[\w./:+-]+$/.test(word)).join(' ')
}

/** Tables as functions of a shell that knows `case`: bash and zsh read the same. `@` marks a kind, anything else is a list. */
function tables({ commands, options }: Completion): readonly string[] {
  const cases = (name: string, rows: readonly (readonly [pattern: string, said: string])[]) => [
    `_lora_wizard_${name}() {`,
    '  case "$1" in',
    ...rows.filter(([, said]) => said !== '').map(([pattern, said]) => `    ${pattern}) echo ${quoted(said)} ;;`),
    '  esac',
    '}',
  ]
  return [
    `_lora_wizard_commands=${quoted(commands.map(({ name }) => name).join(' '))}`,
    `_lora_wizard_options=${quoted(options.map(({ key }) => key).join(' '))}`,
    ...cases(
      'flags',
      commands.map(({ name, flags }) => [name, flags.map((flag) => `--${flag.name}`).join(' ')]),
    ),
    ...cases(
      'words',
      commands.map(({ name, words }) => [name, words === 'nothing' ? '' : listed(words)]),
    ),
    ...cases(
      'with_options',
      commands.map(({ name, takesOptions }) => [name, takesOptions ? 'yes' : '']),
    ),
    '# What a flag takes: the command and the flag, with a space between them.',
    ...cases(
      'taken',
      commands.flatMap(({ name, flags }) =>
        flags.flatMap(({ name: flag, short, taken }) => {
          const said = taken === 'nothing' ? '' : listed(taken)
          const patterns = [`--${flag}`, ...(short ? [`-${short}`] : [])].map((one) => quoted(`${name} ${one}`))
          return [[patterns.join('|'), said] as const]
        }),
      ),
    ),
    ...cases(
      'values',
      options.map(({ key, values }) => [key, listed(values)]),
    ),
  ]
}

const bash = (completion: Completion): readonly string[] => [
  '# Completion of lora-wizard for bash. To use it in every shell:',
  '#   lora-wizard completion bash > ~/.local/share/bash-completion/completions/lora-wizard',
  ...tables(completion),
  '_lora_wizard() {',
  "  local line=${COMP_LINE:0:COMP_POINT} current='' before='' command='' skip='' word said=''",
  '  local -a typed=()',
  '  read -ra typed <<< "$line"',
  // bash itself breaks words at = and :, which our keys and models hold; the line is broken at spaces alone.
  '  if [[ $line != *[[:space:]] ]]; then current=${typed[${#typed[@]}-1]}; unset "typed[${#typed[@]}-1]"; fi',
  '  [[ ${#typed[@]} -gt 0 ]] && before=${typed[${#typed[@]}-1]}',
  '  for word in "${typed[@]:1}"; do',
  '    if [[ -n $skip ]]; then skip=; continue; fi',
  '    case $word in --lang) skip=1 ;; -*) ;; *) command=$word; break ;; esac',
  '  done',
  '  [[ ${#typed[@]} -gt 1 && $before == -* ]] && said=$(_lora_wizard_taken "${command:-init} $before")',
  '  if [[ -z $said && $before == --* && $(_lora_wizard_with_options "${command:-init}") == yes ]]; then',
  '    said=$(_lora_wizard_values "${before#--}")',
  '  fi',
  '  if [[ -z $said && $current == --*=* ]]; then',
  '    said=$(_lora_wizard_taken "${command:-init} ${current%%=*}")',
  '    word=${current%%=*}',
  '    [[ -z $said ]] && said=$(_lora_wizard_values "${word#--}")',
  '    current=${current#*=}',
  '    before="="',
  '  fi',
  '  if [[ -z $said ]]; then',
  '    if [[ $current == --*.* && $(_lora_wizard_with_options "${command:-init}") == yes ]]; then',
  '      said=$(printf -- "--%s " $_lora_wizard_options)',
  '    elif [[ $current == -* ]]; then said=$(_lora_wizard_flags "${command:-init}")',
  '    elif [[ -z $command ]]; then said=$_lora_wizard_commands',
  '    elif [[ $command == help ]]; then said=$_lora_wizard_commands',
  '    else said=$(_lora_wizard_words "$command")',
  '    fi',
  '  fi',
  '  case $said in',
  '    @assignment)',
  '      if [[ $current == *=* ]]; then',
  '        said=$(_lora_wizard_values "${current%%=*}")',
  '        current=${current#*=}',
  '      else',
  '        said=$(printf "%s= " $_lora_wizard_options)',
  '        compopt -o nospace 2>/dev/null',
  '      fi ;;',
  "    @file | @folder) local IFS=$'\\n' kind=${said#@}",
  '      compopt -o filenames 2>/dev/null',
  '      COMPREPLY=($(compgen -A "${kind/folder/directory}" -- "$current"))',
  '      return ;;',
  "    '@file-or '*)",
  '      compopt -o filenames 2>/dev/null',
  '      COMPREPLY=($(compgen -W "${said#* }" -- "$current"))',
  "      local IFS=$'\\n'",
  '      COMPREPLY+=($(compgen -f -- "$current"))',
  '      return ;;',
  '    @*) return ;;',
  '  esac',
  '  COMPREPLY=($(compgen -W "$said" -- "$current"))',
  '  # What bash takes for a word begins after the last of its own breaks.',
  '  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then COMPREPLY=("${COMPREPLY[@]#"${current%"${current##*:}"}"}"); fi',
  '}',
  'complete -F _lora_wizard lora-wizard',
]

const zsh = (completion: Completion): readonly string[] => [
  '#compdef lora-wizard',
  '# Completion of lora-wizard for zsh. To use it in every shell, with a folder of your $fpath:',
  '#   lora-wizard completion zsh > ~/.zfunc/_lora-wizard',
  ...tables(completion),
  '_lora_wizard() {',
  '  local command= skip= word said= before=${words[CURRENT-1]}',
  '  for word in ${words[2,CURRENT-1]}; do',
  '    if [[ -n $skip ]]; then skip=; continue; fi',
  '    case $word in --lang) skip=1 ;; -*) ;; *) command=$word; break ;; esac',
  '  done',
  '  if [[ $before == -* ]]; then',
  '    said=$(_lora_wizard_taken "${command:-init} $before")',
  '    [[ -z $said && -n $(_lora_wizard_with_options "${command:-init}") ]] && said=$(_lora_wizard_values "${before#--}")',
  '  fi',
  '  if [[ -z $said && $PREFIX == --*=* ]]; then',
  '    said=$(_lora_wizard_taken "${command:-init} ${PREFIX%%=*}")',
  '    [[ -z $said ]] && said=$(_lora_wizard_values "${${PREFIX%%=*}#--}")',
  "    compset -P '--*='",
  '  fi',
  '  if [[ -z $said ]]; then',
  '    if [[ $PREFIX == --*.* && -n $(_lora_wizard_with_options "${command:-init}") ]]; then',
  '      compadd -- --${^=_lora_wizard_options}',
  '      return',
  '    elif [[ $PREFIX == -* ]]; then said=$(_lora_wizard_flags "${command:-init}")',
  '    elif [[ -z $command || $command == help ]]; then said=$_lora_wizard_commands',
  '    else said=$(_lora_wizard_words "$command")',
  '    fi',
  '  fi',
  '  case $said in',
  '    @assignment)',
  '      if [[ $PREFIX == *=* ]]; then',
  '        said=$(_lora_wizard_values "${PREFIX%%=*}")',
  "        compset -P '*='",
  '        compadd -- ${=said}',
  "      else compadd -S '=' -q -- ${=_lora_wizard_options}",
  '      fi ;;',
  '    @file) _files ;;',
  "    '@file-or '*) compadd -- ${=said#* }; _files ;;",
  '    @folder) _files -/ ;;',
  '    @*) ;;',
  '    *) compadd -- ${=said} ;;',
  '  esac',
  '}',
  'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _lora_wizard "$@"; else compdef _lora_wizard lora-wizard; fi',
]

const fish = ({ commands, options }: Completion): readonly string[] => {
  const complete = (...parts: readonly string[]) => ['complete -c lora-wizard', ...parts].join(' ')
  const about = (text: string) => (text === '' ? '' : `-d ${quoted(text)}`)
  const after = (name: string) => `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`
  const given = (taken: Taken): string => {
    if (taken === 'nothing') return ''
    if (taken === 'assignment') return '-x -a "(__lora_wizard_assignments)"'
    if (taken === 'file') return '-r -F'
    if (taken === 'folder') return '-x -a "(__fish_complete_directories)"'
    return taken === 'something' ? '-x' : `-x -a ${quoted(listed(taken))}`
  }
  const word = (words: Taken): string => {
    if (words === 'file') return '-F'
    if (typeof words === 'object' && 'fileOr' in words) return `-F -a ${quoted(listed(words.fileOr))}`
    return `-a ${quoted(listed(words))}`
  }
  const rows = options.flatMap(({ key, about: title, values }) => [
    `${key}=\\t${title}`,
    ...values.filter((value) => /^[\w./:+-]+$/.test(value)).map((value) => `${key}=${value}`),
  ])
  return [
    '# Completion of lora-wizard for fish. To use it in every shell:',
    '#   lora-wizard completion fish > ~/.config/fish/completions/lora-wizard.fish',
    'function __lora_wizard_assignments',
    "  printf '%b\\n' \\",
    `    ${rows.map(quoted).join(' \\\n    ')}`,
    'end',
    complete('-f'),
    ...commands.map(({ name, about: text }) =>
      complete('-n __fish_use_subcommand', `-a ${quoted(name)}`, about(text)).trimEnd(),
    ),
    ...commands.flatMap(({ name, flags, words }) => [
      ...(words === 'nothing' || words === 'something' ? [] : [complete(after(name), word(words))]),
      ...flags.map(({ name: flag, short, taken, about: text }) =>
        complete(after(name), `-l ${flag}`, short ? `-s ${short}` : '', given(taken), about(text))
          .replace(/ +/g, ' ')
          .trimEnd(),
      ),
    ]),
  ]
}

/** A script for each shell. */
export const writers: Readonly<Record<'bash' | 'zsh' | 'fish', (completion: Completion) => readonly string[]>> = {
  bash,
  zsh,
  fish,
}
