"""fastavro's logical types: per case a schema, the bytes that fastavro writes of a value, and the value's text in Python."""

import datetime
import decimal
import io
import json
import random
import uuid

from fastavro import parse_schema, schemaless_writer

random.seed(2026)
utc = datetime.timezone.utc
epoch = datetime.datetime(1970, 1, 1)


def moment():
    return epoch + datetime.timedelta(microseconds=random.randrange(-2 * 10**15, 8 * 10**15))


def milliseconds(value):
    return value.replace(microsecond=value.microsecond // 1000 * 1000)


def cases():
    for _ in range(200):
        at = moment()
        yield {"type": "int", "logicalType": "date"}, at.date(), at.date().isoformat()
        short = milliseconds(at)
        text = short.isoformat(timespec="milliseconds")
        yield {"type": "int", "logicalType": "time-millis"}, short.time(), text[11:]
        yield {"type": "long", "logicalType": "timestamp-millis"}, short.replace(tzinfo=utc), text + "Z"
        yield {"type": "long", "logicalType": "local-timestamp-millis"}, short, text
        text = at.isoformat(timespec="microseconds")
        yield {"type": "long", "logicalType": "time-micros"}, at.time(), text[11:]
        yield {"type": "long", "logicalType": "timestamp-micros"}, at.replace(tzinfo=utc), text + "Z"
        yield {"type": "long", "logicalType": "local-timestamp-micros"}, at, text
        key = uuid.UUID(int=random.getrandbits(128))
        yield {"type": "string", "logicalType": "uuid"}, key, str(key)
        scale = random.randrange(1, 12)
        value = decimal.Decimal(random.randrange(-(10**28), 10**28) >> random.randrange(90)).scaleb(-scale)
        logical = {"logicalType": "decimal", "precision": 28, "scale": scale}
        yield {"type": "bytes", **logical}, value, f"{value:f}"
        yield {"type": "fixed", "name": "F", "size": 13, **logical}, value, f"{value:f}"


for schema, value, text in cases():
    out = io.BytesIO()
    schemaless_writer(out, parse_schema(schema), value)
    print(json.dumps({"schema": schema, "bytes": out.getvalue().hex(), "text": text}))
