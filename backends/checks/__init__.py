"""Findings that several targets make in the same words, each about what it cannot do."""
