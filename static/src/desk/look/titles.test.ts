import { expect, test } from 'vitest'
import { READ } from './texts'
import { titleOf } from './titles'

test.each([
  ['型号 YJ-8000A', '', '设备型号'],
  ['出厂编号 20260317', '', '出厂编号'],
  ['许可证编号：JY23301090012345', '', '许可证编号'],
  ['云州净化设备有限公司', '', '单位名称'],
  ['处理风量 8000 m³/h', '', '其他'],
  ['https://example.gov.cn', 'QR Code', '许可证编号'],
])('%s is taken for a %s%s until a person says otherwise', (text, form, zh) => {
  expect(titleOf({ text, form }, READ.titles).zh).toBe(zh)
})
