import type { Text } from '../texts'
import type { GapState } from './gaps'

const t = (zh: string, en: string): Text => ({ zh, en })

export const GAPS = {
  title: t('容缺后补', 'Papers to follow'),
  accept: t('容缺受理', 'Accept with gaps'),
  naming: t('哪些材料可以晚些交', 'Which papers may follow'),
  naming_hint: t(
    '受理后申请人签承诺书，在期限前用手机补交；勘验照常，结果等材料通过后再推送。',
    'The applicant pledges and hands them in by phone. The inspection goes on; the result waits.',
  ),
  days: t('个工作日', 'working days'),
  photo: t('照片', 'Photo'),
  document: t('照片或 PDF', 'Photo or PDF'),
  other: t('其他材料', 'Another paper'),
  name: t('缺什么材料', 'Which paper'),
  remove: t('去掉', 'Remove'),
  never: t('不能容缺', 'May not be missing'),
  source: t('依据', 'Source'),
  unconfirmed: t('待本局确认', 'to be confirmed by the bureau'),
  accept_sure: t('容缺受理', 'Accept'),
  accepted: t(
    '已容缺受理，请发送邀请链接，让申请人签承诺书',
    'Accepted. Send the invitation so the applicant signs',
  ),
  closed: t('已全部补齐', 'All in'),
  progress: t('已通过', 'accepted'),
  waits: t('结果等材料全部通过后推送', 'The result waits for all of them'),
  due: t('期限', 'Due'),
  first_due: t('承诺期限', 'pledged'),
  pass: t('通过', 'Accept'),
  send_back: t('退回', 'Send back'),
  send_back_why: t('退回原因（申请人会看到）', 'Why; the applicant reads it'),
  take_in: t('代收文件', 'Take a file in'),
  extend: t('放宽期限', 'More time'),
  extend_why: t('放宽的理由', 'Why'),
  extend_days: t('从今天起（工作日）', 'Working days from today'),
  sent: t('文件', 'Files'),
  earlier: t('以前退回的文件', 'Files of earlier rounds'),
  history: t('经过', 'What happened'),
  passed: t('已通过', 'Accepted'),
  returned: t('已退回，已通知申请人', 'Sent back; the applicant is told'),
  extended: t('期限已放宽', 'There is more time'),
  taken_in: t('已代收', 'Taken in'),
  end: t('按逾期终止办理', 'End: papers never came'),
  end_hint: t(
    '办件将办结，已作的结论不再推送。',
    'The case closes; a result that was determined is never sent.',
  ),
  end_why: t('终止的理由', 'Why'),
  ended: t('已终止办理', 'Ended'),
  end_sure: t('终止办理', 'End the case'),
  cancel: t('取消', 'Cancel'),
  failed: t('容缺材料暂时读不到', 'Papers can not be read now'),
}
export const PLEDGE = {
  title: t('承诺书', 'Pledge'),
  unsigned: t('申请人还没有签承诺书，签后才能补交', 'Not signed yet; nothing is handed in before'),
  phone: t('申请人手机签名', 'signed on the phone'),
  clerk: t('受托登记', 'recorded on request of'),
  sender: t('申报的承诺人', 'says it was given by'),
  read: t('看承诺书', 'Read it'),
  record: t('代为登记（帮办）', 'Record it for the applicant'),
  record_hint: t(
    '请把承诺书读给申请人听，本人同意后再登记。',
    'Read it to the applicant; record it once they agree.',
  ),
  asked_by: t('谁委托', 'On whose word'),
  relation: t('与申请人的关系', 'Relation'),
  way: t('怎样委托', 'How'),
  sure: t('登记承诺', 'Record'),
  done: t('承诺已登记', 'Recorded'),
}
export const RELATIONS: Record<string, Text> = {
  self: t('本人', 'the applicant'),
  family: t('家属', 'family'),
  employee: t('员工', 'an employee'),
  agent: t('委托代理人', 'an agent'),
  other: t('其他', 'somebody else'),
}
export const WAYS: Record<string, Text> = {
  in_person: t('当面', 'in person'),
  phone: t('电话', 'by telephone'),
  online: t('网上留言', 'online'),
}
export const FLAG = {
  title: t('失信记录', 'Flagged'),
  refused: t('该经营者不能容缺受理；备齐材料后可正常受理。', 'No papers may follow; accept once all are in.'),
  source: t('来源', 'Source'),
  lift: t('解除', 'Lift'),
  lift_why: t('解除的理由', 'Why it holds no more'),
  lifted: t('已解除', 'Lifted'),
  set: t('登记失信记录', 'Flag this operator'),
  set_source: t('从哪里得知', 'Known from'),
  set_why: t('什么事', 'What happened'),
  done: t('已登记', 'Flagged'),
}
export const STEPS: Record<string, Text> = {
  named: t('列为容缺', 'named'),
  uploaded: t('补交', 'handed in'),
  accepted: t('通过', 'accepted'),
  sent_back: t('退回', 'sent back'),
  extended: t('放宽期限', 'more time'),
  lapsed: t('逾期', 'lapsed'),
}
export const TONES: Record<GapState, string> = {
  open: '',
  in_review: 'tone-blue',
  accepted: 'tone-good',
  sent_back: 'tone-warn',
  lapsed: 'tone-bad',
}
