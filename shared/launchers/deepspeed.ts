/** `deepspeed`, DeepSpeed's own launcher. */
import { baseOf, launcher, startsScript, wordsOf } from './launcher.ts'

export const deepspeedLauncher = launcher({
  id: 'deepspeed',
  tool: 'deepspeed-launcher',
  begins: (words, index) =>
    baseOf(words[index]) === 'deepspeed' && startsScript(words, index) ? index + 1 : undefined,
  // launcher/runner.py of DeepSpeed 0.19.8, parse_args; `elastic_training` is of older ones.
  valueless: new Set(
    wordsOf(
      'h help module no_python no_local_rank no_ssh no_ssh_check force_multi save_pid elastic_training bind_cores_to_rank q quiet',
    ),
  ),
  aliases: { num_accelerators: 'num_gpus', i: 'include', e: 'exclude', H: 'hostfile' },
  completes: wordsOf(
    'module no_python no_local_rank no_ssh no_ssh_check force_multi save_pid bind_cores_to_rank quiet hostfile include exclude num_nodes num_gpus num_accelerators master_port master_addr node_rank launcher launcher_args enable_each_rank_log autotuning bind_core_list ssh_port venv_script log_level',
  ),
})
