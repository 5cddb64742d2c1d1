import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const REPLAY = {
  title: t('回看', 'Look back'),
  axis: t('录像时间轴：点击或拖动回看，← → 跳 5 秒', 'Timeline: click or drag, ← → jump 5 s'),
  play: t('播放', 'Play'),
  pause: t('暂停', 'Pause'),
  back: t('上一帧', 'Frame back'),
  forward: t('下一帧', 'Frame forward'),
  capture: t('取证此刻', 'Capture this moment'),
  live: t('回到实时', 'Back to live'),
  is_live: t('实时', 'Live'),
  is_past: t('录像回看', 'Recording'),
  goes_on: t('实时画面仍在继续', 'The call goes on'),
  loading: t('正在读取录像…', 'Reading the recording…'),
  none: t('录像从第一帧画面开始', 'The recording begins with the first picture'),
  nothing: t('这一刻没有画面', 'No picture of this moment'),
  backfilled: t('断线期间手机自录，事后补传', 'Filmed by the phone itself, sent later'),
  gap: t('间断', 'Gap'),
  cannot_play: t('这个浏览器不能播放该录像', 'This browser can not play the recording'),
  recorded: t('录像中', 'Recording'),
  recorded_why: t(
    '连线全程录像，断续处标明原因；可随时回看并从录像取证',
    'The call is recorded, gaps with their cause; look back and capture at any time',
  ),
}

export const GAPS: Record<string, Text> = {
  packet_loss: t('网络丢包', 'Packets lost'),
  silent: t('手机没有发送画面', 'The phone sent nothing'),
  stills: t('按要求改传照片', 'Stills were asked for instead'),
  connection_lost: t('连接中断后重连', 'Connection lost, then back'),
  gone: t('手机已断开', 'The phone is gone'),
  disk: t('服务器存储繁忙或已满', "The server's disk was full or too slow"),
  service: t('服务重启', 'The service restarted'),
  private: t('申请人遮挡了画面', 'The applicant covered the picture'),
}
