import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const ROSTER = {
  title: t('值班表', 'Duty roster'),
  lead: t(
    '可预约的时段由此生成；已经约好的不受修改影响。',
    'Slots follow from this; what is booked already stays.',
  ),
  to: t('值班表', 'Duty roster'),
  no_right: t('值班表由督办人员维护', 'Supervisors keep the roster'),
  saved: t('已保存', 'Saved'),
  save: t('保存', 'Save'),
  pairs: t('勘验人员组', 'Pairs'),
  pairs_hint: t(
    'workday 工作日（含调休上班），weekend 周末，holiday 节假日；workday/24 只在周二、周四。',
    'workday includes make-up days; workday/24: Tuesday and Thursday only.',
  ),
  hours: t('开放时间', 'Hours'),
  hours_usual: t('留空用本局默认时间', 'Empty: the usual hours'),
  off: t('停用', 'Off the roster'),
  add_pair: t('添加一组', 'Add a pair'),
  first: t('勘验人员一', 'First inspector'),
  second: t('勘验人员二', 'Second inspector'),
  exceptions: t('停约日与请假', 'Closed days and absences'),
  everybody: t('全部人员组', 'All pairs'),
  who: t('谁', 'Who'),
  on: t('日期', 'Day'),
  from: t('从', 'From'),
  to_day: t('到', 'To'),
  reason: t('原因', 'Reason'),
  close: t('登记停约', 'Close the day'),
  note: t('登记请假', 'Note the absence'),
  take_back: t('撤销', 'Take back'),
  nothing: t('目前没有', 'None at present'),
  people: t('勘验人员', 'Inspectors'),
  formats: t('可勘验的业态（空为全部）', 'Trained for (empty: all)'),
  until: t('资格有效期至', 'Certificate until'),
  ends_soon: t('一个月内到期', 'Ends within a month'),
  substitute: t('AB岗', 'Substitute'),
  nobody: t('无', 'Nobody'),
  relations: t('回避的信用代码', 'Recused from (credit codes)'),
}
