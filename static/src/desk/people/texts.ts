import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const PEOPLE = {
  title: t('人员与机构', 'People and offices'),
  lead: t(
    '谁能登录、做什么、看到哪个机构的办件。每次修改都记入审计日志。',
    'Who signs in, as what, and sees which office’s cases. Each change is in the audit log.',
  ),
  no_right: t('人员由系统管理员维护', 'Administrators keep people and offices'),
  search: t('姓名、用户名或部门', 'Name, user name or department'),
  add: t('添加人员', 'Add somebody'),
  nobody: t('没有符合的人员', 'Nobody matches'),
  most: t('只显示前 500 人，请用搜索缩小范围。', 'The first 500 are shown; search for others.'),
  edit: t('修改', 'Change'),
  save: t('保存', 'Save'),
  saved: t('已保存', 'Saved'),
  reset: t('重置密码', 'Reset password'),
  let_go: t('停用', 'Deactivate'),
  back_in: t('重新启用', 'Reactivate'),
  gone: t('已停用', 'Deactivated'),
  one_time: t('待设密码', 'Password to set'),
  last: t('上次登录', 'Last sign-in'),
  never: t('从未登录', 'Never signed in'),
  sure_go: t(
    '停用后立即退出所有登录，手上的办件请先改派。确定停用？',
    'Every sign-in ends at once; reassign open cases first. Deactivate?',
  ),
  sure_reset: t(
    '原密码立即失效，已登录的页面会退出。确定重置？',
    'The old password stops working and open pages sign out. Reset?',
  ),
  yes: t('确定', 'Yes'),
  name: t('姓名', 'Name'),
  name_hint: t('与记录上签字一致', 'As it stands on records'),
  username: t('用户名', 'User name'),
  username_hint: t('登录用，以后不能改', 'To sign in with; it stays'),
  role: t('岗位', 'Role'),
  unit: t('机构', 'Office'),
  department: t('部门或科室', 'Department'),
  reviews: t('审查哪个部门的事项', 'Reviews for'),
  given: t('一次性密码', 'One-time password'),
  given_hint: t(
    '只显示这一次，三天内有效。请当面交给本人，首次登录时要设置自己的密码。',
    'Shown this once, good for three days. Hand it over in person; a password of their own comes first.',
  ),
  copy: t('复制', 'Copy'),
  copied: t('已复制', 'Copied'),
  done: t('已交给本人', 'Handed over'),
}

export const OFFICES = {
  title: t('机构', 'Offices'),
  hint: t(
    '机构的人员看到本机构及其下级的办件；最上级看到全部。',
    'People see the cases of their office and those below it; the top sees all.',
  ),
  add: t('添加下级机构', 'Add an office below'),
  name: t('机构名称', 'Name of the office'),
  above: t('上级机构', 'Office above'),
  rename: t('改名或移动', 'Rename or move'),
  count: t('人', 'people'),
}

/** What a role may, in a word, beside its name in the form. */
export const DOES: Record<string, Text> = {
  clerk: t('收件、预约、分件', 'takes in, books, assigns'),
  inspector: t('勘验分给自己的办件', 'inspects own cases'),
  lead: t('勘验，并为本机构改派', 'inspects, reassigns in the office'),
  reviewer: t('审查并签署本部门事项', 'judges a department’s items'),
  supervisor: t('督办、指标、值班表', 'oversees, figures, roster'),
  trainer: t('样板间、模板、考核', 'rooms, templates, exams'),
  template_editor: t('检查表模板与判定规则', 'templates and rules'),
  auditor: t('只读全部内容和审计日志', 'reads everything, changes nothing'),
  integrator: t('推送与对账，不看办件内容', 'interfaces, no case contents'),
  administrator: t('人员与机构，不看办件', 'people and offices, no cases'),
}
