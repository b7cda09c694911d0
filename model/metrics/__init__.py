"""Figures of produced sequences against what people did; docs/model.md defines each one."""
