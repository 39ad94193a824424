#!/usr/bin/env python3
"""A backup of many made-up sessions, to measure what works on the whole store.

  benches/sessions.py 1000000 FILE && baton --data FOLDER store restore --from FILE

Six events each: two turns of a customer with the bot's answers. The form is that of src/store/backup.rs."""
import hashlib
import json
import struct
import sys

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
SAID = "where is my order %d, it should have been here on Tuesday and the tracking page has not moved since"
ANSWER = "You can follow your parcel with the link in the mail that we sent you when it left us. If it has not moved " \
    "for two working days, we ask the carrier and you hear from us within a day. Number %d."


def ulid(number):
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(125, -1, -5))


def rows_of(number):
    session = (0x019A0000 << 96) + number
    name, key = ulid(session), session.to_bytes(16, "big")
    events = [("session_started", None, {"locale": "en", "page": {"url": "", "title": ""}, "token_hash": "%064x" % number})]
    events.append(("greeted", 1, {"text": "Hello! How can I help?", "choices": []}))
    for turn in range(2):
        seq = 2 + 2 * turn
        events.append(("customer_said", seq, {"cid": f"c{turn}", "text": SAID % number}))
        events.append(("bot_replied", seq + 1, {"cause_seq": seq, "text": ANSWER % number, "choices": [], "sources": []}))
    yield b"h" + key, {
        "session": name, "bot": "shop", "state": "bot", "n": len(events), "seq": 5, "owner": 1, "locale": "en",
        "agent": None, "team": None, "priority": "normal", "waiting_since": None, "updated_at": "2026-11-21T10:00:00Z"}
    for n, (kind, seq, event) in enumerate(events, 1):
        yield b"e" + key + n.to_bytes(8, "big"), {
            "v": 1, "id": ulid(session * 16 + n & (1 << 128) - 1), "n": n, "seq": seq, "at": "2026-11-21T10:00:00Z",
            "owner": 1, "bot": "shop", "session": name, "channel": "web", "agent": None, "event": {"type": kind, **event}}


def main():
    sessions, digest, rows = int(sys.argv[1]), hashlib.sha256(), 0
    with open(sys.argv[2], "wb") as file:
        def put(data):
            digest.update(data)
            file.write(data)
        about = json.dumps({"store": ulid(1), "made_at": "2026-11-21T10:00:00Z"}).encode()
        put(b"baton backup 1\n" + struct.pack(">I", len(about)) + about)
        for number in range(sessions):
            for key, value in rows_of(number):
                value = json.dumps(value, separators=(",", ":")).encode()
                put(struct.pack(">HI", len(key), len(value)) + key + value)
                rows += 1
        put(struct.pack(">HQ", 0, rows))
        file.write(digest.digest())


main()
