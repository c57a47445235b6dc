#!/usr/bin/env python3
"""Makes adobe_gb1.bin from the CMap resource Adobe-GB1-UCS2 of Adobe (BSD 3-clause).

    python3 adobe_gb1.py /usr/share/poppler/cMap/Adobe-GB1/Adobe-GB1-UCS2 adobe_gb1.bin

The resource is in the Debian package poppler-data and at
https://github.com/adobe-type-tools/mapping-resources-pdf. The result is what the character with each
CID is, from CID 0 on: two bytes of UTF-16, big endian, 0 where there is none or where it takes more
than one unit; compressed with zlib.
"""
import re
import struct
import sys
import zlib

text = open(sys.argv[1], encoding="latin-1").read()
units = {}


def put(cid, target):
    if len(target) == 4 and target.lower() != "fffd":
        units[cid] = int(target, 16)


for body in re.findall(r"beginbfchar(.*?)endbfchar", text, re.S):
    for code, target in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", body):
        put(int(code, 16), target)
for body in re.findall(r"beginbfrange(.*?)endbfrange", text, re.S):
    for low, high, target in re.findall(r"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>", body):
        for i in range(int(high, 16) - int(low, 16) + 1):
            put(int(low, 16) + i, f"{int(target, 16) + i:0{len(target)}x}")

table = b"".join(struct.pack(">H", units.get(cid, 0)) for cid in range(max(units) + 1))
open(sys.argv[2], "wb").write(zlib.compress(table, 9))
print(len(units), "characters to CID", max(units))
