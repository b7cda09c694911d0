import argparse

from agent.worker_choice import add_worker_arguments, chosen_workers
from model.cluster import RayWorkers
from model.workers import ProcessWorkers


def chosen(*arguments):
    parser = argparse.ArgumentParser()
    add_worker_arguments(parser)
    return chosen_workers(parser.parse_args(arguments), 3)


def test_processes_do_the_work_unless_a_cluster_is_named():
    assert isinstance(chosen(), ProcessWorkers)
    assert isinstance(chosen("--cluster", "auto"), RayWorkers)
