"""A session as a moving picture."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from agent.viewing import animation as animating
from agent.viewing.animation import ANIMATION_WIDTH_PX, write_animation
from bridge.errors import UnusableEdit
from bridge.events import ButtonPress
from bridge.recording.reader import open_recording
from bridge.sandbox.demonstrations import write_demonstrations
from bridge.sandbox.tasks import task_named


@pytest.fixture(scope="module")
def recording(sample_recording):
    return open_recording(sample_recording)


@pytest.fixture(scope="module")
def path(recording, tmp_path_factory):
    path = tmp_path_factory.mktemp("animation") / "session.webp"
    write_animation(recording, path)
    return path


@pytest.fixture(scope="module")
def animation(path):
    was_read, animation = cv2.imreadanimation(str(path))
    assert was_read
    return animation


def test_it_lasts_as_long_as_the_session_was_filmed(recording, animation) -> None:
    times = [packet.at_ns for packet in recording.packets()]
    assert sum(animation.durations.ravel()) == pytest.approx((times[-1] - times[0]) / 1e6, abs=300)


def test_its_pictures_have_the_canvas_form(recording, animation) -> None:
    height, width = animation.frames[0].shape[:2]
    manifest = recording.manifest
    assert width == ANIMATION_WIDTH_PX
    assert height / width == pytest.approx(manifest.canvas_height_px / manifest.canvas_width_px, abs=0.01)


def test_a_press_is_ringed_in_red_where_it_was(recording, animation) -> None:
    press = next(event for event in recording.inputs() if isinstance(event, ButtonPress))
    start_ns = next(iter(recording.packets())).at_ns
    ends_ms = np.cumsum(animation.durations.ravel())
    shown = animation.frames[int(np.searchsorted(ends_ms, (press.at_ns - start_ns) / 1e6 + 200))]
    scale = ANIMATION_WIDTH_PX / recording.manifest.canvas_width_px
    x, y = round(press.x * scale), round(press.y * scale)
    near = shown[max(0, y - 20) : y + 20, max(0, x - 20) : x + 20, :3].astype(int)
    blue, green, red = near[..., 0], near[..., 1], near[..., 2]
    assert np.count_nonzero((red > 180) & (green < 120) & (blue < 120)) > 20


def test_it_is_for_its_owner_alone(path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_session_without_pictures_is_refused(tmp_path) -> None:
    (written,) = write_demonstrations(task_named("woodcutting"), (1,), 0.1, tmp_path)
    with pytest.raises(UnusableEdit, match="no pictures"):
        write_animation(open_recording(written.path), tmp_path / "session.webp")


def test_a_session_of_too_many_pictures_is_refused_before_one_is_drawn(recording, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(animating, "MOST_FRAMES", 3)
    with pytest.raises(UnusableEdit, match=r"pictures, an animation at most 3: cut a stretch out of it"):
        write_animation(recording, tmp_path / "session.webp")
    assert list(tmp_path.iterdir()) == []
