/** Lesson 14: schemas, their registry and their evolution; a poison record. */
import type { Lesson, Step } from '../lesson.js';
import { recordsIn } from './checks.js';

const topic = 'learn-bills';
const subject = 'learn-bills-value';
const schema = (version: 1 | 2 | 3) => `--file {sample schemas/bill-${version}.avsc}`;

const versionsAre = (versions: number): NonNullable<Step['check']> => ({
  that: { subject, versions },
  otherwise: {
    en: `The subject ${subject} should have ${versions} version(s). See: schemas versions ${subject}`,
    vi: `Subject ${subject} phải có ${versions} phiên bản. Hãy xem: schemas versions ${subject}`,
  },
});

export const schemasLesson: Lesson = {
  number: 14,
  name: 'schemas',
  minutes: 7,
  title: {
    en: 'Schemas: a registry, new versions, a poison record',
    vi: 'Schema: registry, phiên bản mới, bản ghi "độc"',
  },
  topics: [topic],
  groups: [],
  subjects: [subject],
  steps: [
    {
      say: {
        en: 'To Kafka a value is bytes; what they mean is between those who write and those who read. A schema says it: which fields there are, and of which types. Schemas are kept in a schema registry, a server beside the brokers.',
        vi: 'Với Kafka, giá trị chỉ là byte; byte nghĩa là gì là chuyện giữa người ghi và người đọc. Schema nói rõ điều đó: có những trường (field) nào, thuộc kiểu gì. Schema được giữ trong schema registry, một server chạy cạnh các broker.',
      },
      run: ['cluster status'],
      notice: {
        en: 'the registry is a service of the practice cluster, like a broker. This one keeps its schemas in memory, so that they are gone once it stops; others keep them in a topic.',
        vi: 'registry là một dịch vụ của cụm thực hành, như một broker. Registry này chỉ giữ schema trong bộ nhớ nên dừng nó là mất hết; các registry khác lưu schema trong một topic.',
      },
    },
    {
      say: {
        en: 'A topic for the bills of a food stall, and the schema of their values, in Avro. It is registered under a name, the subject: TOPIC-value, where writers look for it.',
        vi: 'Một topic cho hóa đơn của một quán ăn, và schema (dạng Avro) cho giá trị của chúng. Schema được đăng ký dưới một cái tên gọi là subject: TOPIC-value, nơi người ghi sẽ tìm nó.',
      },
      run: [
        `topics create ${topic} --partitions 1 --replication-factor 3`,
        `schemas register ${subject} ${schema(1)}`,
        `schemas get ${subject}`,
      ],
      check: versionsAre(1),
      notice: {
        en: 'it is version 1 of its subject, and has an id, which the registry chose. Records will carry that id and not the schema.',
        vi: 'đây là phiên bản 1 của subject, kèm một id do registry chọn. Bản ghi chỉ mang theo id đó chứ không mang cả schema.',
      },
    },
    {
      say: {
        en: 'Write five bills: each line of JSON is checked against the schema and becomes Avro. Then look at the bytes, in hexadecimal.',
        vi: 'Ghi năm hóa đơn: mỗi dòng JSON được đối chiếu với schema rồi chuyển thành Avro. Sau đó xem các byte ở dạng thập lục phân (hex).',
      },
      run: [
        `produce ${topic} --encode value=registry --file {sample schemas/bills.jsonl}`,
        `consume ${topic} --from-beginning --exit --decode value=hex`,
      ],
      check: recordsIn(topic, 5),
      notice: {
        en: '00 is the magic byte: "a schema id follows", in four bytes. After it come the values alone, no names and no types: 61 6e is "an". Without the schema the rest cannot be told apart.',
        vi: '00 là magic byte, nghĩa là "tiếp theo là id của schema", dài bốn byte. Sau đó chỉ có giá trị, không có tên hay kiểu: 61 6e là "an". Không có schema thì không ai tách được phần còn lại.',
      },
    },
    {
      say: {
        en: 'Read them as they are meant: kafka-lab finds the id, asks the registry for its schema, and shows the fields.',
        vi: 'Giờ đọc đúng ý nghĩa của chúng: kafka-lab thấy id, hỏi registry để lấy schema rồi hiện các trường.',
      },
      run: [`consume ${topic} --from-beginning --exit`],
    },
    {
      say: {
        en: 'A bill without a price.',
        vi: 'Một hóa đơn không có giá.',
      },
      run: [`produce ${topic} --encode value=registry '{"customer":"giang","dish":"xoi"}'`],
      fails: true,
      check: recordsIn(topic, 5),
      notice: {
        en: 'the error names the field, and nothing was sent. Without a schema this bill would be in the topic now, and every reader would have to cope with it.',
        vi: 'lỗi nêu đúng tên trường và không có gì được gửi đi. Không có schema thì hóa đơn này đã nằm trong topic, và mọi người đọc đều phải tự xoay xở với nó.',
      },
    },
    {
      say: {
        en: 'The stall wants to note tips, too, so the schema has to change. What may change without breaking readers is a matter of the compatibility level. BACKWARD: who has the new schema can read the old records.',
        vi: 'Quán muốn ghi cả tiền boa nên schema phải đổi. Được đổi những gì mà không làm hỏng người đọc là do mức tương thích (compatibility level) quyết định. BACKWARD: ai có schema mới vẫn đọc được bản ghi cũ.',
      },
      run: [`schemas compatibility ${subject}`, `schemas compatibility ${subject} set BACKWARD`],
      notice: {
        en: 'before it was NONE: this registry compares nothing until a level is set. Confluent’s begins with BACKWARD.',
        vi: 'trước đó là NONE: registry này không so sánh gì cho đến khi có mức được đặt. Registry của Confluent mặc định là BACKWARD.',
      },
    },
    {
      say: {
        en: 'A new field with a default is fine: where an old record has no tip, a reader takes 0. Ask the registry first, then register it, and see what is new.',
        vi: 'Thêm trường có giá trị mặc định thì không sao: bản ghi cũ không có tiền boa thì người đọc lấy 0. Hỏi registry trước, rồi đăng ký, và xem có gì mới.',
      },
      run: [
        `schemas check ${subject} ${schema(2)}`,
        `schemas register ${subject} ${schema(2)}`,
        `schemas diff ${subject} 1 2`,
      ],
      check: versionsAre(2),
    },
    {
      say: {
        en: 'Write a bill with a tip, and read all, as JSON that says more.',
        vi: 'Ghi một hóa đơn có tiền boa, rồi đọc tất cả ở dạng JSON đầy đủ hơn.',
      },
      run: [
        `produce ${topic} --encode value=registry '{"customer":"khanh","dish":"pho","price":45000,"tip":5000}'`,
        `consume ${topic} --from-beginning --exit -o jsonl`,
      ],
      check: recordsIn(topic, 6),
      notice: {
        en: 'valueSchema tells which schema each record was written with. Old and new ones stand side by side, and nothing was rewritten. kafka-lab shows each as it was written; a program with the new schema sees tip 0 in the old ones.',
        vi: 'valueSchema cho biết mỗi bản ghi được ghi bằng schema nào. Bản ghi cũ và mới nằm cạnh nhau, không có gì phải ghi lại. kafka-lab hiện mỗi bản ghi đúng như lúc được ghi; một chương trình dùng schema mới sẽ thấy tip bằng 0 ở các bản ghi cũ.',
      },
    },
    {
      say: {
        en: 'Now break it: a table number without a default. What should a reader take for the six bills that have none?',
        vi: 'Giờ thử phá: thêm số bàn mà không có giá trị mặc định. Với sáu hóa đơn không có số bàn thì người đọc biết lấy gì?',
      },
      run: [`schemas check ${subject} ${schema(3)}`, `schemas register ${subject} ${schema(3)}`],
      fails: true,
      check: versionsAre(2),
      notice: {
        en: 'the registry refuses it and says where: the mistake is found before a record is written with it. With NONE it would be version 3 now, and readers would be the first to notice.',
        vi: 'registry từ chối và chỉ ra chỗ sai: lỗi bị phát hiện trước khi có bản ghi nào được ghi bằng schema đó. Với NONE thì nó đã là phiên bản 3, và người đọc sẽ là người đầu tiên gặp lỗi.',
      },
    },
    {
      say: {
        en: 'The registry does not guard the topic, though: a script that knows nothing of schemas writes plain text into it. After that comes a good bill. Read again.',
        vi: 'Nhưng registry không canh giữ topic: một script không biết gì về schema ghi thẳng văn bản vào đó. Sau nó lại là một hóa đơn hợp lệ. Hãy đọc lại.',
      },
      run: [
        `produce ${topic} "pho for table 4, paid in cash"`,
        `produce ${topic} --encode value=registry '{"customer":"lan","dish":"che","price":15000,"tip":0}'`,
        `consume ${topic} --from-beginning --exit`,
      ],
      check: recordsIn(topic, 8),
      notice: {
        en: 'that is a poison record. kafka-lab shows its bytes and reads on. An application often fails at it, starts again, and fails at the same offset, for ever: its lag grows, and all its error says is "unknown magic byte".',
        vi: 'đó là bản ghi "độc" (poison record). kafka-lab hiện các byte của nó rồi đọc tiếp. Một ứng dụng thì thường hỏng ở đó, khởi động lại, rồi lại hỏng ở đúng offset ấy, mãi mãi: lag tăng dần và lỗi chỉ vỏn vẹn "unknown magic byte".',
      },
    },
    {
      say: {
        en: 'Which record is it? Say that all values are of the registry: the command fails, and tells where the first one is that is not.',
        vi: 'Đó là bản ghi nào? Hãy nói rằng mọi giá trị đều theo registry: lệnh sẽ báo lỗi và cho biết bản ghi đầu tiên không phải như vậy nằm ở đâu.',
      },
      run: [`consume ${topic} --from-beginning --exit --decode value=registry`],
      fails: true,
    },
    {
      say: {
        en: 'It is at offset 6. Look at it alone, to find out when it was written and by whom; then read on behind it.',
        vi: 'Nó nằm ở offset 6. Xem riêng bản ghi đó để biết ai ghi và ghi lúc nào; rồi đọc tiếp phía sau nó.',
      },
      run: [
        `consume ${topic} --from 6 -n 1 --exit --offsets --timestamps --headers`,
        `consume ${topic} --from 7 --exit --offsets`,
      ],
      notice: {
        en: 'a consumer group that is stuck there gets past it in the same way: groups reset GROUP --topic learn-bills --to 7 shows what would change, and --execute does it. Then find the program that writes without a schema.',
        vi: 'consumer group bị kẹt ở đó cũng vượt qua bằng cách này: groups reset GROUP --topic learn-bills --to 7 cho xem trước thay đổi, thêm --execute để thực hiện. Sau đó hãy tìm chương trình ghi mà không dùng schema.',
      },
    },
  ],
};
