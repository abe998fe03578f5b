export NCCL_P2P_DISABLE=1 NCCL_IB_DISABLE=1
torchrun --nproc_per_node 4 tune.py --model_name_or_path Qwen/Qwen2.5-3B --output_dir adapters --bf16 True --max_steps 200
