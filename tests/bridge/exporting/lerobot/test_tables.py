import numpy as np

from bridge.exporting.lerobot.statistics import column_statistics
from bridge.exporting.lerobot.tables import Episode, data_table, episodes_table, info, tasks_of, tasks_table

EPISODES = [
    Episode("chop", 3, {"at_ns": column_statistics(np.arange(3))}),
    Episode("bank", 2, {"at_ns": column_statistics(np.arange(2))}),
    Episode("chop", 1, {"at_ns": column_statistics(np.arange(1))}),
]


def test_episodes_follow_each_other_without_a_gap():
    rows = episodes_table(EPISODES, 10).to_pylist()
    assert [(row["dataset_from_index"], row["dataset_to_index"]) for row in rows] == [(0, 3), (3, 5), (5, 6)]
    assert [row["data/file_index"] for row in rows] == [0, 1, 2]
    assert rows[0]["stats/at_ns/max"] == [2.0]


def test_tasks_are_numbered_in_the_order_they_are_met():
    assert tasks_of(EPISODES) == ("chop", "bank")
    assert tasks_table(tasks_of(EPISODES)).to_pydict() == {"task_index": [0, 1], "__index_level_0__": ["chop", "bank"]}


def test_the_info_counts_and_names_what_there_is():
    told = info(EPISODES, ["a", "b"], (45, 31), 10)
    assert (told["total_episodes"], told["total_frames"], told["total_tasks"]) == (3, 6, 2)
    assert told["features"]["observation.state"] == {"dtype": "float32", "shape": [2], "names": ["a", "b"]}
    assert told["features"]["observation.images.canvas"]["shape"] == [32, 46, 3]


def test_a_dataset_without_pictures_names_no_video():
    told = info(EPISODES, ["a"], None, 10)
    assert (told["video_path"], [name for name in told["features"] if "images" in name]) == (None, [])


def test_rows_of_several_columns_become_lists_of_one_length():
    table = data_table({"a": np.zeros((2, 3), np.float32), "b": np.array([1, 2], np.int64)})
    assert str(table.schema.field("a").type) == "fixed_size_list<item: float>[3]"
    assert table["b"].to_pylist() == [1, 2]
