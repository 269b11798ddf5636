"""JSON lines on standard input -> what confluent-kafka's serializers make of them, in base64, a line each.

python_schemas.py REGISTRY TOPIC avro|json|protobuf: each registers its schema under TOPIC-value. Each line on standard input is
an object of the fields below.
"""
import base64
import json
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient
from confluent_kafka.serialization import MessageField, SerializationContext

registry_url, topic, kind = sys.argv[1:4]
registry = SchemaRegistryClient({"url": registry_url})

AVRO = {
    "type": "record",
    "name": "Order",
    "namespace": "shop",
    "fields": [
        {"name": "id", "type": "long"},
        {"name": "name", "type": "string"},
        {"name": "amount", "type": "double"},
        {"name": "tags", "type": {"type": "array", "items": "string"}},
        {"name": "note", "type": ["null", "string"], "default": None},
    ],
}
JSON = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "title": "Order",
    "type": "object",
    "properties": {"id": {"type": "integer"}, "name": {"type": "string"}},
    "required": ["id"],
}


def protobuf_type():
    from google.protobuf import descriptor_pb2, descriptor_pool, message_factory

    file = descriptor_pb2.FileDescriptorProto(name="shop.proto", package="shop", syntax="proto3")
    file.message_type.add(name="Refund").field.add(name="id", number=1, type=3, label=1)
    order = file.message_type.add(name="Order")
    for number, (name, type_, label) in enumerate(
        [("id", 3, 1), ("name", 9, 1), ("amount", 1, 1), ("tags", 9, 3)], start=1
    ):
        order.field.add(name=name, number=number, type=type_, label=label)
    pool = descriptor_pool.DescriptorPool()
    pool.Add(file)
    return message_factory.GetMessageClass(pool.FindMessageTypeByName("shop.Order"))


def serializer():
    if kind == "avro":
        from confluent_kafka.schema_registry.avro import AvroSerializer

        return AvroSerializer(registry, json.dumps(AVRO)), lambda value: value
    if kind == "json":
        from confluent_kafka.schema_registry.json_schema import JSONSerializer

        return JSONSerializer(json.dumps(JSON), registry), lambda value: value
    from confluent_kafka.schema_registry.protobuf import ProtobufSerializer

    order = protobuf_type()
    fields = ("id", "name", "amount", "tags")
    return (
        ProtobufSerializer(order, registry, {"use.deprecated.format": False}),
        lambda value: order(**{name: value[name] for name in fields}),
    )


serialize, made = serializer()
context = SerializationContext(topic, MessageField.VALUE)
for line in sys.stdin:
    print(base64.b64encode(serialize(made(json.loads(line)), context)).decode(), flush=True)
