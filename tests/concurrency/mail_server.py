"""A mail server on loopback that accepts everything and notes what it accepted, in a process of its own.

It answers faster than anybody can write mails, unless it is told to take its time: ``latency`` seconds pass
between the end of a message and the answer. What it has noted is what arrived: the note is written first.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent.parent
MESSAGE_ID = re.compile(rb"^Message-ID:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class Delivery(NamedTuple):
    """One accepted message: when, its Message-ID, to whom, and the name the client greeted with."""

    at: float
    message_id: str
    to: str
    client: str


class Session(asyncio.Protocol):
    def __init__(self, log, latency):
        self.log, self.latency = log, latency
        self.buffer, self.client, self.to, self.in_data = b"", "", "", False

    def connection_made(self, transport):
        self.transport = transport
        self.reply("220 arena")

    def data_received(self, data):
        self.buffer += data
        while self.step():
            pass

    def step(self):
        """Take one command or one message out of the buffer; False when there is none in full."""
        part, found, rest = self.buffer.partition(END if self.in_data else b"\r\n")
        if not found:
            return False
        self.buffer = rest
        if self.in_data:
            self.in_data = False
            self.take_message(part)
        else:
            self.obey(part.decode("utf-8", "replace"))
        return True

    def obey(self, line):
        verb, _, rest = line.partition(" ")
        match verb.upper():
            case "EHLO" | "HELO":
                self.client = rest.strip()
                self.reply("250-arena\r\n250-8BITMIME\r\n250 SMTPUTF8")
            case "RCPT":
                self.to = rest[rest.find("<") + 1 : rest.find(">")]
                self.reply("250 ok")
            case "DATA":
                self.in_data = True
                self.reply("354 go on")
            case "QUIT":
                self.reply("221 bye")
                self.transport.close()
            case _:
                self.reply("250 ok")

    def take_message(self, message):
        found = MESSAGE_ID.search(message.partition(b"\r\n\r\n")[0])
        name = found[1].decode() if found else ""
        if self.latency:
            asyncio.get_running_loop().call_later(self.latency, self.accept, name, self.client, self.to)
        else:
            self.accept(name, self.client, self.to)

    def accept(self, message_id, client, to):
        self.log.write(json.dumps([time.time(), message_id, to, client]) + "\n")
        self.log.flush()
        self.reply("250 accepted")

    def reply(self, text):
        if not self.transport.is_closing():
            self.transport.write(text.encode() + b"\r\n")


async def serve(path, latency):
    with open(path, "a", encoding="utf-8") as log:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Session(log, latency), "127.0.0.1", 0)
        print(server.sockets[0].getsockname()[1], flush=True)
        await server.serve_forever()


class MailServer:
    """The server as its users see it: a port, and what has arrived so far."""

    def __init__(self, latency=0.0):
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name, "deliveries.jsonl")
        self.latency = latency

    def __enter__(self):
        self.path.touch()
        command = [sys.executable, "-m", "tests.concurrency.mail_server", str(self.path), str(self.latency)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.folder.cleanup()

    def count(self):
        return self.path.read_bytes().count(b"\n")

    def deliveries(self):
        return [Delivery(*json.loads(line)) for line in self.path.read_text("utf-8").splitlines()]

    def clients(self):
        return {delivery.client for delivery in self.deliveries()}

    def clear(self):
        """Forget what arrived; nobody may be sending."""
        with open(self.path, "r+b") as log:
            log.truncate()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("log")
    parser.add_argument("latency", type=float, nargs="?", default=0.0)
    options = parser.parse_args()
    asyncio.run(serve(options.log, options.latency))


if __name__ == "__main__":
    main()
