/** Lesson 5: offsets: committing, replaying, resetting. */
import type { Lesson } from '../lesson.js';
import { allRead, recordsIn } from './checks.js';

const topic = 'learn-orders';
const group = 'learn-kitchen';

export const offsetsLesson: Lesson = {
  number: 5,
  name: 'offsets',
  minutes: 5,
  title: {
    en: 'Offsets: commit, replay, reset',
    vi: 'Offset: commit, đọc lại, đặt lại',
  },
  topics: [topic],
  groups: [group],
  steps: [
    {
      say: {
        en: 'A topic with 40 orders.',
        vi: 'Một topic có 40 đơn hàng.',
      },
      run: [
        `topics create ${topic} --partitions 2 --replication-factor 3`,
        `produce ${topic} --file {sample orders.csv} --key-separator ,`,
      ],
      check: recordsIn(topic, 40),
    },
    {
      say: {
        en: 'A group reads them. After printing them (the first 5 are shown) it commits: it stores in Kafka where it would continue.',
        vi: 'Một group đọc chúng. In xong (chỉ hiện 5 bản ghi đầu) thì nó commit: ghi lại vào Kafka vị trí sẽ đọc tiếp.',
      },
      run: [`consume ${topic} --group ${group} --from-beginning --exit`],
      lines: 5,
      picture: { group },
      check: allRead(group),
    },
    {
      say: {
        en: 'Read once more with the same group.',
        vi: 'Đọc lại lần nữa với cùng group đó.',
      },
      run: [`consume ${topic} --group ${group} --exit`],
      notice: {
        en: '0 records: the group is at the end. The orders are still there; only the position of the group has moved.',
        vi: '0 bản ghi, vì group đã ở cuối. Các đơn hàng vẫn còn; chỉ vị trí của group đã dời đi.',
      },
    },
    {
      say: {
        en: 'The program had a bug, and all orders must be processed again. First the plan.',
        vi: 'Chương trình có lỗi, phải xử lý lại mọi đơn hàng. Trước hết xem kế hoạch.',
      },
      run: [`groups reset ${group} --topic ${topic} --to start`],
      notice: {
        en: 'nothing has changed yet: check what it would do before you add --execute.',
        vi: 'chưa có gì thay đổi. Hãy xem nó sẽ làm gì trước khi thêm --execute.',
      },
    },
    {
      say: { en: 'Now do it.', vi: 'Giờ thì thực hiện.' },
      run: [`groups reset ${group} --topic ${topic} --to start --execute`],
      picture: { group },
      check: {
        that: { lagOf: group, atLeast: 40 },
        otherwise: {
          en: 'The group should be at the beginning again, lag 40. A group with members cannot be reset: end its consumers first.',
          vi: 'Group phải quay về đầu, lag 40. Không thể đặt lại group đang có thành viên: hãy kết thúc consumer trước.',
        },
      },
      notice: {
        en: '3 + 37 = 40 records are to be read again. This is called replay; a queue that deletes what was read cannot do it.',
        vi: '3 + 37 = 40 bản ghi sẽ được đọc lại. Đó gọi là replay (phát lại); hàng đợi xóa thông điệp sau khi đọc thì không làm được.',
      },
    },
    {
      say: {
        en: 'The group reads again; the first 5 are shown.',
        vi: 'Group đọc lại; chỉ hiện 5 bản ghi đầu.',
      },
      run: [`consume ${topic} --group ${group} --exit`],
      lines: 5,
      check: {
        that: { lagOf: group, atMost: 0 },
        otherwise: { en: 'The group should have read all again.', vi: 'Group phải đọc lại hết.' },
      },
    },
    {
      say: {
        en: 'Offsets can be found by time, too: which was the first record of the last hour? Then the group is reset to it.',
        vi: 'Cũng có thể tìm offset theo thời gian: bản ghi đầu tiên trong một giờ qua là bản ghi nào? Sau đó đưa group về đúng chỗ ấy.',
      },
      run: [`offsets at ${topic} @-1h`, `groups reset ${group} --topic ${topic} --to @-1h --execute`],
      check: {
        that: { lagOf: group, atLeast: 40 },
        otherwise: {
          en: 'The group should be at the start of the last hour.',
          vi: 'Group phải ở chỗ bắt đầu của một giờ qua.',
        },
      },
      notice: {
        en: 'every record has a timestamp, and brokers can look offsets up by time. So you can process again everything since ten o’clock.',
        vi: 'mỗi bản ghi có mốc thời gian và broker tra cứu được theo đó. Vì vậy có thể nói: làm lại mọi thứ kể từ mười giờ.',
      },
    },
    {
      say: {
        en: 'Was that a mistake? kafka-lab has kept the positions from before.',
        vi: 'Lỡ tay? kafka-lab có lưu lại vị trí trước đó.',
      },
      run: [`groups undo ${group} --execute`],
      picture: { group },
      check: allRead(group),
      notice: {
        en: 'lag 0, as before the reset. What is committed decides what is read again after a crash: lesson 6 is about that.',
        vi: 'lag 0, như trước khi đặt lại. Offset đã commit quyết định những gì được đọc lại sau sự cố: bài 6 nói về điều này.',
      },
    },
  ],
};
