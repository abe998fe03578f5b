/** Names that the tools themselves know, as their own parsers and classes list them (read from the releases on 2026-11-24). */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** Arguments of `accelerate launch` 1.15.0 (commands/launch.py, launch_command_parser), with the two that only a file can give. */
export const launcherFlags = words(
  'help config_file quiet cpu multi_gpu tpu mixed_precision num_processes num_machines ' +
    'num_cpu_threads_per_process enable_cpu_affinity dynamo_backend dynamo_mode dynamo_use_fullgraph ' +
    'dynamo_use_dynamic dynamo_use_regional_compilation use_deepspeed use_fsdp use_parallelism_config ' +
    'use_megatron_lm gpu_ids same_network machine_rank main_process_ip main_process_port tee log_dir role ' +
    'rdzv_backend rdzv_conf max_restarts monitor_interval module no_python tpu_use_cluster tpu_use_sudo vm env ' +
    'main_training_function downcast_bf16 deepspeed_config_file zero_stage offload_optimizer_device ' +
    'offload_param_device offload_optimizer_nvme_path offload_param_nvme_path gradient_accumulation_steps ' +
    'gradient_clipping zero3_init_flag zero3_save_16bit_model deepspeed_hostfile deepspeed_exclusion_filter ' +
    'deepspeed_inclusion_filter deepspeed_multinode_launcher deepspeed_moe_layer_cls_names fsdp_version ' +
    'fsdp_offload_params fsdp_min_num_params fsdp_sharding_strategy fsdp_reshard_after_forward ' +
    'fsdp_auto_wrap_policy fsdp_transformer_layer_cls_to_wrap fsdp_backward_prefetch fsdp_state_dict_type ' +
    'fsdp_forward_prefetch fsdp_use_orig_params fsdp_cpu_ram_efficient_loading fsdp_sync_module_states ' +
    'fsdp_activation_checkpointing fsdp_activation_checkpointing_offload megatron_lm_tp_degree ' +
    'megatron_lm_use_custom_fsdp megatron_lm_no_load_optim megatron_lm_eod_mask_loss ' +
    'megatron_lm_overlap_cpu_optimizer_d2h_h2d megatron_lm_no_save_optim megatron_lm_optimizer_cpu_offload ' +
    'megatron_lm_use_precision_aware_optimizer megatron_lm_decoder_last_pipeline_num_layers megatron_lm_pp_degree ' +
    'megatron_lm_num_micro_batches megatron_lm_sequence_parallelism megatron_lm_recompute_activations ' +
    'megatron_lm_use_distributed_optimizer megatron_lm_gradient_clipping megatron_lm_recompute_granularity ' +
    'megatron_lm_recompute_method megatron_lm_recompute_num_layers megatron_lm_attention_backend ' +
    'megatron_lm_expert_model_parallel_size megatron_lm_context_parallel_size megatron_lm_attention_dropout ' +
    'megatron_lm_hidden_dropout megatron_lm_attention_softmax_in_fp32 megatron_lm_expert_tensor_parallel_size ' +
    'megatron_lm_calculate_per_token_loss megatron_lm_use_rotary_position_embeddings fp8_backend ' +
    'fp8_use_autocast_during_eval fp8_margin fp8_interval fp8_format fp8_amax_history_len fp8_amax_compute_algo ' +
    'fp8_override_linear_precision fp8_opt_level fp8_enable_fsdp_float8_all_gather fp8_pad_inner_dim ' +
    'aws_access_key_id aws_secret_access_key debug mpirun_hostfile parallelism_config_dp_replicate_size ' +
    'parallelism_config_dp_shard_size parallelism_config_tp_size parallelism_config_cp_size ' +
    'parallelism_config_cp_backend parallelism_config_cp_comm_strategy parallelism_config_sp_size ' +
    'parallelism_config_sp_backend parallelism_config_sp_seq_length parallelism_config_sp_seq_length_is_variable ' +
    'parallelism_config_sp_attn_implementation use_cpu fsdp_ignored_modules fp8_use_mxfp8_block_scaling',
)
/** Flags of `accelerate launch` as they are written, without dashes. */
export const writtenFlags = words(
  'aws_access_key_id aws_secret_access_key config_file cpu debug deepspeed_config_file ' +
    'deepspeed_exclusion_filter deepspeed_hostfile deepspeed_inclusion_filter deepspeed_moe_layer_cls_names ' +
    'deepspeed_multinode_launcher downcast_bf16 dynamo_backend dynamo_mode dynamo_use_dynamic ' +
    'dynamo_use_fullgraph dynamo_use_regional_compilation enable_cpu_affinity env fp8_amax_compute_algo ' +
    'fp8_amax_history_len fp8_backend fp8_enable_fsdp_float8_all_gather fp8_format fp8_interval fp8_margin ' +
    'fp8_opt_level fp8_override_linear_precision fp8_pad_inner_dim fp8_use_autocast_during_eval ' +
    'fsdp_activation_checkpointing fsdp_activation_checkpointing_offload fsdp_auto_wrap_policy ' +
    'fsdp_backward_prefetch fsdp_cpu_ram_efficient_loading fsdp_forward_prefetch fsdp_min_num_params ' +
    'fsdp_offload_params fsdp_reshard_after_forward fsdp_sharding_strategy fsdp_state_dict_type ' +
    'fsdp_sync_module_states fsdp_transformer_layer_cls_to_wrap fsdp_use_orig_params fsdp_version gpu_ids ' +
    'gradient_accumulation_steps gradient_clipping h help log_dir m machine_rank main_process_ip ' +
    'main_process_port main_training_function max_restarts megatron_lm_attention_backend ' +
    'megatron_lm_attention_dropout megatron_lm_attention_softmax_in_fp32 megatron_lm_calculate_per_token_loss ' +
    'megatron_lm_context_parallel_size megatron_lm_decoder_last_pipeline_num_layers megatron_lm_eod_mask_loss ' +
    'megatron_lm_expert_model_parallel_size megatron_lm_expert_tensor_parallel_size megatron_lm_gradient_clipping ' +
    'megatron_lm_hidden_dropout megatron_lm_no_load_optim megatron_lm_no_save_optim megatron_lm_num_micro_batches ' +
    'megatron_lm_optimizer_cpu_offload megatron_lm_overlap_cpu_optimizer_d2h_h2d megatron_lm_pp_degree ' +
    'megatron_lm_recompute_activations megatron_lm_recompute_granularity megatron_lm_recompute_method ' +
    'megatron_lm_recompute_num_layers megatron_lm_sequence_parallelism megatron_lm_tp_degree ' +
    'megatron_lm_use_custom_fsdp megatron_lm_use_distributed_optimizer megatron_lm_use_precision_aware_optimizer ' +
    'megatron_lm_use_rotary_position_embeddings mixed_precision module monitor_interval mpirun_hostfile multi_gpu ' +
    'no_python no_tpu_cluster num_cpu_threads_per_process num_machines num_processes offload_optimizer_device ' +
    'offload_optimizer_nvme_path offload_param_device offload_param_nvme_path parallelism_config_cp_backend ' +
    'parallelism_config_cp_comm_strategy parallelism_config_cp_size parallelism_config_dp_replicate_size ' +
    'parallelism_config_dp_shard_size parallelism_config_sp_attn_implementation parallelism_config_sp_backend ' +
    'parallelism_config_sp_seq_length parallelism_config_sp_seq_length_is_variable parallelism_config_sp_size ' +
    'parallelism_config_tp_size q quiet rdzv_backend rdzv_conf role same_network t tee tpu tpu_cluster ' +
    'tpu_use_sudo use_deepspeed use_fsdp use_megatron_lm use_parallelism_config vm zero3_init_flag ' +
    'zero3_save_16bit_model zero_stage',
)
/** Of these, the flags without a value. */
export const flagsWithoutValue = words(
  'cpu debug downcast_bf16 dynamo_use_dynamic dynamo_use_fullgraph dynamo_use_regional_compilation ' +
    'enable_cpu_affinity fp8_use_autocast_during_eval h help m module multi_gpu no_python no_tpu_cluster q quiet ' +
    'same_network tpu tpu_cluster tpu_use_sudo use_deepspeed use_fsdp use_megatron_lm use_parallelism_config',
)
/** Of these, the flags with a whole number. */
export const wholeFlags = words(
  'num_processes num_machines num_cpu_threads_per_process machine_rank main_process_port max_restarts ' +
    'zero_stage gradient_accumulation_steps fsdp_min_num_params megatron_lm_tp_degree ' +
    'megatron_lm_decoder_last_pipeline_num_layers megatron_lm_pp_degree megatron_lm_num_micro_batches ' +
    'megatron_lm_recompute_num_layers megatron_lm_expert_model_parallel_size megatron_lm_context_parallel_size ' +
    'megatron_lm_expert_tensor_parallel_size fp8_margin fp8_interval fp8_amax_history_len ' +
    'parallelism_config_dp_replicate_size parallelism_config_dp_shard_size parallelism_config_tp_size ' +
    'parallelism_config_cp_size parallelism_config_sp_size',
)
/** Of these, the flags with a number. */
export const numberFlags = words(
  'monitor_interval gradient_clipping megatron_lm_gradient_clipping megatron_lm_attention_dropout ' +
    'megatron_lm_hidden_dropout',
)
/** Top-level keys of an Accelerate 1.15.0 file (commands/config/config_args.py, ClusterConfig), with the two old ones that it still converts. */
export const clusterKeys = words(
  'compute_environment distributed_type mixed_precision use_cpu debug num_processes machine_rank num_machines ' +
    'gpu_ids main_process_ip main_process_port rdzv_backend same_network main_training_function ' +
    'enable_cpu_affinity fp8_config deepspeed_config fsdp_config parallelism_config megatron_lm_config ' +
    'mpirun_config downcast_bf16 tpu_name tpu_zone tpu_use_cluster tpu_use_sudo command_file commands tpu_vm ' +
    'tpu_env dynamo_config fp16 dynamo_backend',
)
/** Arguments of PEFT 0.21.0's LoraConfig (tuners/lora/config.py). */
export const loraArguments = words(
  'task_type peft_type auto_mapping peft_version base_model_name_or_path revision inference_mode r ' +
    'target_modules exclude_modules lora_alpha lora_dropout fan_in_fan_out bias use_rslora modules_to_save ' +
    'init_lora_weights layers_to_transform layers_pattern rank_pattern alpha_pattern megatron_config ' +
    'megatron_core trainable_token_indices loftq_config eva_config corda_config lora_ga_config use_dora ' +
    'velora_config alora_invocation_tokens use_qalora qalora_group_size monteclora_config layer_replication ' +
    'runtime_config lora_bias target_parameters use_bdlora arrow_config kasa_config ensure_weight_tying ' +
    'eva_config corda_config',
)
/** Kinds of adapters that PEFT 0.21.0 knows (utils/peft_types.py, PeftType). */
export const adapterKinds = words(
  'LORA ADALORA ADAMSS ADAPTION_PROMPT BEFT BOFT C3A CARTRIDGE CPT DEFT DELORA FOURIERFT FROD GLORA GRALORA HIRA ' +
    'HRA IA3 LILY LN_TUNING LOHA LOKR MISS OFT SHIRA PROMPT_TUNING MULTITASK_PROMPT_TUNING OSF P_TUNING PEANUT POLY ' +
    'PREFIX_TUNING PSOFT PVERA RANDLORA ROAD SHADOW SUPERTUNING TINYLORA TRAINABLE_TOKENS UNILORA VBLORA VERA WAVEFT ' +
    'XLORA',
)
/** Arguments of `trl sft` 1.13.0 that are whole numbers, as its parser says. */
export const trlWhole = words(
  'data_seed dataloader_num_workers dataloader_prefetch_factor dataset_num_proc ddp_bucket_cap_mb ddp_timeout ' +
    'eval_accumulation_steps gradient_accumulation_steps local_rank lora_alpha lora_r max_length max_steps ' +
    'pad_to_multiple_of per_device_eval_batch_size per_device_train_batch_size save_total_limit seed ' +
    'torch_empty_cache_steps',
)
/** … that are numbers. */
export const trlNumbers = words(
  'adam_beta1 adam_beta2 adam_epsilon eval_delay eval_steps label_smoothing_factor learning_rate logging_steps ' +
    'lora_dropout max_grad_norm neftune_noise_alpha num_train_epochs router_aux_loss_coef save_steps ' +
    'test_split_size warmup_steps weight_decay',
)
/** … that are truth values. */
export const trlTruths = words(
  'activation_offloading assistant_only_loss auto_find_batch_size average_tokens_across_devices ' +
    'batch_eval_metrics bf16 bf16_full_eval completion_only_loss dataloader_drop_last dataloader_in_order ' +
    'dataloader_persistent_workers dataloader_pin_memory dataset_streaming ddp_broadcast_buffers ' +
    'ddp_find_unused_parameters ddp_static_graph disable_tqdm do_eval do_predict do_train enable_jit_checkpoint ' +
    'eval_do_concat_batches eval_on_start eval_packing eval_use_gather_object fp16 fp16_full_eval full_determinism ' +
    'gradient_checkpointing greater_is_better hub_always_push hub_private_repo ignore_bias_buffers ' +
    'ignore_data_skip include_num_input_tokens_seen load_best_model_at_end load_in_4bit load_in_8bit ' +
    'log_on_each_node logging_first_step logging_nan_inf_filter packing padding_free prediction_loss_only ' +
    'push_to_hub remove_unused_columns restore_callback_states_from_checkpoint save_on_each_node save_only_model ' +
    'shuffle_dataset skip_memory_metrics streaming tf32 torch_compile trust_remote_code use_bnb_nested_quant ' +
    'use_cache use_cpu use_dora use_liger_kernel use_peft use_rslora',
)
/** Arguments of `trl sft` 1.13.0 ( (trl/scripts/sft.py, make_parser). */
export const trlArguments = words(
  'accelerator_config activation_offloading adam_beta1 adam_beta2 adam_epsilon assistant_only_loss ' +
    'attn_implementation auto_find_batch_size average_tokens_across_devices batch_eval_metrics bf16 ' +
    'bf16_full_eval bnb_4bit_quant_storage bnb_4bit_quant_type chat_template_path completion_only_loss data_seed ' +
    'dataloader_drop_last dataloader_in_order dataloader_multiprocessing_context dataloader_num_workers ' +
    'dataloader_persistent_workers dataloader_pin_memory dataloader_prefetch_factor dataset_config dataset_kwargs ' +
    'dataset_name dataset_num_proc dataset_streaming dataset_test_split dataset_text_field dataset_train_split ' +
    'datasets ddp_backend ddp_broadcast_buffers ddp_bucket_cap_mb ddp_find_unused_parameters ddp_static_graph ' +
    'ddp_timeout debug deepspeed disable_tqdm do_eval do_predict do_train dtype enable_jit_checkpoint eos_token ' +
    'eval_accumulation_steps eval_delay eval_do_concat_batches eval_on_start eval_packing eval_steps ' +
    'eval_strategy eval_use_gather_object fp16 fp16_full_eval fsdp fsdp_config full_determinism ' +
    'gradient_accumulation_steps gradient_checkpointing gradient_checkpointing_kwargs greater_is_better ' +
    'hub_always_push hub_model_id hub_private_repo hub_revision hub_strategy hub_token ignore_bias_buffers ' +
    'ignore_data_skip include_for_metrics include_num_input_tokens_seen label_names label_smoothing_factor ' +
    'learning_rate length_column_name liger_kernel_config load_best_model_at_end load_in_4bit load_in_8bit ' +
    'local_rank log_level log_level_replica log_on_each_node logging_first_step logging_nan_inf_filter ' +
    'logging_steps logging_strategy lora_alpha lora_dropout lora_modules_to_save lora_r lora_target_modules ' +
    'lora_target_parameters lora_task_type loss_type lr_scheduler_kwargs lr_scheduler_type max_grad_norm ' +
    'max_length max_steps metric_for_best_model model_init_kwargs model_name_or_path model_revision ' +
    'neftune_noise_alpha no_average_tokens_across_devices no_dataloader_in_order no_dataloader_pin_memory ' +
    'no_eval_do_concat_batches no_gradient_checkpointing no_log_on_each_node no_logging_nan_inf_filter ' +
    'no_remove_unused_columns no_skip_memory_metrics num_train_epochs optim optim_args optim_target_modules ' +
    'output_dir packing packing_strategy pad_to_multiple_of pad_token padding_free parallelism_config ' +
    'per_device_eval_batch_size per_device_train_batch_size prediction_loss_only project push_to_hub ' +
    'remove_unused_columns report_to restore_callback_states_from_checkpoint resume_from_checkpoint ' +
    'router_aux_loss_coef run_name save_on_each_node save_only_model save_steps save_strategy save_total_limit ' +
    'seed shuffle_dataset skip_memory_metrics streaming test_split_size tf32 torch_compile torch_compile_backend ' +
    'torch_compile_mode torch_empty_cache_steps trackio_bucket_id trackio_space_id trackio_static_space_id ' +
    'train_sampling_strategy truncation_mode trust_remote_code use_bnb_nested_quant use_cache use_cpu use_dora ' +
    'use_liger_kernel use_peft use_rslora warmup_steps weight_decay',
)
/** What DeepSpeed 0.19.6 takes in `zero_optimization`: name, kind (`?`: null as well) and least value. */
export const zeroKeys = words(
  'allgather_bucket_size:int>=0 allgather_partitions:bool allgather_sequential:bool contiguous_gradients:bool ' +
    'cpu_offload:bool? cpu_offload_param:bool? cpu_offload_use_pin_memory:bool? elastic_checkpoint:bool ' +
    'enable_sanity_checks:bool gather_16bit_weights_on_model_save:bool ignore_unused_parameters:bool ' +
    'leaf_module:mapping legacy_stage1:bool load_from_fp32_weights:bool log_trace_cache_warnings:bool ' +
    'max_live_parameters:int>=0 max_reuse_distance:int>=0 memory_efficient_linear:bool ' +
    'mics_hierarchical_params_gather:bool mics_shard_size:int model_persistence_threshold:int>=0 ' +
    'module_granularity_threshold:int offload_optimizer:any? offload_param:any? overlap_comm:bool? ' +
    'override_module_apply:bool param_persistence_threshold:int>=0 pipeline_loading_checkpoint:bool ' +
    'prefetch_bucket_size:int>=0 reduce_bucket_size:int>0 reduce_scatter:bool round_robin_gradients:bool ' +
    'save_muon_momentum_buffer_in_memory:bool stage3_allgather_sequential:bool ' +
    'stage3_gather_16bit_weights_on_model_save:bool stage3_gather_fp16_weights_on_model_save:bool ' +
    'stage3_max_live_parameters:int>=0 stage3_max_reuse_distance:int>=0 stage3_model_persistence_threshold:int>=0 ' +
    'stage3_module_granularity_threshold:int stage3_param_persistence_threshold:int>=0 ' +
    'stage3_prefetch_bucket_size:int>=0 stage3_use_all_reduce_for_fetch_params:bool stage:stage ' +
    'sub_group_size:int>=0 use_all_reduce_for_fetch_params:bool use_multi_rank_bucket_allreduce:bool zenflow:mapping? ' +
    'zero_hpz_partition_size:int>=0 zero_quantized_gradients:bool zero_quantized_nontrainable_weights:bool ' +
    'zero_quantized_weights:bool zeropp_loco_param:mapping?',
)
/** What DeepSpeed 0.19.6 takes in `zero_optimization.offload_optimizer`: name, kind (`?`: null as well) and least value. */
export const offloadOptimizerKeys = words(
  'buffer_count:int>=0 cpuadam_cores_perc:float>=0 device:device fast_init:bool nvme_path:text? pin_memory:bool ' +
    'pipeline_read:bool pipeline_write:bool ratio:float>=0 super_offload:bool',
)
/** What DeepSpeed 0.19.6 takes in `zero_optimization.offload_param`: name, kind (`?`: null as well) and least value. */
export const offloadParamKeys = words(
  'buffer_count:int>=0 buffer_size:int>=0 device:device max_in_cpu:int>=0 nvme_path:text? pin_memory:bool',
)
/** What DeepSpeed 0.19.6 takes in `fp16`: name, kind (`?`: null as well) and least value. */
export const fp16Keys = words(
  'auto_cast:bool consecutive_hysteresis:bool enabled:bool fp16_master_weights_and_grads:bool hysteresis:int ' +
    'initial_scale_power:int loss_scale:float loss_scale_window:int min_loss_scale:int',
)
/** What DeepSpeed 0.19.6 takes in `bf16`: name, kind (`?`: null as well) and least value. */
export const bf16Keys = words(
  'bf16_master_weights_and_grads:bool bf16_optimizer_states:bool check_grad_overflow:bool enabled:bool ' +
    'immediate_grad_update:bool',
)
/** What DeepSpeed 0.19.6 takes in `comms_logger` (comm/config.py). */
export const commsLoggerKeys = words('debug:bool enabled:bool prof_all:bool prof_ops:list verbose:bool')
/** What it takes in `tensorboard` and in `csv_monitor` (monitor/config.py). */
export const monitorKeys = words('enabled:bool job_name:text output_path:text')
/** What it takes in `wandb` (monitor/config.py). */
export const wandbKeys = words('enabled:bool group:text? project:text team:text?')
/** What it takes in `comet` (monitor/config.py). */
export const cometKeys = words(
  'api_key:text? enabled:bool experiment_key:text? experiment_name:text? mode:text? online:bool? project:text? ' +
    'samples_log_interval:int workspace:text?',
)
/** What it takes in `hybrid_engine` (runtime/config.py, HybridEngineConfig). */
export const hybridEngineKeys = words(
  'enable_cuda_graph:bool enabled:bool inference_tp_size:int max_out_tokens:int pin_parameters:bool ' +
    'release_inference_cache:bool tp_gather_partition_size:int',
)
/** What it takes in `compile` (compile/config.py, CompileConfig). */
export const compileKeys = words(
  'debug_log:bool deepcompile:bool double_buffer:bool free_activation:bool free_activation_threshold:int ' +
    'keep_all_input_tensors:bool keep_int_input_tensors:bool offload_activation:bool ' +
    'offload_activation_pin_memory:bool offload_opt_states:bool offload_parameters:bool passes:any? ' +
    'symmetric_memory:bool sync_after_allgather:bool sync_after_reduce:bool sync_before_allgather:bool ' +
    'sync_before_reduce:bool',
)
/** Top-level keys that DeepSpeed 0.19.6 looks at (runtime/config.py, _initialize_params), with the `msamp` of Accelerate. */
export const deepspeedKeys = words(
  'train_batch_size train_micro_batch_size_per_gpu gradient_accumulation_steps managed_gradient_accumulation ' +
    'steps_per_print dump_state disable_allgather communication_data_type seq_parallel_communication_data_type ' +
    'prescale_gradients gradient_predivide_factor gradient_allreduce_op sparse_gradients zero_optimization ' +
    'activation_checkpointing comms_logger tensorboard wandb csv_monitor comet gradient_clipping fp16 bf16 ' +
    'bfloat16 amp torch_autocast compression_training graph_harvesting optimizer zero_allow_untested_optimizer ' +
    'zero_force_ds_cpu_optimizer scheduler flops_profiler wall_clock_breakdown memory_breakdown autotuning ' +
    'eigenvalue use_data_before_expert_parallelism hybrid_engine sparse_attention pipeline progressive_layer_drop ' +
    'curriculum_learning data_efficiency checkpoint data_types aio dataloader_drop_last log_level nebula ' +
    'datastates weight_quantization compile timers tensor_parallel expert_parallel elasticity vocabulary_size ' +
    'quantize_training msamp',
)
