import type { Text } from '../texts'

const t = (zh: string, en: string): Text => ({ zh, en })

export const RUNS = {
  title: t('导入', 'Import'),
  back: t('导入申请', 'Import applications'),
  running: t('正在导入：已处理 {done} / {total} 行', 'Importing: {done} of {total} lines done'),
  finished: t('导入完成，共 {total} 行', 'Import finished, {total} lines'),
  cancelled: t('已取消：处理到第 {done} 行，共 {total} 行', 'Cancelled after {done} of {total} lines'),
  kept: t(
    '已立案的 {filed} 件保留；其余没有导入。再导入同一个文件，会从没立案的行接着来。',
    'The {filed} cases stay; the rest was not imported. Import the same file again to go on with it.',
  ),
  filed: t('已立案', 'Filed'),
  known: t('以前导入过', 'Imported before'),
  refused: t('要改', 'To mend'),
  left: t('大约还要 {minutes} 分钟', 'about {minutes} min left'),
  leave: t('可以离开这一页，导入会继续。', 'You can leave this page; it goes on.'),
  cancel: t('取消导入…', 'Cancel…'),
  cancel_ask: t('取消这次导入？', 'Cancel this import?'),
  cancel_told: t(
    '已立案的 {filed} 件不会撤回，剩下的 {rest} 行不再导入。',
    'The {filed} cases that were filed stay; the other {rest} lines are not imported.',
  ),
  cancel_sure: t('取消导入', 'Cancel the import'),
  go_on: t('继续导入', 'Go on importing'),
  to_mend: t('要改的行', 'Lines to mend'),
  first: t('前 {shown} 行，全部在错误报告里', 'The first {shown}; the report has all of them'),
  report: t('下载错误报告', 'Get the lines to mend'),
  report_hint: t(
    '只含要改的行，加一列“要改的地方”，改好可以直接再导入',
    'Only these lines, with a column of what to mend; import it again once mended',
  ),
  csv_only: t('行数较多，只有 CSV', 'so many lines come as CSV only'),
  gone: t('各行内容只保留 30 天', 'Lines are kept for 30 days'),
  recent: t('最近的导入', 'Recent imports'),
  none: t('还没有导入过文件', 'Nothing was imported yet'),
  failed: t('导入记录暂时读不到', 'Imports can not be read now'),
  lost: t('连接中断，导入在服务器上继续；恢复后接着显示。', 'Connection lost; the import goes on there.'),
  absent: t('没有这次导入', 'There is no such import'),
  begin: t('在后台导入全部 {total} 行', 'Import all {total} lines in the background'),
  long: t(
    '文件共 {total} 行，下面是前 {shown} 行的试读结果。导入在后台逐批进行：正确的行立案，要改的行最后可下载。',
    '{total} lines; the first {shown} are shown below. They are imported in the background: good lines become cases, the others can be had as a file at the end.',
  ),
  too_large: t('文件超过 20 MB，请拆成几个文件。', 'The file is over 20 MB; split it.'),
  queue: t('看办件', 'To the cases'),
}
