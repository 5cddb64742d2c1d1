/** Hotspots and ways to other scenes as buttons in the sphere: by mouse, by finger, by keyboard. */
import type { MarkerConfig } from '@photo-sphere-viewer/markers-plugin'
import type { Scene } from './room'
import { TEXTS } from './texts'

export type Chosen = (kind: 'hotspot' | 'link', id: string) => void
const deg = (value: number) => `${value}deg`

export function hotspotMarker(spot: Scene['hotspots'][number], chosen: Chosen): MarkerConfig {
  const element = button(
    `spot${spot.is_right ? '' : ' wrong'}`,
    `${spot.item_id} ${spot.title.zh} ${spot.title.en}`,
  )
  element.dataset.testid = `spot-${spot.item_id}`
  element.dataset.item = spot.item_id
  element.innerHTML = spot.is_right
    ? '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="m5 13 4.5 4.5L19 7"/></svg>'
    : '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 6l12 12M18 6 6 18"/></svg>'
  byKeyboard(element, () => chosen('hotspot', spot.id))
  return {
    id: `hotspot:${spot.id}`,
    className: 'spotmark',
    element,
    position: { yaw: deg(spot.yaw_deg), pitch: deg(spot.pitch_deg) },
    anchor: 'center center',
  }
}

export function linkMarker(way: Scene['links'][number], chosen: Chosen): MarkerConfig {
  const element = button('way', `${TEXTS.goTo.zh}${way.title.zh} ${TEXTS.goTo.en}: ${way.title.en}`)
  element.dataset.testid = `way-${way.to}`
  element.innerHTML = '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M12 20V5M5 12l7-7 7 7"/></svg>'
  const name = document.createElement('span')
  name.textContent = way.title.zh
  const english = document.createElement('small')
  english.lang = 'en'
  english.textContent = way.title.en
  element.append(name, english)
  byKeyboard(element, () => chosen('link', way.to))
  return {
    id: `link:${way.to}`,
    className: 'waymark',
    element,
    position: { yaw: deg(way.yaw_deg), pitch: deg(way.pitch_deg) },
    anchor: 'center center',
  }
}

/** Marks one item's button. The elements stay, so that the keyboard's place is not lost. */
export function markChosen(container: HTMLElement, item: string | null): void {
  for (const one of container.querySelectorAll<HTMLElement>('.spot')) {
    const isChosen = one.dataset.item === item
    one.classList.toggle('chosen', isChosen)
    one.setAttribute('aria-pressed', String(isChosen))
  }
}

function button(className: string, label: string): HTMLButtonElement {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = className
  element.setAttribute('aria-label', label)
  element.title = label
  return element
}

/** The viewer reports clicks of pointers itself; a click without a pointer comes from Enter or Space. */
function byKeyboard(element: HTMLElement, act: () => void): void {
  element.addEventListener('click', (event) => {
    if (event.detail === 0) act()
  })
}
