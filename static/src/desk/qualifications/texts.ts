import type { Text } from '../texts'
import type { Standing } from './api'

const t = (zh: string, en: string): Text => ({ zh, en })

export const QUALIFIED = {
  title: t('资格与考核', 'Certificates and exams'),
  asks: t(
    '分件要求通过“{exam}”，{days} 天内有效；未通过或过期的不分件。',
    'Assignment asks for “{exam}”; a pass counts {days} days.',
  ),
  asks_none: t(
    '目前分件不要求考核，成绩照常登记。要启用，请系统管理员设置 inspection_exam。',
    'No exam is asked for; results are kept all the same. To ask for one, set inspection_exam.',
  ),
  care: t('人需要处理：资格或考核即将到期、已过期或未通过', 'to see to: ending soon, ended or not passed'),
  no_right: t('资格由督办和培训人员维护', 'Supervisors and trainers keep certificates'),
  nobody: t('还没有勘验人员', 'There are no inspectors yet'),
  certificate: t('资格有效期至', 'Certificate until'),
  exam: t('考核', 'Exam'),
  until: t('有效期至', 'counts until'),
  results: t('成绩', 'Results'),
  none: t('没有成绩', 'No results'),
  note: t('登记成绩', 'Enter a result'),
  name: t('考核名称', 'Exam'),
  on: t('日期', 'Day'),
  score: t('得分（满分 100）', 'Score of 100'),
  passed: t('通过', 'Passed'),
  failed: t('未通过', 'Not passed'),
  save: t('保存', 'Save'),
  saved: t('已保存', 'Saved'),
  stays: t('登记后不能修改；再考一次另登记一条。', 'A result stays; another exam is another entry.'),
}
export const EXAMS = {
  title: t('样板间考核成绩', 'Exams in the sample rooms'),
  exam: t('考核', 'Exams'),
  practice: t('练习', 'Practice'),
  table: t('导出表格', 'As a table'),
  take: t('去考核', 'Take one'),
  none: t('还没有人参加。', 'Nobody has taken one yet.'),
  staff: t('工作人员', 'staff'),
  applicant: t('申请人', 'applicant'),
  more: t('更早的', 'Earlier ones'),
  columns: [
    t('日期', 'Day'),
    t('姓名', 'Name'),
    t('样板间', 'Room'),
    t('得分', 'Score'),
    t('找到', 'Found'),
    t('答错', 'Mistakes'),
    t('结果', 'Result'),
    t('证书', 'Certificate'),
  ],
}
export const STANDINGS: Record<Standing, Text> = {
  valid: t('有效', 'Valid'),
  ends_soon: t('30 天内到期', 'Ends within 30 days'),
  ended: t('已过期', 'Ended'),
  missing: t('未登记', 'Not entered'),
}
export const TONES: Record<Standing, string> = {
  valid: 'tone-good',
  ends_soon: 'tone-warn',
  ended: 'tone-bad',
  missing: '',
}
