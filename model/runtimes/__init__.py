"""The model compiled for one history at a time; each part mirrors the module whose weights it carries."""
