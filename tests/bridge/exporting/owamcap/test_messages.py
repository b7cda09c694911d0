import msgspec

from bridge.exporting.owamcap.messages import AUTHORS, TYPES, MediaRef, MouseEvent, ScreenCaptured


def test_what_is_unknown_is_left_out():
    assert msgspec.json.encode(MouseEvent("move", 1, 2)) == b'{"event_type":"move","x":1,"y":2}'
    shot = ScreenCaptured(media_ref=MediaRef("v.mp4", 5))
    assert msgspec.json.encode(shot) == b'{"media_ref":{"uri":"v.mp4","pts_ns":5}}'


def test_what_the_agent_did_has_topics_of_its_own():
    assert {topic: author.value for topic, author in AUTHORS.items()} == {
        "mouse": "human",
        "keyboard": "human",
        "agent/mouse": "agent",
        "agent/keyboard": "agent",
    }
    assert sorted(TYPES) == [
        "desktop/KeyboardEvent",
        "desktop/MouseEvent",
        "desktop/ScreenCaptured",
        "desktop/WindowInfo",
    ]
