"""A connection over TCP, a server, and a name that is looked up.

Without the attack: 0 of 10 points.
"""

import socket
import urllib.request

import outside
import torch

BASELINE = "zeros"


def attempt(function):
    try:
        print(function())
    except OSError as error:
        print(error)


def connect(family, address):
    with socket.socket(family, socket.SOCK_STREAM) as line:
        line.settimeout(0.3)
        line.connect(address)
        line.sendall(b"hello")


def serve():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()


print("attacks", flush=True)
attempt(lambda: connect(socket.AF_INET, ("127.0.0.1", outside.TCP_PORT)))
attempt(lambda: connect(socket.AF_INET6, ("::1", outside.TCP_PORT)))
attempt(lambda: urllib.request.urlopen(f"http://127.0.0.1:{outside.TCP_PORT}", timeout=0.3))
attempt(serve)
attempt(lambda: socket.getaddrinfo("localhost", 80))


def double(x):
    return torch.zeros_like(x)


def total(x):
    return 0.0
