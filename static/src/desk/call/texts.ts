import type { Rung } from '../../shared/room/quality'
import type { Text } from '../texts'
import type { PlaceCode } from '../types'

const t = (zh: string, en: string): Text => ({ zh, en })

export const CALL = {
  title: t('视频勘验', 'Video inspection'),
  opening: t('正在进入视频勘验…', 'Joining the call…'),
  leave: t('返回办件', 'Back to the case'),
  end: t('结束连线', 'End the call'),
  end_sure: t(
    '结束后申请人的画面会断开。已保存的判定和证据不受影响。',
    'The picture ends for everybody. Verdicts and evidence are kept.',
  ),
  ended: t('连线已结束', 'The call has ended'),
  again: t('重新连线', 'Call again'),
  record: t('生成记录', 'Make record'),
  see_record: t('查看记录', 'See record'),
  locked: t('记录已生成，判定已锁定', 'The record is made; verdicts are closed'),
  online: t('已连接', 'Connected'),
  connecting: t('连接中', 'Connecting'),
  offline: t('重新连接中', 'Reconnecting'),
  torch: t('手机补光', 'Torch'),
  challenge: t('口令', 'Code'),
  challenge_why: t(
    '发一个四位随机口令，请对方写在纸上举到镜头前',
    'Gives four random digits to be held to the camera',
  ),
  mute: t('静音', 'Mute'),
  unmute: t('取消静音', 'Unmute'),
  hide: t('关闭摄像头', 'Camera off'),
  show: t('打开摄像头', 'Camera on'),
  me: t('我', 'Me'),
  no_devices: t('没有麦克风', 'No microphone'),
  only_microphone: t('仅语音', 'Voice only'),
  asking: t('请允许使用麦克风', 'Allow the microphone'),
  unmute_sound: t('点此打开声音', 'Click for sound'),
  help: t('快捷键', 'Keys'),
  auto: t('自动下一项', 'Move on'),
  clock: t('现在时间', 'Time now'),
  lasts: t('本页已连线', 'On the line'),
  not_recorded: t('未在录像', 'Not recording'),
  not_recorded_why: t(
    '此刻没有录像；取证照片总是单独保存',
    'Nothing is recorded now; captured pictures are always kept on their own',
  ),
  point_hint: t('按住画面即可指给申请人看', 'Hold on the picture to point'),
  moved: t('切换到', 'moved to'),
  just_moved: t('同事刚换了检查项，请再按一次：', 'A colleague just moved to another item: press again'),
  not_captured: t('画面异常，没有取证', 'Nothing captured: the picture is not live'),
  picture_back: t('画面已恢复', 'The picture is back'),
}

/** Where the phone is, in the bar; the evidence carries its own words. */
export const PLACES: Record<PlaceCode, Text> = {
  at_address: t('在登记地址', 'At the address'),
  near: t('在附近', 'Near'),
  far: t('较远', 'Far away'),
  unknown: t('位置未知', 'No position'),
}
export const NO_PLACE: Record<string, Text> = {
  '': t('手机还没有报告位置', 'The phone has told no position yet'),
  denied: t('申请人未允许定位，可以继续勘验', 'The applicant refused it, which is lawful: go on'),
  unavailable: t('手机取不到位置', 'The phone finds no position'),
  no_address: t('本办件没有登记坐标，无法比较', 'No coordinates are filed to compare with'),
  vague: t('定位误差太大，不能判断', 'The fix is too vague to tell'),
  stale: t('很久没有收到新的位置', 'No new position for a while'),
}

/** How much picture the phone sends. */
export const QUALITY = {
  title: t('手机画质', 'Picture from the phone'),
  auto: { ...t('自动', 'Automatic'), hint: t('按网络情况升降', 'Goes by the network') },
  cap: t('带宽上限', 'Bandwidth cap'),
  figures: t('实时数据', 'Figures'),
  sends: t('发送', 'sends'),
  watches: t('收看', 'watches'),
  no_figures: t('还没有数据', 'None yet'),
}

export const RUNGS: Record<Rung, Text & { short: string; hint: Text }> = {
  hd: {
    ...t('高清 720p', '720p'),
    short: '720p',
    hint: t('30 帧/秒，约 2.5 Mbps', '30 a second, about 2.5 Mbps'),
  },
  sd: {
    ...t('标清 360p', '360p'),
    short: '360p',
    hint: t('15 帧/秒，约 0.6 Mbps', '15 a second, about 0.6 Mbps'),
  },
  slow: { ...t('每秒 5 帧', '5 fps'), short: '5 fps', hint: t('360p，约 0.2 Mbps', '360p, about 0.2 Mbps') },
  stills: {
    ...t('静态图', 'Stills'),
    short: '静态图',
    hint: t('每 2 秒一张照片，声音不变', 'A photo every 2 s; sound goes on'),
  },
  on_demand: {
    ...t('按需取图', 'On demand'),
    short: '按需',
    hint: t('只有声音，点按钮取一张', 'Sound only; a photo by a click'),
  },
}

export const REASONS: Record<string, Text> = {
  loss: t('丢包', 'loss'),
  delay: t('延迟高', 'delay'),
  few_pictures: t('画面过少', 'few pictures'),
  recovered: t('网络恢复', 'recovered'),
}

export const ANSWERS = {
  waiting: t('等待手机确认', 'Waiting for the phone'),
  done: t('手机已执行', 'The phone does it'),
  failed: t('手机未能切换', 'The phone could not switch'),
}

export const STILLS = {
  badge: t('静态图', 'Still'),
  none: t('手机暂不传视频，正在等第一张图', 'No video now; waiting for the first still'),
  ask: t('取一张图', 'Take one'),
  asking: t('正在取图…', 'Asking…'),
}

export const NETWORKS = {
  good: t('网络良好', 'Good'),
  fair: t('网络一般', 'Fair'),
  poor: t('网络差', 'Poor'),
  none: t('无画面', 'No picture'),
}

export const FIGURES = {
  loss: t('丢包', 'loss'),
  rtt: t('往返', 'round trip'),
  freezes: t('卡顿', 'freezes'),
  rate: t('上行', 'uplink'),
}

export const COVERS = {
  finished: {
    ...t('勘验已完成', 'The inspection is finished'),
    hint: t(
      '签字齐全，记录已生效。可以结束连线。',
      'All have signed and the record is in force. You may end the call.',
    ),
  },
  waiting: {
    ...t('等待申请人进入', 'Waiting for the applicant'),
    hint: t(
      '对方打开链接并开启摄像头后，画面会自动出现。',
      'The picture appears by itself once the phone is ready.',
    ),
  },
  present: {
    ...t('申请人已进入，正在打开摄像头', 'The applicant is here, starting the camera'),
    hint: t('可以先说话或发文字提示。', 'You can already speak or write.'),
  },
  joining: {
    ...t('正在接通画面', 'Connecting the picture'),
    hint: t('通常只需一两秒。', 'Usually a second or two.'),
  },
  silent: {
    ...t('画面中断，等待手机恢复', 'No picture arriving, waiting for the phone'),
    hint: t(
      '可能是网络切换、来电或锁屏。恢复后自动继续。',
      'A network change, a phone call or a locked screen. It resumes by itself.',
    ),
  },
  gone: {
    ...t('申请人的连接已断开', 'The phone has lost its connection'),
    hint: t('对方回到页面后自动接通，不用重新开始。', 'It reconnects when the page is open again.'),
  },
  lost: { ...t('手机摄像头不可用', 'The phone’s camera is not available'), hint: t('', '') },
  hidden: {
    ...t('申请人暂时遮挡了画面', 'The applicant has blanked the picture'),
    hint: t('对方可随时恢复；这段时间记为间断。', 'They can resume any time; recorded as a gap.'),
  },
  black: {
    ...t('画面全黑', 'The picture is black'),
    hint: t('镜头可能被遮住，或现场没有开灯。', 'The lens may be covered, or the light is off.'),
  },
  frozen: {
    ...t('画面静止不动，可能已卡住', 'The picture stands still'),
    hint: t(
      '请对方动一动手机；仍不动时请重新打开摄像头。',
      'Ask them to move the phone, or to restart the camera.',
    ),
  },
  server: {
    ...t('与服务器的连接中断，正在恢复', 'Connection to the server lost, restoring'),
    hint: t('判定和备注会在恢复后保存。', 'Notes are saved once it is back.'),
  },
}

export const CAUSES: Record<string, Text> = {
  taken_by_phone: t('来电或其他应用占用了摄像头', 'A phone call or another app took the camera'),
  denied: t('申请人没有允许使用摄像头', 'The camera was not permitted'),
  background: t('申请人切换到了其他应用', 'The applicant switched to another app'),
  locked: t('手机锁屏了', 'The phone is locked'),
  missing: t('手机上没有找到摄像头', 'No camera was found on the phone'),
  unsupported: t('这个浏览器不能使用摄像头', 'This browser can not use the camera'),
  no_picture: t('摄像头已打开，但没有画面', 'The camera is open but gives no picture'),
  ended: t('摄像头被系统关闭', 'The system stopped the camera'),
  private: t('申请人按下了隐私键', 'The applicant pressed the privacy button'),
}

/** Two inspectors, one item. */
export const SECOND = {
  waiting: t(
    '您已判定，等待另一位勘验人员独立判定',
    'You have judged; the second inspector judges by themselves',
  ),
  unseen: t('另一位已判定。您给出判定后才能看到', 'The other has judged; you see it after your own verdict'),
  differs: t('两人判定不同，请合议', 'The two verdicts differ: reconcile them'),
  mine: t('您', 'You'),
  other: t('另一位', 'The other'),
  agreed: t('两人一致', 'Both say the same'),
  reconciled: t('合议认定', 'Reconciled'),
  reason: t('认定理由，例如“回看录像后确认罩口大于灶面”', 'Why, for example: seen again in the recording'),
  settle: t('认定为', 'Settle as'),
  confirm: t('合议认定', 'Reconcile'),
  done: t('已合议认定', 'Reconciled'),
}

export const ITEM = {
  search: t('搜索检查项', 'Search items'),
  all: t('全部', 'All'),
  open: t('未判', 'Open'),
  elsewhere: t('判定部门', 'judged by this department'),
  same_shot: t('一次拍摄同时用于', 'one shot for all'),
  problems: t('问题', 'Issues'),
  nothing: t('没有符合的检查项', 'No item matches'),
  film: t('请对方拍', 'Film'),
  judge: t('判定标准', 'Criterion'),
  capture: t('取证', 'Capture'),
  still: t('要原图', 'Full still'),
  keep: t('截取', 'Keep'),
  seconds: (seconds: number) => t(`${seconds} 秒`, `${seconds} s`),
  clip: (seconds: number) => t(`截取 ${seconds} 秒`, `Keep ${seconds} s of the recording`),
  upload: t('上传文件', 'Upload a document (PDF or JPEG)'),
  readings: t('读数', 'Readings'),
  limits: t('限值', 'limit'),
  no_limits: t('没有限值', 'no limit'),
  read_from: t('读自', 'Read from'),
  picture_first: t('先取证，拍清量具和数字', 'Keep a picture of the instrument first'),
  proposed: t('按读数建议', 'By the readings'),
  changed: (times: number) => t(`改过 ${times} 次`, `changed ${times} times`),
  wrong_number: t('请填数字，例如 1.85', 'A number, for example 1.85'),
  reading_needed: t('还缺读数：按 G 填写，或按 N 写明原因', 'A reading is missing: type it, or say why'),
  video_needed: (seconds: number) =>
    t(
      `还缺 ${seconds} 秒视频：按 X 截取，或按 N 写明原因`,
      `A clip of ${seconds} s is missing: keep one, or say why`,
    ),
  note: t('备注', 'Note'),
  note_hint: t('写下看到的情况和理由', 'What you see and why'),
  note_needed: t('不符合、关键项缺项须写明理由', 'A reason is required'),
  evidence_needed: t('还缺证据：空格取证，或按 N 写明原因', 'Evidence is missing: capture, or say why'),
  next_open: t('下一未判项', 'Next open'),
  undo: t('撤销', 'Undo'),
  clear: t('清除判定', 'Clear'),
  previous: t('上一项', 'Previous'),
  next: t('下一项', 'Next'),
  fold: t('收起', 'Fold'),
  unfold: t('展开', 'Unfold'),
  all_judged: t('全部判定完毕，可以生成记录', 'All judged: the record can be made'),
  undone: t('已撤销', 'Undone'),
}

export const NOTE_STATES = {
  clean: t('', ''),
  dirty: t('未保存，离开输入框即保存', 'Saved when you leave the field'),
  saving: t('正在保存…', 'Saving…'),
  saved: t('已保存', 'Saved'),
  failed: t('没有保存成功，点此重试', 'Not saved, click to retry'),
}

/** Evidence on its way to the film. */
export interface Pending {
  key: string
  is: 'capturing' | 'clipping' | 'uploading' | 'wanted' | 'promised'
  preview: string
}

export const STRIP = {
  own: t('本项', 'Of this item'),
  all: t('全部', 'In all'),
  empty: t(
    '本项还没有证据：空格取当前画面，S 要手机原图',
    'None for this item: Space captures, S asks for a still',
  ),
  capturing: t('正在取帧', 'Capturing'),
  clipping: t('正在截取', 'Cutting'),
  uploading: t('正在上传', 'Sending'),
  wanted: t('等待手机拍照', 'Waiting for the phone'),
  promised: t('原图上传中', 'Uploading'),
  refused: t('信号不通，没有发出', 'Not sent: no connection'),
  kept: t('已存证', 'Kept'),
}

export const CHAT = {
  title: t('文字', 'Chat'),
  placeholder: t('发给申请人和同事，回车发送', 'To everybody, Enter sends'),
  send: t('发送', 'Send'),
  empty: t('听不清时，用文字说。', 'Write when hearing is hard.'),
  phrases: [
    t('请靠近一点', 'Closer please'),
    t('请拍铭牌', 'Film the nameplate'),
    t('请慢慢转一圈', 'Turn around slowly'),
    t('请开灯', 'Switch on the light'),
  ],
}

export const KEYS: { keys: string[]; does: Text }[] = [
  { keys: ['J', '↓'], does: t('下一项', 'Next item') },
  { keys: ['K', '↑'], does: t('上一项', 'Previous item') },
  { keys: ['↵', 'O'], does: t('下一个未判项', 'Next open item') },
  { keys: ['A'], does: t('判完自动到下一未判项', 'Move on after a verdict') },
  { keys: ['1'], does: t('符合', 'Complies') },
  { keys: ['2'], does: t('不符合', 'Fails') },
  { keys: ['3'], does: t('合理缺项', 'Not applicable') },
  { keys: ['4'], does: t('现场整改后符合', 'Rectified on the spot') },
  { keys: ['5'], does: t('需现场复核', 'Needs a site visit') },
  { keys: ['6'], does: t('待补材料', 'Needs supplement') },
  { keys: ['0'], does: t('清除判定', 'Clear the verdict') },
  { keys: ['U', 'Ctrl+Z'], does: t('撤销上一步判定', 'Undo the last verdict') },
  { keys: ['空格', 'C'], does: t('取证（当前画面）', 'Capture the picture') },
  { keys: ['S'], does: t('要手机原图', 'Ask for a full still') },
  { keys: ['X'], does: t('截取一段录像', 'Keep a clip') },
  { keys: ['P'], does: t('上传文件', 'Upload a document') },
  { keys: ['G'], does: t('填读数', 'Type a reading') },
  { keys: ['N'], does: t('写备注', 'Write a note') },
  { keys: ['D'], does: t('发当日口令', 'Give a challenge code') },
  { keys: ['Q'], does: t('手机画质与带宽', 'Picture quality and bandwidth') },
  { keys: ['L'], does: t('手机补光灯', "Phone's torch") },
  { keys: ['M'], does: t('静音 / 取消', 'Mute / unmute') },
  { keys: ['V'], does: t('开关自己的摄像头', 'Own camera on / off') },
  { keys: ['T'], does: t('发文字', 'Chat') },
  { keys: ['I'], does: t('收起 / 展开检查卡', 'Fold / unfold the card') },
  { keys: ['B'], does: t('回看 10 秒前 / 回到实时', 'Look back 10 s / back to live') },
  { keys: ['←', '→'], does: t('时间轴上前后 5 秒', 'On the timeline: 5 s') },
  { keys: [',', '.'], does: t('时间轴上逐帧', 'On the timeline: frame by frame') },
  { keys: ['/'], does: t('搜索检查项', 'Search items') },
  { keys: ['R'], does: t('生成 / 查看记录', 'Make or see the record') },
  { keys: ['E'], does: t('结束连线（会再确认）', 'End the call (asks first)') },
  { keys: ['Esc'], does: t('离开输入框', 'Leave a field') },
  { keys: ['?'], does: t('本页', 'This list') },
]
