/** Every word of the page behind a record's QR code: Chinese first, English beside it. */
import type { Standing, Text } from './record'

const t = (zh: string, en: string): Text => ({ zh, en })

export const TEXTS = {
  brand: t('现场核查记录核验', 'Check of an inspection record'),
  reading: t('正在查询这份记录', 'Looking up this record'),
  number: t('办件编号', 'Case number'),
  shop: t('经营者名称', 'Shop'),
  made: t('记录生成', 'Record made'),
  signed: t('签署完成', 'Signed'),
  beijing: t('北京时间', 'Beijing time'),
  conclusion: t('结论', 'Conclusion'),
  compare: t('核对手里的 PDF', 'Compare the PDF you have'),
  compare_hint: t(
    '选中或拖入 PDF，在您的设备上算出指纹来比对，文件不会上传。',
    'Choose the PDF or drop it here. Its hash is computed on your device; the file is not sent anywhere.',
  ),
  choose: t('选择 PDF 文件', 'Choose the PDF'),
  drop: t('松开即可核对', 'Let go to compare'),
  working: t('正在计算指纹', 'Computing the hash'),
  same: t('一字未改，就是签署的那份', 'Unchanged: this is the signed PDF'),
  different: t('和签署的 PDF 不一样', 'This is not the signed PDF'),
  different_more: t(
    '文件被改过、另存过，或是另一份记录。请向出示人要原始 PDF。',
    'It was changed, saved anew, or is another record. Ask for the original PDF.',
  ),
  unknown: t('没有哪份记录是这个 PDF', 'No record has this PDF'),
  unknown_more: t(
    '它不是签署的原件：被改过、另存过，或不是本单位出具的。纸上有二维码的，请扫码核验。',
    'It is not the signed original: changed, saved anew, or not ours. If the paper has a code, scan that.',
  ),
  begin: t('用 PDF 核验一份记录', 'Check a record by its PDF'),
  begin_more: t(
    '有纸质记录的，扫右上角的二维码即可。',
    'With the paper in hand, scan the code at its top right.',
  ),
  unreadable: t('这个文件读不出来，请重新选择', 'This file could not be read. Choose it again.'),
  insecure: t(
    '请用 https 开头的网址打开本页，浏览器才能计算指纹。',
    'Open this page by its https address: browsers compute hashes only there.',
  ),
  not_kept: t(
    '签署的 PDF 正在存档，过几秒刷新再核对。',
    'The signed PDF is being filed. Reload in a few seconds to compare.',
  ),
  proofs: t('指纹与存证', 'Hashes and checkpoint'),
  proofs_hint: t(
    '除 PDF 自己的指纹外，都印在纸上，可逐段比对。',
    'All but the hash of the PDF itself are printed on the paper.',
  ),
  pdf_hash: t('签署的 PDF，SHA-256', 'Signed PDF, SHA-256'),
  content_hash: t('记录内容，SHA-256', 'Content of the record, SHA-256'),
  checkpoint: t('证据保管链', 'Custody log'),
  lines: t('条，根', 'lines, root'),
  authority: t('验证证书，SHA-256', 'Certificate, SHA-256'),
  none: t('没有找到这份记录', 'There is no such record'),
  none_more: t(
    '请确认二维码完整，网址没有缺字。仍然找不到，纸上的记录可能不是本单位出具的，请致电审批局核实。',
    'Make sure the whole code was read. If it still leads nowhere, the paper may not be ours: call the bureau.',
  ),
  again: t('再试一次', 'Try again'),
  privacy: t(
    '本页只显示纸上的单位信息与结论，不含个人信息和照片。',
    'This page shows what identifies the paper, and no personal data or pictures.',
  ),
}

/** What the page says first, by how the record stands. */
export const STANDINGS: Record<Standing, { title: Text; more: Text; tone: 'good' | 'warn' | 'bad' }> = {
  in_force: {
    title: t('这份记录真实有效', 'Genuine and in force'),
    more: t('由本单位出具，签署已完成。', 'Made by this bureau; signing is complete.'),
    tone: 'good',
  },
  superseded: {
    title: t('已有更新的记录', 'Superseded by a later record'),
    more: t(
      '这份是真的，但同一办件后来又做了新的记录，请以新的为准。',
      'It is genuine, but the case has a later record, and that one counts.',
    ),
    tone: 'warn',
  },
  unsigned: {
    title: t('签署还没有完成', 'Not signed yet'),
    more: t(
      '这是草稿，没有效力。签署完成后再扫一次。',
      'A draft without effect. Scan it again once it is signed.',
    ),
    tone: 'warn',
  },
  withdrawn: {
    title: t('这份记录已撤回', 'This record was withdrawn'),
    more: t('没有签署，没有效力。', 'It was never signed and has no effect.'),
    tone: 'bad',
  },
}

/** A conclusion's tone; the words stand beside it. */
export const isGood = (code: string): boolean => code === 'pass' || code === 'not_asked'
