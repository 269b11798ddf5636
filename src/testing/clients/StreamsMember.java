import java.util.Properties;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.state.Stores;

/**
 * A Kafka Streams application of the protocol of KIP-1071, for the tests: counts the values of one topic into another, by way of a
 * repartition topic and a store, until its input ends.
 */
class StreamsMember {
  public static void main(String[] argv) throws Exception {
    Properties settings = new Properties();
    settings.put("bootstrap.servers", argv[0]);
    settings.put("application.id", argv[1]);
    settings.put("group.protocol", "streams");
    settings.put("commit.interval.ms", "200");
    settings.put("auto.offset.reset", "earliest");
    settings.put("application.server", "localhost:8080");
    settings.put("state.dir", argv[4]);
    var text = Serdes.String();
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream(argv[2], Consumed.with(text, text))
        .groupBy((key, value) -> value, Grouped.<String, String>as("by-value").withKeySerde(text).withValueSerde(text))
        .count(
            Materialized.<String, Long>as(Stores.inMemoryKeyValueStore("counts"))
                .withKeySerde(text)
                .withValueSerde(Serdes.Long()))
        .toStream()
        .mapValues(String::valueOf)
        .to(argv[3], Produced.with(text, text));
    try (KafkaStreams streams = new KafkaStreams(builder.build(), settings)) {
      streams.start();
      while (System.in.read() != -1);
    }
  }
}
