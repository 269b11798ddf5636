import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** A member of a group through Kafka's own client, for the tests: prints what it reads, commits it, and leaves when its input ends. */
class JavaMember {
  private static final String assignors = "org.apache.kafka.clients.consumer.";

  private static final Map<String, String> classes = Map.of(
      "range", assignors + "RangeAssignor",
      "roundrobin", assignors + "RoundRobinAssignor",
      "sticky", assignors + "StickyAssignor",
      "cooperative-sticky", assignors + "CooperativeStickyAssignor");

  private static volatile boolean hasEnded = false;

  public static void main(String[] argv) {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", argv[0]);
    settings.put("group.id", argv[1]);
    settings.put("auto.offset.reset", "earliest");
    settings.put("enable.auto.commit", "false");
    settings.put("key.deserializer", StringDeserializer.class.getName());
    settings.put("value.deserializer", StringDeserializer.class.getName());
    if (argv[3].equals("consumer")) {
      settings.put("group.protocol", "consumer");
    } else if (!argv[3].equals("default")) {
      settings.put("partition.assignment.strategy", classes.get(argv[3]));
      settings.put("heartbeat.interval.ms", "300");
    }
    Thread waiting = new Thread(() -> {
      try {
        while (System.in.read() != -1);
      } catch (java.io.IOException error) {
        // Then it has ended, too.
      }
      hasEnded = true;
    });
    waiting.setDaemon(true);
    waiting.start();
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(settings)) {
      consumer.subscribe(List.of(argv[2]));
      while (!hasEnded) {
        var records = consumer.poll(Duration.ofMillis(200));
        records.forEach(record -> System.out.println(record.value()));
        if (!records.isEmpty()) consumer.commitSync();
      }
    }
  }
}
