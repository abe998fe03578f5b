deepspeed --num_gpus 2 finetune.py --deepspeed zero2.json --model_name_or_path Qwen/Qwen2.5-7B \
  --output_dir runs/q --learning_rate 1e-4 --num_train_epochs 2 --logging_steps 5 --bf16 --per_device_train_batch_size 4
