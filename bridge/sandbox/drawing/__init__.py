"""How each part of the canvas is painted: functions that change the picture they are given and nothing else."""
