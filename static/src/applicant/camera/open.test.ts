import { expect, it } from 'vitest'
import { CameraFault } from './fault'
import { openShown } from './first_frame'
import { openBoth, openPicture } from './open'

const named = (name: string) => Object.assign(new Error(name), { name })
const stream = (id: string) => ({ id }) as MediaStream

/** A phone that answers each request in turn: a stream, or the error it throws. */
function phone(...answers: (MediaStream | Error)[]) {
  const asked: MediaStreamConstraints[] = []
  return {
    asked,
    getUserMedia: async (wanted?: MediaStreamConstraints) => {
      asked.push(wanted!)
      const answer = answers[asked.length - 1]!
      if (answer instanceof Error) throw answer
      return answer
    },
  }
}

it('asks for the rear camera, large, and for the microphone', async () => {
  const devices = phone(stream('a'))
  await openBoth('environment', devices)
  expect(devices.asked).toMatchObject([
    {
      video: { facingMode: { ideal: 'environment' }, width: { ideal: 1920 } },
      audio: { echoCancellation: true },
    },
  ])
})
it('shows the picture of a phone that has no microphone', async () => {
  const devices = phone(named('NotFoundError'), stream('a'))
  expect(await openBoth('environment', devices)).toEqual(stream('a'))
  expect(devices.asked[1]).not.toHaveProperty('audio')
})
it('leaves the microphone alone when the camera is flipped', async () => {
  const devices = phone(stream('a'))
  await openPicture('user', devices)
  expect(devices.asked).toMatchObject([{ video: { facingMode: { ideal: 'user' } } }])
  expect(devices.asked[0]).not.toHaveProperty('audio')
})
it.each([
  ['NotAllowedError', 'denied'],
  ['SecurityError', 'denied'],
  ['NotReadableError', 'taken_by_phone'],
  ['AbortError', 'taken_by_phone'],
  ['TypeError', 'unsupported'],
])('%s is told as %s', async (name, code) => {
  await expect(openBoth('environment', phone(named(name)))).rejects.toMatchObject({ code })
})
it('a phone without any camera is told as missing', async () => {
  const devices = phone(named('NotFoundError'), named('NotFoundError'))
  await expect(openBoth('environment', devices)).rejects.toMatchObject({ code: 'missing' })
})

it('a camera that shows nothing is opened once more', async () => {
  const opened = [stream('dark'), stream('bright')]
  const letGo: MediaStream[] = []
  const shown = await openShown(
    async () => opened.shift()!,
    async (one) => one.id === 'bright',
    (one) => letGo.push(one),
  )
  expect(shown.id).toBe('bright')
  expect(letGo).toEqual([stream('dark')])
})
it('a camera that stays dark is given back and named', async () => {
  const letGo: MediaStream[] = []
  const opening = openShown(
    async () => stream('dark'),
    async () => false,
    (one) => letGo.push(one),
  )
  await expect(opening).rejects.toEqual(new CameraFault('no_picture'))
  expect(letGo).toHaveLength(2)
})
