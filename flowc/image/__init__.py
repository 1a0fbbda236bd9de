"""`flowc image`: the Dockerfile of the images that a flow's steps need."""

from flowc.image.dockerfile import Content, dockerfile
from flowc.image.environments import Environment, environments

__all__ = ["Content", "Environment", "dockerfile", "environments"]
