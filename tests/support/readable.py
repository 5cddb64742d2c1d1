"""What a 60-year-old with one hand busy needs of a page: names, size, contrast."""

from playwright.async_api import Page

LEAST_TEXT_PX = 18
LEAST_TARGET_PX = 44
LEAST_CONTRAST = 4.5

_FINDINGS = """
([leastText, leastTarget, leastContrast]) => {
  const found = []
  const shown = (e) => e.checkVisibility({ opacityProperty: true, visibilityProperty: true })
  const name = (e) => (e.getAttribute('aria-label') || e.textContent || '').trim()
  const channels = (colour) => colour.match(/[\\d.]+/g).map(Number)
  const luminance = ([r, g, b]) => {
    const of = (v) => ((v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    return 0.2126 * of(r) + 0.7152 * of(g) + 0.0722 * of(b)
  }
  // the first solid colour behind a text; null over pictures, gradients and glass
  const behind = (e) => {
    for (let at = e; at; at = at.parentElement) {
      const style = getComputedStyle(at)
      const [r, g, b, a = 1] = channels(style.backgroundColor)
      if (style.backgroundImage !== 'none' || (a > 0 && a < 1)) return null
      if (a === 1) return [r, g, b]
    }
    return [255, 255, 255]
  }
  for (const e of document.querySelectorAll('button, a, summary')) {
    if (!shown(e)) continue
    const { width, height } = e.getBoundingClientRect()
    const isNamed = /[\\u4e00-\\u9fff]/.test(name(e)) || e.lang === 'en'
    if (!isNamed) found.push(`no Chinese name: ${e.outerHTML}`)
    if (width < leastTarget || height < leastTarget) found.push(`small target: ${name(e)}`)
  }
  for (const e of document.querySelectorAll('body *')) {
    const texts = [...e.childNodes].filter((one) => one.nodeType === 3)
    const text = texts.map((one) => one.data.trim()).join('')
    if (!text || !shown(e)) continue
    const style = getComputedStyle(e)
    if (parseFloat(style.fontSize) < leastText) found.push(`small text: ${text} ${style.fontSize}`)
    const ground = behind(e)
    if (!ground || e.closest(':disabled')) continue
    const both = [luminance(channels(style.color)), luminance(ground)]
    const [light, dark] = both.sort((a, b) => b - a)
    const contrast = (light + 0.05) / (dark + 0.05)
    if (contrast < leastContrast) found.push(`contrast ${contrast.toFixed(1)}: ${text}`)
  }
  if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen')
  return found
}
"""


# A button that was enabled a moment ago is between two colours; what turns for ever is no change.
_SETTLED = """() => Promise.allSettled(document.getAnimations()
  .filter((one) => Number.isFinite(one.effect?.getComputedTiming().endTime))
  .map((one) => one.finished)).then(() => {})"""


async def unreadable(page: Page) -> list[str]:
    """What a person could not read, name or hit on the page once it stands; best empty."""
    await page.evaluate(_SETTLED)
    return await page.evaluate(_FINDINGS, [LEAST_TEXT_PX, LEAST_TARGET_PX, LEAST_CONTRAST])
