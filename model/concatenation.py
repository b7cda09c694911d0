"""Arrays laid end to end without copying them: many memory-mapped shards read as one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

_Scalar = TypeVar("_Scalar", bound=np.generic)


class Concatenation(Generic[_Scalar]):
    """Pieces with the same trailing shape and dtype, indexed as if they were one array.

    Args:
        pieces: at least one.
    """

    def __init__(self, pieces: Sequence[npt.NDArray[_Scalar]]) -> None:
        self._pieces = tuple(pieces)
        self.starts: npt.NDArray[np.int64] = np.cumsum([0, *(len(piece) for piece in pieces)])

    def take(self, index: npt.NDArray[np.int64]) -> npt.NDArray[_Scalar]:
        """The rows of an index of any shape, with the row's own shape behind it."""
        if len(self._pieces) == 1:
            return self._pieces[0][index]
        flat = index.ravel()
        out = np.empty((len(flat), *self._pieces[0].shape[1:]), self._pieces[0].dtype)
        piece_of = np.searchsorted(self.starts, flat, side="right") - 1
        order = np.argsort(piece_of, kind="stable")
        _, first = np.unique(piece_of[order], return_index=True)
        for places in np.split(order, first[1:]) if len(flat) else ():
            piece = int(piece_of[places[0]])
            out[places] = self._pieces[piece][flat[places] - self.starts[piece]]
        return out.reshape(*index.shape, *out.shape[1:])
