import type { Text } from '../texts'
import type { ToldNotice } from '../types'

const t = (zh: string, en: string): Text => ({ zh, en })

export const OFFICE = {
  title: t('所属机构', 'Office'),
  hand_over: t('转到该机构', 'Hand over'),
  done: t('已转到所选机构', 'Handed over'),
}

export const CASE = {
  open_call: t('开始视频勘验', 'Start the call'),
  join_call: t('进入视频勘验', 'Join the call'),
  sign_now: t('去签字', 'Sign now'),
  facts: t('申请信息', 'Application'),
  address: t('地址', 'Address'),
  credit_code: t('统一社会信用代码', 'Credit code'),
  applicant: t('申请人', 'Applicant'),
  phone: t('电话', 'Telephone'),
  format: t('主体业态', 'Format'),
  activities: t('经营项目', 'Activities'),
  checklist: t('检查项', 'Checklist'),
  left_out: t('不检查的项目及原因', 'Left out, and why'),
  why_asked: t('为何检查', 'Why asked'),
  how_filmed: t('怎样拍', 'Film'),
  how_judged: t('怎样判', 'Judge'),
  clauses: t('依据', 'Clauses'),
  unconfirmed: t('条款待核对', 'to be confirmed'),
  key_item: t('关键项', 'Key item'),
  general_item: t('一般项', 'General item'),
  judged: t('已判', 'judged'),
  unfold: t('全部展开', 'Open all'),
  fold: t('收起', 'Fold'),
  noted: t('{count} 项要看', '{count} to look at'),
  evidence: t('证据', 'Evidence'),
  evidence_empty: t('连线后，每次取证都会出现在这里。', 'Each capture during the call appears here.'),
  still: t('手机原图', 'Phone still'),
  frame: t('视频取帧', 'Video frame'),
  credentials: t(
    '下载带内容凭证的副本，可用通用工具核验来源',
    'A copy with content credentials: common tools tell where it comes from',
  ),
  recorded: t('录像取帧', 'From the recording'),
  clip: t('录像片段', 'Clip'),
  document: t('上传文件', 'Document'),
  open_document: t('打开文件', 'Open the document'),
  making_copy: t('正在制作缩略图', 'Making the thumbnail'),
  needs_look: t('需留意', 'Needs a look'),
  story: t('经过', 'Story'),
  story_more: t('查看全部经过', 'Show the whole story'),
  item_page: t('样板间中查看', 'See in the sample room'),
}

export const INVITATION = {
  title: t('邀请申请人', 'Invite the applicant'),
  none: t('还没有发出邀请。链接只能由一部手机打开。', 'Not invited yet. The link is for one phone only.'),
  make: t('生成邀请链接', 'Create the link'),
  again: t('换新链接', 'New link'),
  ends: t(
    '旧链接会立即失效，需要把新链接再发给申请人。',
    'The old link ends at once; the new one must be sent again.',
  ),
  ends_opened: t(
    '申请人已用旧链接进入。换新后，对方的手机会被请出，须用新链接重新进入。',
    'The applicant is in by the old link. That phone must come back by the new one.',
  ),
  sure: t('作废旧链接并换新', 'End the old, make a new one'),
  copy: t('复制链接', 'Copy link'),
  copied: t('已复制', 'Copied'),
  copy_failed: t('请手动选中复制', 'Please copy by hand'),
  scan: t('用手机扫码，或把链接发给申请人。', 'Scan with the phone, or send the link.'),
  once: t('链接只在此刻显示一次，离开后请重新生成。', 'The link is shown once; renew it later.'),
  until: t('有效期至', 'valid until'),
}

export const INVITATION_STATES: Record<string, Text> = {
  open: t('等待打开', 'Not opened yet'),
  new: t('等待打开', 'Not opened yet'),
  issued: t('等待打开', 'Not opened yet'),
  claimed: t('申请人已打开', 'Opened by the applicant'),
  taken: t('申请人已打开', 'Opened by the applicant'),
  revoked: t('已作废', 'Revoked'),
  expired: t('已过期', 'Expired'),
}

export const TOLD = {
  title: t('通知', 'Notices'),
  words: t('内容', 'What it says'),
  again: t('再次发送', 'Send again'),
  repeated: t('已再次发送', 'Sent again'),
  more: t('查看全部通知', 'Show all notices'),
  tell: t('同时通知', 'Tell as well'),
}

export const WAYS: Record<string, Text> = {
  sms: t('短信', 'SMS'),
  email: t('邮件', 'E-mail'),
  wecom: t('企业微信群', 'WeCom group'),
}

interface ToldState {
  text: Text
  tone: 'good' | 'bad' | 'warn' | 'blue' | ''
  isTrouble?: true
}
export const TOLD_STATES: Record<ToldNotice['state'], ToldState> = {
  scheduled: { text: t('待发送', 'To come'), tone: 'blue' },
  queued: { text: t('发送中', 'Sending'), tone: 'blue' },
  sent: { text: t('已发出', 'Sent'), tone: 'good' },
  delivered: { text: t('已送达', 'Delivered'), tone: 'good' },
  undelivered: { text: t('未送达', 'Not delivered'), tone: 'bad', isTrouble: true },
  uncertain: { text: t('不确定是否送达', 'Unsure'), tone: 'warn', isTrouble: true },
  cancelled: { text: t('已取消', 'Cancelled'), tone: '' },
  too_late: { text: t('已过时未发', 'Too late'), tone: '' },
}

export const DETERMINATION = {
  title: t('结论', 'Conclusion'),
  so_far: t('按目前判定推算', 'By the verdicts so far'),
  none: t('全部判完后，这里给出推算结论。', 'Shown once every item has a verdict.'),
  food: t('食品经营', 'Food business'),
  fume: t('油烟治理', 'Oil fume'),
}

export const DEVIATION = {
  open: t('偏离推算结论…', 'Conclude otherwise…'),
  title: t('偏离推算结论', 'Concluded otherwise than computed'),
  hint: t(
    '须写明理由，并由另一名勘验人员或督办人员确认。两人与推算结论一并印入记录。',
    'Needs a reason and a second person. Both names are printed beside the computed conclusion.',
  ),
  choose: t('认定为', 'Conclude'),
  reason: t('偏离的理由', 'Why'),
  reason_hint: t('写明事实和依据，例如“已当场整改，复看无外溢”', 'Facts and grounds'),
  propose: t('提交，等待另一人确认', 'Propose'),
  computed: t('推算', 'Computed'),
  instead: t('认定', 'Instead'),
  proposed: t('提出', 'Proposed by'),
  confirmed: t('确认', 'Confirmed by'),
  waits_own: t('等待另一名勘验人员或督办人员确认。', 'Waiting for another inspector or a supervisor.'),
  waits: t('请核对理由。确认后按此认定生成记录。', 'Check the reason: the record will conclude this.'),
  confirm: t('确认偏离', 'Confirm'),
  decline: t('不同意', 'Do not agree'),
  withdraw: t('撤回偏离', 'Withdraw'),
  done: t('偏离已确认', 'Deviation confirmed'),
  sent: t('已提交，等待另一人确认', 'Proposed; somebody else confirms'),
  gone: t('偏离已撤回', 'Deviation withdrawn'),
}

export const STEPS = {
  title: t('办理', 'Steps'),
  hold: t('暂停计时', 'Hold the deadline'),
  release: t('恢复计时', 'Let it run'),
  paused: t('计时已暂停', 'The deadline stands still'),
  since: t('起', 'since'),
  why: t('理由（留在办件里）', 'Reason; it stays with the case'),
  sure: t('确认后写入办件经过，不能撤销。', 'This becomes part of the story and is not taken back.'),
  confirm: t('确认', 'Confirm'),
  done: t('已办理', 'Done'),
  held: t('计时已暂停', 'The deadline stands still'),
  released: t('计时已恢复', 'The deadline runs again'),
}

export const SECOND_LOOK = {
  title: t('复查与异议', 'Second look and appeal'),
  before: t('上一次勘验', 'The inspection before'),
  behind: t('复查办件', 'The second look'),
  again: t('开复查', 'Look again'),
  again_hint: t(
    '另开一个办件，只查上次不符合、待补或未能判定的项目；原记录不变。',
    'Opens a case that asks only what did not come out; the signed record stays as it is.',
  ),
  appeal: t('受理异议', 'Take an appeal'),
  appeal_hint: t(
    '另派两名没有参与过的人员重新勘验；原证据已随记录固定。',
    'Two inspectors who had no part in it inspect anew; the first evidence is frozen with its record.',
  ),
  nobody: t('没有其他两名勘验人员可派。', 'There are no two other inspectors.'),
  why: t('理由（留在办件里）', 'Reason; it stays with the case'),
  open: t('开办件', 'Open the case'),
  opened: t('已开复查办件，请重新邀请申请人', 'Opened. Invite the applicant to the new case'),
}

export const PAUSES = {
  request: t('申请人要求延后', 'The applicant asked to wait'),
  force: t('停电、灾害等不可抗力', 'Force majeure: power cut, disaster'),
  examination: t('检验、检测、鉴定或专家评审', 'Testing, appraisal or expert review'),
}

export const DEPARTMENTS = {
  title: t('部门', 'Departments'),
  judged_by: t('判定和签字', 'Judged and signed by'),
  on_behalf: t('勘验人员代为判定签字', 'The inspectors, on its behalf'),
  reviewer: t('本部门审查', 'its own reviewer'),
  signed: t('已签字', 'signed'),
  assigned: t('已更新', 'Saved'),
  food: t('食品经营结论', 'Food business'),
  fume: t('油烟治理结论', 'Oil fume'),
}

export const REVIEW = {
  title: t('本部门判定', 'Your department’s part'),
  judged: t('已判', 'judged'),
  hint: t(
    '只判本部门的项目；画面由勘验人员带看，一次拍摄各部门共用。',
    'One walk and one shot serve all departments.',
  ),
  closed: t('判定已锁定。', 'Verdicts are closed.'),
  not_yet: t('视频勘验开始后，可以在这里判定。', 'You can judge here once the call has begun.'),
  key: t('关键项', 'Key item'),
  shared: t('与这些项目同一镜头', 'The same shot as'),
  making: t('正在制作缩略图', 'Making the thumbnail'),
  note: t('备注：看到的情况和理由', 'What you see and why'),
  note_needed: t('请写明理由', 'A reason is required'),
  evidence_needed: t('还缺证据：取证、上传文件，或写明原因', 'Evidence is missing: keep some, or say why'),
  reading_needed: t('还缺读数：填写读数，或写明原因', 'A reading is missing: type it, or say why'),
  video_needed: (seconds: number) =>
    t(
      `还缺 ${seconds} 秒视频：通话中截取，或写明原因`,
      `A clip of ${seconds} s is missing: keep one in the call, or say why`,
    ),
}
