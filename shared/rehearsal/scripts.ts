/** The Python files that a rehearsal runs, by the names they get in its folder. */
import train from '../emitters/train.py' with { type: 'text' }
import launcher from './launcher.py' with { type: 'text' }
import prepare from './prepare.py' with { type: 'text' }
import rehearse from './rehearse.py' with { type: 'text' }
import reload from './reload.py' with { type: 'text' }

/** `train.py` reads the user's data for `prepare.py`, whatever script the run itself uses. */
export const rehearsalScripts: Readonly<
  Record<'launcher.py' | 'prepare.py' | 'rehearse.py' | 'reload.py' | 'train.py', string>
> = {
  'launcher.py': launcher,
  'prepare.py': prepare,
  'rehearse.py': rehearse,
  'reload.py': reload,
  'train.py': train,
}
