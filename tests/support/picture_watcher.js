// Notes when the page's large picture showed each frame, in milliseconds since 1970, whatever
// element or stream it comes from.
const shownAt = []
let waiting = []
let watched = null
setInterval(() => {
  const video = document.querySelector('[data-testid=call-video] video, video[data-testid=call-video]')
  if (!video || video === watched) return
  watched = video
  const note = (_, { presentationTime }) => {
    shownAt.push(performance.timeOrigin + presentationTime)
    waiting = waiting.filter((isDone) => !isDone())
    if (video === watched) video.requestVideoFrameCallback(note)
  }
  video.requestVideoFrameCallback(note)
}, 50)

// Waits until the picture has gone on for a second after `back`, no pause above half a second in it.
// Resolves with the longest pause since `left`, and how long after `back` that second began.
window.pauseUntilFluent = (left, back) =>
  new Promise((resolve) => {
    const look = () => {
      const since = [left, ...shownAt.filter((at) => at > left)]
      const pauses = since.slice(1).map((at, index) => at - since[index])
      const broken = pauses.findLastIndex((pause, index) => pause > 500 || since[index + 1] <= back)
      const begins = since[broken + 1]
      if (broken < 0 || begins <= back || since.at(-1) - begins < 1000) return false
      resolve([Math.max(...pauses), begins - back])
      return true
    }
    waiting.push(look)
  })
