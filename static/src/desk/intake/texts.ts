import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const NEW = {
  title: t('新建办件', 'New case'),
  lead: t(
    '帮办登记：替申请人填写。先答“选址预检”的问题，不能办的马上知道。',
    'File for an applicant. Answer the site check first: it tells at once what can never pass.',
  ),
  back: t('办件', 'Cases'),
  who: t('谁来办', 'Who'),
  where: t('在哪里', 'Where'),
  what: t('做什么', 'What'),
  mandate: t('受谁委托', 'On whose word'),
  more: t('更多信息（可不填）', 'More, if known'),
  shop_name: t('经营者名称', 'Business'),
  credit_code: t('统一社会信用代码', 'Credit code'),
  responsible_person: t('法定代表人（负责人）', 'Responsible person'),
  phone: t('联系电话', 'Telephone'),
  premises: t('经营场所', 'Premises'),
  format: t('主体业态', 'Format'),
  activities: t('经营项目', 'Activities'),
  external_number: t('申请编号', 'Application number'),
  receipt_number: t('受理通知书文号', 'Receipt'),
  agent_name: t('委托代理人', 'Agent'),
  agent_phone: t('代理人电话', "Agent's telephone"),
  domicile: t('住所', 'Domicile'),
  store_address: t('外设仓库地址', 'Store elsewhere'),
  division_code: t('行政区划代码', 'Division code'),
  seats: t('就餐座位数', 'Seats'),
  asked_by: t('委托人姓名', 'Asked by'),
  relation: t('与申请人的关系', 'Relation'),
  way: t('怎样委托', 'How'),
  asked_at: t('什么时候', 'When'),
  website: t('网址', 'Website'),
  note: t('备注', 'Note'),
  submit: t('提交并受理', 'File and accept'),
  lacking: t('材料不齐，提交后容缺受理', 'Papers are missing: accept with gaps afterwards'),
  submit_waiting: t('提交，暂不受理', 'File, to be completed'),
  working: t('正在提交…', 'Filing…'),
  wrong: t('有 {count} 处要改，见红字。', '{count} to mend, in red.'),
  despite: t('不是重复，仍然新建', 'It is another one: file it'),
  another: t('再建一份', 'File another'),
  open: t('打开办件', 'Open the case'),
  keys: t('Ctrl+回车 提交', 'Ctrl+Enter files'),
  no_right: t('只有窗口和督办人员可以收件。', 'Only clerks and supervisors take applications in.'),
}

export const CHECK = {
  title: t('选址预检', 'Site check'),
  yes: t('是', 'Yes'),
  no: t('否', 'No'),
  next: t('确定', 'Set'),
  passed: t('选址没有问题', 'Nothing stands against the site'),
  stopped: t('按现在的情况办不了', 'It can not pass like this'),
  change: t('可以怎样改', 'What could be changed'),
  because: t('依据的情况', 'By the facts'),
  advice: t('要提醒申请人', 'Tell the applicant'),
  keys: t('Y 是 · N 否 · 点已答的问题可改', 'Y yes · N no · an answer can be changed'),
  unconfirmed: t('条款待核对', 'to be confirmed'),
  track: t('办理', 'Issued'),
  mode: t('勘验方式', 'Inspection'),
  by_rules: t('规则判定', 'By the rules'),
}

export const TRACKS: Record<string, Text> = {
  licence: t('食品经营许可证', 'Food business licence'),
  registration: t('小餐饮登记证', 'Small-eatery registration'),
}
export const MODES: Record<string, Text> = {
  live: t('视频连线', 'Live call'),
  self_filmed: t('自助拍摄', 'Self-filmed'),
  on_site: t('现场核查', 'On site'),
}

export const HANDLING = {
  title: t('收件与分流', 'Intake and triage'),
  waits: t('预检没有完成，还没有受理。', 'The pre-check is open, so it is not accepted yet.'),
  decline: t('不予受理…', 'Decline…'),
  decline_reason: t('不予受理的理由', 'Why it is not accepted'),
  decline_sure: t('不予受理', 'Decline'),
  change: t('改变方式…', 'Change…'),
  reason: t('理由（会留在办件里）', 'Why; it stays with the case'),
  save: t('改变', 'Change'),
  saved: t('已更新', 'Saved'),
  accepted: t('已受理', 'Accepted'),
  doubles: t('同一店铺的其他办件', 'Other open cases of this shop'),
  of_all: t('等 {count} 件', 'of {count}'),
  from: t('来源', 'Came by'),
}

export const IMPORT = {
  title: t('导入申请', 'Import applications'),
  lead: t(
    '先试读，逐行看结果，再决定导入。',
    'The file is read first and shown line by line; then you decide.',
  ),
  template: t('下载模板', 'Get the file to fill in'),
  choose: t('选择文件', 'Choose a file'),
  drop: t(
    '或拖到这里 · .xlsx 或 .csv，最多 20000 行、20 MB；超过 200 行在后台导入',
    'or drop it here · .xlsx or .csv, 20,000 lines and 20 MB at most; over 200 lines it runs in the background',
  ),
  reading: t('正在读取…', 'Reading…'),
  line: t('行', 'Line'),
  number: t('申请编号', 'Number'),
  shop: t('经营者', 'Business'),
  result: t('结果', 'Result'),
  only_wrong: t('只看要改的', 'Wrong lines only'),
  ignored: t('不认识的列（没有读取）', 'Columns that were not read'),
  take_all: t('导入 {count} 行', 'Import {count} lines'),
  take_good: t('只导入正确的 {count} 行', 'Import the {count} good lines'),
  nothing: t('没有可导入的行', 'Nothing to import'),
  mend: t('请在文件里改好，再选一次', 'Mend the file, then choose it again'),
  faults: t('下载错误报告', 'Get the file with what to mend'),
  faults_hint: t(
    '原文件加一列“要改的地方”，改好可以直接再导入',
    'Your file with a column; mend it and import it again',
  ),
  done: t('已导入 {count} 行', '{count} lines imported'),
  doubled: t('可能重复', 'perhaps doubled'),
  other: t('换一个文件', 'Another file'),
}

export const CHANNELS: Record<string, Text> = {
  api: t('系统推送', 'Another system'),
  file: t('文件导入', 'A file'),
  window: t('窗口帮办', 'The window'),
  renewal: t('申请人延续', "The applicant's renewal"),
}

export const STANDINGS: Record<string, Text> = {
  ready: t('可导入', 'Ready'),
  wrong: t('要改', 'Wrong'),
  known: t('以前导入过', 'Imported before'),
  filed: t('已立案', 'Filed'),
}
export const CHECKS: Record<string, Text> = {
  passed: t('预检通过', 'passes the check'),
  open: t('预检要补充', 'check to be completed'),
  stopped: t('预检不通过', 'stopped by the check'),
}
