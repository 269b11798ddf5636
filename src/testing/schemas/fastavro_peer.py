"""fastavro. Per line {"schema": ..., "bytes": hex?}: with bytes, the same value written again; without, values of its own making."""

import io
import json
import random
import sys

from fastavro import parse_schema, schemaless_reader, schemaless_writer
from fastavro.utils import generate_many


def plain(schema):
    """Logical types are what they stand on: dates of Python end with the year 9999."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {name: plain(value) for name, value in schema.items() if name != "logicalType"}


def written(schema, value):
    out = io.BytesIO()
    schemaless_writer(out, schema, value)
    return out.getvalue().hex()


random.seed(2026)
for line in sys.stdin:
    case = json.loads(line)
    schema = parse_schema(plain(case["schema"]))
    if "bytes" in case:
        value = schemaless_reader(io.BytesIO(bytes.fromhex(case["bytes"])), schema)
        print(json.dumps([written(schema, value)]))
    else:
        print(json.dumps([written(schema, value) for value in generate_many(schema, 3)]))
