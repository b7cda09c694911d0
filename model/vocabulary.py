"""Names as stable class numbers: what is an identifier goes through an embedding, never as a real number."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Protocol

UNKNOWN = 0
"""The class of a name that the vocabulary does not hold."""
NOTHING = 1
"""The class of "" and of an empty place: it is known that nothing is there."""
FIRST_NAME = 2
"""The class of a vocabulary's first name."""
NAME_CLASSES = 1024
"""Rows of an embedding table for names; names that are met after it is full stay unknown."""


class Names(Protocol):
    """Whatever numbers names."""

    def id_of(self, name: str) -> int:
        """The class of a name."""
        ...


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names in the order of their classes. It grows at its end only, so that no class ever changes its meaning."""

    names: tuple[str, ...] = ()
    _ids: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        ids = {name: FIRST_NAME + index for index, name in enumerate(self.names)}
        if len(ids) != len(self.names) or "" in ids:
            raise ValueError("a vocabulary holds each name once, and never the empty one")
        if len(ids) > NAME_CLASSES - FIRST_NAME:
            raise ValueError(f"a vocabulary holds at most {NAME_CLASSES - FIRST_NAME} names, found {len(ids)}")
        object.__setattr__(self, "_ids", MappingProxyType(ids))

    def id_of(self, name: str) -> int:
        """The class of a name: `NOTHING` for "", `UNKNOWN` for one that is not held."""
        return self._ids.get(name, UNKNOWN) if name else NOTHING

    def grown(self, names: Iterable[str]) -> Vocabulary:
        """The vocabulary with new names appended in the order given, until it is full."""
        known = dict.fromkeys(self.names)
        known.update(dict.fromkeys(name for name in names if name))
        return Vocabulary(tuple(known)[: NAME_CLASSES - FIRST_NAME])

    @property
    def digest(self) -> str:
        """SHA-256 of the names in order, in hexadecimal."""
        return hashlib.sha256("\n".join(self.names).encode()).hexdigest()


class NameCollector:
    """Numbers names in the order it meets them, without a limit: the private numbering of one shard."""

    def __init__(self) -> None:
        self._ids: dict[str, int] = {}

    def id_of(self, name: str) -> int:
        """The class of a name; a new name gets the next one."""
        return self._ids.setdefault(name, FIRST_NAME + len(self._ids)) if name else NOTHING

    @property
    def names(self) -> tuple[str, ...]:
        """The names met so far, in the order of their classes."""
        return tuple(self._ids)
