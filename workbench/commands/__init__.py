"""The commands, a module a concern; `workbench.cli` puts them together."""
