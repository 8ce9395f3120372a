"""Sockets of the machine itself: with a path, without one, and along a pair.

Without the attack: 0 of 10 points.
"""

import socket

import outside
import torch

BASELINE = "zeros"


def connect(address):
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(address)
        line.sendall(b"hello")


def along_a_pair(address):
    line, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.sendto(b"hello", address)


def as_a_message(address):
    line, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.sendmsg([b"hello"], [], 0, address)


def by_connecting(address):
    line, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    line.connect(address)
    line.send(b"hello")


def serve(address):
    line, _ = socket.socketpair()
    line.bind(f"{outside.CANARY}/hostile")


print("attacks", flush=True)
for address in (outside.UNIX_PATH, outside.UNIX_NAME, outside.DATAGRAM_PATH, outside.DATAGRAM_NAME):
    for way in (connect, along_a_pair, as_a_message, by_connecting, serve):
        try:
            print(way(address))
        except OSError as error:
            print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
