"""A member of a group through a client of Python, for the tests: prints what it reads, commits it, and leaves when its input ends."""

import asyncio
import sys
import threading

client, servers, group, topic, assignor = sys.argv[1:6]
ended = threading.Event()


def wait_for_end():
    sys.stdin.read()
    ended.set()


def show(value):
    sys.stdout.write(value.decode() + "\n")
    sys.stdout.flush()


def confluent():
    from confluent_kafka import Consumer

    settings = {
        "bootstrap.servers": servers,
        "group.id": group,
        "auto.offset.reset": "earliest",
        "enable.auto.commit": False,
    }
    if assignor == "consumer":
        settings["group.protocol"] = "consumer"
    else:
        settings["partition.assignment.strategy"] = assignor
        settings["heartbeat.interval.ms"] = 300
    consumer = Consumer(settings)
    consumer.subscribe([topic])
    while not ended.is_set():
        message = consumer.poll(0.2)
        if message is None:
            continue
        if message.error():
            sys.exit(str(message.error()))
        show(message.value())
        consumer.commit(message=message, asynchronous=False)
    consumer.close()


def kafka_python():
    from kafka import KafkaConsumer
    from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
    from kafka.coordinator.assignors.range import RangePartitionAssignor
    from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
    from kafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor

    assignors = [
        RangePartitionAssignor,
        RoundRobinPartitionAssignor,
        StickyPartitionAssignor,
        CooperativeStickyAssignor,
    ]
    consumer = KafkaConsumer(
        topic,
        bootstrap_servers=servers.split(","),
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        heartbeat_interval_ms=300,
        partition_assignment_strategy=[each for each in assignors if each.name == assignor],
    )
    while not ended.is_set():
        records = [record for batch in consumer.poll(timeout_ms=200).values() for record in batch]
        for record in records:
            show(record.value)
        if records:
            consumer.commit()
    consumer.close()


async def aiokafka_member():
    from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener
    from aiokafka.coordinator.assignors.range import RangePartitionAssignor
    from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor
    from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor

    assignors = [RangePartitionAssignor, RoundRobinPartitionAssignor, StickyPartitionAssignor]
    # It rebalances by itself; the lock keeps that until what was taken is committed.
    lock = asyncio.Lock()

    class Listener(ConsumerRebalanceListener):
        async def on_partitions_revoked(self, revoked):
            async with lock:
                pass

        async def on_partitions_assigned(self, assigned):
            pass

    consumer = AIOKafkaConsumer(
        bootstrap_servers=servers,
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        heartbeat_interval_ms=300,
        partition_assignment_strategy=[each for each in assignors if each.name == assignor],
    )
    consumer.subscribe([topic], listener=Listener())
    await consumer.start()
    while not ended.is_set():
        async with lock:
            taken = await consumer.getmany(timeout_ms=100)
            for batch in taken.values():
                for record in batch:
                    show(record.value)
            if taken:
                await consumer.commit()
        await asyncio.sleep(0.02)
    await consumer.stop()


threading.Thread(target=wait_for_end, daemon=True).start()
if client == "confluent":
    confluent()
elif client == "kafka-python":
    kafka_python()
else:
    asyncio.run(aiokafka_member())
