import { Viewer } from '@photo-sphere-viewer/core'
import { EquirectangularTilesAdapter } from '@photo-sphere-viewer/equirectangular-tiles-adapter'
import { type MarkerConfig, MarkersPlugin } from '@photo-sphere-viewer/markers-plugin'
import type { Scene } from './room'

const COLUMNS = 16
const ROWS = 8
const WIDTH = 4096
const deg = (value: number) => `${value}deg`

/** The panorama on the screen: scenes, hotspots, ways to other scenes. */
export class Sphere {
  private readonly viewer: Viewer
  private readonly markers: MarkersPlugin
  private scene: Scene | null = null

  constructor(
    container: HTMLElement,
    private readonly file: (path: string) => string,
    chosen: (kind: 'hotspot' | 'link', id: string) => void,
  ) {
    this.viewer = new Viewer({
      container,
      adapter: EquirectangularTilesAdapter,
      navbar: false,
      defaultZoomLvl: 12,
      mousewheelCtrlKey: false,
      keyboard: 'always',
      plugins: [[MarkersPlugin, {}]],
      loadingTxt: '',
    })
    this.markers = this.viewer.getPlugin<MarkersPlugin>(MarkersPlugin)
    this.markers.addEventListener('select-marker', ({ marker }) => {
      const [kind, id] = marker.id.split(':') as ['hotspot' | 'link', string]
      chosen(kind, id)
    })
  }

  /** Shows a scene; `isSharp` once its tiles exist, until then the preview alone. */
  async show(scene: Scene, isSharp: boolean, version: number): Promise<void> {
    const isSame = this.scene?.id === scene.id
    this.scene = scene
    const at = isSame ? this.viewer.getPosition() : { yaw: (scene.yaw_deg * Math.PI) / 180, pitch: -0.08 }
    await this.viewer.setPanorama(
      {
        width: WIDTH,
        cols: COLUMNS,
        rows: ROWS,
        baseUrl: `${this.file(scene.preview)}?v=${version}`,
        tileUrl: (column: number, row: number) =>
          isSharp ? this.file(`${scene.tiles}/${row}_${column}.jpg`) : null,
      },
      { position: at, transition: !isSame, showLoader: false },
    )
    this.markers.setMarkers([...scene.hotspots.map((spot) => hotspot(spot, null)), ...scene.links.map(link)])
  }

  /** Turns to a hotspot and marks it. */
  async focus(item: string): Promise<void> {
    const spot = this.scene?.hotspots.find(({ item_id }) => item_id === item)
    if (!spot || !this.scene) return
    this.markers.setMarkers([
      ...this.scene.hotspots.map((one) => hotspot(one, item)),
      ...this.scene.links.map(link),
    ])
    await this.viewer.animate({ yaw: deg(spot.yaw_deg), pitch: deg(spot.pitch_deg), zoom: 24, speed: '9rpm' })
  }

  close(): void {
    this.viewer.destroy()
  }
}

function hotspot(spot: Scene['hotspots'][number], chosen: string | null): MarkerConfig {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = `spot${spot.is_right ? '' : ' wrong'}${spot.item_id === chosen ? ' chosen' : ''}`
  element.setAttribute('aria-label', `${spot.item_id} ${spot.title.zh}`)
  element.dataset.testid = `spot-${spot.item_id}`
  element.innerHTML = spot.is_right
    ? '<svg viewBox="0 0 24 24"><path d="m5 13 4.5 4.5L19 7"/></svg>'
    : '<svg viewBox="0 0 24 24"><path d="M6 6l12 12M18 6 6 18"/></svg>'
  return {
    id: `hotspot:${spot.id}`,
    element,
    position: { yaw: deg(spot.yaw_deg), pitch: deg(spot.pitch_deg) },
    anchor: 'center center',
  }
}

function link(way: Scene['links'][number]): MarkerConfig {
  const element = document.createElement('button')
  element.type = 'button'
  element.className = 'way'
  element.setAttribute('aria-label', way.title.zh)
  element.innerHTML = '<svg viewBox="0 0 24 24"><path d="M12 20V5M5 12l7-7 7 7"/></svg>'
  const name = document.createElement('span')
  name.textContent = way.title.zh
  element.append(name)
  return {
    id: `link:${way.to}`,
    element,
    position: { yaw: deg(way.yaw_deg), pitch: deg(way.pitch_deg) },
    anchor: 'center center',
  }
}
