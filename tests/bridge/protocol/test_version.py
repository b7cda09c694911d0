"""Another major version is refused by name; a newer minor one is not."""

import pytest

from bridge.protocol.codec import decode_message
from bridge.protocol.refusal import ErrorCode, Refusal
from bridge.protocol.version import PROTOCOL_MAJOR, PROTOCOL_MINOR, check_version
from tests.golden.regenerate_protocol import FOLDER


@pytest.mark.parametrize(
    ("major", "minor", "is_accepted"),
    [(0, 9, False), (1, 0, True), (1, 1, True), (1, 99, True), (2, 0, False), (7, 3, False), (-1, 0, False)],
)
def test_the_major_version_decides(major, minor, is_accepted):
    fields: dict[str, object] = {"protocol_major": major, "protocol_minor": minor}
    if is_accepted:
        check_version(fields)
        return
    with pytest.raises(Refusal, match=rf"found protocol {major}\.{minor}, this side speaks 1\.2") as refused:
        check_version(fields)
    assert refused.value.code is ErrorCode.VERSION


def test_the_golden_files_speak_this_version():
    hello = decode_message((FOLDER / "hello.bin").read_bytes()[4:])
    assert (hello.protocol_major, hello.protocol_minor) == (PROTOCOL_MAJOR, PROTOCOL_MINOR)


@pytest.mark.parametrize("major", ["2", 2.0, None, True])
def test_a_version_that_is_no_integer_is_left_to_the_schema(major):
    check_version({"protocol_major": major})
