import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const RECORD = {
  title: t('勘验记录', 'Inspection record'),
  make: t('生成勘验记录', 'Make the record'),
  making: t('正在生成…', 'Making the record…'),
  make_hint: t(
    '生成后判定锁定，各方签字。签字前可以撤回。',
    'Verdicts close and everybody signs. It can be withdrawn until then.',
  ),
  open_items: t('还有项目没有完成', 'Some items are still open'),
  open_hint: t('点一项直接前往。', 'Choose one to go there.'),
  withdraw: t('撤回记录', 'Withdraw'),
  withdrawn: t('记录已撤回，可以继续判定', 'Record withdrawn, judging goes on'),
  open_pdf: t('打开 PDF', 'Open the PDF'),
  export_pack: t('导出证据包', 'Evidence pack'),
  export_hint: t(
    '原件、记录、保管链与签名；导出会记入保管链。',
    'Originals, record and custody log, signed; the export is noted.',
  ),
  export_sheets: t('检查表 Excel', 'Checklist (Excel)'),
  export_data: t('记录数据 JSON', 'Record (JSON)'),
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
  dropped_hint: t('办件已因容缺材料逾期终止', 'The case ended for want of papers'),
  held_hint: t('容缺材料全部审核通过后自动推送', 'Leaves by itself once all papers are accepted'),
  waiting_hint: t('自动重试，无需操作', 'Tried again by itself'),
  dead_hint: t(
    '对方拒收或多次失败，需要人工处理后重新推送',
    'Refused or failed for good: look into it, then push again',
  ),
  next: t('下次', 'next'),
}

export const NOTICE = {
  title: t('一次性告知', 'One-time notice'),
  until: t('整改期限', 'To be put right by'),
  days: t('个工作日', 'working days'),
  may_move: t('节假日未公布，可能顺延', 'holidays not announced yet'),
  issued: t('随结论出具，只出一次，申请人手机上同时可见。', 'Issued once; also on the applicant’s phone.'),
  failed: t('告知没有取到，请刷新页面', 'The notice did not come. Reload the page.'),
  pdf: t('打开告知书', 'Open the notice'),
  in_room: t('样板间', 'Sample room'),
}

export const REMEDY: Record<string, Text> = {
  mend: t('要改', 'put right'),
  hand_in: t('补材料', 'hand in'),
  we_come: t('上门看', 'we come'),
}

export const REFUSAL = {
  open: t('申请人拒签…', 'The applicant refuses…'),
  title: t('申请人拒绝签字', 'The applicant refuses to sign'),
  hint: t(
    '写明理由，由另一名勘验人员见证后，记录不再等申请人签字。记录生效前可以撤回。',
    'Say why; once the second inspector witnesses it, the record waits for the applicant no longer.',
  ),
  reason: t('拒签理由（申请人的说法）', 'The applicant’s reason'),
  reason_hint: t('例如“不认可油烟结论”；没有说明的，写“未说明理由”', 'If none was given, say so'),
  note: t('记录拒签', 'Note the refusal'),
  noted: t('已记录拒签，等待见证', 'Noted; it has to be witnessed'),
  noted_by: t('记录', 'Noted by'),
  witness_by: t('见证', 'Witnessed by'),
  waits: t('等待另一名勘验人员见证', 'The second inspector has to witness it'),
  ask: t('您在场并听到申请人拒签吗？', 'Were you present when the applicant refused?'),
  witness: t('我见证', 'I witness it'),
  witnessed: t('已见证', 'Witnessed'),
  withdraw: t('撤回拒签', 'Take it back'),
  withdrawn: t('拒签记录已撤回', 'Taken back'),
  complete: t('签字完毕（申请人拒签），记录生效', 'In force; the applicant refused to sign'),
  by: t('拒绝签字', 'refused to sign'),
}

export const RECEIVERS: Record<string, Text> = {
  licensing: t('食品经营许可系统', 'Licensing system'),
  supervision: t('市场监管', 'Supervision'),
  environment: t('生态环境', 'Environment'),
}

/** What a delivery says. */
export const MATTERS = {
  result: t('勘验结果', 'Result'),
  status: t('申请进度', 'Application'),
  wish: t('领证方式', 'How the licence is wanted'),
}

export const DELIVERY_STATES = {
  held: t('等容缺材料', 'Waits for papers'),
  waiting: t('等待送达', 'Waiting'),
  delivered: t('已送达', 'Delivered'),
  dead: t('未能送达', 'Not delivered'),
  dropped: t('不再送达', 'Will not be sent'),
}
