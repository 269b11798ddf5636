/** Lesson 9: one more broker, while records flow. */
import type { Lesson } from '../lesson.js';

const topic = 'learn-busy';
const onNew = (isOn: boolean) => ({
  that: { replicasOf: topic, broker: 4, isOn },
  otherwise: isOn
    ? {
        en: 'Broker 4 should hold replicas now, all in sync. See: topics describe learn-busy',
        vi: 'Lúc này broker 4 phải giữ các bản sao, tất cả trong ISR. Hãy xem: topics describe learn-busy',
      }
    : {
        en: 'Broker 4 should hold nothing any more. See: topics describe learn-busy',
        vi: 'Broker 4 không được giữ gì nữa. Hãy xem: topics describe learn-busy',
      },
});

export const scalingLesson: Lesson = {
  number: 9,
  name: 'scaling',
  minutes: 6,
  title: {
    en: 'Adding a broker with no downtime',
    vi: 'Thêm broker mà không phải dừng hệ thống',
  },
  topics: [topic],
  groups: [],
  steps: [
    {
      say: {
        en: 'A topic of 4 partitions, each on 2 of the 3 brokers.',
        vi: 'Một topic có 4 partition, mỗi partition nằm trên 2 trong 3 broker.',
      },
      run: [`topics create ${topic} --partitions 4 --replication-factor 2`],
      picture: { topic },
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'This lesson wants a practice cluster of three brokers: cluster status',
          vi: 'Bài này cần cụm thực hành gồm ba broker: cluster status',
        },
      },
    },
    {
      say: {
        en: 'Records flow all the time, 50 a second, from terminal 2. Nobody may notice what we do.',
        vi: 'Bản ghi chảy liên tục từ cửa sổ 2, mỗi giây 50 bản ghi. Không ai được nhận ra việc ta làm.',
      },
      beside: [
        {
          terminal: 2,
          run: `produce ${topic} --json --file {sample earthquakes.jsonl} --rate 50 --acks all`,
        },
      ],
      picture: { topic },
      check: {
        that: { recordsOf: topic, atLeast: 50 },
        otherwise: {
          en: 'Records should be arriving: offsets list learn-busy',
          vi: 'Bản ghi phải đang được ghi vào: offsets list learn-busy',
        },
      },
    },
    {
      say: { en: 'Start a fourth broker.', vi: 'Khởi động broker thứ tư.' },
      run: ['cluster add'],
      check: {
        that: { brokersUp: 4 },
        otherwise: {
          en: 'Four brokers should be up: cluster status',
          vi: 'Phải có bốn broker đang chạy: cluster status',
        },
      },
      picture: { topic },
      notice: {
        en: 'it is there and does nothing: Kafka never moves partitions by itself. Only new topics would use it.',
        vi: 'nó đã có mặt nhưng chẳng làm gì: Kafka không bao giờ tự chuyển partition. Chỉ topic mới mới dùng đến nó.',
      },
    },
    {
      say: {
        en: 'Plan how to spread the topic over all four.',
        vi: 'Lập kế hoạch trải topic ra cả bốn broker.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3,4`],
      notice: {
        en: 'as little as possible is copied. On a busy cluster this would be gigabytes, so look at it first.',
        vi: 'chỉ sao chép ít nhất có thể. Trên cụm bận rộn con số này có thể là hàng gigabyte, nên hãy xem trước.',
      },
    },
    {
      say: {
        en: 'Do it, with at most 1 MB a second for each broker, so that the copying does not crowd out the records.',
        vi: 'Thực hiện, mỗi broker tối đa 1 MB mỗi giây, để việc sao chép không lấn át bản ghi.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3,4 --execute --throttle 1000000`],
      check: onNew(true),
      picture: { topic },
      notice: {
        en: 'the new replica copies; when it is in the ISR it takes the place of the old one. Leaders move, clients follow by themselves.',
        vi: 'bản sao mới sao chép dữ liệu; khi vào ISR nó thay chỗ bản sao cũ. Leader chuyển đi, client tự đi theo.',
      },
    },
    {
      say: {
        en: 'Verify that it is done; that also takes the throttle away. Forgetting this is a classic: followers that never catch up.',
        vi: 'Kiểm tra đã xong chưa; bước này cũng gỡ giới hạn tốc độ. Quên bước này là lỗi kinh điển: follower mãi không theo kịp.',
      },
      run: [`topics reassign ${topic} --verify --wait`],
      check: onNew(true),
    },
    {
      say: {
        en: 'The way back, as for a machine that is to go: first everything off it.',
        vi: 'Đường về, như khi cần bỏ một máy: trước hết chuyển hết dữ liệu khỏi nó.',
      },
      run: [`topics reassign ${topic} --brokers 1,2,3 --execute`],
      check: onNew(false),
      picture: { topic },
    },
    {
      say: {
        en: 'Then remove it, and stop the stream in terminal 2.',
        vi: 'Rồi bỏ nó đi, và dừng luồng ghi ở cửa sổ 2.',
      },
      ends: [2],
      run: [`topics reassign ${topic} --verify --wait`, 'cluster remove 4', `offsets list ${topic}`],
      check: {
        that: { brokersUp: 3 },
        otherwise: {
          en: 'Three brokers should be left: cluster remove 4',
          vi: 'Phải còn lại ba broker: cluster remove 4',
        },
      },
      notice: {
        en: 'terminal 2 says how many records were acknowledged, and that none was refused. A broker came and went, and nobody noticed.',
        vi: 'cửa sổ 2 cho biết bao nhiêu bản ghi đã được xác nhận, và không bản ghi nào bị từ chối. Một broker đến rồi đi mà không ai nhận ra.',
      },
    },
  ],
};
