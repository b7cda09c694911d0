"""The kernels' structs and their named tuples are written twice: here they are held against each other."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
import torch

from model.runtimes import structs
from model.runtimes.encoder_weights import EncoderWeights
from model.runtimes.entities import EntityWeights
from model.runtimes.point_process import Hand, WindowSetting
from model.runtimes.setting import SettingOut, SettingWeights
from model.runtimes.structs import array_of, flags_of, pointer_to, struct_of, tiles_of
from model.runtimes.token_arrays import TokenArrays
from model.runtimes.token_setting import PointingOut, PointingWeights
from model.runtimes.weights import StepWeights

TEXT = "".join(path.read_text() for path in sorted(Path(structs.__file__).parent.glob("*.[ch]")))


def fields_in_c(name: str) -> tuple[str, ...]:
    body = re.search(r"typedef struct \{([^}]*)\} " + name + ";", TEXT)
    assert body is not None
    return tuple(re.findall(r"(\w+)(?=[,;])", body[1]))


STRUCTS = [StepWeights, WindowSetting, Hand, SettingWeights, SettingOut, EncoderWeights]
STRUCTS += [EntityWeights, TokenArrays, PointingWeights, PointingOut]


@pytest.mark.parametrize("values", STRUCTS)
def test_a_struct_has_the_fields_of_its_named_tuple_in_order(values: type) -> None:
    assert fields_in_c(values.__name__) == values._fields


def test_a_struct_points_to_its_arrays() -> None:
    arrays = (np.zeros(3, np.float32), np.ones(2, np.bool_))
    assert [int(pointer) for pointer in struct_of(arrays)] == [array.ctypes.data for array in arrays]


def test_a_pointer_names_its_array() -> None:
    array = np.zeros(3, np.float32)
    assert pointer_to(array).value == array.ctypes.data


def test_an_array_with_gaps_is_refused() -> None:
    with pytest.raises(ValueError, match="array 1 of tuple is not contiguous"):
        struct_of((np.zeros(3), np.zeros((4, 4)).T[:2]))


def test_tensors_become_arrays_of_their_own() -> None:
    tensor, flags = torch.arange(6.0).reshape(2, 3).T, torch.tensor([True, False])
    array = array_of(tensor)
    assert array.flags.c_contiguous
    assert array.tolist() == [[0, 3], [1, 4], [2, 5]]
    own = flags_of(flags)
    own[0] = False
    assert flags.tolist() == [True, False]


def test_tiles_hold_32_outputs_input_after_input_and_end_in_zeros() -> None:
    weight = np.arange(40 * 3, dtype=np.float32).reshape(40, 3)
    tiles = tiles_of(weight)
    assert (tiles.shape, tiles.flags.c_contiguous) == ((2, 3, 32), True)
    assert tiles[1, 2, :8].tolist() == weight[32:, 2].tolist()
    assert not tiles[1, :, 8:].any()
