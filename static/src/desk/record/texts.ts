import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const RECORD = {
  title: t('勘验记录', 'Inspection record'),
  make: t('生成勘验记录', 'Make the record'),
  making: t('正在生成…', 'Making the record…'),
  make_hint: t(
    '生成后判定锁定，三方签字。签字前可以撤回。',
    'Verdicts close; three people sign. It can be withdrawn until then.',
  ),
  open_items: t('还有项目没有完成', 'Some items are still open'),
  open_hint: t('点一项直接前往。', 'Choose one to go there.'),
  withdraw: t('撤回记录', 'Withdraw'),
  withdrawn: t('记录已撤回，可以继续判定', 'Record withdrawn, judging goes on'),
  open_pdf: t('打开 PDF', 'Open the PDF'),
  preview: t('记录预览', 'Record preview'),
  setting: t('正在排版记录…', 'Setting the pages…'),
  still_setting: t('图片较多，仍在排版，请稍候', 'Many pictures, still setting the pages'),
  preview_failed: t('预览没有生成，记录数据已保存', 'No preview came; the record itself is kept'),
  not_yours: t('记录由本件勘验人员生成。', 'The record is made by the case’s inspectors.'),
  signatures: t('签字', 'Signatures'),
  waits: t('等待签字', 'Waiting'),
  signed: t('已签', 'Signed'),
  complete: t('签字齐全，记录生效', 'All have signed; the record is in force'),
  sign_here: t('请用鼠标或手指在框内签名', 'Sign inside the frame with mouse or finger'),
  clear: t('重写', 'Clear'),
  submit: t('确认签字', 'Sign'),
  signing: t('正在提交…', 'Sending…'),
  thanks: t('签字已保存', 'Your signature is kept'),
  confirm: t('我已核对以上记录，内容属实。', 'I have checked this record and it is true.'),
  fingerprint: t('记录指纹', 'Fingerprint'),
  push: t('结论推送', 'Push of the result'),
  replay: t('重新推送', 'Push again'),
  replayed: t('已重新排队推送', 'Queued again'),
  answer: t('对方答复', 'Their answer'),
  tried: t('已尝试', 'tried'),
  tries: t('次', 'times'),
  delivered_hint: t('对方系统已确认收到', 'The other system confirmed it'),
  waiting_hint: t('自动重试，无需操作', 'Tried again by itself'),
  dead_hint: t(
    '对方拒收或多次失败，需要人工处理后重新推送',
    'Refused or failed for good: look into it, then push again',
  ),
  next: t('下次', 'next'),
}

export const RECEIVERS: Record<string, Text> = {
  licensing: t('食品经营许可系统', 'Licensing system'),
  supervision: t('市场监管', 'Supervision'),
  environment: t('生态环境', 'Environment'),
}

export const DELIVERY_STATES = {
  waiting: t('等待送达', 'Waiting'),
  delivered: t('已送达', 'Delivered'),
  dead: t('未能送达', 'Not delivered'),
}
