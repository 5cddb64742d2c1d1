import type { CaseState, ConclusionValue, Light, VerdictValue } from './types'

/** One sentence in both languages; Chinese is read first. */
export interface Text {
  zh: string
  en: string
}

const t = (zh: string, en: string): Text => ({ zh, en })

export const STATES: Record<CaseState, Text> = {
  received: t('已收件', 'Received'),
  pre_check: t('预检中', 'Pre-check'),
  accepted: t('已受理', 'Accepted'),
  preparing: t('准备中', 'Preparing'),
  booked: t('已预约', 'Booked'),
  inspecting: t('勘验中', 'Inspecting'),
  reviewing: t('待签字', 'To be signed'),
  determined: t('已作结论', 'Determined'),
  pushed: t('已推送', 'Pushed'),
  licensed: t('已发证', 'Licensed'),
  closed: t('已办结', 'Closed'),
  supplement_due: t('待整改', 'Rectification due'),
  withdrawn: t('已撤回', 'Withdrawn'),
  no_show: t('未到', 'No-show'),
  technical_abort: t('技术中断', 'Technical abort'),
  on_site: t('转现场', 'On site'),
}

export const LIGHTS: Record<Light, Text> = {
  green: t('正常', 'On time'),
  amber: t('临期', 'Due soon'),
  red: t('紧急', 'Urgent'),
}

export const VERDICTS: Record<VerdictValue, Text> = {
  pass: t('符合', 'Complies'),
  fail: t('不符合', 'Fails'),
  not_applicable: t('合理缺项', 'Not applicable'),
  rectified: t('现场整改后符合', 'Rectified on the spot'),
  needs_on_site: t('需现场复核', 'Needs a site visit'),
  needs_supplement: t('待补材料', 'Needs supplement'),
}

/** In the words of the record. */
export const CONCLUSIONS: Record<ConclusionValue, Text> = {
  pass: t('符合', 'Complies'),
  rectify: t('需整改', 'To be rectified'),
  fail: t('不符合', 'Does not comply'),
  go_on_site: t('需现场复核', 'To be checked on site'),
  supplement: t('待补材料', 'Papers to follow'),
  not_asked: t('不涉及', 'Not concerned'),
}

export const ROLES: Record<string, Text> = {
  inspector: t('勘验人员', 'Inspector'),
  clerk: t('窗口人员', 'Clerk'),
  supervisor: t('督办人员', 'Supervisor'),
  trainer: t('培训人员', 'Trainer'),
  lead: t('组长', 'Team lead'),
  template_editor: t('模板管理人员', 'Template editor'),
  auditor: t('审计人员', 'Auditor'),
  integrator: t('接口管理人员', 'Integrator'),
  administrator: t('系统管理员', 'Administrator'),
  applicant: t('申请人', 'Applicant'),
  witness: t('见证人', 'Witness'),
  reviewer: t('部门审查人员', 'Department reviewer'),
}

export const AREAS: Record<string, Text> = {
  food: t('食品经营', 'Food business'),
  fume: t('油烟治理', 'Oil fume'),
  safety: t('安全', 'Safety'),
  session: t('勘验有效性', 'Session'),
}

export const GENERAL = {
  product: t('云勘', 'Yunkan'),
  desk: t('勘验工作台', "Inspectors' desk"),
  retry: t('再试一次', 'Try again'),
  back: t('返回', 'Back'),
  close: t('关闭', 'Close'),
  cancel: t('取消', 'Cancel'),
  sign_out: t('退出', 'Sign out'),
  loading: t('正在读取…', 'Loading…'),
  cannot_load: t('没有读到内容', 'Nothing could be read'),
  rooms: t('样板间', 'Sample rooms'),
  bookings: t('预约', 'Calendar'),
  templates: t('检查表模板', 'Templates'),
  figures: t('指标', 'Figures'),
  field_checks: t('抽查', 'Field checks'),
  agreement: t('判定一致性', 'Agreement'),
  people: t('人员与机构', 'People'),
  qualifications: t('资格考核', 'Exams'),
  audit: t('审计日志', 'Audit log'),
  licences: t('证件', 'Licences'),
  afterwards: t('对账与评价', 'Afterwards'),
  ended_sign_in: t('登录已失效，请重新登录。', 'Your sign-in has ended. Please sign in again.'),
}

export const SIGN_IN = {
  title: t('登录工作台', 'Sign in to the desk'),
  username: t('用户名', 'User name'),
  password: t('密码', 'Password'),
  submit: t('登录', 'Sign in'),
  working: t('正在登录…', 'Signing in…'),
  show: t('显示密码', 'Show password'),
  hide: t('隐藏密码', 'Hide password'),
  applicant: t(
    '申请人不用登录：请打开短信里的链接。',
    'Applicants need no account: open the link in your text message.',
  ),
  claim: t('不见面踏勘，零距离核查', 'See the site without the journey'),
  points: [
    t('视频连线，逐项判定，一键取证', 'Live video, one key per verdict, one key per picture'),
    t('记录自动成文，三方在线签字', 'The record writes itself and is signed online'),
    t('结论即时推送审批系统', 'Conclusions reach the licensing system at once'),
  ],
}

export const PASSWORD = {
  title: t('设置自己的密码', 'Set your own password'),
  why: t('一次性密码只用来进入这一步', 'the one-time password opens only this step'),
  old: t('一次性密码', 'One-time password'),
  wanted: t('新密码', 'New password'),
  rule: t('至少 12 个字符，可以是一句话', 'At least 12 letters; a sentence is fine'),
  again: t('再输入一次', 'Once more'),
  differs: t('两次输入不一致', 'These two differ'),
  save: t('保存并进入', 'Save and go on'),
}

export const QUEUE = {
  unit: t('机构', 'Office'),
  all_units: t('全部机构', 'All offices'),
  title: t('办件', 'Cases'),
  new_case: t('新建办件', 'New case'),
  import: t('导入', 'Import'),
  search: t('搜索编号、店名、申请人', 'Search number, shop, applicant'),
  todo: t('待勘验', 'To inspect'),
  signing: t('待签字', 'To sign'),
  done: t('已完成', 'Done'),
  all: t('全部', 'All'),
  mine: t('只看我的', 'Mine only'),
  shop: t('店铺', 'Shop'),
  state: t('进度', 'State'),
  due: t('时限', 'Deadline'),
  people: t('勘验人员', 'Inspectors'),
  nobody: t('未分配', 'Not assigned'),
  at: {
    room: t('申请人在通话页', 'The applicant is in the call'),
    waiting: t('申请人正在等候', 'The applicant is waiting'),
    papers: t('申请人正在看容缺材料', 'The applicant is at the papers'),
    elsewhere: t('申请人已打开链接，还没到等候页', 'The applicant has the link open, not waiting yet'),
    background: t('申请人切到了别的应用', 'The applicant is in another app'),
  },
  handed_to_me: t('移交给您', 'Handed to you'),
  waiting_count: t('位申请人正在等候', 'waiting now'),
  left: t('剩', 'left'),
  over: t('超', 'over'),
  late: t('超期', 'Overdue'),
  paused: t('计时已暂停', 'Deadline held'),
  provisional: t('暂定', 'provisional'),
  may_move: t('节假日安排公布后可能顺延', 'may move once the holidays are announced'),
  answer: t('接通', 'Answer'),
  open: t('查看', 'Open'),
  to_queue: t('返回办件列表', 'Back to the cases'),
  keys: t('↑↓ 选择 · 回车打开', '↑↓ choose · Enter opens'),
  no_cases_hint: t(
    '您的岗位不经办办件，请从上方进入您的页面。',
    'Your role handles no cases; your pages are above.',
  ),
  trainer_hint: t(
    '培训岗位不经办办件，样板间和检查表模板由您维护。',
    'Trainers handle no cases; the sample rooms and templates are yours.',
  ),
  empty: t('这里没有办件', 'No cases here'),
  empty_hint: t('受理的办件会自动分到这里。', 'Accepted cases arrive here by themselves.'),
  empty_search: t('没有符合条件的办件', 'No case matches'),
  empty_search_hint: t('换一个词，或清除筛选。', 'Try another word or clear the filter.'),
  clear: t('清除筛选', 'Clear filter'),
  stale: t('连接中断，显示的是稍早的内容', 'Offline: showing earlier content'),
  stoves: t('灶', 'stoves'),
}
