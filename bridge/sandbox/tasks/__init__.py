"""What there is to do in the sandbox: one file a task, with its scripted expert."""
