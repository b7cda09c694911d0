"""Input logs that other tools wrote, made into recordings; docs/importing.md is the same in prose."""
