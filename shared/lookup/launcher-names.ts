/** The flags of the launchers beside Accelerate's, as their captured parsers declare them. */
import type { Launcher } from '../launchers/launcher.ts'
import type { Option } from '../launchers/options.ts'
import { isNumber, isWhole } from '../python/values.ts'
import { tool } from '../tools/index.ts'
import type { Name, Section, Versions } from '../tools/tool.ts'
import { checkedLater } from '../tools/torchrun/quirks.ts'

/** Undefined for a launcher whose flags are judged elsewhere. */
export function launcherNames({ id }: Launcher, versions: Versions): Section | undefined {
  if (id === 'torchrun') return tool('torchrun').release(versions.torch).section('launch')
  if (id === 'deepspeed') return tool('deepspeed').release(versions.deepspeed).section('launcher')
  return undefined
}

export const nameOfOption = (section: Section, { name }: Option): Name | undefined =>
  section.named(`--${name}`) ?? section.named(`-${name}`)

/** Whether the launcher's parser, and the code behind it, takes a text behind a flag. */
export function takesText({ id }: Launcher, name: Name, text: string): boolean {
  if (name.value === 'none') return true
  if (name.choices && !name.choices.map(String).includes(text)) return false
  const [kind] = name.kinds
  if (kind === 'int' && !isWhole(text)) return false
  if (kind === 'float' && !isNumber(text)) return false
  const late = id === 'torchrun' && Object.hasOwn(checkedLater, name.name) ? checkedLater[name.name] : undefined
  return late?.takes(text) ?? true
}
