accelerate launch --config_file acc.yaml --num_processes 6 tune.py --model_name_or_path Qwen/Qwen2.5-3B --output_dir adapters --bf16 True --max_steps 200
