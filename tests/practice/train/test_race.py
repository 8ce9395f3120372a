"""Which setting trains, by a clock and by devices that are made up."""

from __future__ import annotations

import os

import pytest
import torch

from grader.practice.train.race import Race, Setting, fastest, race, settings_for, threads_allowed
from grader.training import Config, Trainer, sample

ONE, TWO, CUDA = Setting("cpu"), Setting("cpu", 2), Setting("cuda")


class Track:
    """A clock that moves only while steps are taken, each setting at its own pace."""

    def __init__(self, paces, warm_up=0.0):
        self.paces, self.warm_up, self.now, self.steps = paces, warm_up, 0.0, {}

    def start(self, setting):
        def take_steps(count):
            if setting not in self.steps:
                self.now += self.warm_up
            self.steps[setting] = self.steps.get(setting, 0) + count
            self.now += count / self.paces[setting]

        return take_steps

    def clock(self):
        return self.now


def winner_of(paces, warm_up=0.0):
    track = Track(paces, warm_up)
    return race(list(paces), track.start, track.clock).winner


def test_one_thread_trains_where_two_are_slower():
    assert winner_of({ONE: 5660, TWO: 690}) == ONE


def test_two_threads_train_where_they_are_faster():
    assert winner_of({ONE: 5660, TWO: 9000}) == TWO


def test_one_thread_trains_where_two_are_hardly_faster():
    assert winner_of({ONE: 5660, TWO: 6000}) == ONE


@pytest.mark.parametrize(("pace", "device"), [(1000, "cpu"), (9000, "cuda")])
def test_the_faster_device_trains_and_the_line_has_both_figures(pace, device):
    track = Track({ONE: 5000, CUDA: pace})
    result = race([ONE, CUDA], track.start, track.clock)
    assert result.winner.device == device
    assert str(result) == (
        f"on {device} with 1 thread; in a short race: "
        f"cpu with 1 thread 5,000 steps/s, cuda with 1 thread {pace:,} steps/s"
    )


def test_warming_up_does_not_count():
    assert winner_of({ONE: 5000, CUDA: 9000}, warm_up=3.0) == CUDA


def test_a_race_takes_a_tenth_of_a_second_each():
    track = Track({ONE: 5000, TWO: 1000})
    race([ONE, TWO], track.start, track.clock)
    assert 0.2 <= track.now <= 0.25


def test_a_slow_setting_is_not_waited_for():
    track = Track({ONE: 5000, TWO: 2})
    race([ONE, TWO], track.start, track.clock)
    assert track.steps[TWO] == 2  # one to warm up, and one that takes longer than the race


def test_a_setting_alone_is_not_raced():
    def refuse(_setting):
        raise AssertionError

    result = race([ONE], refuse)
    assert result == Race(ONE)
    assert str(result) == "on cpu with 1 thread"


@pytest.mark.parametrize(
    ("device", "threads", "has_cuda", "settings"),
    [
        ("auto", 1, False, (ONE,)),
        ("auto", 2, False, (ONE, TWO)),
        ("auto", 2, True, (ONE, TWO, CUDA)),
        ("cpu", 2, True, (ONE, TWO)),
        ("cuda", 2, True, (CUDA,)),
    ],
)
def test_only_auto_races_devices(device, threads, has_cuda, settings):
    assert settings_for(device, threads, has_cuda=has_cuda) == settings


@pytest.mark.parametrize(("value", "threads"), [("3", 3), ("2,1", 2)])
def test_the_environment_limits_the_threads(monkeypatch, value, threads):
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert threads_allowed() == threads


@pytest.mark.parametrize("value", ["", "none", "0"])
def test_without_a_limit_all_processors_may_be_used(monkeypatch, value):
    monkeypatch.setenv("OMP_NUM_THREADS", value)
    assert 1 <= threads_allowed() <= (os.cpu_count() or 1)


def test_a_race_leaves_the_winners_threads_and_the_training_numbers_alone(monkeypatch):
    config = Config(steps=5, hidden=8)
    before = Trainer(config, sample())
    list(before.run())
    monkeypatch.setattr("grader.practice.train.race.RACE_SECONDS", 0.001)
    threads = torch.get_num_threads()
    try:
        winner = fastest("cpu", 2, config, sample()).winner
        assert torch.get_num_threads() == winner.threads
    finally:
        torch.set_num_threads(threads)
    after = Trainer(config, sample())
    list(after.run())
    assert torch.equal(before.losses, after.losses)
