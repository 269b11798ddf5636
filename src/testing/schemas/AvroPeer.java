import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.io.JsonEncoder;

/**
 * Java's Avro: for each three lines (the schema that wrote, the reader's schema, bytes in hexadecimal digits) a line with the bytes
 * of the same value by the reader's schema, and one with its JSON as Avro has it.
 */
public class AvroPeer {
  public static void main(String[] args) throws Exception {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      Schema written = new Schema.Parser().parse(line);
      Schema wanted = new Schema.Parser().parse(in.readLine());
      byte[] bytes = HexFormat.of().parseHex(in.readLine());
      Object value =
          new GenericDatumReader<Object>(written, wanted)
              .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      GenericDatumWriter<Object> writer = new GenericDatumWriter<>(wanted);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      BinaryEncoder binary = EncoderFactory.get().binaryEncoder(out, null);
      writer.write(value, binary);
      binary.flush();
      ByteArrayOutputStream text = new ByteArrayOutputStream();
      JsonEncoder json = EncoderFactory.get().jsonEncoder(wanted, text);
      writer.write(value, json);
      json.flush();
      all.append(HexFormat.of().formatHex(out.toByteArray())).append('\n');
      all.append(text.toString(StandardCharsets.UTF_8).replace("\n", " ")).append('\n');
    }
    System.out.write(all.toString().getBytes(StandardCharsets.UTF_8));
    System.out.flush();
  }
}
