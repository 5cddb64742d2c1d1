"""Properties are judged by what holds, not by how long a busy machine took over an example."""

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
