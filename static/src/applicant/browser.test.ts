import { expect, it } from 'vitest'
import { isInApp, kindOf } from './browser'

const ANDROID = 'Mozilla/5.0 (Linux; Android 14; V2309A) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36'
const IPHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148'

it.each([
  [`${ANDROID} XWEB/1300 MMWEBSDK/2024 MicroMessenger/8.0.50 NetType/4G`, 'wechat', true],
  [`${IPHONE} MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN`, 'wechat', true],
  [`${ANDROID} AlipayClient/10.6`, 'in_app', true],
  [`${IPHONE} wxwork/4.1 MicroMessenger/7.0.1`, 'in_app', true],
  [`${IPHONE} Version/17.5 Safari/604.1`, 'iphone', false],
  [ANDROID, 'other', false],
])('knows the browser behind %s', (agent, kind, inApp) => {
  expect(kindOf(agent)).toBe(kind)
  expect(isInApp(kindOf(agent))).toBe(inApp)
})
