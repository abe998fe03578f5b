/** `torchrun`, also as `python -m torch.distributed.run` or `torch.distributed.launch`. */
import { baseOf, launcher, startsScript, wordsOf } from './launcher.ts'

export const torchrun = launcher({
  id: 'torchrun',
  tool: 'torchrun',
  begins: (words, index) => {
    const base = baseOf(words[index])
    if (base === 'torch.distributed.run' || base === 'torch.distributed.launch') return index + 1
    return base === 'torchrun' && startsScript(words, index) ? index + 1 : undefined
  },
  // torch/distributed/run.py of PyTorch 2.13.0, get_args_parser; `use_env` is of torch.distributed.launch.
  valueless: new Set(wordsOf('h help standalone m module no_python run_path virtual_local_rank use_env')),
  completes: wordsOf(
    'standalone module no_python run_path virtual_local_rank nnodes nproc_per_node rdzv_backend rdzv_endpoint rdzv_id rdzv_conf max_restarts monitor_interval start_method event_log_handler role log_dir redirects tee local_ranks_filter duplicate_stdout_filters duplicate_stderr_filters node_rank master_addr master_port local_addr logs_specs numa_binding signals_to_handle shutdown_timeout',
  ),
})
