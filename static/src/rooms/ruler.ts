/** Measured lines as markers in the sphere: two ends, the line, its length. */
import type { MarkerConfig } from '@photo-sphere-viewer/markers-plugin'
import { middleOf, readable } from './measure'
import type { Line, Mark } from './measuring'

const AMBER = '#ffc53d'
const deg = (value: number) => `${value}deg`
const position = ({ yaw_deg, pitch_deg }: { yaw_deg: number; pitch_deg: number }) => ({
  yaw: deg(yaw_deg),
  pitch: deg(pitch_deg),
})

export function rulerMarkers(lines: Line[], pending: Mark | null): MarkerConfig[] {
  const drawn = lines.flatMap((line, at) => [
    stroke(`${at}-rim`, line, 'rgb(0 0 0 / 60%)', '6px'),
    stroke(`${at}-line`, line, AMBER, '3px'),
    end(`${at}-from`, line.from),
    end(`${at}-to`, line.to),
    name(`${at}-name`, line),
  ])
  return pending ? [...drawn, end('pending', pending)] : drawn
}

/** A straight line of the room is a straight line on the screen, so its two ends are enough. */
function stroke(id: string, { from, to }: Line, colour: string, width: string): MarkerConfig {
  return {
    id: `ruler:${id}`,
    className: 'ruler',
    polyline: [from, to].map(({ yaw_deg, pitch_deg }) => [deg(yaw_deg), deg(pitch_deg)]) as [
      string,
      string,
    ][],
    svgStyle: { stroke: colour, strokeWidth: width, strokeLinecap: 'round' },
  }
}

function end(id: string, mark: Mark): MarkerConfig {
  return {
    id: `ruler:${id}`,
    className: 'ruler',
    html: '<i class="rulerend"></i>',
    position: position(mark),
    anchor: 'center center',
  }
}

function name(id: string, { from, to, measured }: Line): MarkerConfig {
  const { metres, band } = readable(measured.straight)
  return {
    id: `ruler:${id}`,
    className: 'ruler',
    html: `<b class="rulername">${metres} 米 <small>± ${band} 厘米</small></b>`,
    position: position(middleOf(from.point, to.point)),
    anchor: 'bottom center',
  }
}
