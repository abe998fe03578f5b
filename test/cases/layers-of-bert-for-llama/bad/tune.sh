accelerate launch --config_file fsdp.yaml tune.py --model_name_or_path meta-llama/Llama-3.1-8B --output_dir adapters --bf16 True --max_steps 200
