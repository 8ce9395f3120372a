"""Packets over UDP, raw packets, and netlink.

Without the attack: 0 of 10 points.
"""

import socket

import outside
import torch

BASELINE = "zeros"


def send(family, kind, protocol, address):
    with socket.socket(family, kind, protocol) as line:
        line.sendto(b"hello", address)


LOCAL = ("127.0.0.1", outside.UDP_PORT)
print("attacks", flush=True)
for way in (
    lambda: send(socket.AF_INET, socket.SOCK_DGRAM, 0, LOCAL),
    lambda: send(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP, LOCAL),
    lambda: send(socket.AF_INET6, socket.SOCK_DGRAM, 0, ("::1", outside.UDP_PORT)),
    lambda: send(socket.AF_NETLINK, socket.SOCK_RAW, 0, (0, 0)),
    lambda: send(socket.AF_PACKET, socket.SOCK_RAW, 0, ("lo", 0x0800)),
    lambda: send(40, socket.SOCK_STREAM, 0, (2, 1234)),
):
    try:
        print(way())
    except OSError as error:
        print(error)


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
