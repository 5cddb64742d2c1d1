import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const RULES = {
  title: t('判定规则', 'Determination rules'),
  lead: t(
    '逐项判定怎样变成结论。已发布的版本不能修改；办件按受理时的版本作结论，新版本只用于生效日期起受理的办件。',
    'How verdicts become conclusions. Published versions never change; a case keeps the one it was accepted with.',
  ),
  back: t('检查表模板', 'Templates'),
  used: t('正在使用', 'In use'),
  unused: t('备选', 'Not in use'),
  in_force: t('生效中', 'In force'),
  version: t('版本', 'Version'),
  says: t('这份规则的意思', 'What these rules say'),
  changes: t('与生效版本相比', 'Changed since the version in force'),
  same: t('含义没有变化', 'They say the same'),
  before: t('原来', 'Before'),
  after: t('改为', 'Now'),
  none: t('（没有）', '(nothing)'),
  text: t('规则文件（YAML）', 'The rules as YAML'),
  hint: t(
    '在这里修改，改完换一个版本号（version）再发布。以 # 开头的说明会原样保留。',
    'Change it here and give it a new version, then publish. Comments after # are kept.',
  ),
  fault: t('第 {line} 行', 'Line {line}'),
  checking: t('核对中', 'Checking'),
  day: t('从这一天起', 'In force from'),
  publish: t('发布', 'Publish'),
  published: t('已发布 {version}', 'Published {version}'),
}
