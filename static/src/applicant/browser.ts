/** What kind of browser the link was opened in, from its user agent. Pure. */
export type BrowserKind = 'wechat' | 'in_app' | 'iphone' | 'other'

const IN_APP = /\b(QQ|DingTalk|AlipayClient|Weibo|aweme|Feishu|Lark|wxwork|MiniProgram)\b/i

/** WeChat, another app's own browser, Safari's family on an iPhone or iPad, or anything else. */
export function kindOf(agent: string): BrowserKind {
  if (/MicroMessenger/i.test(agent) && !/wxwork/i.test(agent)) return 'wechat'
  if (IN_APP.test(agent)) return 'in_app'
  return /iPhone|iPad/.test(agent) ? 'iphone' : 'other'
}

/** Whether the page lies inside another app, where cameras are known to stay black. */
export const isInApp = (kind: BrowserKind): boolean => kind === 'wechat' || kind === 'in_app'
