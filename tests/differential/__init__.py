"""The same flows run by real Metaflow and by flowc: equal artifacts, task by task."""
