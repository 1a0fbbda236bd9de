"""The language of flow files, as it is inside a task: classes with behaviour, decorators that only mark."""
