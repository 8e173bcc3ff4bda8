"""All kinds of faults, by name."""

from __future__ import annotations

from sample.faults import certificates, lists, pages, statuses, walls, wires
from sample.faults.model import Fault

KINDS: dict[str, Fault] = {
    **statuses.KINDS,
    **wires.KINDS,
    **pages.KINDS,
    **lists.KINDS,
    **walls.KINDS,
    **certificates.KINDS,
}
