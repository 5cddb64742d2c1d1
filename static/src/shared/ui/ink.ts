/** Strokes of a signature in CSS pixels, and when they are enough to count as one. */
export interface Dot {
  x: number
  y: number
}
export type Stroke = Dot[]

const LEAST_LENGTH_PX = 60 // a slipped click is shorter, the shortest name seen was 180

export function lengthOf(strokes: Stroke[]): number {
  let length = 0
  for (const stroke of strokes) {
    for (let n = 1; n < stroke.length; n += 1) {
      const [a, b] = [stroke[n - 1]!, stroke[n]!]
      length += Math.hypot(b.x - a.x, b.y - a.y)
    }
  }
  return length
}

export const isSignature = (strokes: Stroke[]): boolean => lengthOf(strokes) >= LEAST_LENGTH_PX

/** Draws one stroke as a smooth line through the middles of its dots. */
export function draw(pen: CanvasRenderingContext2D, stroke: Stroke): void {
  const first = stroke[0]
  if (!first) return
  pen.beginPath()
  pen.moveTo(first.x, first.y)
  for (let n = 1; n < stroke.length - 1; n += 1) {
    const [a, b] = [stroke[n]!, stroke[n + 1]!]
    pen.quadraticCurveTo(a.x, a.y, (a.x + b.x) / 2, (a.y + b.y) / 2)
  }
  const last = stroke.at(-1)!
  pen.lineTo(last.x + 0.01, last.y)
  pen.stroke()
}
