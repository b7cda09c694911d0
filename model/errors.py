"""The errors of the model room."""


class ModelError(Exception):
    """Root of every error that the model room raises."""


class DataError(ModelError):
    """Training or evaluation data cannot be used: the message names the file and the field."""


class NothingToLearn(DataError):
    """The sessions are sound, but all that was done in them an agent did."""


class ConfigurationError(ModelError):
    """A configuration is wrong: the message names the key and the nearest known one."""


class CheckpointError(ModelError):
    """A checkpoint cannot be loaded: missing, damaged, of another vocabulary or with weights that are not finite."""
