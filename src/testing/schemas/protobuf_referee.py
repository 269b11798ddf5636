"""What protoc and Python's protobuf make of a .proto text and of values: a JSON line in, a JSON line out.

{"proto": text, "message": name, "values": [ProtoJSON, ...], "bytes": [base64, ...]} gives {"error": text} if protoc refuses
the text, or {"encoded": [base64, ...], "decoded": [ProtoJSON, ...]}.
"""
import base64
import json
import os
import sys
import tempfile

import grpc_tools
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from grpc_tools import protoc

INCLUDE = os.path.join(os.path.dirname(grpc_tools.__file__), "_proto")


def message_class(text, name):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "any.proto"), "w", encoding="utf-8") as file:
            file.write(text)
        out = os.path.join(folder, "set.bin")
        words = ["protoc", f"-I{folder}", f"-I{INCLUDE}", "--include_imports", f"--descriptor_set_out={out}", "any.proto"]
        if protoc.main(words) != 0:
            return None, None
        with open(out, "rb") as file:
            files = descriptor_pb2.FileDescriptorSet.FromString(file.read())
    pool = descriptor_pool.DescriptorPool()
    for file in files.file:
        pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName(name)), pool


def answer(asked):
    made, pool = message_class(asked["proto"], asked["message"])
    if made is None:
        return {"error": "refused"}
    encoded = []
    for value in asked["values"]:
        message = json_format.Parse(value, made(), descriptor_pool=pool)
        encoded.append(base64.b64encode(message.SerializeToString(deterministic=True)).decode())
    decoded = [
        json_format.MessageToJson(made.FromString(base64.b64decode(each)), indent=None, descriptor_pool=pool)
        for each in asked["bytes"]
    ]
    return {"encoded": encoded, "decoded": decoded}


for line in sys.stdin:
    try:
        answered = answer(json.loads(line))
    except Exception as error:
        answered = {"error": f"{type(error).__name__}: {error}"}
    print(json.dumps(answered), flush=True)
