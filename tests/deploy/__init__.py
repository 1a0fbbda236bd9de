"""Deploying to an engine, and what follows: the part that no engine makes a difference for, and each deployer."""
