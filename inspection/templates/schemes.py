"""Determination schemes of others: packages installed beside the service bring them."""

from importlib.metadata import entry_points

from checklists.schemes import register

GROUP = "yunkan.schemes"


def plug_in_schemes() -> None:
    """Registers each `checklists.schemes.Scheme` that an installed package names in `GROUP`.

    Raises:
        SchemeTaken: it has the name of a scheme that is there.
    """
    for point in entry_points(group=GROUP):
        register(point.name, point.load())
