deepspeed --num_gpus 8 finetune.py --deepspeed z3.json --bf16 --output_dir out --per_device_train_batch_size 1 --learning_rate 1e-4 --save_steps 100
