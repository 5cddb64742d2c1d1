/** `2031-11-24` as people write it: 2031年11月24日. */
export const dayZh = (day: string): string => day.replace(/^(\d{4})-0?(\d+)-0?(\d+)$/, '$1年$2月$3日')
