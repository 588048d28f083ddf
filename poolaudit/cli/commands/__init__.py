"""The commands, one file each, found by presence: a module holds its `COMMAND` and bears its name."""
