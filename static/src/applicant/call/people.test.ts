import { expect, it } from 'vitest'
import type { Dialled } from '../../shared/rtc/dial'
import type { Seat } from './calling'
import { type Participant, People } from './people'

const seat = { whep: '/whep/', token: 't', ice_servers: [] } as unknown as Seat
const inspector = (id: string, is_publishing = true): Participant => ({
  id,
  name: id,
  role: 'inspector',
  is_publishing,
})
const me: Participant = { id: 'applicant', name: '申请人', role: 'applicant', is_publishing: true }

function aCall() {
  const heard = new Map<string, MediaStream>()
  const dialled: string[] = []
  const ended: string[] = []
  const people = new People(
    () => seat,
    (id, stream) => {
      if (stream) heard.set(id, stream)
      else heard.delete(id)
    },
    async () => undefined,
    async (url): Promise<Dialled> => {
      dialled.push(url)
      const pc = { connectionState: 'connected', addEventListener: () => undefined }
      return {
        pc: pc as unknown as RTCPeerConnection,
        stream: { of: url } as unknown as MediaStream,
        hangUp: () => ended.push(url),
      }
    },
  )
  return { people, heard, dialled, ended }
}
const settled = () => new Promise((resolve) => setTimeout(resolve, 0))

it('every inspector who speaks is heard, the first is seen', async () => {
  const { people, heard } = aCall()
  expect(people.meet([me, inspector('wang'), inspector('zhao')])?.id).toBe('wang')
  await settled()
  expect([...heard.keys()]).toEqual(['wang', 'zhao'])
})
it('nobody is dialled twice, and who leaves is let go', async () => {
  const { people, heard, dialled, ended } = aCall()
  people.meet([inspector('wang'), inspector('zhao')])
  people.meet([inspector('wang'), inspector('zhao')])
  await settled()
  expect(dialled).toEqual(['/whep/wang', '/whep/zhao'])
  expect(people.meet([inspector('wang', false), inspector('zhao')])?.id).toBe('zhao')
  expect(ended).toEqual(['/whep/wang'])
  expect([...heard.keys()]).toEqual(['zhao'])
})
it('an inspector without a camera is named all the same', () => {
  const { people } = aCall()
  expect(people.meet([me, inspector('wang', false)])?.name).toBe('wang')
  expect(people.meet([me])).toBeNull()
})
